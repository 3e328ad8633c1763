#pragma once
// Singular values by Netlib's LAPACK (?gesdd: bidiagonal form, divide and conquer; Gu, Eisenstat, "A
// divide-and-conquer algorithm for the bidiagonal SVD", 1995), which builds without its archives don't have.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

// Whether this build has it.
extern const bool has_gesdd;

// A = U diag(s) V^H of a matrix of finite elements, m x n by columns, which is overwritten. With k = min(m, n), s has
// k elements and falls. If `full`, U is m x m and V^H n x n, else U is m x k and V^H k x n; both by columns without
// gaps. `work` has gesdd_work<T>(m, n, full) elements, `real_work` gesdd_real_work(m, n), `integers` 8 k. Returns
// LAPACK's info: 0; above 0 if the iterations didn't converge; -1 without has_gesdd. T: double or Complex<double>.
template <class T>
Index gesdd(Index m, Index n, bool full, T* a, double* s, T* u, T* vh, T* work, Index work_size, double* real_work,
            Index* integers);

// What LAPACK itself asks for.
template <class T>
Index gesdd_work(Index m, Index n, bool full);
inline Index gesdd_real_work(Index m, Index n) {
  const Index less = m < n ? m : n, more = m < n ? n : m;
  const Index by_less = 5 * less * (less + 1), by_more = less * (2 * more + 2 * less + 1);
  return (by_less > by_more ? by_less : by_more) + 1;
}

}  // namespace fairplay::blas::netlib
