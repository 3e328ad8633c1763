#pragma once

#include <optional>
#include <utility>

#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The outermost edges of bins of one width: numbers of the range, or elements.
struct OuterEdges {
  Value first;
  Value last;
};

/// The range, or the smallest and the largest element, 0 and 1 without elements; half a unit further where both are
/// equal. Errors: a range that falls or isn't finite, elements that aren't finite, or can't be compared.
Expected<OuterEdges> outer_edges(const Value& elements, const std::optional<std::pair<double, double>>& range);

}  // namespace fairplay::arraycore
