#pragma once

#include <cstdint>

#include "arraycore/statistics/quantile.h"
#include "arraycore/statistics/value.h"

namespace fairplay::arraycore {

/// Where quantiles lie among `n` sorted elements by a method, counted from 0: integers where they name an element,
/// otherwise between two of them.
Value virtual_index(QuantileMethod method, std::int64_t n, const Value& q);

/// How far a quantile is from the element below it on the way to the next one; some methods don't take the distance.
Value weight_above(QuantileMethod method, const Value& distance, const Value& index);

/// Quantiles along the first axis of lines: (axes of q, axes that stay ...).
Value quantile_of_lines(const Value& lines, const Value& q, QuantileMethod method, bool python_number);

/// The same of one line by method inverted_cdf, with a weight for each element.
Value weighted_quantile_of_line(const Value& line, const Value& q, const Value& weights);

}  // namespace fairplay::arraycore
