#include "auditor/report/escape.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/report/code_points.h"
#include "auditor/report/markdown_code.h"
#include "signatures/utf8.h"

// A terminal obeys escape sequences, a CI runner obeys
// lines that begin with "::" (GitHub) or contain "##[" and "##vso[" (Azure), an issue tracker obeys Markdown, HTML and
// @names.
namespace fairplay::auditor::report {
namespace {

std::string visible(std::uint32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  if (code < 0x100) return fmt::format("\\x{:02x}", code);
  return code <= 0xffff ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
}

/// U+0080 ... U+009F is written as \u0080, since \x80 stands for the bare byte.
std::string visible_character(std::uint32_t code) {
  return code >= 0x80 && code < 0x100 ? fmt::format("\\u{:04x}", code) : visible(code);
}

/// "::" starts a CI command at the beginning of a line, after any blanks; renderers may break lines at any space.
bool is_github_command(std::string_view before, std::string_view rest) {
  return rest.starts_with("::") && (before.empty() || before.ends_with(' '));
}

bool is_azure_command(std::string_view text) { return text.starts_with("##[") || text.starts_with("##vso["); }

}  // namespace

std::string escape_utf8(std::string_view raw) {
  if (signatures::is_utf8(raw)) return std::string(raw);
  std::string safe;
  safe.reserve(raw.size());
  while (!raw.empty()) {
    const CodePoint point = first_code_point(raw);
    if (point.code) {
      safe += raw.substr(0, point.length);
    } else {
      safe += visible(static_cast<std::uint8_t>(raw.front()));
    }
    raw.remove_prefix(point.length);
  }
  return safe;
}

std::string escape_terminal(std::string_view raw) {
  std::string safe;
  safe.reserve(raw.size());
  while (!raw.empty()) {
    const CodePoint point = first_code_point(raw);
    if (!point.code) {
      safe += visible(static_cast<std::uint8_t>(raw.front()));
    } else if (!harmless(*point.code)) {
      safe += visible_character(*point.code);
    } else if (is_azure_command(raw)) {
      safe += "\\x23";
    } else if (is_github_command(safe, raw)) {
      safe += "\\x3a";
    } else {
      safe += raw.substr(0, point.length);
    }
    raw.remove_prefix(point.length);
  }
  return safe;
}

std::string escape_markdown(std::string_view raw) {
  const std::string plain = escape_terminal(raw);
  std::string safe;
  safe.reserve(plain.size() * 2);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const std::string_view rest = std::string_view(plain).substr(i);
    // An HTML comment after these stops a renderer from making a mention, an issue number or a link; readers don't see
    // the comment.
    if (c == '@' || c == '#') {
      safe += c;
      safe += "<!-- -->";
    } else if (rest.starts_with("://")) {
      safe += ":<!-- -->";
    } else if (c == '.' && i >= 3 && (plain[i - 1] == 'w' || plain[i - 1] == 'W')) {
      safe += ".<!-- -->";
    } else if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      if (std::string_view("\\`*_[]|~").contains(c)) safe += '\\';
      // List markers work only at the beginning of a line.
      if (i == 0 && std::string_view("-+=").contains(c)) safe += '\\';
      safe += c;
    }
  }
  return safe;
}

std::string markdown_code(std::string_view raw, bool in_table) {
  const std::string plain = escape_terminal(raw);
  if (plain.empty()) return "";
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : plain) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  std::string code = fence;
  // With a space inside each fence the text may begin or end with a backtick (CommonMark 6.1 strips one).
  const bool padded = longest > 0;
  if (padded) code += ' ';
  for (const char c : plain) {
    if (c == '|' && in_table) code += '\\';
    code += c;
  }
  if (padded) code += ' ';
  return code + fence;
}

}  // namespace fairplay::auditor::report
