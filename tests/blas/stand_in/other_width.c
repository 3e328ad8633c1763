// Another BLAS, as far as its width can be told: Fortran's and C's isamax.
#include <stddef.h>
static INTEGER largest(INTEGER n, const float* x, INTEGER step) {
  INTEGER found = 0;
  for (INTEGER i = 1; i < n; ++i)
    if (x[i * step] > x[found * step]) found = i;
  return found;
}
INTEGER isamax_(const INTEGER* n, const float* x, const INTEGER* step) { return *n < 1 ? 0 : largest(*n, x, *step) + 1; }
size_t cblas_isamax(INTEGER n, const float* x, INTEGER step) { return n < 1 ? 0 : (size_t)largest(n, x, step); }
