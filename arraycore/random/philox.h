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

/// Philox 4x64 with 10 rounds: a counter of 256 bits, encrypted with a key of 128 (numpy.random.Philox). Source: J. K.
/// Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11 (2011).
class Philox final : public BitGenerator {
 public:
  using Counter = std::array<std::uint64_t, 4>;  ///< lowest word first
  using Key = std::array<std::uint64_t, 2>;

  struct State {
    Counter counter{};
    Key key{};
    /// The encrypted counter, and how many of its words are used up.
    Counter buffer{};
    std::size_t position = 4;
    SpareHalf spare;
  };

  explicit Philox(const SeedSequence& seed, const Counter& counter = {});
  explicit Philox(const Key& key, const Counter& counter = {});
  /// Error: a position beyond the buffer.
  static Expected<Philox> from_state(const State& state);

  const State& state() const { return state_; }
  /// Moves on by so many counters, modulo 2^256: four words each. What is left of a buffer is dropped.
  void advance(const Counter& steps);
  /// By `count` times 2^128 counters; negative counts go back.
  void jump(std::int64_t count);

  std::uint64_t next64() override {
    if (state_.position == 4) refill();
    return state_.buffer[state_.position++];
  }
  std::uint32_t next32() override {
    return state_.spare.next([this] { return next64(); });
  }
  double next_double() override { return unit_interval(next64()); }
  std::uint64_t next_raw() override { return next64(); }
  Expected<void> try_advance(const Counter& steps) override {
    advance(steps);
    return {};
  }
  Expected<void> try_jump(std::int64_t count) override {
    jump(count);
    return {};
  }
  /// Counter, key, buffer, position, then the spare half.
  std::vector<std::uint64_t> state_words() const override;
  Expected<void> set_state_words(std::span<const std::uint64_t> words) override;
  std::string_view name() const override { return "Philox"; }
  std::unique_ptr<BitGenerator> copy() const override { return std::make_unique<Philox>(*this); }

 private:
  void refill();

  State state_;
};

}  // namespace fairplay::arraycore
