#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

using arraycore::Release;
using Shape = std::vector<std::int64_t>;

/// Numbers out of a seed, the same on every machine (xoshiro256**, Blackman and Vigna 2021).
class Chance {
 public:
  explicit Chance(std::uint64_t seed);
  std::uint64_t bits();
  /// In [0, count); 0 if count is 0.
  std::int64_t below(std::int64_t count);
  /// In [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
  double real();  ///< in [0, 1)
  bool in(double share) { return real() < share; }
  template <class T, std::size_t N>
  const T& of(const std::array<T, N>& some) {
    return some[static_cast<std::size_t>(below(N))];
  }
  template <class T>
  T of(std::initializer_list<T> some) {
    return some.begin()[below(static_cast<std::int64_t>(some.size()))];
  }
  template <class T>
  const T& of(const std::vector<T>& some) {
    return some[static_cast<std::size_t>(below(static_cast<std::int64_t>(some.size())))];
  }
  char of(std::string_view some) {
    return some[static_cast<std::size_t>(below(static_cast<std::int64_t>(some.size())))];
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

/// NumPy's type string of a one-letter code: "<f8" of 'd'.
std::string dtype_of(char code);

inline constexpr std::string_view whole_codes = "?bBhHiIlL", floating_codes = "efdg", complex_codes = "FDG";
inline constexpr std::string_view real_codes = "?bBhHiIlLefdg", number_codes = "?bBhHiIlLefdgFDG";

/// What values an operand gets.
enum class Values : std::uint8_t {
  any,      ///< special values, small numbers, any bits
  special,  ///< NaN, infinities, zeros, limits of the types, subnormal numbers
  calm,     ///< finite, of a few magnitudes: sums and products are finite
  small,    ///< small integers
};

/// Makes operands for the battery: elements that find defects, in memory laid out in every way NumPy allows.
class Maker {
 public:
  Maker(std::uint64_t seed, Release of) : chance(seed), release(of) {}

  std::string element(const std::string& dtype, Values values = Values::any);
  /// The bytes of a real floating number of this many bytes (2, 4, 8, 16), rounded.
  static std::string real_bytes(double value, std::int64_t size);
  static std::string integer_bytes(std::int64_t value, std::int64_t size);

  /// An operand of this shape: its axes in any order, with gaps, reversed, misaligned. `elements`: in row-major order;
  /// empty: made up.
  OperandLayout operand(const std::string& dtype, const Shape& shape, Values values = Values::any,
                        std::span<const std::string> elements = {});
  /// These elements in row-major order, without gaps, aligned.
  static OperandLayout plain(const std::string& dtype, const Shape& shape, std::span<const std::string> elements);
  /// Integers within [low, high].
  OperandLayout integers(const Shape& shape, std::int64_t low, std::int64_t high, std::string_view codes = "bhil");
  /// The memory of operand `place` again, some of its axes turned around.
  OperandLayout alias(const OperandLayout& operand, int place);

  Shape shape(std::int64_t dimensions, bool with_zeros = true);
  /// A line of 1 to 70 elements, or a shape of up to three axes.
  Shape line_or_shape();
  /// A shape that broadcasts to this one.
  Shape part(const Shape& shape);
  std::int64_t axis(std::int64_t dimensions) {
    return dimensions == 0 ? 0 : chance.between(-dimensions, dimensions - 1);
  }
  /// All axes (null), one, or several.
  Json axes_or_none(std::int64_t dimensions);
  std::string time_type(char kind);

  Chance chance;
  Release release;
};

std::int64_t count_of(const Shape& shape);

}  // namespace fairplay::auditor::behaviour::numpy
