#pragma once

#include <string>
#include <string_view>

/// Names, versions and paths come from files that nobody vouches for. Renderers and messages print them only through
/// these functions.
namespace fairplay::auditor::report {

/// Safe for a terminal and for line-oriented CI logs: control characters, invalid UTF-8, bidirectional overrides and
/// line breaks become visible escapes; a word that begins with "::" can't start a CI workflow command.
std::string escape_terminal(std::string_view raw);

/// The same, and nothing in it is Markdown or HTML markup.
std::string escape_markdown(std::string_view raw);

/// Valid UTF-8 for JSON strings: invalid bytes become the text \\xNN.
std::string escape_utf8(std::string_view raw);

}  // namespace fairplay::auditor::report
