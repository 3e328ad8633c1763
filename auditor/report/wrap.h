#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fairplay::auditor::report {

/// `text` broken at spaces into lines of at most `columns`. The first line begins with `first`, the others with `rest`.
/// A word longer than a line stays whole, so that paths can be copied. Ends without a newline.
std::string wrapped(std::string_view text, std::string_view first, std::string_view rest, std::size_t columns = 100);

}  // namespace fairplay::auditor::report
