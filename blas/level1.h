#pragma once
// Level 1 of the BLAS: vectors.
// C. Lawson, R. Hanson, D. Kincaid, F. Krogh: "Basic linear algebra subprograms for Fortran usage", ACM TOMS 5 (1979);
// the BLAS Technical Forum Standard (2001).
//
// T is float, double, Complex<float> or Complex<double>. A vector is n elements, incx apart; x points at the lowest
// address, so that with a negative increment the first element is x[(1 - n) * incx], and with zero one element is used
// n times, in the order of the loop. n <= 0 touches nothing and gives zero. Two vectors may not overlap. Nothing else
// is checked.
//
// What holds for all of them:
// - NaN and Inf propagate by IEEE 754's rules; no operand is skipped for being zero (axpy with alpha = 0 returns at
// once, as the standard says).
// - The same bits on every instruction set and alignment, and for every increment; blas/kernels/vector_kernels.h has
// the order of sums.
// - No floating-point exception that the routine's own products and sums wouldn't raise, inexact apart.

#include <type_traits>

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas {

// sum of x_i y_i (dot), sum of conj(x_i) y_i (dotc). |error| <= gamma_n |x||y|, complex times 2 sqrt 2.
template <class T>
T dot(Index n, const T* x, Index incx, const T* y, Index incy);
template <class T>
T dotc(Index n, const T* x, Index incx, const T* y, Index incy);

// start + sum of x_i y_i, formed in double.
double dsdot(Index n, double start, const float* x, Index incx, const float* y, Index incy);

// y = alpha x + y. Returns at once for alpha = 0.
template <class T>
void axpy(Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* y, Index incy);

// y = alpha x + beta y: an extension. y isn't read for beta = 0, x isn't for alpha = 0.
template <class T>
void axpby(Index n, std::type_identity_t<T> alpha, const T* x, Index incx, std::type_identity_t<T> beta, T* y,
           Index incy);

// x = alpha x; nothing for incx <= 0. alpha = 0 multiplies too: 0 * NaN is NaN. scale_by_real multiplies both parts
// (csscal, zdscal).
template <class T>
void scal(Index n, std::type_identity_t<T> alpha, T* x, Index incx);
template <class T>
void scal_by_real(Index n, Real<T> alpha, T* x, Index incx);

// y = x; x and y exchanged.
template <class T>
void copy(Index n, const T* x, Index incx, T* y, Index incy);
template <class T>
void swap(Index n, T* x, Index incx, T* y, Index incy);

// sum of |re x_i| + |im x_i|; zero for incx <= 0.
template <class T>
Real<T> asum(Index n, const T* x, Index incx);

// The Euclidean norm, without overflow, underflow or their exceptions on the way (J. Blue, ACM TOMS 4, 1978; E.
// Anderson, ACM TOMS 44, 2017). Inf where an element is infinite and none is NaN.
template <class T>
Real<T> nrm2(Index n, const T* x, Index incx);

// The place, from 0, of the first NaN, else of the first element with the largest |re| + |im|; -1 for n <= 0 or incx <=
// 0.
template <class T>
Index iamax(Index n, const T* x, Index incx);

// (x_i, y_i) = (c x_i + s y_i, c y_i - s x_i), c and s real (srot, drot, csrot, zdrot); with complex s (LAPACK's crot,
// zrot): (c x + s y, c y - conj(s) x).
template <class T>
void rot(Index n, T* x, Index incx, T* y, Index incy, Real<T> c, Real<T> s);
template <class T>
void rot_complex(Index n, T* x, Index incx, T* y, Index incy, Real<T> c, T s);

// The rotation that maps (a, b) to (r, 0): a becomes r; for real types b becomes z, from which c and s can be formed
// again. E. Anderson: "Algorithm 978: Safe scaling in the level 1 BLAS", ACM TOMS 44 (2017).
template <class T>
void rotg(T& a, T& b, Real<T>& c, T& s);

// The modified Givens rotation; param[0] is the flag (-2: identity, -1: all of H, 0: unit diagonal, 1: off-diagonal 1
// and -1), param[1 .. 4] = h11 h21 h12 h22.
template <class R>
void rotm(Index n, R* x, Index incx, R* y, Index incy, const R* param);
template <class R>
void rotmg(R& d1, R& d2, R& x1, R y1, R* param);

}  // namespace fairplay::blas
