#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.linalg.vector_norm: the sum of |x|^order to the power 1 / order, over `axes` or all elements. Order 2 is the
/// length, 1 the sum, infinity the largest, minus infinity the smallest, 0 how many aren't zero. Integers count as
/// float64. Error: no such axis, no numbers.
Expected<Array> vector_norm(const ConstDynamicView& x, double order = 2,
                            std::optional<std::span<const std::int64_t>> axes = std::nullopt, bool keepdims = false,
                            Release release = newest_release);

enum class MatrixNorm {
  frobenius,  ///< of all elements
  nuclear,    ///< the sum of the singular values
  largest_column,
  smallest_column,  ///< sums of magnitudes
  largest_row,
  smallest_row,
  largest_value,
  smallest_value,  ///< singular values
};
/// numpy.linalg.matrix_norm: of the matrices in two axes. Errors: twice one axis, no such axis, no numbers; those of
/// svd_values (spectral.h).
Expected<Array> matrix_norm(const ConstDynamicView& x, MatrixNorm norm, std::array<std::int64_t, 2> axes = {-2, -1},
                            bool keepdims = false, Release release = newest_release);

/// numpy.linalg.cond: a matrix' norm times its inverse's; without a norm the largest over the smallest singular value.
/// Infinite where the matrix is singular. Errors: matrices without elements; those of inverse (solve.h), but for
/// singular matrices.
Expected<Array> condition_number(const ConstDynamicView& a, std::optional<MatrixNorm> norm = std::nullopt,
                                 Release release = newest_release);

/// numpy.linalg.matrix_power: products of the matrices in the last two axes with themselves, by squaring; of the
/// inverse where `power` is negative. Errors: not square, those of matmul and inverse.
Expected<Array> matrix_power(const ConstDynamicView& a, std::int64_t power, Release release = newest_release);

}  // namespace fairplay::arraycore
