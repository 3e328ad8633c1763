#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.concatenate: arrays one behind the other along an axis; without one, all of them flat. Errors: no array, none
/// with an axis, shapes that differ elsewhere, no common dtype by the rules of `release`.
Expected<Array> concatenate(std::span<const ConstDynamicView> arrays, std::optional<std::int64_t> axis,
                            Release release = newest_release);

/// numpy.stack: arrays of one shape along a new axis, which is `axis` of the result. Errors: no array, shapes
/// that differ, no common dtype, a bad axis.
Expected<Array> stack(std::span<const ConstDynamicView> arrays, std::int64_t axis, Release release = newest_release);

/// numpy.array_split: `sections` views along an axis, the first ones longer by one where they don't come out even.
/// Error: a bad axis, fewer than one section.
Expected<std::vector<Layout>> split_unevenly(const Layout& layout, std::int64_t sections, std::int64_t axis);
/// numpy.split by a number: as split_unevenly, but an error where they don't come out even.
Expected<std::vector<Layout>> split(const Layout& layout, std::int64_t sections, std::int64_t axis);
/// numpy.split by places: cut before each of them, as Python slices would cut. Error: a bad axis.
Expected<std::vector<Layout>> split_at(const Layout& layout, std::span<const std::int64_t> places, std::int64_t axis);

}  // namespace fairplay::arraycore
