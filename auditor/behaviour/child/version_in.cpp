#include "auditor/behaviour/child/version_in.h"

#include <algorithm>

namespace fairplay::auditor::behaviour {

std::string version_in(std::string_view text) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (const std::size_t dot = word.find('.'); !word.empty() && digit(word[0]) && dot != std::string_view::npos &&
                                                dot + 1 < word.size() && digit(word[dot + 1]))
      return std::string(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace fairplay::auditor::behaviour
