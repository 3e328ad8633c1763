#include "arraycore/casting/shortest_decimal.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "arraycore/types/float16.h"

namespace fairplay::arraycore {

Decimal split_scientific(std::string_view text) {
  const std::size_t e = text.find('e');
  Decimal result{std::string(text.substr(0, e)), 0};
  std::erase(result.digits, '.');
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  return result;
}

namespace {

template <class T>
Decimal shortest_by_to_chars(T value) {
  std::array<char, 128> room;
  const auto written = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::scientific);
  return split_scientific({room.data(), written.ptr});
}

}  // namespace

Decimal shortest_decimal(Float16 value) {
  std::array<char, 128> room;
  const float wide = value.to_float();
  for (int precision = 0;; ++precision) {
    const auto written =
        std::to_chars(room.data(), room.data() + room.size(), wide, std::chars_format::scientific, precision);
    float back = 0;
    std::from_chars(room.data(), written.ptr, back);
    // Five digits tell all float16 numbers apart.
    if (precision == 4 || Float16::from(back) == value) return split_scientific({room.data(), written.ptr});
  }
}

Decimal shortest_decimal(float value) { return shortest_by_to_chars(value); }
Decimal shortest_decimal(double value) { return shortest_by_to_chars(value); }
Decimal shortest_decimal(long double value) { return shortest_by_to_chars(value); }

}  // namespace fairplay::arraycore
