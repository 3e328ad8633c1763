#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/comparison.h"

/// A comparison in words, for the text and Markdown renderers. It holds raw text of the subjects: the renderer escapes
/// it.
namespace fairplay::auditor::report {

/// The answer: "no differences", "the public API differs: 3 api-added, 1 api-default; also 5 private, 120 tests",
/// "every difference is explained by 7 patches".
std::string comparison_headline(const Comparison& comparison);

/// "numpy 1.26.4, wheel numpy-1.26.4-....whl".
std::string build_phrase(const ComparedBuild& build);

/// "numpy/lib/npyio.py:431".
std::string place_of(const Difference& difference);

/// Differences of one class, or explained by one patch, in report order.
struct DifferenceGroup {
  std::string title;  ///< "api-added", "explained by adapt-paths.patch: Look where Debian puts things"
  std::vector<const Difference*> differences;
  bool of_patch = false;
  std::size_t left_out = 0;  ///< number not listed in the short form: tests, documentation, rebuilt binaries
};
/// By class, most serious first. With patches: what no patch explains by class, then a group for each patch. `most`:
/// the largest number of differences in one group.
std::vector<DifferenceGroup> difference_groups(const Comparison& comparison, bool all, std::size_t most);

}  // namespace fairplay::auditor::report
