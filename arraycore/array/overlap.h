#pragma once

#include "arraycore/array/dynamic_view.h"

namespace fairplay::arraycore {

/// numpy.shares_memory: whether an element of one has a byte in common with an element of the other. Exact; it takes
/// the time and memory of a list of all runs of bytes without gaps that the elements make.
bool share_memory(const ConstDynamicView& a, const ConstDynamicView& b);

}  // namespace fairplay::arraycore
