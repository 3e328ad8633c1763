#pragma once

#include "arraycore/linalg/dense_matrix.h"

namespace fairplay::arraycore {

// S: long double or std::complex<long double>.

/// One-sided rotations (Hestenes, "Inversion of matrices by biorthogonalization and related results", 1958): small
/// singular values are found with high relative accuracy where A's columns are only badly scaled (Demmel, Veselic,
/// "Jacobi's method is more accurate than QR", 1992). Finite elements. `full`: U and V are square.
template <class S>
SingularValues<S> singular_values(const DenseMatrix<S>& a, bool full);

/// Two-sided rotations (Jacobi, 1846). Finite elements.
template <class S>
Eigenvalues<S> hermitian_eigenvalues(DenseMatrix<S> a);

}  // namespace fairplay::arraycore
