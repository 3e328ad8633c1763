#include "auditor/provenance/comparison/line_difference.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace fairplay::auditor::provenance {
namespace {

constexpr std::ptrdiff_t most_edits = 1000;

using Lines = std::span<const std::string_view>;

/// Marks in `differing`, where the first of `now` is at `from`. False where there are too many edits.
bool mark_edits(Lines old, Lines now, std::vector<bool>& differing, std::size_t from) {
  const auto n = static_cast<std::ptrdiff_t>(old.size());
  const auto m = static_cast<std::ptrdiff_t>(now.size());
  const std::ptrdiff_t limit = std::min(n + m, most_edits);
  // reached[k + limit + 1]: how far into `old` the diagonal k = x - y leads; one copy an edit, to walk back on.
  std::vector<std::ptrdiff_t> reached(static_cast<std::size_t>(2 * limit + 3), 0);
  std::vector<std::vector<std::ptrdiff_t>> history;
  const auto at = [limit](std::ptrdiff_t k) { return static_cast<std::size_t>(k + limit + 1); };
  const auto goes_down = [&](const std::vector<std::ptrdiff_t>& of, std::ptrdiff_t k, std::ptrdiff_t edits) {
    return k == -edits || (k != edits && of[at(k - 1)] < of[at(k + 1)]);
  };
  for (std::ptrdiff_t edits = 0; edits <= limit; ++edits) {
    history.push_back(reached);
    for (std::ptrdiff_t k = -edits; k <= edits; k += 2) {
      std::ptrdiff_t x = goes_down(reached, k, edits) ? reached[at(k + 1)] : reached[at(k - 1)] + 1;
      while (x < n && x - k < m && old[static_cast<std::size_t>(x)] == now[static_cast<std::size_t>(x - k)]) ++x;
      reached[at(k)] = x;
      if (x < n || x - k < m) continue;
      // Walk back from the end: a step down is a line of `now`, a step right one of `old`.
      std::ptrdiff_t diagonal = n - m;
      for (std::ptrdiff_t d = edits; d > 0; --d) {
        const auto& before = history[static_cast<std::size_t>(d)];
        const bool down = goes_down(before, diagonal, d);
        diagonal += down ? 1 : -1;
        const std::ptrdiff_t y = before[at(diagonal)] - diagonal;
        differing[from + static_cast<std::size_t>(y)] = true;
      }
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::vector<bool> differing_lines(const std::vector<std::string_view>& old, const std::vector<std::string_view>& now) {
  std::vector<bool> differing(now.size() + 1, false);
  const std::size_t shorter = std::min(old.size(), now.size());
  std::size_t begin = 0;
  while (begin < shorter && old[begin] == now[begin]) ++begin;
  std::size_t end = 0;
  while (end < shorter - begin && old[old.size() - 1 - end] == now[now.size() - 1 - end]) ++end;
  const Lines old_middle = Lines(old).subspan(begin, old.size() - begin - end);
  const Lines now_middle = Lines(now).subspan(begin, now.size() - begin - end);
  if (old_middle.empty() && now_middle.empty()) return differing;
  if (!mark_edits(old_middle, now_middle, differing, begin)) {
    for (std::size_t i = 0; i <= now_middle.size(); ++i) differing[begin + i] = true;
  }
  return differing;
}

}  // namespace fairplay::auditor::provenance
