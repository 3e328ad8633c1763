#include "arraycore/array/pad.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

using Widths = std::span<const std::pair<std::int64_t, std::int64_t>>;

Expected<Extents> padded_shape(const ConstDynamicView& view, Widths widths) {
  if (widths.size() != view.dimensions()) {
    return fail(ErrorKind::shape,
                std::to_string(widths.size()) + " pairs of widths for an array of shape " + describe(view.shape()));
  }
  Extents shape = view.shape();
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const auto [before, after] = widths[axis];
    if (before < 0 || after < 0) return fail(ErrorKind::value, "index can't contain negative values");
    if (__builtin_add_overflow(shape[axis], before, &shape[axis]) ||
        __builtin_add_overflow(shape[axis], after, &shape[axis])) {
      return fail(ErrorKind::size, "shape " + describe(view.shape()) + " is too big with its widths");
    }
  }
  if (const auto bytes = byte_count(shape, view.dtype().size()); !bytes) return std::unexpected(bytes.error());
  return shape;
}

/// The place in an axis of `extent` elements that element `i` of the infinitely continued axis has.
std::int64_t source_place(std::int64_t i, std::int64_t extent, PadMode mode) {
  const auto modulo = [&](std::int64_t period) { return (i % period + period) % period; };
  switch (mode) {
    case PadMode::edge: return std::clamp<std::int64_t>(i, 0, extent - 1);
    case PadMode::wrap: return modulo(extent);
    case PadMode::symmetric: return std::min(modulo(2 * extent), 2 * extent - 1 - modulo(2 * extent));
    case PadMode::reflect: break;
  }
  if (extent == 1) return 0;
  const std::int64_t period = 2 * (extent - 1);
  return std::min(modulo(period), period - modulo(period));
}

}  // namespace

Expected<void> margins_have_elements(const ConstDynamicView& view, Widths widths) {
  if (const auto shape = padded_shape(view, widths); !shape) return std::unexpected(shape.error());
  for (std::size_t axis = 0; axis < widths.size(); ++axis) {
    if (view.shape()[axis] == 0 && (widths[axis].first > 0 || widths[axis].second > 0)) {
      return fail(ErrorKind::value,
                  "can't extend empty axis " + std::to_string(axis) + " using modes other than 'constant' or 'empty'");
    }
  }
  return {};
}

Expected<Array> pad(const ConstDynamicView& view, Widths widths, PadMode mode) {
  if (const auto fits = margins_have_elements(view, widths); !fits) return std::unexpected(fits.error());
  auto result = Array::copy_of(view);
  for (std::size_t axis = 0; result && axis < widths.size(); ++axis) {
    const auto [before, after] = widths[axis];
    const std::int64_t extent = view.shape()[axis];
    if (before == 0 && after == 0) continue;
    Extents wider = result->shape();
    wider[axis] += before + after;
    auto padded = Array::zeros(view.dtype(), wider);
    if (!padded) return padded;
    if (padded->count() > 0) {
      std::vector<std::int64_t> places;
      for (std::int64_t i = -before; i < extent + after; ++i) places.push_back(source_place(i, extent, mode));
      copy_along(*padded, *result, axis, places);
    }
    result = std::move(padded);
  }
  return result;
}

Expected<Array> pad_constant(const ConstDynamicView& view, Widths widths, const ConstDynamicView& value) {
  const auto shape = padded_shape(view, widths);
  if (!shape) return std::unexpected(shape.error());
  if (value.dimensions() != 0) {
    return fail(ErrorKind::shape, "a value to pad with must have no axes, not shape " + describe(value.shape()));
  }
  auto result = Array::zeros(view.dtype(), *shape);
  if (!result) return result;
  const DynamicView all = *result;
  if (const auto done = assign(all, value); !done) return std::unexpected(done.error());
  Layout middle = all.layout();
  for (std::size_t axis = 0; axis < shape->size(); ++axis) {
    middle.offset += widths[axis].first * middle.strides[axis];
    middle.shape[axis] = view.shape()[axis];
  }
  if (const auto done = assign(all.with(middle), view); !done) return std::unexpected(done.error());
  return result;
}

}  // namespace fairplay::arraycore
