#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

enum class LetterCase { upper, lower, swapped, capitalized, title };

/// numpy.strings.upper, lower, swapcase, capitalize and title: as Python's str has them (Unicode 15.1), with characters
/// that become several and the final sigma; of bytes ASCII letters. The dtype stays, so that what grows is cut off.
/// Error: no bytes and no text.
Expected<Array> in_letter_case(LetterCase letter_case, const ConstDynamicView& texts);

}  // namespace fairplay::arraycore
