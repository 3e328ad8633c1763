#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// By the reference LAPACK's LU and Cholesky factorisations (blas/lapack/lu.h, cholesky.h), for matrices in the last two
// axes. Errors of all, as numpy.linalg.LinAlgError says them: fewer than two axes, a matrix that isn't square; as
// TypeError: float16, long double and what is no number; no memory.

/// numpy.linalg.solve: X with A X = B, backward stable. From 2.0 on a `b` of one axis is a vector, before one of an
/// axis less than `a`; otherwise its last two axes are matrices. Loops are broadcast. Errors also: a pivot that is
/// exactly zero ("Singular matrix"), extents that don't fit.
Expected<Array> solve(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);
/// numpy.linalg.inv. Error also: "Singular matrix".
Expected<Array> inverse(const ConstDynamicView& a, Release release = newest_release);
/// numpy.linalg.det: the product of the pivots, in long double and rounded once.
Expected<Array> determinant(const ConstDynamicView& a, Release release = newest_release);
/// numpy.linalg.slogdet: the determinant's sign (of complex numbers its direction) and the logarithm of its magnitude;
/// of a singular matrix 0 and minus infinity.
struct SignAndLogarithm {
  Array sign;
  Array logarithm;
};
Expected<SignAndLogarithm> sign_and_log_determinant(const ConstDynamicView& a, Release release = newest_release);
/// numpy.linalg.cholesky: L with A = L L^H, of the lower triangle of `a`; or U with A = U^H U, of the upper one. Error
/// also: "Matrix is not positive definite".
Expected<Array> cholesky(const ConstDynamicView& a, bool upper = false, Release release = newest_release);

}  // namespace fairplay::arraycore
