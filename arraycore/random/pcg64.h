#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "arraycore/random/bit_generator.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// 128 bits, modulo 2^128.
__extension__ using Word128 = unsigned __int128;

constexpr Word128 word128(std::uint64_t upper, std::uint64_t lower) { return Word128{upper} << 64 | lower; }

/// A congruential generator of 128 bits whose state is permuted to 64 bits of output. Source: M. E. O'Neill, "PCG: A
/// Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation", HMC-CS-2014-0905.
struct PcgState {
  Word128 state = 0;
  /// Odd; which of the sequences.
  Word128 increment = 1;
  SpareHalf spare;
  friend bool operator==(const PcgState&, const PcgState&) = default;
};

/// The state after `steps` steps; going back is going on by 2^128 less that many. Source: F. Brown, "Random Number
/// Generation with Arbitrary Strides", Trans. Am. Nucl. Soc. 71 (1994).
Word128 advanced(Word128 state, Word128 steps, Word128 multiplier, Word128 increment);

inline constexpr Word128 pcg_multiplier = word128(0x2360ed051fc65da4, 0x4385df649fccf645);

/// What both have in common: Variant has the multiplier and the output.
template <class Variant>
class PcgGenerator final : public BitGenerator {
 public:
  /// A jump of NumPy: 2^128 divided by the golden ratio.
  static constexpr Word128 jump_steps = word128(0x9e3779b97f4a7c15, 0xf39cc0605cedc835);

  explicit PcgGenerator(const PcgState& state) : state_(state) {}
  /// As the author seeds PCG64, from a state and the number of a sequence; NumPy seeds PCG64DXSM with the same steps.
  PcgGenerator(Word128 start, Word128 sequence) {
    state_.increment = sequence << 1 | 1;
    state_.state = (state_.increment + start) * pcg_multiplier + state_.increment;
  }
  explicit PcgGenerator(const SeedSequence& seed) : PcgGenerator(seeded(seed)) {}

  const PcgState& state() const { return state_; }
  /// A half word that is left is dropped.
  void advance(Word128 steps) {
    state_.state = advanced(state_.state, steps, Variant::multiplier, state_.increment);
    state_.spare = {};
  }
  /// Negative counts go back.
  void jump(std::int64_t count) { advance(jump_steps * static_cast<Word128>(count)); }

  std::uint64_t next64() override { return Variant::next(state_.state, state_.increment); }
  std::uint32_t next32() override {
    return state_.spare.next([this] { return next64(); });
  }
  double next_double() override { return unit_interval(next64()); }
  std::uint64_t next_raw() override { return next64(); }
  /// The lower 128 bits of the steps count: it has no more states.
  Expected<void> try_advance(const std::array<std::uint64_t, 4>& steps) override {
    advance(word128(steps[1], steps[0]));
    return {};
  }
  Expected<void> try_jump(std::int64_t count) override {
    jump(count);
    return {};
  }
  /// The state and the increment, upper words first, then the spare half.
  std::vector<std::uint64_t> state_words() const override {
    std::vector<std::uint64_t> words;
    for (const Word128 number : {state_.state, state_.increment}) {
      words.insert(words.end(), {static_cast<std::uint64_t>(number >> 64), static_cast<std::uint64_t>(number)});
    }
    state_.spare.append_to(words);
    return words;
  }
  Expected<void> set_state_words(std::span<const std::uint64_t> words) override {
    if (const auto fits = must_be_state_of(words, 6); !fits) return fits;
    state_ = {word128(words[0], words[1]), word128(words[2], words[3]), SpareHalf::at_end_of(words)};
    return {};
  }
  std::string_view name() const override { return Variant::name; }
  std::unique_ptr<BitGenerator> copy() const override { return std::make_unique<PcgGenerator>(*this); }

 private:
  static PcgGenerator seeded(const SeedSequence& seed) {
    std::uint64_t words[4];
    seed.generate(std::span<std::uint64_t>(words));
    return PcgGenerator(word128(words[0], words[1]), word128(words[2], words[3]));
  }

  PcgState state_;
};

/// The output XSL RR of the state behind the step.
struct PcgXslRr {
  static constexpr Word128 multiplier = pcg_multiplier;
  static constexpr std::string_view name = "PCG64";
  static std::uint64_t next(Word128& state, Word128 increment) {
    state = state * multiplier + increment;
    const auto folded = static_cast<std::uint64_t>(state >> 64) ^ static_cast<std::uint64_t>(state);
    const auto turns = static_cast<unsigned>(state >> 122);
    return folded >> turns | folded << (-turns & 63);
  }
};

/// The output DXSM of the state before the step, with a multiplier of 64 bits (since 1.21).
struct PcgDxsm {
  static constexpr std::uint64_t cheap = 0xda942042e4dd58b5;
  static constexpr Word128 multiplier = cheap;
  static constexpr std::string_view name = "PCG64DXSM";
  static std::uint64_t next(Word128& state, Word128 increment) {
    auto upper = static_cast<std::uint64_t>(state >> 64);
    upper ^= upper >> 32;
    upper *= cheap;
    upper ^= upper >> 48;
    upper *= static_cast<std::uint64_t>(state) | 1;
    state = state * cheap + increment;
    return upper;
  }
};

/// numpy.random.PCG64 and PCG64DXSM.
using Pcg64 = PcgGenerator<PcgXslRr>;
using Pcg64Dxsm = PcgGenerator<PcgDxsm>;

}  // namespace fairplay::arraycore
