#include "signatures/advisories/version.h"

#include <algorithm>

namespace fairplay::signatures::advisories {

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  if (text.ends_with(".dev")) {
    version.development = true;
    text.remove_suffix(4);
  }
  while (true) {
    const std::string_view digits = text.substr(0, text.find('.'));
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos)
      return std::nullopt;
    unsigned number = 0;
    for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
    version.numbers.push_back(number);
    if (version.numbers.size() > 6) return std::nullopt;
    if (digits.size() == text.size()) return version;
    text.remove_prefix(digits.size() + 1);
  }
}

namespace {

/// PEP 440 leaves capitals and separators open ("2.0.RC-1"); nobody who builds a NumPy uses that.
bool takes_suffix(std::string_view& text, std::string_view suffix) {
  std::string_view rest = text;
  if (!rest.starts_with(suffix)) return false;
  rest.remove_prefix(suffix.size());
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits > 8) return false;
  text = rest.substr(digits);
  return true;
}

}  // namespace

std::optional<Version> parse_package_version(std::string_view text) {
  if (const std::size_t local = text.find('+'); local != std::string_view::npos) {
    const std::string_view words = text.substr(local + 1);
    const bool fits = !words.empty() && words.size() <= 64 && std::ranges::all_of(words, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
             c == '_';
    });
    if (!fits) return std::nullopt;
    text = text.substr(0, local);
  }
  // The release's numbers end before the first letter, and before the dot in front of it.
  std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  if (end < text.size() && end > 0 && text[end - 1] == '.') --end;
  auto version = parse_version(text.substr(0, end));
  if (!version) return std::nullopt;
  std::string_view rest = text.substr(end);
  const bool candidate = takes_suffix(rest, "rc") || takes_suffix(rest, "a") || takes_suffix(rest, "b");
  const bool later = takes_suffix(rest, ".post");
  const bool development = takes_suffix(rest, ".dev");
  if (!rest.empty()) return std::nullopt;
  // "1.26.4.post1.dev0" comes after 1.26.4.
  version->before_release = candidate || (development && !later);
  return version;
}

int compare_numbers(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < std::max(a.numbers.size(), b.numbers.size()); ++i) {
    const unsigned x = i < a.numbers.size() ? a.numbers[i] : 0;
    const unsigned y = i < b.numbers.size() ? b.numbers[i] : 0;
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

}  // namespace fairplay::signatures::advisories
