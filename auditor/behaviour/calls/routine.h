#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::behaviour {

/// What a caller may vary of a routine, and how its calls are put together. One row a routine in level1.cpp ...
/// level3.cpp.
struct Routine {
  std::string name;   ///< "dgemm"
  char letter = 'd';  ///< its type: s, d, c or z
  /// A word of legal letters for every option argument: {"NTC", "NTC"}.
  std::vector<std::string_view> options;
  std::string_view sizes;  ///< those of m, n, k that it has; u: ku
  bool alpha = false, beta = false, increments = false, leading = false;
  int level = 3;
};

/// All that can be called by Fortran's door, by level and name.
const std::vector<Routine>& routines();
/// Levels 1 to 3 by CBLAS's: "cblas_dgemm", "cblas_zdotc_sub". Where there are matrices, their order is the first
/// option.
const std::vector<Routine>& cblas_routines();
/// Vendors' extensions, by both doors. No standard says what they do with NaN, zero factors or illegal arguments.
const std::vector<Routine>& extension_routines();
/// By any door; null for an unknown name.
const Routine* routine_named(std::string_view name);
/// Every combination of its options: {"NN", "NT", ...}; {""} without options.
std::vector<std::string> flags_of(const Routine& routine);

}  // namespace fairplay::auditor::behaviour
