#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How much two lists must overlap: wholly, by half (a result as long as the longer one), or by one element.
enum class Overlap { valid, same, full };

/// numpy.correlate: the sums of products of `a` and the conjugate of `v`, shifted against each other; each one a dot
/// product (dot.h). Errors: more than one axis, no element, no common dtype.
Expected<Array> correlate(const ConstDynamicView& a, const ConstDynamicView& v, Overlap overlap = Overlap::valid,
                          Release release = newest_release);

/// numpy.convolve: the same with `v` backwards and not conjugated.
Expected<Array> convolve(const ConstDynamicView& a, const ConstDynamicView& v, Overlap overlap = Overlap::full,
                         Release release = newest_release);

}  // namespace fairplay::arraycore
