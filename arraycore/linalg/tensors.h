#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Systems of linear equations whose unknowns have several axes: `a` is read as a square matrix. Errors of both: those
// of solve and inverse (solve.h).

/// numpy.linalg.tensorsolve: X with tensordot(A, X, X's dimensions) = B. A has the shape of B and behind it that of X,
/// whose product is B's; `axes` of A are moved to its end first, one after the other. Errors also: extents that don't
/// fit (LinAlgError); an axis that A doesn't have or that is negative (ValueError).
Expected<Array> tensor_solve(const ConstDynamicView& a, const ConstDynamicView& b,
                             std::optional<std::span<const std::int64_t>> axes = std::nullopt,
                             Release release = newest_release);

/// numpy.linalg.tensorinv: of a tensor whose first `first_axes` extents have the product of the others, the one that
/// tensordot(..., first_axes) takes to the identity; the two groups of axes are exchanged. Error also: `first_axes`
/// isn't positive.
Expected<Array> tensor_inverse(const ConstDynamicView& a, std::int64_t first_axes = 2,
                               Release release = newest_release);

}  // namespace fairplay::arraycore
