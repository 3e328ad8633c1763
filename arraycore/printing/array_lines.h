#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/layout.h"
#include "arraycore/printing/element_format.h"
#include "arraycore/printing/print_options.h"

namespace fairplay::arraycore {

/// The offsets of the elements that are written: all, or, of an array with more than `threshold`, those at the ends of
/// each axis.
std::vector<std::int64_t> shown_offsets(const Layout& layout, const PrintOptions& options);

/// The elements in nested brackets, in lines of `options.linewidth` characters. Following lines are indented by
/// `indent`.
std::string array_lines(const std::byte* data, const Layout& layout, const ElementFormat& format,
                        std::string_view separator, std::size_t indent, const PrintOptions& options);

/// Characters of UTF-8.
std::size_t character_count(std::string_view text);

}  // namespace fairplay::arraycore
