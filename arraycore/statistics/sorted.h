#pragma once

#include <cstdint>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The elements along an axis in NumPy's order (sort_order.h), equal ones as they were; in row-major order in memory.
/// Errors: a bad axis, text.
Expected<Array> sorted(const ConstDynamicView& input, std::int64_t axis);

/// For each place of an axis the index of the element that comes there when sorted. Errors: as sorted.
Expected<Array> sorting_places(const ConstDynamicView& input, std::int64_t axis);

/// Before or behind elements that are equal.
enum class Side { left, right };

/// numpy.searchsorted: where each of `values` would be inserted into `sorted`, which has one axis. Compared in the
/// dtype that both have in common. Errors: more than one axis, no common dtype, text.
Expected<Array> search_sorted(const ConstDynamicView& sorted, const ConstDynamicView& values, Side side,
                              Release release = newest_release);

/// numpy.digitize: for each value the number of the bin that it falls into; `bins` rise or fall. A bin holds its lower
/// edge, or with `right` the upper one. Errors: bins that do neither, complex numbers, those of search_sorted.
Expected<Array> digitize(const ConstDynamicView& values, const ConstDynamicView& bins, bool right = false,
                         Release release = newest_release);

}  // namespace fairplay::arraycore
