#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.genfromtxt that don't make records.
struct GenerateTextOptions {
  Release release = newest_release;
  DType dtype = Kind::float64;
  /// Begins what isn't read of a line; none: everything is read.
  std::optional<std::u32string> comments = U"#";
  /// White space, a text between two fields, or how many characters each field has: one width for all, or one for each.
  std::variant<std::monostate, std::u32string, std::int64_t, std::vector<std::int64_t>> delimiter = {};
  /// Fields without white space at their ends.
  bool autostrip = false;
  std::int64_t skip_header = 0;  ///< lines at the beginning
  std::int64_t skip_footer = 0;  ///< rows at the end
  std::optional<std::vector<std::int64_t>> columns = std::nullopt;
  bool unpack = false;
  std::int64_t min_dimensions = 0;
  std::optional<std::int64_t> max_rows = std::nullopt;
  /// What is no number becomes NaN, -1 or false, and bytes that aren't Latin-1 "???"; otherwise an error unless it is
  /// empty.
  bool loose = true;
  /// Rows of another length are an error; otherwise they are left out.
  bool invalid_raise = true;
};

/// numpy.genfromtxt of a file in UTF-8 with one dtype: (rows, columns) without axes of extent 1. Truth values are
/// "true" and "false" in any case; integers of less than 64 bits are numbers cut off. Errors: no UTF-8; rows of another
/// length; in a strict reading what is no number; an integer that doesn't fit (-1 neither fits unsigned
/// ones); a footer together with `max_rows`,
/// `max_rows` below 1, a width below 1. They name lines.
Expected<Array> genfromtxt(std::string_view file, const GenerateTextOptions& options = {});

}  // namespace fairplay::arraycore
