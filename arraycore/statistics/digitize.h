#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.digitize: for each value the number of the bin that it falls into; `bins` rise or fall. A bin holds its lower
/// edge, or with `right` the upper one. Errors: bins that do neither, complex numbers, those of search_sorted.
Expected<Array> digitize(const ConstDynamicView& values, const ConstDynamicView& bins, bool right = false,
                         Release release = newest_release);

}  // namespace fairplay::arraycore
