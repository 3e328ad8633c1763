#include "auditor/behaviour/numpy/battery/signature_text.h"

#include <algorithm>
#include <cctype>

namespace fairplay::auditor::behaviour::numpy {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The parts of a text between these separators, outside of brackets and strings, until a bracket closes that the text
/// didn't open.
std::vector<std::string_view> split_outside(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0, at = 0;
  int depth = 0;
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char one = text[at];
    if (quote != 0) {
      if (one == '\\') ++at;
      if (one == quote) quote = 0;
    } else if (one == '\'' || one == '"') {
      quote = one;
    } else if (one == '(' || one == '[' || one == '{') {
      ++depth;
    } else if (one == ')' || one == ']' || one == '}') {
      if (--depth < 0) break;
    } else if (one == separator && depth == 0) {
      parts.push_back(trimmed(text.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  const std::string_view last = trimmed(text.substr(begin, std::min(at, text.size()) - begin));
  if (!last.empty()) parts.push_back(last);
  return parts;
}

bool is_literal_within(std::string_view text, int depth) {
  if (text == "None" || text == "True" || text == "False") return true;
  if (text.empty() || depth > 8) return false;
  const char first = text.front(), last = text.back();
  if ((first == '\'' || first == '"') && text.size() >= 2 && last == first) return split_outside(text, '+').size() == 1;
  if ((first == '(' && last == ')') || (first == '[' && last == ']')) {
    const auto parts = split_outside(text.substr(1), ',');
    return std::ranges::all_of(parts, [&](std::string_view part) { return is_literal_within(part, depth + 1); });
  }
  const bool digit = std::isdigit(static_cast<unsigned char>(text[first == '-' && text.size() > 1 ? 1 : 0])) != 0;
  return digit && std::ranges::all_of(text, [](char one) {
           return std::isalnum(static_cast<unsigned char>(one)) != 0 || one == '.' || one == '-' || one == '+';
         });
}

}  // namespace

std::vector<Parameter> parameters_of(std::string_view signature) {
  std::vector<Parameter> found;
  if (!signature.starts_with('(')) return found;
  for (const std::string_view part : split_outside(signature.substr(1), ',')) {
    // The first of them: a default may hold more, and an annotation none outside of brackets.
    const auto sides = split_outside(part, '=');
    if (sides.empty()) continue;
    const std::string_view name = trimmed(sides.front().substr(0, sides.front().find(':')));
    const std::size_t default_at = sides.size() > 1 ? static_cast<std::size_t>(sides[1].data() - part.data()) : 0;
    found.push_back({std::string(name), default_at > 0 ? std::string(trimmed(part.substr(default_at))) : ""});
  }
  return found;
}

bool is_literal(std::string_view text) { return is_literal_within(trimmed(text), 0); }

}  // namespace fairplay::auditor::behaviour::numpy
