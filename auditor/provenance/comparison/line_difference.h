#pragma once

#include <string_view>
#include <vector>

namespace fairplay::auditor::provenance {

/// The lines of a text, each with its end.
std::vector<std::string_view> lines_of(std::string_view text);

/// For every line of `now`, and one for its end: whether it isn't `old`'s, or lines of `old` were removed before it.
/// Shortest edit script (Myers, "An O(ND) Difference Algorithm", 1986); where the two have over a thousand edits, all
/// between their common begin and end counts as differing.
std::vector<bool> differing_lines(const std::vector<std::string_view>& old, const std::vector<std::string_view>& now);

}  // namespace fairplay::auditor::provenance
