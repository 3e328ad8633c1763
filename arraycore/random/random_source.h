#pragma once

#include <cstdint>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"

namespace fairplay::arraycore {

/// The second number of a pair that the polar method makes; the next draw takes it.
struct SpareNormal {
  bool there = false;
  double number = 0.0;
};

/// What makes binomial numbers of one n and p fast (binomial.cpp); it is kept until another n or p comes.
struct BinomialSetup {
  bool there = false;
  std::int64_t n = 0;
  double p = 0.0;
  double r, q, fm, p1, xm, xl, xr, c, laml, lamr, p2, p3, p4;
  std::int64_t m;
};

/// What the distributions draw from: bits, and the rules by which a release makes numbers of them. RandomState's rules
/// are those of 1.16 for ever, but for what compilers changed; a generator's follow the release. Where the two differ,
/// a distribution asks.
class RandomSource {
 public:
  /// A Generator's.
  RandomSource(BitGenerator& bits, Release release) : bits_(bits), release_(release) {}
  /// A RandomState's.
  RandomSource(BitGenerator& bits, Release release, SpareNormal& spare)
      : bits_(bits), release_(release), spare_(&spare) {}

  BitGenerator& bits() { return bits_; }
  Release release() const { return release_; }
  bool legacy() const { return spare_ != nullptr; }
  /// Whether a change of Generator's stream that came with `change` holds.
  bool since(int major, int minor) const { return !legacy() && release_ >= Release{major, minor}; }

  /// A number of [0, 1).
  double uniform() { return bits_.next_double(); }
  /// Standard normal: by the ziggurat, or the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6, 1964).
  double normal();
  /// Standard exponential: by the ziggurat, or a logarithm.
  double exponential();

  BinomialSetup binomial;

 private:
  BitGenerator& bits_;
  Release release_;
  SpareNormal* spare_ = nullptr;
};

/// A floating number as an integer as x86 converts it: the smallest one where it doesn't fit.
std::int64_t truncated(double number);

/// NumPy's integers wrap where parameters are enormous.
constexpr std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapping_product(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
}

}  // namespace fairplay::arraycore
