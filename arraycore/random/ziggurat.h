#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"

namespace fairplay::arraycore {

/// The ziggurat of a density in 256 layers. Source: G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating
/// Random Variables", J. Stat. Softw. 5 (2000), with 64-bit words after J. A. Doornik (2005).
template <class T>
struct ZigguratTables {
  using Word = std::conditional_t<std::is_same_v<T, double>, std::uint64_t, std::uint32_t>;
  /// Random integers below this one are in the part of the layer that lies wholly under the density.
  std::array<Word, 256> inner;
  /// The width of the layer by random integers.
  std::array<T, 256> width;
  /// The density at the layer's edge.
  std::array<T, 256> density;
};

/// One number of the standard normal and the standard exponential distribution. Up to 1.20 the tails were computed with
/// log(1 - u), later with log1p(-u).
double standard_normal(BitGenerator& bits, Release release);
float standard_normal_float(BitGenerator& bits, Release release);
double standard_exponential(BitGenerator& bits, Release release);
float standard_exponential_float(BitGenerator& bits, Release release);

/// The same for many numbers.
void fill_standard_normal(BitGenerator& bits, Release release, std::span<double> numbers);
void fill_standard_normal(BitGenerator& bits, Release release, std::span<float> numbers);
void fill_standard_exponential(BitGenerator& bits, Release release, std::span<double> numbers);
void fill_standard_exponential(BitGenerator& bits, Release release, std::span<float> numbers);

}  // namespace fairplay::arraycore
