#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

// The modes of numpy.pad whose margins are computed; those that are copied are in arraycore/array/pad.h. `widths` are
// {before, after} for each axis. Axes are extended one after the other, so that what is added to the first takes part
// in the margins of the next. Errors of all: negative widths, not one pair for each axis, an axis without elements, a
// result too large.

namespace fairplay::arraycore {

enum class PadStatistic { maximum, minimum, mean, median };

/// How many of the outermost elements on each side count; none: all.
using StatisticLengths = std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>;

/// Margins of one statistic of the elements beside them. That of integers is rounded, halves to even. `lengths` has
/// one pair for each axis. Errors also: lengths below 0; 0 for an extremum.
Expected<Array> pad_statistic(const ConstDynamicView& view,
                              std::span<const std::pair<std::int64_t, std::int64_t>> widths, PadStatistic statistic,
                              std::span<const StatisticLengths> lengths, Release release = newest_release);

/// Margins that lead evenly from the outermost elements to `ends`, one pair of numbers for each axis. Those of integers
/// are rounded down, up to 1.19 cut off.
Expected<Array> pad_ramp(const ConstDynamicView& view, std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                         std::span<const std::pair<double, double>> ends, Release release = newest_release);

/// Mirrored at the outermost element, or beyond it if that is included, and turned over there: 2 edge - element
/// (numpy.pad with reflect_type="odd").
Expected<Array> pad_odd(const ConstDynamicView& view, std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                        bool edge_included, Release release = newest_release);

}  // namespace fairplay::arraycore
