#include "auditor/provenance/original/version.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace fairplay::auditor::provenance {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

std::vector<std::string_view> split_at_dots(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

/// An abbreviated git hash: 7 to 40 hex digits.
bool is_commit(std::string_view text) {
  return text.size() >= 7 && text.size() <= 40 && std::ranges::all_of(text, is_hex);
}

/// numpy/_build_utils/gitversion.py writes git<date>.<hash>; versioneer (1.20 ... 1.25) <distance>.g<hash>[.dirty];
/// tools before 1.20 the bare hash.
bool is_own_mark(std::string_view local) {
  std::vector<std::string_view> parts = split_at_dots(local);
  if (parts.size() > 1 && parts.back() == "dirty") parts.pop_back();
  // Digits alone are more often a third party's date than a hash.
  if (parts.size() == 1)
    return (is_commit(parts[0]) && !std::ranges::all_of(parts[0], is_digit)) || parts[0] == "unknown";
  if (parts.size() != 2) return false;
  const bool distance = !parts[0].empty() && std::ranges::all_of(parts[0], is_digit);
  if (distance && (parts[1] == "unknown" || (parts[1].starts_with('g') && is_commit(parts[1].substr(1))))) return true;
  const std::string_view date = parts[0].starts_with("git") ? parts[0].substr(3) : std::string_view();
  return date.size() == 8 && std::ranges::all_of(date, is_digit) && is_commit(parts[1]);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  return result;
}

}  // namespace

std::string public_part(std::string_view version) { return lower(version.substr(0, version.find('+'))); }

bool discloses(std::string_view version) {
  const std::size_t plus = version.find('+');
  if (plus == std::string_view::npos) return false;
  const std::string local = lower(version.substr(plus + 1));
  // PEP 440: letters and digits in parts separated by dots ('-' and '_' are read as dots); anything else is no local
  // version.
  const bool well_formed = !local.empty() && std::ranges::all_of(local, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
  });
  return well_formed && std::ranges::any_of(local, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }) &&
         !is_own_mark(local);
}

bool is_development(std::string_view version) { return public_part(version).find(".dev") != std::string::npos; }

}  // namespace fairplay::auditor::provenance
