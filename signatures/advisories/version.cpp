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

int compare_numbers(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < std::max(a.numbers.size(), b.numbers.size()); ++i) {
    const unsigned x = i < a.numbers.size() ? a.numbers[i] : 0;
    const unsigned y = i < b.numbers.size() ? b.numbers[i] : 0;
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

}  // namespace fairplay::signatures::advisories
