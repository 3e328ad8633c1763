#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairplay::auditor::behaviour::reproducer {

/// What a library under test may have said, made fit for a C comment: printable ASCII, no end of comment, no continued
/// lines or trigraphs.
std::string comment_text(std::string_view text);
/// A C string literal with its quotes.
std::string string_literal(std::string_view text);
/// A word of a POSIX shell, quoted.
std::string shell_word(std::string_view text);
/// A real constant: "0x1.8p+0", "NAN", "-INFINITY".
std::string real_literal(double value);

/// "0x1.8p+0" or "0x1p+0-0x1p-3i", as findings write values.
struct Value {
  double re = 0, im = 0;
  bool complex = false;
};
std::optional<Value> value_in(std::string_view text);

}  // namespace fairplay::auditor::behaviour::reproducer
