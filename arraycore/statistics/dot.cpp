#include "arraycore/statistics/dot.h"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/sum_type.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

template <class T>
void dot_of(const std::byte* a, std::int64_t a_stride, const std::byte* b, std::int64_t b_stride, std::int64_t n,
            std::byte* result) {
  using Sum = typename SumOf<T>::Type;
  Sum sum{};
  for (std::int64_t i = 0; i < n; ++i, a += a_stride, b += b_stride) {
    sum += product_of_terms(as_term(load<T>(a)), as_term(load<T>(b)));
  }
  store<T>(result, rounded_sum<T>(sum));
}

}  // namespace

DotLoop dot_loop(Kind kind) {
  return for_number_type(kind, []<class T>() -> DotLoop { return dot_of<T>; });
}

Expected<Array> dot(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const auto dtype = promote_types(a.dtype(), b.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  if (a.dimensions() == 0 || b.dimensions() == 0) {
    return call("multiply", {Value(a, release).as_type(*dtype), Value(b, release).as_type(*dtype)}).result();
  }
  const DotLoop loop = dot_loop(dtype->kind());
  if (loop == nullptr) return fail(ErrorKind::dtype, "no dot product of " + dtype->name());
  const std::size_t a_axis = a.dimensions() - 1;
  const std::size_t b_axis = b.dimensions() == 1 ? 0 : b.dimensions() - 2;
  const std::int64_t n = a.shape()[a_axis];
  if (b.shape()[b_axis] != n) {
    return fail(ErrorKind::shape, "shapes " + describe(a.shape()) + " and " + describe(b.shape()) + " not aligned: " +
                                      std::to_string(n) + " != " + std::to_string(b.shape()[b_axis]));
  }
  const auto left = astype(a, *dtype, release);
  if (!left) return std::unexpected(left.error());
  const auto right = astype(b, *dtype, release);
  if (!right) return std::unexpected(right.error());
  // The axis that is added up goes; those that stay follow one another.
  const auto kept = [](const ConstDynamicView& view, std::size_t axis) {
    Layout layout = view.layout();
    layout.shape.erase(layout.shape.begin() + static_cast<std::ptrdiff_t>(axis));
    layout.strides.erase(layout.strides.begin() + static_cast<std::ptrdiff_t>(axis));
    return layout;
  };
  const Layout rows = kept(left->view(), a_axis);
  const Layout columns = kept(right->view(), b_axis);
  Extents shape = rows.shape;
  shape.insert(shape.end(), columns.shape.begin(), columns.shape.end());
  auto result = Array::zeros(*dtype, shape);
  if (!result) return result;
  const auto column_offsets = offsets_of(columns.shape, columns.strides);
  std::byte* to = result->view().data();
  for (const std::int64_t row : offsets_of(rows.shape, rows.strides)) {
    for (const std::int64_t column : column_offsets) {
      loop(left->view().data() + row, left->view().strides()[a_axis], right->view().data() + column,
           right->view().strides()[b_axis], n, to);
      to += dtype->size();
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
