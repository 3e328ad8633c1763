#pragma once

#include <string>
#include <string_view>

#include "arraycore/types/float16.h"

namespace fairplay::arraycore {

/// A positive number as d.ddd times a power of ten.
struct Decimal {
  std::string digits;  ///< without the point
  int exponent;        ///< of the first digit
};

/// What "d.ddde+xx" says, as std::to_chars writes it.
Decimal split_scientific(std::string_view text);

/// A positive finite number with the fewest digits that read back as the same number of its type; of several such
/// decimals the nearest.
Decimal shortest_decimal(Float16 value);
Decimal shortest_decimal(float value);
Decimal shortest_decimal(double value);
Decimal shortest_decimal(long double value);

}  // namespace fairplay::arraycore
