#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.fromstring(text, dtype, count, sep=separator): numbers between separators. White space in a separator is any
/// amount of it, none included, and may stand around every separator; the separator must take at least one character.
/// Behind the last number one may stand, too, or its beginning. Truth values are numbers that aren't 0. Errors: a dtype
/// of text; an empty separator, which stands for binary data; something else than a number, an integer that doesn't fit
/// (range), fewer numbers than `count`. Messages name line and column.
Expected<Array> fromstring(std::string_view text, DType dtype, std::optional<std::int64_t> count,
                           std::string_view separator, Release release = newest_release);

}  // namespace fairplay::arraycore
