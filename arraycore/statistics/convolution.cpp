#include "arraycore/statistics/convolution.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// A list of numbers; one without axes has one element.
Expected<Value> list_of(const ConstDynamicView& view, DType dtype, Release release) {
  if (view.dimensions() > 1) {
    return fail(ErrorKind::value, "object too deep for desired array: " + describe(view.shape()));
  }
  if (view.count() == 0) return fail(ErrorKind::value, "a and v cannot be empty");
  const Extents shape{view.count()};
  const Value list = Value(view, release).as_type(dtype).reshaped(shape);
  if (!list.ok()) return std::unexpected(list.error());
  return list;
}

/// Sums of products of a list and a shorter one that moves along it.
Expected<Array> moving_products(const Value& a, const Value& v, Overlap overlap) {
  const DotLoop loop = dot_loop(a.dtype().kind());
  if (loop == nullptr) return fail(ErrorKind::dtype, "no products of " + a.dtype().name());
  const std::int64_t n = v.count();
  const std::int64_t before = overlap == Overlap::valid ? 0 : overlap == Overlap::full ? n - 1 : n / 2;
  const std::int64_t behind = overlap == Overlap::valid ? 0 : overlap == Overlap::full ? n - 1 : n - n / 2 - 1;
  const Extents shape{a.count() - n + 1 + before + behind};
  auto result = Array::zeros(a.dtype(), shape);
  if (!result) return result;
  const std::int64_t a_stride = a.view().strides()[0];
  const std::int64_t v_stride = v.view().strides()[0];
  for (std::int64_t i = 0; i < shape[0]; ++i) {
    const std::int64_t shift = i - before;
    const std::int64_t first = std::max<std::int64_t>(shift, 0);
    const std::int64_t last = std::min(shift + n, a.count());
    loop(a.view().data() + first * a_stride, a_stride, v.view().data() + (first - shift) * v_stride, v_stride,
         last - first, result->view().data() + i * a.dtype().size());
  }
  return result;
}

Value backwards(const Value& list) { return list.under(flipped(list.view().layout(), Axes{0})); }

}  // namespace

Expected<Array> correlate(const ConstDynamicView& a, const ConstDynamicView& v, Overlap overlap, Release release) {
  const auto dtype = promote_types(a.dtype(), v.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  const auto longer = list_of(a, *dtype, release);
  if (!longer) return std::unexpected(longer.error());
  const auto other = list_of(v, *dtype, release);
  if (!other) return std::unexpected(other.error());
  const Value conjugate = is_complex(dtype->kind()) ? call("conjugate", {*other}) : *other;
  if (!conjugate.ok()) return std::unexpected(conjugate.error());
  if (longer->count() >= conjugate.count()) return moving_products(*longer, conjugate, overlap);
  const auto turned = moving_products(conjugate, *longer, overlap);
  if (!turned) return std::unexpected(turned.error());
  return backwards(Value(turned->view(), release)).result();
}

Expected<Array> convolve(const ConstDynamicView& a, const ConstDynamicView& v, Overlap overlap, Release release) {
  const auto dtype = promote_types(a.dtype(), v.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  const auto first = list_of(a, *dtype, release);
  if (!first) return std::unexpected(first.error());
  const auto second = list_of(v, *dtype, release);
  if (!second) return std::unexpected(second.error());
  if (second->count() > first->count()) return moving_products(*second, backwards(*first), overlap);
  return moving_products(*first, backwards(*second), overlap);
}

}  // namespace fairplay::arraycore
