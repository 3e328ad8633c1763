#pragma once
// QR factorisation and its orthogonal factor (LAPACK's geqrf, orgqr/ungqr, ormqr/unmqr). Conventions as in lu.h;
// reflectors as in reflectors.h. E. Elmroth, F. Gustavson: "Applying recursion to serial and parallel QR factorization
// leads to better performance", IBM J. Res. Dev. 44 (2000).
//
// `work` is what LAPACK documents and never more: a block of reflectors is as wide as work_size allows, up to
// qr_columns, which shows in the last bits (as it does in LAPACK).

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

inline constexpr Index qr_columns = 32;

// A = Q R of an m x n matrix, in place: R upper trapezoidal, below it the vectors of min(m, n) reflectors, Q = H_1 H_2
// ...; tau has min(m, n) elements. work_size >= max(1, n); n * qr_columns is all that it can use.
template <class T>
void geqrf(Index m, Index n, T* a, Index lda, T* tau, T* work, Index work_size);

// The first n columns of Q = H_1 ... H_k, m x n, m >= n >= k, in place of the reflectors. work_size as for geqrf.
template <class T>
void orgqr(Index m, Index n, Index k, T* a, Index lda, const T* tau, T* work, Index work_size);

// C = op(Q) C (Side::left) or C op(Q) (Side::right), Q = H_1 ... H_k, op none or conjugate; C is m x n.
// work_size >= max(1, w), w = n (left) or m (right); (w + qr_columns) * qr_columns is all that it can use.
template <class T>
void ormqr(Side side, Trans trans, Index m, Index n, Index k, const T* a, Index lda, const T* tau, T* c, Index ldc,
           T* work, Index work_size);

}  // namespace fairplay::blas::lapack
