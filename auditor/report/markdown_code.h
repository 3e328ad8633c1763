#pragma once

#include <string>
#include <string_view>

namespace fairplay::auditor::report {

/// A subject's text as a Markdown code span, which shows names and paths as they are. It is escaped for terminals, and
/// its fence has more backticks than the text. In a table cell bars are escaped, which GFM undoes there and only there.
/// Empty for an empty text.
std::string markdown_code(std::string_view raw, bool in_table = false);

}  // namespace fairplay::auditor::report
