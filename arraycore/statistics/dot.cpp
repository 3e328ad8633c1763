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
  switch (kind) {
    case Kind::boolean: return dot_of<bool>;
    case Kind::int8: return dot_of<std::int8_t>;
    case Kind::uint8: return dot_of<std::uint8_t>;
    case Kind::int16: return dot_of<std::int16_t>;
    case Kind::uint16: return dot_of<std::uint16_t>;
    case Kind::int32: return dot_of<std::int32_t>;
    case Kind::uint32: return dot_of<std::uint32_t>;
    case Kind::int64: return dot_of<std::int64_t>;
    case Kind::uint64: return dot_of<std::uint64_t>;
    case Kind::float16: return dot_of<Float16>;
    case Kind::float32: return dot_of<float>;
    case Kind::float64: return dot_of<double>;
    case Kind::long_double: return dot_of<long double>;
    case Kind::complex64: return dot_of<std::complex<float>>;
    case Kind::complex128: return dot_of<std::complex<double>>;
    case Kind::complex_long_double: return dot_of<std::complex<long double>>;
    default: return nullptr;
  }
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
