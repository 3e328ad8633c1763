// The error handlers. They report and return: a library must not stop its program. Weak in effect, not in kind: a
// program that defines its own gets every call.

#include <cstdarg>
#include <cstdio>

#include "blas/interface/errors.h"

extern "C" {

void FAIRPLAY_SYMBOL(xerbla_)(const char* routine, const fairplay::blas::Int* position, std::size_t length) {
  // Callers from C pass no length: whatever is in its place is bounded here.
  int shown = length > 0 && length <= 32 ? static_cast<int>(length) : 6;
  while (shown > 0 && routine[shown - 1] == ' ') --shown;
  std::fprintf(stderr, "fairplay: argument %d of %.*s is illegal\n", static_cast<int>(*position), shown, routine);
}

void FAIRPLAY_SYMBOL(cblas_xerbla)(fairplay::blas::Int position, const char* routine, const char* form, ...) {
  if (form == nullptr || *form == '\0') {
    std::fprintf(stderr, "fairplay: argument %d of %s is illegal\n", static_cast<int>(position), routine);
    return;
  }
  std::va_list arguments;
  va_start(arguments, form);
  std::vfprintf(stderr, form, arguments);
  va_end(arguments);
}

}  // extern "C"
