#include "arraycore/array/repeat.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
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

std::int64_t modulo(std::int64_t value, std::int64_t extent) { return (value % extent + extent) % extent; }

}  // namespace

Expected<Array> repeat(const ConstDynamicView& view, std::span<const std::int64_t> counts,
                       std::optional<std::int64_t> axis) {
  if (!axis) {
    auto copy = Array::copy_of(view);
    if (!copy) return copy;
    const std::int64_t flat[]{-1};
    copy = std::move(*copy).reshaped(flat);
    if (!copy) return copy;
    return repeat(*copy, counts, 0);
  }
  const auto place = normal_axis(*axis, view.dimensions());
  if (!place) return std::unexpected(place.error());
  const std::int64_t extent = view.shape()[*place];
  if (counts.size() != 1 && static_cast<std::int64_t>(counts.size()) != extent) {
    return fail(ErrorKind::shape, std::to_string(counts.size()) + " counts for axis " + std::to_string(*place) +
                                      " of an array of shape " + describe(view.shape()));
  }
  const auto count_of_place = [&](std::int64_t i) {
    return counts[counts.size() == 1 ? 0 : static_cast<std::size_t>(i)];
  };
  std::int64_t total = 0;
  for (const std::int64_t count : counts) {
    if (count < 0) return fail(ErrorKind::value, "repeats may not contain negative values: " + std::to_string(count));
  }
  for (std::int64_t i = 0; i < extent; ++i) {
    if (__builtin_add_overflow(total, count_of_place(i), &total)) {
      return fail(ErrorKind::size, "axis " + std::to_string(*place) + " of shape " + describe(view.shape()) +
                                       " gets too long by its repeats");
    }
  }
  Extents shape = view.shape();
  shape[*place] = total;
  // Checked before the list of places is made, which may be as long as the axis.
  if (const auto bytes = byte_count(shape, std::max<std::int64_t>(view.dtype().size(), 8)); !bytes) {
    return std::unexpected(bytes.error());
  }
  auto result = Array::zeros(view.dtype(), shape);
  if (!result || result->count() == 0) return result;
  std::vector<std::int64_t> places;
  places.reserve(static_cast<std::size_t>(total));
  for (std::int64_t i = 0; i < extent; ++i) places.insert(places.end(), static_cast<std::size_t>(count_of_place(i)), i);
  copy_along(*result, view, *place, places);
  return result;
}

Expected<Array> tile(const ConstDynamicView& view, std::span<const std::int64_t> times) {
  for (const std::int64_t one : times) {
    if (one < 0) return fail(ErrorKind::value, "an array can't be tiled " + describe(times) + " times");
  }
  // An axis of n elements, t times, is the last two axes of (t, n); t stretches an axis of extent 1.
  const std::size_t dimensions = std::max(times.size(), view.dimensions());
  if (dimensions > max_dimensions) {
    return fail(ErrorKind::shape, "maximum supported dimension for an array is " + std::to_string(max_dimensions) +
                                      ", found " + std::to_string(dimensions));
  }
  Extents shape;
  Layout target{{}, {}, 0};
  Layout source{{}, {}, 0};
  for (std::size_t i = 0; i < dimensions; ++i) {
    const std::size_t no_axis = dimensions - view.dimensions();
    const std::size_t no_times = dimensions - times.size();
    const std::int64_t extent = i < no_axis ? 1 : view.shape()[i - no_axis];
    const std::int64_t time = i < no_times ? 1 : times[i - no_times];
    std::int64_t product = 0;
    if (__builtin_mul_overflow(extent, time, &product)) {
      return fail(ErrorKind::size,
                  "shape " + describe(view.shape()) + " tiled " + describe(times) + " times is too big");
    }
    shape.push_back(product);
    target.shape.insert(target.shape.end(), {time, extent});
    source.shape.insert(source.shape.end(), {time, extent});
    source.strides.insert(source.strides.end(), {0, i < no_axis ? 0 : view.strides()[i - no_axis]});
  }
  auto result = Array::zeros(view.dtype(), shape);
  if (!result || result->count() == 0) return result;
  const DynamicView all = *result;
  for (std::size_t i = 0; i < dimensions; ++i) {
    target.strides.insert(target.strides.end(), {all.strides()[i] * target.shape[2 * i + 1], all.strides()[i]});
  }
  if (const auto done = assign(all.with(target), view.with(source)); !done) return std::unexpected(done.error());
  return result;
}

Expected<Array> roll(const ConstDynamicView& view, std::span<const std::int64_t> shifts,
                     std::span<const std::int64_t> axes) {
  if (shifts.size() != axes.size() && shifts.size() != 1 && axes.size() != 1) {
    return fail(ErrorKind::value, "shifts " + describe(shifts) + " don't fit axes " + describe(axes));
  }
  std::vector<std::int64_t> moves(view.dimensions(), 0);
  for (std::size_t i = 0; i < std::max(shifts.size(), axes.size()) && !shifts.empty() && !axes.empty(); ++i) {
    const auto axis = normal_axis(axes[axes.size() == 1 ? 0 : i], view.dimensions());
    if (!axis) return std::unexpected(axis.error());
    const std::int64_t extent = view.shape()[*axis];
    const std::int64_t shift = shifts[shifts.size() == 1 ? 0 : i];
    if (extent > 0) moves[*axis] = (moves[*axis] + modulo(shift, extent)) % extent;
  }
  auto result = Array::copy_of(view);
  for (std::size_t axis = 0; result && axis < view.dimensions(); ++axis) {
    if (moves[axis] == 0) continue;
    const std::int64_t extent = view.shape()[axis];
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < extent; ++i) places.push_back(modulo(i - moves[axis], extent));
    auto moved = Array::zeros(view.dtype(), view.shape());
    if (!moved) return moved;
    if (moved->count() > 0) copy_along(*moved, *result, axis, places);
    result = std::move(moved);
  }
  return result;
}

Expected<Array> roll_flat(const ConstDynamicView& view, std::int64_t shift) {
  auto copy = Array::copy_of(view);
  if (!copy) return copy;
  const std::int64_t flat[]{-1};
  copy = std::move(*copy).reshaped(flat);
  if (!copy) return copy;
  const std::int64_t shifts[]{shift};
  const std::int64_t axes[]{0};
  auto result = roll(*copy, shifts, axes);
  if (!result) return result;
  return std::move(*result).reshaped(view.shape());
}

}  // namespace fairplay::arraycore
