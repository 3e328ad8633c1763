#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The questions of Python's str, "isalpha" and so on.
enum class TextTest { alpha, digit, space, alnum, lower, upper, title, decimal, numeric };

/// numpy.strings.isalpha and so on: of text as Python's str (Unicode 15.1), of bytes for ASCII; no empty element is
/// anything. Errors: no bytes and no text; bytes asked whether they are decimal or numeric.
Expected<Array> test_texts(TextTest test, const ConstDynamicView& texts);

/// numpy.strings.str_len: characters of each element without the zeros at its end. Error: no bytes and no text.
Expected<Array> text_lengths(const ConstDynamicView& texts);

}  // namespace fairplay::arraycore
