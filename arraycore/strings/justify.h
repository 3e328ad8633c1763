#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

enum class Justified { left, right, center };

/// numpy.strings.ljust, rjust and center: texts filled up with `fill`, one character each, to `widths`; of two odd
/// halves Python's choice. As long as the longest result; up to 2.0 as the largest width, so that longer ones are cut
/// off. Errors: operands of other types, bytes beside text, shapes that don't broadcast, a fill of another length
/// (dtype), a width beyond what a dtype holds.
Expected<Array> justify_texts(Justified justified, const ConstDynamicView& texts, const ConstDynamicView& widths,
                              const ConstDynamicView& fill, Release release = newest_release);

/// numpy.strings.zfill: zeros behind the sign. Lengths and errors as above.
Expected<Array> fill_with_zeros(const ConstDynamicView& texts, const ConstDynamicView& widths,
                                Release release = newest_release);

}  // namespace fairplay::arraycore
