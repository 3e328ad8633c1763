#pragma once

#include <cstdint>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.sort: the elements along an axis in NumPy's order (sort_order.h), equal ones as they were, which is what
/// `kind="stable"` promises and the other kinds allow; in row-major order in memory. Error: a bad axis.
Expected<Array> sorted(const ConstDynamicView& input, std::int64_t axis);

/// numpy.argsort: for each place of an axis the index of the element that comes there when sorted. Error: a bad axis.
Expected<Array> sorting_places(const ConstDynamicView& input, std::int64_t axis);

/// numpy.lexsort: the places that sort by the last of `keys`, equal ones by the one before, and so on. Errors: no key,
/// shapes that differ, a bad axis.
Expected<Array> lexicographic_places(std::span<const ConstDynamicView> keys, std::int64_t axis);

}  // namespace fairplay::arraycore
