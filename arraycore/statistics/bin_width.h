#pragma once

#include <optional>

#include "arraycore/statistics/value.h"

namespace fairplay::arraycore {

/// Ways to find how wide the bins of a histogram should be (numpy.histogram_bin_edges has their formulas).
enum class BinEstimator { automatic, doane, freedman_diaconis, rice, scott, square_root, stone, sturges };

/// The width for elements of one axis, at least one; 0: one bin. `first` and `last` are the outer edges.
Value bin_width(BinEstimator estimator, const Value& elements, const Value& first, const Value& last);

/// numpy's difference of two numbers of one dtype as an unsigned integer where they are integers, so that it fits.
Value unsigned_difference(const Value& a, const Value& b);

}  // namespace fairplay::arraycore
