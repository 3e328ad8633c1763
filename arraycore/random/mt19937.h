#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "arraycore/random/bit_generator.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The Mersenne Twister, period 2^19937 - 1 (numpy.random.MT19937). Source: M. Matsumoto and T. Nishimura, "Mersenne
/// Twister: A 623-Dimensionally Equidistributed Uniform Pseudo-Random Number Generator", ACM TOMACS 8 (1998).
class Mt19937 final : public BitGenerator {
 public:
  static constexpr std::size_t length = 624;

  struct State {
    std::array<std::uint32_t, length> key{};
    /// Words of the key that are used up.
    std::size_t position = length;
  };

  explicit Mt19937(const SeedSequence& seed);
  /// As the authors' code of 2002 seeds it, and so RandomState.
  explicit Mt19937(std::uint32_t seed);
  /// The same from several numbers. Error: none is given.
  static Expected<Mt19937> from_numbers(std::span<const std::uint32_t> numbers);
  /// Error: a position beyond the key.
  static Expected<Mt19937> from_state(const State& state);

  const State& state() const { return state_; }
  /// NumPy's jump, `count` times, as it is since 1.19. It is meant to move on by 2^128 words; but the polynomial takes
  /// the words as a ring that begins at the position, and drawing doesn't, so that the words behind are others. Source:
  /// H. Haramoto, M. Matsumoto, T. Nishimura, F. Panneton, P. L'Ecuyer, "Efficient Jump Ahead for F2-Linear Random
  /// Number Generators", INFORMS JoC 20 (2008).
  void jump(std::int64_t count);

  std::uint32_t next32() override {
    if (state_.position == length) refill();
    std::uint32_t word = state_.key[state_.position++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680;
    word ^= word << 15 & 0xefc60000;
    return word ^ word >> 18;
  }
  std::uint64_t next64() override {
    const std::uint64_t upper = next32();
    return upper << 32 | next32();
  }
  double next_double() override {
    const double upper = next32() >> 5;
    return (upper * 67108864.0 + (next32() >> 6)) / 9007199254740992.0;
  }
  std::uint64_t next_raw() override { return next32(); }
  Expected<void> try_jump(std::int64_t count) override {
    jump(count);
    return {};
  }
  /// The key, then the position.
  std::vector<std::uint64_t> state_words() const override;
  Expected<void> set_state_words(std::span<const std::uint64_t> words) override;
  std::string_view name() const override { return "MT19937"; }
  std::unique_ptr<BitGenerator> copy() const override { return std::make_unique<Mt19937>(*this); }

 private:
  Mt19937() = default;
  void refill();

  State state_;
};

}  // namespace fairplay::arraycore
