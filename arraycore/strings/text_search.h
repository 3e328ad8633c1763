#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// `index` and `rindex` are find and rfind that raise an error where nothing is found.
enum class TextSearch { find, rfind, index, rindex, count, startswith, endswith };

/// numpy.strings.find and so on: in each element from `start` up to `stop`, integers that count as Python's slices do;
/// all operands are broadcast. Places and counts of what doesn't overlap are int64, startswith and endswith truth
/// values. Errors: operands of other types, bytes beside text, shapes that don't broadcast, nothing found by index.
Expected<Array> search_texts(TextSearch search, const ConstDynamicView& texts, const ConstDynamicView& parts,
                             const ConstDynamicView& start, const ConstDynamicView& stop);

}  // namespace fairplay::arraycore
