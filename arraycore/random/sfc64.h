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

/// Small Fast Chaotic, 64 bits: a chaotic map of three words and a counter (numpy.random.SFC64). Source: C.
/// Doty-Humphrey, PractRand 0.93 (2014).
class Sfc64 final : public BitGenerator {
 public:
  struct State {
    /// a, b, c and the counter.
    std::array<std::uint64_t, 4> words{};
    SpareHalf spare;
  };

  explicit Sfc64(const State& state) : state_(state) {}
  explicit Sfc64(const SeedSequence& seed);

  const State& state() const { return state_; }

  std::uint64_t next64() override {
    auto& [a, b, c, counter] = state_.words;
    const std::uint64_t result = a + b + counter++;
    a = b ^ b >> 11;
    b = c + (c << 3);
    c = (c << 24 | c >> 40) + result;
    return result;
  }
  std::uint32_t next32() override {
    return state_.spare.next([this] { return next64(); });
  }
  double next_double() override { return unit_interval(next64()); }
  std::uint64_t next_raw() override { return next64(); }
  /// a, b, c, the counter, then the spare half.
  std::vector<std::uint64_t> state_words() const override {
    std::vector<std::uint64_t> words(state_.words.begin(), state_.words.end());
    state_.spare.append_to(words);
    return words;
  }
  Expected<void> set_state_words(std::span<const std::uint64_t> words) override {
    if (const auto fits = must_be_state_of(words, 6); !fits) return fits;
    state_ = {{words[0], words[1], words[2], words[3]}, SpareHalf::at_end_of(words)};
    return {};
  }
  std::string_view name() const override { return "SFC64"; }
  std::unique_ptr<BitGenerator> copy() const override { return std::make_unique<Sfc64>(*this); }

 private:
  State state_;
};

}  // namespace fairplay::arraycore
