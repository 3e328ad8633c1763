#include "arraycore/types/float16.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace fairplay::arraycore {

Float16 Float16::from(float value) {
  // Every float is a double, and so is its NaN's payload in the leading bits: not through the processor's conversion,
  // which would make a signalling NaN quiet.
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7f800000u) == 0x7f800000u) {
    const std::uint64_t wide =
        std::uint64_t{bits & 0x80000000u} << 32 | 0x7ff0000000000000u | std::uint64_t{bits & 0x007fffffu} << 29;
    return from(std::bit_cast<double>(wide));
  }
  return from(static_cast<double>(value));
}

Float16 Float16::from(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 48 & 0x8000u);
  const auto exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
  const std::uint64_t fraction = bits & 0xfffffffffffffu;
  if (exponent == 1024) {
    if (fraction == 0) return from_bits(sign | 0x7c00u);
    const auto payload = static_cast<std::uint16_t>(fraction >> 42);
    return from_bits(static_cast<std::uint16_t>(sign | 0x7c00u | (payload == 0 ? 1u : payload)));
  }
  if (exponent > 15) return from_bits(sign | 0x7c00u);
  if (exponent < -26) return from_bits(sign);
  // The significand as an integer, of which `drop` bits don't fit: 42 for a normal result, more for a subnormal one.
  const std::uint64_t significand = fraction | 0x10000000000000u;
  const int drop = exponent >= -14 ? 42 : 42 + (-14 - exponent);
  std::uint64_t kept = significand >> drop;
  const std::uint64_t rest = significand & ((std::uint64_t{1} << drop) - 1);
  const std::uint64_t half = std::uint64_t{1} << (drop - 1);
  if (rest > half || (rest == half && (kept & 1) != 0)) ++kept;
  // A carry runs into the exponent, as it should: from subnormal to normal, and from the largest number to infinity.
  const std::uint64_t base = exponent >= -14 ? static_cast<std::uint64_t>(exponent + 14) << 10 : 0;
  return from_bits(static_cast<std::uint16_t>(sign | (base + kept)));
}

Float16 Float16::from(long double value) {
  auto rounded = static_cast<double>(value);
  // Two roundings to nearest could go wrong at a tie. The first one to odd can't: what isn't exact ends in a 1, which
  // no tie of the second has.
  if (std::isfinite(rounded) && static_cast<long double>(rounded) != value) {
    auto bits = std::bit_cast<std::uint64_t>(rounded);
    if (std::fabs(static_cast<long double>(rounded)) > std::fabs(value)) --bits;
    rounded = std::bit_cast<double>(bits | 1);
  }
  return from(rounded);
}

float Float16::to_float() const {
  const std::uint32_t sign = std::uint32_t{bits_ & 0x8000u} << 16;
  const int exponent = bits_ >> 10 & 0x1f;
  const std::uint32_t fraction = bits_ & 0x3ffu;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | fraction << 13);
  if (exponent != 0) {
    return std::bit_cast<float>(sign | static_cast<std::uint32_t>(exponent + 112) << 23 | fraction << 13);
  }
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return sign != 0 ? -magnitude : magnitude;
}

double Float16::to_double() const {
  // A NaN not through the processor's conversion, as above.
  if ((bits_ & 0x7fffu) > 0x7c00u) {
    return std::bit_cast<double>(std::uint64_t{bits_ & 0x8000u} << 48 | 0x7ff0000000000000u |
                                 std::uint64_t{bits_ & 0x3ffu} << 42);
  }
  return static_cast<double>(to_float());
}

}  // namespace fairplay::arraycore
