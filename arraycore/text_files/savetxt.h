#pragma once

#include <string>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.savetxt; text in UTF-8.
struct SaveTextOptions {
  Release release = newest_release;
  /// One format for each column, or a single one (`single_format`): for every column, or for a whole row, then with a
  /// conversion for each column, and no delimiter.
  std::vector<std::string> formats = {"%.18e"};
  bool single_format = true;
  std::string delimiter = " ";
  std::string newline = "\n";
  std::string header = {};
  std::string footer = {};
  /// Before each line of header and footer.
  std::string comments = "# ";
};

/// numpy.savetxt of one or two axes: one axis is a column. A complex number takes two conversions; a format of one is
/// written twice, " (%.18e+%.18ej)". Formats are those of NumberFormat. Errors: another number of axes, another number
/// of formats or conversions than columns, an element that a conversion doesn't take (dtype).
Expected<std::string> savetxt(const ConstDynamicView& array, const SaveTextOptions& options = {});

}  // namespace fairplay::arraycore
