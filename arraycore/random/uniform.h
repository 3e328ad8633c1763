#pragma once

#include <cstdint>
#include <span>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"

namespace fairplay::arraycore {

/// A float of [0, 1) with 24 random bits; up to 1.21 with 23.
inline float unit_float(std::uint32_t word) { return static_cast<float>(word >> 8) * (1.0F / 16777216.0F); }
inline float unit_float_of_23_bits(std::uint32_t word) { return static_cast<float>(word >> 9) * (1.0F / 8388608.0F); }
inline bool has_24_bit_floats(Release release) { return release >= Release{1, 22}; }

inline float next_float(BitGenerator& bits, Release release) {
  const std::uint32_t word = bits.next32();
  return has_24_bit_floats(release) ? unit_float(word) : unit_float_of_23_bits(word);
}

/// Numbers of [0, 1).
void fill_uniform(BitGenerator& bits, std::span<double> numbers);
void fill_uniform(BitGenerator& bits, Release release, std::span<float> numbers);

}  // namespace fairplay::arraycore
