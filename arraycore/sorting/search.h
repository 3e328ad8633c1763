#pragma once

#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.searchsorted: where each of `values` would be inserted into `sorted`, which has one axis, as places of int64.
/// Compared in the dtype that both have in common. With a `sorter` (sorting_places of it), `sorted` is in any order.
/// Errors: more than one axis, no common dtype, a sorter of another length or with a place out of bounds.
Expected<Array> search_sorted(const ConstDynamicView& sorted, const ConstDynamicView& values, Side side,
                              Release release = newest_release,
                              const std::optional<ConstDynamicView>& sorter = std::nullopt);

}  // namespace fairplay::arraycore
