#pragma once

#include <cstdint>

namespace fairplay::arraycore {

/// IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 bits of significand. Storage only: it is converted to float,
/// which holds each of its values, and back with one rounding, to nearest, ties to even.
class Float16 {
 public:
  constexpr Float16() = default;
  /// The value with this pattern of bits.
  static constexpr Float16 from_bits(std::uint16_t bits) {
    Float16 result;
    result.bits_ = bits;
    return result;
  }
  /// Correctly rounded; beyond 65520 infinite. A NaN keeps the leading bits of its payload, as far as they fit, as in
  /// NumPy.
  static Float16 from(float value);
  static Float16 from(double value);
  static Float16 from(long double value);

  constexpr std::uint16_t bits() const { return bits_; }
  /// Exact, a NaN's payload included.
  float to_float() const;
  double to_double() const;

  /// The same bits: unlike floating-point equality, a NaN equals itself and the two zeros differ.
  friend constexpr bool operator==(Float16, Float16) = default;

 private:
  std::uint16_t bits_ = 0;
};

}  // namespace fairplay::arraycore
