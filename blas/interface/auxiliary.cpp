// What Netlib's library exports besides the BLAS proper, and Fortran programs call.

#include "blas/interface/errors.h"

namespace fairplay::blas {
namespace {
char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
}  // namespace
}  // namespace fairplay::blas

extern "C" {

// Whether two letters are the same but for case.
FAIRPLAY_PUBLIC fairplay::blas::Int FAIRPLAY_SYMBOL(lsame_)(const char* a, const char* b) {
  return fairplay::blas::capital(*a) == fairplay::blas::capital(*b);
}

// Whether arithmetic is IEEE 754's: with infinities alone (*kind = 0) or with NaN too. It is. Netlib's finds out by
// making some, which raises flags.
FAIRPLAY_PUBLIC fairplay::blas::Int FAIRPLAY_SYMBOL(ieeeck_)(const fairplay::blas::Int* /* kind */,
                                                             const float* /* zero */, const float* /* one */) {
  return 1;
}

// xerbla for callers that have a name as an array of characters.
FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(xerbla_array_)(const char* routine, const fairplay::blas::Int* length,
                                                    const fairplay::blas::Int* position) {
  char name[32];
  for (char& c : name) c = ' ';
  for (fairplay::blas::Int i = 0; i < *length && i < 32; ++i) name[i] = routine[i];
  FAIRPLAY_SYMBOL(xerbla_)(name, position, sizeof name);
}
}
