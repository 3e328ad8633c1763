#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace fairplay::arraycore {

/// A source of random bits with a state of its own (numpy.random.BitGenerator). The distributions draw from it; several
/// generators can share one, but no two threads at once.
class BitGenerator {
 public:
  virtual ~BitGenerator() = default;

  /// 64 and 32 random bits. Those whose words have 64 bits give the lower half first and keep the upper one for the
  /// next call of next32.
  virtual std::uint64_t next64() = 0;
  virtual std::uint32_t next32() = 0;
  /// A number of [0, 1) with 53 random bits.
  virtual double next_double() = 0;
  /// The next word of the algorithm: 32 bits of MT19937, 64 of the others.
  virtual std::uint64_t next_raw() = 0;

  /// "MT19937", "PCG64" and so on.
  virtual std::string_view name() const = 0;
  /// Another one in the same state.
  virtual std::unique_ptr<BitGenerator> copy() const = 0;
};

/// The upper 53 bits as a number of [0, 1).
inline double unit_interval(std::uint64_t word) { return static_cast<double>(word >> 11) * (1.0 / 9007199254740992.0); }

/// The half of a 64-bit word that next32 has left.
struct SpareHalf {
  bool there = false;
  std::uint32_t half = 0;

  template <class Next>
  std::uint32_t next(Next&& next64) {
    if (there) {
      there = false;
      return half;
    }
    const std::uint64_t word = next64();
    there = true;
    half = static_cast<std::uint32_t>(word >> 32);
    return static_cast<std::uint32_t>(word);
  }
  friend bool operator==(const SpareHalf&, const SpareHalf&) = default;
};

}  // namespace fairplay::arraycore
