#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {

/// A row of loops.txt: what one ufunc can compute in the releases that agree. The views are into the table.
struct LoopRow {
  std::string_view name;
  Release first;
  Release last;
  int inputs;
  int outputs;
  std::optional<std::string_view> identity;  ///< what a reduction of nothing gives: "0", "1", "-1", "-inf"
  std::vector<std::string_view> loops;       ///< in NumPy's letters, in the order in which it looks: "dd->d"
  std::vector<std::string_view> exceptions;  ///< "??:-"; see make_loops.py
};

/// A ufunc in a release: before the first that was measured, and beyond the last, the nearest. nullptr: the release
/// hasn't got it. "mod", "true_divide", "conj", "abs" and the like are found under NumPy's main name.
const LoopRow* find_ufunc(std::string_view name, Release release);

/// The names of all ufuncs of a release.
std::vector<std::string_view> ufunc_names(Release release);

}  // namespace fairplay::arraycore
