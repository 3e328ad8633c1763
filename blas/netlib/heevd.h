#pragma once
// Eigenvalues of Hermitian matrices by Netlib's LAPACK (dsyevd, zheevd: tridiagonal form, divide and conquer; Rutter,
// LAPACK Working Note 69, 1994), which builds without its archives don't have.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

// Whether this build has it.
extern const bool has_heevd;

// A = V diag(w) V^H of the lower triangle of a matrix of finite elements, n x n by columns, which becomes V; w has n
// elements and rises. `work` has heevd_work(n) elements, `real_work` heevd_real_work(n), `integers`
// heevd_integers(n). Returns LAPACK's info: 0; above 0 if the iterations didn't converge; -1 without has_heevd.
// T: double or Complex<double>.
template <class T>
Index heevd(Index n, T* a, double* w, T* work, double* real_work, Index* integers);

inline Index heevd_work(Index n) { return n > 0 ? 1 + n * (34 + 2 * n) : 1; }
inline Index heevd_real_work(Index n) { return n > 0 ? 1 + n * (5 + 2 * n) : 1; }
inline Index heevd_integers(Index n) { return 3 + 5 * n; }

}  // namespace fairplay::blas::netlib
