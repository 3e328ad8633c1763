#pragma once

#include <array>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Operands of all functions here are broadcast. Errors of all: operands of other types, bytes beside text, shapes that
/// don't broadcast, a result longer than a dtype.

enum class TextSide { left, right, both };

/// numpy.strings.strip, lstrip, rstrip: without any of these characters at the ends, or without white space. The dtype
/// stays.
Expected<Array> strip_texts(const ConstDynamicView& texts, const std::optional<ConstDynamicView>& characters,
                            TextSide side);

/// numpy.strings.replace: the first `counts` of each part, all where that is negative; as long as the longest result.
Expected<Array> replace_in_texts(const ConstDynamicView& texts, const ConstDynamicView& parts,
                                 const ConstDynamicView& others, const ConstDynamicView& counts);

/// numpy.strings.multiply: each text `times` one after another, none where that is negative. As long as the longest
/// result; up to 1.26 as the longest text that the dtype holds, times the largest of `times`.
Expected<Array> repeat_texts(const ConstDynamicView& texts, const ConstDynamicView& times,
                             Release release = newest_release);

/// numpy.strings.expandtabs: spaces up to the next multiple of `sizes` columns for each tab, none where that isn't
/// positive. As long as the longest result.
Expected<Array> expand_tabs(const ConstDynamicView& texts, const ConstDynamicView& sizes);

/// numpy.strings.partition and rpartition: what stands before the first separator, or the last one, the separator, and
/// what stands behind it; the text and two empty ones where it isn't there, the last ones first with `from_right`. Each
/// as long as its longest element, but what is between as the longest separator if any is found, else 1; up to 2.0 all
/// at least 1. Error also: an empty separator.
Expected<std::array<Array, 3>> partition_texts(const ConstDynamicView& texts, const ConstDynamicView& separators,
                                               bool from_right, Release release = newest_release);

}  // namespace fairplay::arraycore
