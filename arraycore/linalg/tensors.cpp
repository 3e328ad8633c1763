#include "arraycore/linalg/tensors.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/linalg/solve.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Expected<Layout> moved_to_end(const Layout& layout, std::span<const std::int64_t> axes) {
  Axes order(layout.dimensions());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (const std::int64_t axis : axes) {
    const auto found = std::find(order.begin(), order.end(), axis);
    if (found == order.end()) return fail(ErrorKind::value, "list.remove(x): x not in list");
    std::rotate(found, found + 1, order.end());
  }
  return permuted(layout, order);
}

/// The elements in row-major order as a matrix.
Expected<Array> as_matrix(const ConstDynamicView& view, std::int64_t rows, std::int64_t columns) {
  auto copy = Array::copy_of(view);
  if (!copy) return copy;
  return std::move(*copy).reshaped(Extents{rows, columns});
}

}  // namespace

Expected<Array> tensor_solve(const ConstDynamicView& a, const ConstDynamicView& b,
                             std::optional<std::span<const std::int64_t>> axes, Release release) {
  const auto layout = axes ? moved_to_end(a.layout(), *axes) : a.layout();
  if (!layout) return std::unexpected(layout.error());
  // A Python slice from -(difference): without a difference it is the whole shape, and so it is beyond its begin.
  const auto difference = static_cast<std::int64_t>(a.dimensions()) - static_cast<std::int64_t>(b.dimensions());
  const auto dimensions = static_cast<std::int64_t>(a.dimensions());
  const std::int64_t first = difference > 0 ? dimensions - difference : std::min(-difference, dimensions);
  const Extents shape(layout->shape.begin() + first, layout->shape.end());
  const std::int64_t unknowns = count_of(shape);
  // No product overflows that memory could hold.
  if (unknowns != 0 ? a.count() / unknowns != unknowns || a.count() % unknowns != 0 : a.count() != 0) {
    return linalg_error("Input arrays must satisfy the requirement prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])");
  }
  const auto matrix = as_matrix(a.with(*layout), unknowns, unknowns);
  if (!matrix) return std::unexpected(matrix.error());
  auto right = Array::copy_of(b);
  if (right) right = std::move(*right).reshaped(Extents{b.count()});
  if (!right) return right;
  // Up to 1.26 solve takes a list for a vector only beside one matrix, which this is.
  auto solution = solve(*matrix, *right, release);
  if (!solution) return solution;
  return std::move(*solution).reshaped(shape);
}

Expected<Array> tensor_inverse(const ConstDynamicView& a, std::int64_t first_axes, Release release) {
  if (first_axes <= 0) return fail(ErrorKind::value, "Invalid ind argument.");
  const auto middle = a.shape().begin() + std::min(first_axes, static_cast<std::int64_t>(a.dimensions()));
  Extents shape(middle, a.shape().end());
  const std::int64_t rows = count_of(shape);
  shape.insert(shape.end(), a.shape().begin(), middle);
  if (rows == 0) return fail(ErrorKind::value, "cannot reshape array of size 0 into a shape with an unknown extent");
  if (a.count() % rows != 0) return fail(ErrorKind::shape, "the extents of the tensor have no common product");
  const auto matrix = as_matrix(a, rows, a.count() / rows);
  if (!matrix) return std::unexpected(matrix.error());
  auto result = inverse(*matrix, release);
  if (!result) return result;
  return std::move(*result).reshaped(shape);
}

}  // namespace fairplay::arraycore
