#include "arraycore/linear/cross.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr Release last_with_plane_vectors{2, 4};

/// Vectors along the first axis.
Value vectors_of(const ConstDynamicView& view, std::int64_t axis, Release release) {
  const auto place = normal_axis(axis, view.dimensions());
  if (!place) return Value::failed(place.error());
  return Value(view, release).axis_first(axis);
}

Value difference_of_products(const Value& a, const Value& b, const Value& c, const Value& d) { return a * b - c * d; }

}  // namespace

Expected<Array> cross(const ConstDynamicView& a, const ConstDynamicView& b, const CrossAxes& axes, Release release) {
  const bool plane_vectors = release <= last_with_plane_vectors;
  if (!plane_vectors && (a.dimensions() == 0 || b.dimensions() == 0)) {
    return fail(ErrorKind::value, "At least one array has zero dimension");
  }
  Value x = vectors_of(a, axes.a, release), y = vectors_of(b, axes.b, release);
  if (!x.ok()) return x.result();
  if (!y.ok()) return y.result();
  const std::int64_t m = x.shape().front(), n = y.shape().front();
  if (!plane_vectors && (m != 3 || n != 3)) {
    return fail(ErrorKind::value, "Both input arrays must be (arrays of) 3-dimensional vectors, but they are " +
                                      std::to_string(m) + " and " + std::to_string(n) + " dimensional instead.");
  }
  if ((m != 2 && m != 3) || (n != 2 && n != 3)) {
    return fail(ErrorKind::value, "incompatible dimensions for cross product\n(dimension must be 2 or 3)");
  }
  const std::array<Extents, 2> both{Extents(x.shape().begin() + 1, x.shape().end()),
                                    Extents(y.shape().begin() + 1, y.shape().end())};
  const auto loops = broadcast_shapes(both);
  if (!loops) return std::unexpected(loops.error());
  if (m == 3 || n == 3) {
    const auto place = normal_axis(axes.result, loops->size() + 1);
    if (!place) return std::unexpected(place.error());
  }
  const auto dtype = promote_types(x.dtype(), y.dtype(), release);
  if (!dtype) return std::unexpected(dtype.error());
  x = x.as_type(*dtype);
  y = y.as_type(*dtype);
  const Value third = difference_of_products(x.at(0), y.at(1), x.at(1), y.at(0));
  if (m == 2 && n == 2) return third.result();
  // A third element of zero is left out, so that no infinity meets it.
  const Value first = m == 2   ? x.at(1) * y.at(2)
                      : n == 2 ? -(x.at(2) * y.at(1))
                               : difference_of_products(x.at(1), y.at(2), x.at(2), y.at(1));
  const Value second = m == 2   ? -(x.at(0) * y.at(2))
                       : n == 2 ? x.at(2) * y.at(0)
                                : difference_of_products(x.at(2), y.at(0), x.at(0), y.at(2));
  for (const Value* part : {&first, &second, &third}) {
    if (!part->ok()) return part->result();
  }
  const std::array<ConstDynamicView, 3> parts{first.view(), second.view(), third.view()};
  return stack(parts, axes.result, release);
}

}  // namespace fairplay::arraycore
