#pragma once

#include <optional>

#include "arraycore/linalg/dense_matrix.h"

namespace fairplay::arraycore {

// jacobi.h's functions by Netlib's LAPACK (blas/netlib), within its bounds: errors are by the norm of the matrix, and
// grow with its extents. Nothing where the iterations don't converge. S: double or std::complex<double>.

/// Whether this build has it.
bool has_lapack_factors();

template <class S>
std::optional<SingularValues<S>> lapack_singular_values(DenseMatrix<S> a, bool full);

/// Of the lower triangle.
template <class S>
std::optional<Eigenvalues<S>> lapack_eigenvalues(DenseMatrix<S> a);

}  // namespace fairplay::arraycore
