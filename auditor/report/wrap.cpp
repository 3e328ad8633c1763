#include "auditor/report/wrap.h"

#include "auditor/report/code_points.h"

namespace fairplay::auditor::report {

std::string wrapped(std::string_view text, std::string_view first, std::string_view rest, std::size_t columns) {
  std::string lines(first);
  std::size_t used = width(first);
  bool empty = true;  // nothing but the prefix on this line yet
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    if (word.empty()) continue;
    const std::size_t needed = width(word) + (empty ? 0 : 1);
    if (!empty && used + needed > columns) {
      lines += '\n';
      lines += rest;
      lines += word;
      used = width(rest) + width(word);
    } else {
      if (!empty) lines += ' ';
      lines += word;
      used += needed;
    }
    empty = false;
  }
  return lines;
}

}  // namespace fairplay::auditor::report
