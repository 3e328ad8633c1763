#include "arraycore/linear/tensor_products.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linear/matrix_product.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Axes counted_axes(std::int64_t first, std::int64_t count) {
  Axes axes;
  for (std::int64_t i = 0; i < count; ++i) axes.push_back(first + i);
  return axes;
}

/// The axes that aren't among `axes`.
Axes other_axes(std::size_t dimensions, const std::vector<std::size_t>& axes) {
  Axes others;
  for (std::size_t axis = 0; axis < dimensions; ++axis) {
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) others.push_back(static_cast<std::int64_t>(axis));
  }
  return others;
}

Axes one_after_the_other(Axes first, const Axes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Expected<std::int64_t> joined_extent(const ConstDynamicView& view, const Axes& axes) {
  Extents shape;
  for (const std::int64_t axis : axes) shape.push_back(view.shape()[static_cast<std::size_t>(axis)]);
  return element_count(shape);
}

}  // namespace

Expected<Array> tensordot(const ConstDynamicView& a, const ConstDynamicView& b, std::span<const std::int64_t> a_axes,
                          std::span<const std::int64_t> b_axes, Release release) {
  const auto left = normal_axes(a_axes, a.dimensions()), right = normal_axes(b_axes, b.dimensions());
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  bool fits = left->size() == right->size();
  for (std::size_t i = 0; fits && i < left->size(); ++i) fits = a.shape()[(*left)[i]] == b.shape()[(*right)[i]];
  if (!fits) {
    return fail(ErrorKind::value, "shape-mismatch for sum: " + describe(a.shape()) + " and " + describe(b.shape()));
  }
  const auto dtype = promote_types(a.dtype(), b.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  const Axes rows = other_axes(a.dimensions(), *left), columns = other_axes(b.dimensions(), *right);
  const Axes inner_left(left->begin(), left->end()), inner_right(right->begin(), right->end());
  const auto m = joined_extent(a, rows), n = joined_extent(b, columns), k = joined_extent(a, inner_left);
  for (const auto* one : {&m, &n, &k}) {
    if (!*one) return std::unexpected(one->error());
  }
  const Value x = Value(a, release).as_type(*dtype);
  const Value y = Value(b, release).as_type(*dtype);
  if (!x.ok()) return std::unexpected(x.error());
  if (!y.ok()) return std::unexpected(y.error());
  const Value first = x.under(permuted(x.view().layout(), one_after_the_other(rows, inner_left))).reshaped({*m, *k});
  const Value second =
      y.under(permuted(y.view().layout(), one_after_the_other(inner_right, columns))).reshaped({*k, *n});
  if (!first.ok()) return std::unexpected(first.error());
  if (!second.ok()) return std::unexpected(second.error());
  Extents shape;
  for (const std::int64_t axis : rows) shape.push_back(a.shape()[static_cast<std::size_t>(axis)]);
  for (const std::int64_t axis : columns) shape.push_back(b.shape()[static_cast<std::size_t>(axis)]);
  auto result = Array::unset(*dtype, shape);
  if (!result) return result;
  const ConstDynamicView p = first.view(), q = second.view();
  const std::int64_t size = dtype->size();
  const auto done = multiply_matrices(dtype->kind(), {p.data(), *m, *k, p.strides()[0], p.strides()[1]},
                                      {q.data(), *k, *n, q.strides()[0], q.strides()[1]},
                                      {result->view().data(), *m, *n, *n * size, size});
  if (!done) return std::unexpected(done.error());
  return result;
}

Expected<Array> tensordot(const ConstDynamicView& a, const ConstDynamicView& b, std::int64_t count, Release release) {
  const auto dimensions = static_cast<std::int64_t>(std::min(a.dimensions(), b.dimensions()));
  if (count < 0 || count > dimensions) {
    return fail(ErrorKind::value, "shape-mismatch for sum: " + std::to_string(count) + " axes of " +
                                      describe(a.shape()) + " and " + describe(b.shape()));
  }
  return tensordot(a, b, counted_axes(-count, count), counted_axes(0, count), release);
}

Expected<Array> inner(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  if (a.dimensions() == 0 || b.dimensions() == 0) {
    const auto dtype = promote_types(a.dtype(), b.dtype(), release);
    if (!dtype) return std::unexpected(dtype.error());
    return call("multiply", {Value(a, release).as_type(*dtype), Value(b, release).as_type(*dtype)}).result();
  }
  const Axes last{-1};
  return tensordot(a, b, last, last, release);
}

Expected<Array> vdot(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  if (a.count() != b.count()) {
    return fail(ErrorKind::value,
                "vdot of " + std::to_string(a.count()) + " and " + std::to_string(b.count()) + " elements");
  }
  Value left = Value(a, release).reshaped({a.count()});
  const Value right = Value(b, release).reshaped({b.count()});
  if (is_complex(a.dtype().kind())) left = call("conjugate", {left});
  if (!left.ok()) return std::unexpected(left.error());
  if (!right.ok()) return std::unexpected(right.error());
  return inner(left.view(), right.view(), release);
}

Expected<Array> outer(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  return call("multiply", {Value(a, release).reshaped({a.count(), 1}), Value(b, release).reshaped({1, b.count()})})
      .result();
}

Expected<Array> kron(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const std::size_t dimensions = std::max(a.dimensions(), b.dimensions());
  if (2 * dimensions > max_dimensions) {
    return fail(ErrorKind::value, "maximum supported dimension for an ndarray is " + std::to_string(max_dimensions));
  }
  // Each axis of the result is one of `a` and, within it, one of `b`.
  Extents left, right, shape;
  for (std::size_t axis = 0; axis < dimensions; ++axis) {
    const auto extent = [&](const ConstDynamicView& view) {
      const std::size_t missing = dimensions - view.dimensions();
      return axis < missing ? std::int64_t{1} : view.shape()[axis - missing];
    };
    const std::int64_t pair[]{extent(a), extent(b)};
    const auto product = element_count(pair);
    if (!product) return std::unexpected(product.error());
    left.insert(left.end(), {pair[0], 1});
    right.insert(right.end(), {1, pair[1]});
    shape.push_back(*product);
  }
  auto result = call("multiply", {Value(a, release).reshaped(left), Value(b, release).reshaped(right)}).result();
  if (!result) return result;
  // Memory in another order than the axes' is put into theirs.
  return Value(std::move(*result), release).reshaped(shape).result();
}

}  // namespace fairplay::arraycore
