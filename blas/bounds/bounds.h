#pragma once
// How far a correct implementation may be from the correctly rounded result, element by element: so that no caller
// invents a tolerance.
//
// Sums: gamma_{k+3} (|alpha| |A| |B| + |beta| |C|) + (k+3) 2^-1074 max(1, |alpha|), complex types times 2 sqrt 2,
// computed so that it is never too small (blas/bounds/upward.h derives it). It holds for any order of summation, with
// and without fused operations; not for Strassen-like or 3M algorithms.
//   0         no rounding is involved (a NaN or an infinity among the operands decides): the same NaN, the same
//   infinity; infinity  a partial sum may overflow: anything may come out.
// Routines that only move or choose elements (copy, swap, iamax) have no bound: they must be exact. rotmg's parameters
// aren't unique and are tested by what they do.
//
// Operands are those before the call. Where alpha or beta is zero the operands that the routine doesn't read must be
// readable all the same. T as in the BLAS. The functions change nothing of the caller's floating-point environment;
// they throw std::bad_alloc.

#include "blas/bounds/moduli.h"
#include "blas/bounds/upward.h"

namespace fairplay::blas::bounds {

// For each element of alpha left right + beta c, in which an element has left.terms products. c is left out where beta
// = 0.
template <class T>
Moduli of_product(std::type_identity_t<T> alpha, const Moduli& left, const Moduli& right, std::type_identity_t<T> beta,
                  const Moduli& c);

// For each element of the residual alpha b - t x of a solve with the triangular matrix of moduli t = |op(T)|, x being
// the computed solution (Higham, theorem 8.5): gamma_{k+3} (|t| |x| + |alpha| |b|) and underflow's share. Dividing by a
// diagonal element and multiplying by its rounded reciprocal are both allowed. From the right (X op(T) = alpha B):
// everything transposed.
template <class T>
Moduli of_residual(std::type_identity_t<T> alpha, const Moduli& t, const Moduli& x, const Moduli& b);

// Level 1.
template <class T>
double dot(Index n, const T* x, Index incx, const T* y, Index incy);
double dsdot(Index n, const float* x, Index incx, const float* y, Index incy);
// Two ways are in use: alpha added before the one rounding to float, or after it.
double sdsdot(Index n, float alpha, const float* x, Index incx, const float* y, Index incy);
template <class T>
Moduli axpby(Index n, T alpha, const T* x, Index incx, T beta, const T* y,
             Index incy);  // beta = 1: axpy; alpha = 0 and y = x: scal
template <class T>
double asum(Index n, const T* x, Index incx);
// Every way of scaling: each part may be scaled and the root unscaled, three roundings more.
template <class T>
double nrm2(Index n, const T* x, Index incx);
// c x + s y: one of the results of rot and rotm, with two of the parameters.
template <class T>
double rotated(std::type_identity_t<T> c, T x, std::type_identity_t<T> s, T y);
// Of r, c and s of rotg, each of modulus `exact` (E. Anderson: "Algorithm 978: safe scaling in the level 1 BLAS", ACM
// TOMS 44, 2017): ten roundings at most.
template <class T>
double rotg(double exact);

// The largest ratio of |got - expected| (of a complex element: of either part) to the bound, and where it is. A NaN
// that isn't expected, or is missing, and a difference where the bound is 0, are infinitely far off. An infinity stands
// for the largest finite number where the bound isn't 0.
struct Worst {
  double ratio = 0;
  Index i = 0, j = 0;
};
template <class T>
Worst worst(Index m, Index n, const T* got, Index ldg, const T* expected, Index lde, const Moduli& bounds);

}  // namespace fairplay::blas::bounds
