// Level 1 as C calls it (cblas.h): real scalars by value, complex ones and results by address, places from zero.

#include "blas/interface/abi.h"
#include "blas/level1.h"

namespace fairplay::blas {
namespace {

template <class T>
std::size_t place(Int n, const T* x, Int incx) {
  const Index found = blas::iamax<T>(n, x, incx);
  return found < 0 ? 0 : static_cast<std::size_t>(found);
}

template <class R>
R one_norm(const Complex<R>* x) {
  return (x->re < 0 ? -x->re : x->re) + (x->im < 0 ? -x->im : x->im);
}

}  // namespace

#define FAIRPLAY_DOT(l)                                                                      \
  FAIRPLAY_EXPORT(l, T, cblas_##l##dot, (Int n, const T* x, Int incx, const T* y, Int incy), \
                  (blas::dot<T>(n, x, incx, y, incy)))
FAIRPLAY_DOT(s)
FAIRPLAY_DOT(d)
FAIRPLAY_EXPORT(d, double, cblas_dsdot, (Int n, const float* x, Int incx, const float* y, Int incy),
                (blas::dsdot(n, 0, x, incx, y, incy)))
FAIRPLAY_EXPORT(s, float, cblas_sdsdot, (Int n, float b, const float* x, Int incx, const float* y, Int incy),
                (static_cast<float>(blas::dsdot(n, static_cast<double>(b), x, incx, y, incy))))

#define FAIRPLAY_COMPLEX_DOT(l)                                                                                 \
  FAIRPLAY_EXPORT(l, void, cblas_##l##dotu_sub, (Int n, const T* x, Int incx, const T* y, Int incy, T* result), \
                  (static_cast<void>(*result = blas::dot<T>(n, x, incx, y, incy))))                             \
  FAIRPLAY_EXPORT(l, void, cblas_##l##dotc_sub, (Int n, const T* x, Int incx, const T* y, Int incy, T* result), \
                  (static_cast<void>(*result = blas::dotc<T>(n, x, incx, y, incy))))
FAIRPLAY_COMPLEX_DOT(c)
FAIRPLAY_COMPLEX_DOT(z)

#define FAIRPLAY_NORMS(l, asum_name, nrm2_name, iamax_name)                                    \
  FAIRPLAY_EXPORT(l, R, asum_name, (Int n, const T* x, Int incx), (blas::asum<T>(n, x, incx))) \
  FAIRPLAY_EXPORT(l, R, nrm2_name, (Int n, const T* x, Int incx), (blas::nrm2<T>(n, x, incx))) \
  FAIRPLAY_EXPORT(l, std::size_t, iamax_name, (Int n, const T* x, Int incx), (place<T>(n, x, incx)))
FAIRPLAY_NORMS(s, cblas_sasum, cblas_snrm2, cblas_isamax)
FAIRPLAY_NORMS(d, cblas_dasum, cblas_dnrm2, cblas_idamax)
FAIRPLAY_NORMS(c, cblas_scasum, cblas_scnrm2, cblas_icamax)
FAIRPLAY_NORMS(z, cblas_dzasum, cblas_dznrm2, cblas_izamax)
FAIRPLAY_EXPORT(c, float, cblas_scabs1, (const Complex<float>* x), (one_norm(x)))
FAIRPLAY_EXPORT(z, double, cblas_dcabs1, (const Complex<double>* x), (one_norm(x)))

#define FAIRPLAY_VECTORS(l)                                                                                            \
  FAIRPLAY_EXPORT(l, void, cblas_##l##axpy, (Int n, Scalar alpha, const T* x, Int incx, T* y, Int incy),               \
                  (blas::axpy<T>(n, value_of(alpha), x, incx, y, incy)))                                               \
  FAIRPLAY_EXPORT(l, void, cblas_##l##axpby, (Int n, Scalar alpha, const T* x, Int incx, Scalar beta, T* y, Int incy), \
                  (blas::axpby<T>(n, value_of(alpha), x, incx, value_of(beta), y, incy)))                              \
  FAIRPLAY_EXPORT(l, void, cblas_##l##copy, (Int n, const T* x, Int incx, T* y, Int incy),                             \
                  (blas::copy<T>(n, x, incx, y, incy)))                                                                \
  FAIRPLAY_EXPORT(l, void, cblas_##l##swap, (Int n, T * x, Int incx, T * y, Int incy),                                 \
                  (blas::swap<T>(n, x, incx, y, incy)))                                                                \
  FAIRPLAY_EXPORT(l, void, cblas_##l##scal, (Int n, Scalar alpha, T * x, Int incx),                                    \
                  (blas::scal<T>(n, value_of(alpha), x, incx)))                                                        \
  FAIRPLAY_EXPORT(l, void, cblas_##l##rotg, (T * a, T * b, R * c, T * s), (blas::rotg<T>(*a, *b, *c, *s)))
FAIRPLAY_VECTORS(s)
FAIRPLAY_VECTORS(d)
FAIRPLAY_VECTORS(c)
FAIRPLAY_VECTORS(z)

#define FAIRPLAY_REAL_FACTORS(l, scal_name) \
  FAIRPLAY_EXPORT(l, void, scal_name, (Int n, R alpha, T * x, Int incx), (blas::scal_by_real<T>(n, alpha, x, incx)))
FAIRPLAY_REAL_FACTORS(c, cblas_csscal)
FAIRPLAY_REAL_FACTORS(z, cblas_zdscal)

#define FAIRPLAY_ROT(l, name)                                                         \
  FAIRPLAY_EXPORT(l, void, name, (Int n, T * x, Int incx, T * y, Int incy, R c, R s), \
                  (blas::rot<T>(n, x, incx, y, incy, c, s)))
FAIRPLAY_ROT(s, cblas_srot)
FAIRPLAY_ROT(d, cblas_drot)
FAIRPLAY_ROT(c, cblas_csrot)
FAIRPLAY_ROT(z, cblas_zdrot)

#define FAIRPLAY_MODIFIED(l)                                                                           \
  FAIRPLAY_EXPORT(l, void, cblas_##l##rotm, (Int n, T * x, Int incx, T * y, Int incy, const T* param), \
                  (blas::rotm<T>(n, x, incx, y, incy, param)))                                         \
  FAIRPLAY_EXPORT(l, void, cblas_##l##rotmg, (T * d1, T * d2, T * x1, T y1, T * param),                \
                  (blas::rotmg<T>(*d1, *d2, *x1, y1, param)))
FAIRPLAY_MODIFIED(s)
FAIRPLAY_MODIFIED(d)

}  // namespace fairplay::blas
