#pragma once
// An exact sum of products of up to three doubles, whatever their exponents: a fixed-point number wide enough for all
// of them, rounded once at the end. U. Kulisch: "Computer Arithmetic and Validity", 2nd edition, 2013, section 8 (the
// complete register); the digits with room for postponed carries follow R. Neal: "Fast exact summation using small and
// large superaccumulators", 2015.
//
// Digits of 32 bits are held in signed 64-bit words, so that 2^30 additions fit between two propagations of carries.
// Digit 0 has weight 2^lowest, which is below the least product of three subnormals (2^-3222); the top lies above 2^62
// products of three numbers below 2^1024. No operation rounds, overflows or allocates. Memory: 1.7 KB an accumulator.

#include <cstdint>
#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// A finite double as (-1)^negative * significand * 2^exponent.
struct Decoded {
  std::uint64_t significand;  // below 2^53; 0 for a zero
  int exponent;
  bool negative;
};

FAIRPLAY_ALWAYS_INLINE Decoded decode(double x) {
  std::uint64_t bits = __builtin_bit_cast(std::uint64_t, x);
  std::uint64_t biased = bits >> 52 & 0x7ff;
  bool normal = biased != 0;
  return {(bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{normal} << 52,
          static_cast<int>(biased + !normal) - 1075, (bits >> 63) != 0};
}

class Accumulator {
 public:
  Accumulator();
  // Sets the sum to zero.
  void clear();

  // Each adds exactly; operands are finite.
  void add(double a) { add_decoded(decode(a)); }
  void add_product(double a, double b) {
    Decoded x = decode(a), y = decode(b);
    add_digits(static_cast<unsigned __int128>(x.significand) * y.significand, x.exponent + y.exponent,
               x.negative != y.negative);
  }
  // Adds x[0] y[0] + ... + x[n-1] y[n-1]. For long vectors ProductSums is faster.
  void add_products(Index n, const double* x, const double* y);
  // Adds factor * other. `other` holds a sum of doubles or of products of two; it keeps its value, though not its
  // digits.
  void add_scaled(Accumulator& other, double factor);
  // Adds integer * 2^exponent; the sum stays within the range above.
  void add_integer(__int128 integer, int exponent) {
    bool negative = integer < 0;
    add_digits(negative ? -static_cast<unsigned __int128>(integer) : static_cast<unsigned __int128>(integer), exponent,
               negative);
  }

  // The sum rounded once, to nearest and ties to even: subnormal results once at their own precision, too large ones to
  // infinity. An exact zero is +0.
  template <class R>
  R round();
  // The square root of the sum, rounded once; the sum is not negative.
  template <class R>
  R round_sqrt();
  // -1, 0 or 1.
  int sign();

 private:
  static constexpr int lowest = -3264;
  static constexpr int digit_count = 204;  // up to 2^3264

  // magnitude at most 2^127
  FAIRPLAY_ALWAYS_INLINE void add_digits(unsigned __int128 magnitude, int exponent, bool negative) {
    if (magnitude == 0) return;
    unsigned position = static_cast<unsigned>(exponent - lowest);
    int digit = static_cast<int>(position >> 5);
    unsigned shift = position & 31;
    if (digit < first_) first_ = digit;
    if (digit > last_) last_ = digit;
    std::int64_t sign = -static_cast<std::int64_t>(negative != negative_);  // all ones where digits are subtracted
    unsigned __int128 low = static_cast<unsigned __int128>(static_cast<std::uint64_t>(magnitude)) << shift;
    unsigned __int128 high = static_cast<unsigned __int128>(static_cast<std::uint64_t>(magnitude >> 64)) << shift;
    std::uint64_t a = static_cast<std::uint64_t>(low),
                  c = static_cast<std::uint64_t>(high) + static_cast<std::uint64_t>(low >> 64);
    std::uint64_t carried = c < static_cast<std::uint64_t>(high);
    std::uint64_t top = static_cast<std::uint64_t>(high >> 64) + carried;
    std::int64_t* to = digits_ + digit;
    to[0] += (static_cast<std::int64_t>(a & 0xffffffff) ^ sign) - sign;
    to[1] += (static_cast<std::int64_t>(a >> 32) ^ sign) - sign;
    to[2] += (static_cast<std::int64_t>(c & 0xffffffff) ^ sign) - sign;
    to[3] += (static_cast<std::int64_t>(c >> 32) ^ sign) - sign;
    to[4] += (static_cast<std::int64_t>(top) ^ sign) - sign;
    if (++additions_ == additions_between_carries) normalise();
  }
  void add_decoded(Decoded x) { add_digits(x.significand, x.exponent, x.negative); }

  // Afterwards the value is (-1)^negative_ times digits in [0, 2^32).
  void normalise();
  int top_digit();
  std::uint64_t window(int low_bit) const;
  bool any_below(int bit) const;

  static constexpr int additions_between_carries = 1 << 29;

  std::int64_t digits_[digit_count];
  int first_, last_;  // what was touched: digits first_ to last_ + 4
  int additions_;
  bool negative_;  // digits hold the negated value
};

// Sums of many products, sorted by exponent: a product of two significands has 106 bits, so that a 128-bit integer for
// every eight exponents takes 2^13 of them before an accumulator has to. 8 KB, allocated by the first long sum.
class ProductSums {
 public:
  // Adds x[0] y[0] + ... + x[n-1] y[n-1] to `sum`; operands are finite.
  void add_to(Accumulator& sum, Index n, const double* x, const double* y);

 private:
  std::vector<__int128> sums_;  // by an eighth of the sum of the two biased exponents; zeros between calls
};

// (-1)^negative * (head + something in (0,1) if sticky) * 2^exponent rounded once to R, head >= 2^63.
template <class R>
R round_once(bool negative, std::uint64_t head, bool sticky, int exponent);

}  // namespace fairplay::blas::oracle
