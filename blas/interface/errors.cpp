#include "blas/interface/errors.h"

#include "blas/interface/abi.h"
#include "blas/isa.h"

namespace fairplay::blas {

void report(char letter, const char* routine, int position) {
  if (position == 0) return;
  kernels();  // a caller with integers of the other width may get here before anything is computed: what is to be
              // reported at the first use comes first
  // As Fortran has it: capitals, blanks behind, no terminator counted.
  char name[16];
  for (char& c : name) c = ' ';
  std::size_t length = 1;
  name[0] = letter;
  for (; *routine != '\0' && length < sizeof name; ++routine) name[length++] = *routine;
  const Int info = position;
  FAIRPLAY_SYMBOL(xerbla_)(name, &info, length < 6 ? 6 : length);
}

void report_c(char letter, const char* routine, int position, bool row_major, const Exchanged* exchanged, int count) {
  if (position == 0) return;
  kernels();
  char name[16] = "cblas_";
  std::size_t length = 6;
  name[length++] = static_cast<char>(letter - 'A' + 'a');
  for (; *routine != '\0' && length < 15; ++routine)
    name[length++] = *routine >= 'A' && *routine <= 'Z' ? static_cast<char>(*routine - 'A' + 'a') : *routine;
  name[length] = '\0';
  // CBLAS has one argument more, in front.
  const int fortran = position < 0 ? 1 : position + 1;
  int own = fortran;
  for (int i = 0; row_major && i < count; ++i)
    own = fortran == exchanged[i].first    ? exchanged[i].second
          : fortran == exchanged[i].second ? exchanged[i].first
                                           : own;
  FAIRPLAY_SYMBOL(cblas_xerbla)
  (fortran, name, "fairplay: argument %d of %s is illegal\n", own, static_cast<const char*>(name));
}

}  // namespace fairplay::blas
