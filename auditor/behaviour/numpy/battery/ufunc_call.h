#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auditor/behaviour/numpy/battery/maker.h"
#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

/// A ufunc of a release, and its loops for numbers and times in NumPy's letters ("dd->d"), without those that are
/// others under another name (long long).
struct Ufunc {
  std::string name;
  int inputs = 0, outputs = 0;
  std::vector<std::string> loops;
};
const std::vector<Ufunc>& ufuncs_of(Release release);

/// The letters of what a loop gives: "d" of "dd", "dd" of divmod's; empty: it has no such loop.
std::string results_of(const Ufunc& ufunc, const std::string& loop, Release release);

/// A call without output, mask or signature: `output` is which of several results is compared.
Operation ufunc_call(std::string_view name, std::vector<OperandLayout> inputs, int output = 0);

/// The dtype of a letter in a loop; times get a unit.
std::string loop_dtype(Maker& maker, char letter);

}  // namespace fairplay::auditor::behaviour::numpy
