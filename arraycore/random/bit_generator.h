#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

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

  /// Moves on by so many steps of the algorithm, a number of 256 bits, lowest word first. Error: one that can't.
  virtual Expected<void> try_advance(const std::array<std::uint64_t, 4>& /*steps*/) { return cannot("be advanced"); }
  /// NumPy's jump, `count` times; negative counts go back where that can be. Error: one that has no jump.
  virtual Expected<void> try_jump(std::int64_t /*count*/) { return cannot("jump"); }

  /// The state as words, in an order of its own; whether half a word is left and which one are the last two, where
  /// words have 64 bits.
  virtual std::vector<std::uint64_t> state_words() const = 0;
  /// Error: another number of words, a position beyond them.
  virtual Expected<void> set_state_words(std::span<const std::uint64_t> words) = 0;

  /// "MT19937", "PCG64" and so on.
  virtual std::string_view name() const = 0;
  /// Another one in the same state.
  virtual std::unique_ptr<BitGenerator> copy() const = 0;

 private:
  std::unexpected<Error> cannot(std::string_view what) const {
    return fail(ErrorKind::dtype, std::string(name()) + " can't " + std::string(what));
  }
};

inline Expected<void> must_be_state_of(std::span<const std::uint64_t> words, std::size_t length) {
  if (words.size() == length) return {};
  return fail(ErrorKind::value, "a state of another bit generator");
}

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
  /// As the last two words of a state.
  void append_to(std::vector<std::uint64_t>& words) const { words.insert(words.end(), {there ? 1U : 0U, half}); }
  static SpareHalf at_end_of(std::span<const std::uint64_t> words) {
    return {words[words.size() - 2] != 0, static_cast<std::uint32_t>(words.back())};
  }
  friend bool operator==(const SpareHalf&, const SpareHalf&) = default;
};

}  // namespace fairplay::arraycore
