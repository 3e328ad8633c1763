#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// One conversion of a format of Python's `%` operator: "%-10.3e".
struct Conversion {
  bool left = false;       ///< '-'
  bool plus = false;       ///< '+'
  bool space = false;      ///< ' '
  bool zeros = false;      ///< '0'
  bool alternate = false;  ///< '#'
  std::int64_t width = 0;
  std::optional<std::int64_t> precision = std::nullopt;
  char type = 's';
};

/// A format as text before each conversion, the conversions, and text behind the last one: "%%" is a percent sign.
struct NumberFormat {
  std::vector<std::string> texts;  ///< one more than conversions
  std::vector<Conversion> conversions;

  /// Errors: no type at the end; a type other than d, i, u, o, x, X, e, E, f, F, g, G, s, r, a; "*" or a name; a width
  /// or a precision above 100,000.
  static Expected<NumberFormat> parse(std::string_view format);
};

/// `conversion % element` as Python has it for NumPy's scalar, UTF-8. Floating conversions take the number rounded to a
/// double, all their digits are exact; integer ones cut off. Errors (dtype): a number of text, a time or a complex
/// number; of a NaN or an infinity as an integer (value, range).
Expected<std::string> formatted(const Conversion& conversion, const std::byte* element, DType dtype, Release release);

}  // namespace fairplay::arraycore
