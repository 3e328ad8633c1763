#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Eigenvalues of general matrices by the reference LAPACK's ?geev (blas/netlib/geev.h), in double precision and
// rounded at the end, for matrices in the last two axes of shape (..., n, n): backward stable, so that each value is
// the exact one of a matrix within some n eps |A| of A. Their order is LAPACK's.
//
// Results are complex. Up to 2.4 those of real matrices are real if no eigenvalue of the whole stack has an imaginary
// part. Errors of both: fewer than two axes, not square, elements that aren't finite, no convergence, a build without
// Netlib's LAPACK (LinAlgError); float16, long double and what is no number (TypeError); no memory.

/// A V = V diag(w).
struct EigFactors {
  Array values;   ///< w, of shape (..., n)
  Array vectors;  ///< V, of shape (..., n, n): columns of length 1
};
/// numpy.linalg.eig
Expected<EigFactors> eig(const ConstDynamicView& a, Release release = newest_release);
/// numpy.linalg.eigvals
Expected<Array> eigenvalues(const ConstDynamicView& a, Release release = newest_release);

/// Whether this build has them.
bool has_eig();

}  // namespace fairplay::arraycore
