#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// The characters of an element of bytes or text, up to the zeros that fill it up. What isn't ASCII becomes '?', which
/// is in no number and in no time.
std::string ascii_of(const std::byte* source, DType text);

/// Fills an element of bytes or text: what is too long is cut off.
void write_ascii(std::string_view written, std::byte* target, DType text);

}  // namespace fairplay::arraycore
