#pragma once
// Eigenvalues of general matrices by Netlib's LAPACK (?geev: balancing, Hessenberg form, QR iterations, back
// substitution; LAPACK Users' Guide, 2.4.5), which builds without its archives don't have.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::netlib {

// Whether this build has it.
extern const bool has_geev;

// Eigenvalues and, unless `vectors` is null, right eigenvectors of length 1, whose largest element is real. `a`, n x n
// by columns, is overwritten; `values` has n elements, `vectors` is n x n by columns. Conjugate pairs of a real matrix
// stand beside each other, the one with the positive imaginary part first, and are each other's conjugates in every
// bit. `work` has geev_work(n) elements and `real_work` geev_real_work(n). Returns LAPACK's info: 0; above 0 if the
// iterations didn't converge; -1 without has_geev. T: double or Complex<double>.
template <class T>
Index geev(Index n, T* a, Complex<double>* values, Complex<double>* vectors, T* work, double* real_work);

inline Index geev_work(Index n) { return n > 0 ? 34 * n : 1; }
inline Index geev_real_work(Index n) { return n > 0 ? n * (n + 2) : 1; }

}  // namespace fairplay::blas::netlib
