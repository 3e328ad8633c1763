// x / a for a real a, ?rscl: Netlib 3.11's never ends for an infinite a, and its condition estimates call it (?geevx
// with SENSE = 'V' or 'B').

#include <limits>

#include "blas/interface/abi.h"
#include "blas/level1.h"

extern "C" {
void FAIRPLAY_SYMBOL(netlib_srscl_)(const fairplay::blas::Int* n, const float* a, float* x,
                                    const fairplay::blas::Int* step);
void FAIRPLAY_SYMBOL(netlib_drscl_)(const fairplay::blas::Int* n, const double* a, double* x,
                                    const fairplay::blas::Int* step);
void FAIRPLAY_SYMBOL(netlib_csrscl_)(const fairplay::blas::Int* n, const float* a, fairplay::blas::Complex<float>* x,
                                     const fairplay::blas::Int* step);
void FAIRPLAY_SYMBOL(netlib_zdrscl_)(const fairplay::blas::Int* n, const double* a, fairplay::blas::Complex<double>* x,
                                     const fairplay::blas::Int* step);
}

namespace fairplay::blas {
namespace {

template <class T, class R>
void rscl(void (*netlib)(const Int*, const R*, T*, const Int*), const Int* n, const R* a, T* x, const Int* step) {
  if (*a - *a == 0) return netlib(n, a, x, step);
  for (Index i = 0; i < *n; ++i) {  // 1 / a is 0 or NaN
    R* parts = reinterpret_cast<R*>(x + i * *step);
    for (Index part = 0; part < (is_complex<T> ? 2 : 1); ++part) parts[part] *= 1 / *a;
  }
}

}  // namespace

FAIRPLAY_EXPORT(s, void, srscl_, (const Int* n, const R* a, T* x, const Int* step),
                (rscl(FAIRPLAY_SYMBOL(netlib_srscl_), n, a, x, step)))
FAIRPLAY_EXPORT(d, void, drscl_, (const Int* n, const R* a, T* x, const Int* step),
                (rscl(FAIRPLAY_SYMBOL(netlib_drscl_), n, a, x, step)))
FAIRPLAY_EXPORT(c, void, csrscl_, (const Int* n, const R* a, T* x, const Int* step),
                (rscl(FAIRPLAY_SYMBOL(netlib_csrscl_), n, a, x, step)))
FAIRPLAY_EXPORT(z, void, zdrscl_, (const Int* n, const R* a, T* x, const Int* step),
                (rscl(FAIRPLAY_SYMBOL(netlib_zdrscl_), n, a, x, step)))

}  // namespace fairplay::blas
