// Level 1 as Fortran calls it: everything by address. Nothing is checked, as in Netlib's; a length below one does
// nothing.

#include "blas/interface/abi.h"
#include "blas/level1.h"

namespace fairplay::blas {
namespace {

// FORTRAN's place counts from one; 0 for an empty vector.
template <class T>
Int place(const Int* n, const T* x, const Int* incx) {
  return static_cast<Int>(blas::iamax<T>(*n, x, *incx) + 1);
}

template <class R>
R one_norm(Complex<R> x) {
  return (x.re < 0 ? -x.re : x.re) + (x.im < 0 ? -x.im : x.im);
}

}  // namespace

#define FAIRPLAY_DOT(l)                                                                                    \
  FAIRPLAY_EXPORT(l, T, l##dot_, (const Int* n, const T* x, const Int* incx, const T* y, const Int* incy), \
                  (blas::dot<T>(*n, x, *incx, y, *incy)))
FAIRPLAY_DOT(s)
FAIRPLAY_DOT(d)
FAIRPLAY_EXPORT(d, double, dsdot_, (const Int* n, const float* x, const Int* incx, const float* y, const Int* incy),
                (blas::dsdot(*n, 0, x, *incx, y, *incy)))
FAIRPLAY_EXPORT(s, float, sdsdot_,
                (const Int* n, const float* b, const float* x, const Int* incx, const float* y, const Int* incy),
                (static_cast<float>(blas::dsdot(*n, static_cast<double>(*b), x, *incx, y, *incy))))

#ifdef FAIRPLAY_BLAS_COMPLEX_BY_ARGUMENT
#define FAIRPLAY_COMPLEX_DOT(l, name, routine)                                                                         \
  FAIRPLAY_EXPORT(l, void, name, (T * result, const Int* n, const T* x, const Int* incx, const T* y, const Int* incy), \
                  (static_cast<void>(*result = blas::routine<T>(*n, x, *incx, y, *incy))))
#else
#define FAIRPLAY_COMPLEX_DOT(l, name, routine)                                                          \
  FAIRPLAY_EXPORT(l, T, name, (const Int* n, const T* x, const Int* incx, const T* y, const Int* incy), \
                  (blas::routine<T>(*n, x, *incx, y, *incy)))
#endif
FAIRPLAY_COMPLEX_DOT(c, cdotu_, dot)
FAIRPLAY_COMPLEX_DOT(z, zdotu_, dot)
FAIRPLAY_COMPLEX_DOT(c, cdotc_, dotc)
FAIRPLAY_COMPLEX_DOT(z, zdotc_, dotc)

#define FAIRPLAY_NORMS(l, asum_name, nrm2_name, iamax_name)                                                    \
  FAIRPLAY_EXPORT(l, R, asum_name, (const Int* n, const T* x, const Int* incx), (blas::asum<T>(*n, x, *incx))) \
  FAIRPLAY_EXPORT(l, R, nrm2_name, (const Int* n, const T* x, const Int* incx), (blas::nrm2<T>(*n, x, *incx))) \
  FAIRPLAY_EXPORT(l, Int, iamax_name, (const Int* n, const T* x, const Int* incx), (place<T>(n, x, incx)))
FAIRPLAY_NORMS(s, sasum_, snrm2_, isamax_)
FAIRPLAY_NORMS(d, dasum_, dnrm2_, idamax_)
FAIRPLAY_NORMS(c, scasum_, scnrm2_, icamax_)
FAIRPLAY_NORMS(z, dzasum_, dznrm2_, izamax_)
FAIRPLAY_EXPORT(c, float, scabs1_, (const Complex<float>* x), (one_norm(*x)))
FAIRPLAY_EXPORT(z, double, dcabs1_, (const Complex<double>* x), (one_norm(*x)))

#define FAIRPLAY_VECTORS(l)                                                                                          \
  FAIRPLAY_EXPORT(l, void, l##axpy_,                                                                                 \
                  (const Int* n, const T* alpha, const T* x, const Int* incx, T* y, const Int* incy),                \
                  (blas::axpy<T>(*n, *alpha, x, *incx, y, *incy)))                                                   \
  FAIRPLAY_EXPORT(l, void, l##axpby_,                                                                                \
                  (const Int* n, const T* alpha, const T* x, const Int* incx, const T* beta, T* y, const Int* incy), \
                  (blas::axpby<T>(*n, *alpha, x, *incx, *beta, y, *incy)))                                           \
  FAIRPLAY_EXPORT(l, void, l##copy_, (const Int* n, const T* x, const Int* incx, T* y, const Int* incy),             \
                  (blas::copy<T>(*n, x, *incx, y, *incy)))                                                           \
  FAIRPLAY_EXPORT(l, void, l##swap_, (const Int* n, T* x, const Int* incx, T* y, const Int* incy),                   \
                  (blas::swap<T>(*n, x, *incx, y, *incy)))                                                           \
  FAIRPLAY_EXPORT(l, void, l##scal_, (const Int* n, const T* alpha, T* x, const Int* incx),                          \
                  (blas::scal<T>(*n, *alpha, x, *incx)))                                                             \
  FAIRPLAY_EXPORT(l, void, l##rotg_, (T * a, T * b, R * c, T * s), (blas::rotg<T>(*a, *b, *c, *s)))
FAIRPLAY_VECTORS(s)
FAIRPLAY_VECTORS(d)
FAIRPLAY_VECTORS(c)
FAIRPLAY_VECTORS(z)

#define FAIRPLAY_REAL_FACTORS(l, scal_name, rot_name)                                                   \
  FAIRPLAY_EXPORT(l, void, scal_name, (const Int* n, const R* alpha, T* x, const Int* incx),            \
                  (blas::scal_by_real<T>(*n, *alpha, x, *incx)))                                        \
  FAIRPLAY_EXPORT(l, void, rot_name,                                                                    \
                  (const Int* n, T* x, const Int* incx, T* y, const Int* incy, const R* c, const R* s), \
                  (blas::rot<T>(*n, x, *incx, y, *incy, *c, *s)))
FAIRPLAY_REAL_FACTORS(c, csscal_, csrot_)
FAIRPLAY_REAL_FACTORS(z, zdscal_, zdrot_)

#define FAIRPLAY_ROT(l)                                                                                 \
  FAIRPLAY_EXPORT(l, void, l##rot_,                                                                     \
                  (const Int* n, T* x, const Int* incx, T* y, const Int* incy, const R* c, const T* s), \
                  (blas::rot<T>(*n, x, *incx, y, *incy, *c, *s)))
FAIRPLAY_ROT(s)
FAIRPLAY_ROT(d)
#undef FAIRPLAY_ROT
#define FAIRPLAY_ROT(l)                                                                                 \
  FAIRPLAY_EXPORT(l, void, l##rot_,                                                                     \
                  (const Int* n, T* x, const Int* incx, T* y, const Int* incy, const R* c, const T* s), \
                  (blas::rot_complex<T>(*n, x, *incx, y, *incy, *c, *s)))
FAIRPLAY_ROT(c)
FAIRPLAY_ROT(z)

#define FAIRPLAY_MODIFIED(l)                                                                                       \
  FAIRPLAY_EXPORT(l, void, l##rotm_, (const Int* n, T* x, const Int* incx, T* y, const Int* incy, const T* param), \
                  (blas::rotm<T>(*n, x, *incx, y, *incy, param)))                                                  \
  FAIRPLAY_EXPORT(l, void, l##rotmg_, (T * d1, T * d2, T * x1, const T* y1, T* param),                             \
                  (blas::rotmg<T>(*d1, *d2, *x1, *y1, param)))
FAIRPLAY_MODIFIED(s)
FAIRPLAY_MODIFIED(d)

}  // namespace fairplay::blas
