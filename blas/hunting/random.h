#pragma once
// The generator's source of randomness: the same numbers from the same seed on every machine and with every standard
// library. SplitMix64 (G. Steele, D. Lea, C. Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "blas/scalar.h"

namespace fairplay::blas::hunting {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  // 0 <= result < count, count >= 1
  Index below(Index count) {
    return static_cast<Index>((static_cast<unsigned __int128>(bits()) * static_cast<std::uint64_t>(count)) >> 64);
  }
  // low <= result <= high
  int between(int low, int high) { return low + static_cast<int>(below(high - low + 1)); }
  bool one_in(Index count) { return below(count) == 0; }

  // A significand of full length in [1, 2) with a random sign.
  template <class R>
  R significand() {
    constexpr int digits = std::numeric_limits<R>::digits - 1;
    std::uint64_t word = bits();
    R magnitude = 1 + std::ldexp(static_cast<R>(word >> (64 - digits)), -digits);
    return (word & 1) != 0 ? -magnitude : magnitude;
  }
  // significand * 2^exponent, exponent anywhere from low to high; rounded where that is subnormal.
  template <class R>
  R scaled(int low, int high) {
    R s = significand<R>();
    return std::ldexp(s, between(low, high));
  }
  // Evenly distributed on a grid of 2^-digits in (-1, 1).
  template <class R>
  R uniform() {
    constexpr int digits = std::numeric_limits<R>::digits;
    std::uint64_t word = bits();
    R magnitude = std::ldexp(static_cast<R>(word >> (64 - digits)), -digits);
    return (word & 1) != 0 ? -magnitude : magnitude;
  }
  // Any finite number, every exponent alike.
  template <class R>
  R any() {
    using Bits = std::conditional_t<sizeof(R) == 4, std::uint32_t, std::uint64_t>;
    for (;;) {
      R value = std::bit_cast<R>(static_cast<Bits>(bits() >> (64 - 8 * sizeof(R))));
      if (std::isfinite(value)) return value;
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace fairplay::blas::hunting
