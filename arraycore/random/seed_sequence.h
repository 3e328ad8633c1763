#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Makes seeds of any number of integers, such that similar ones give unrelated states (numpy.random.SeedSequence).
/// Source: M. E. O'Neill, "Developing a seed_seq Alternative", 2015.
class SeedSequence {
 public:
  using Words = std::vector<std::uint32_t>;

  static constexpr std::size_t default_pool_size = 4;
  /// NumPy sets no limit; the work grows with the square of the pool.
  static constexpr std::size_t max_pool_size = 65536;

  /// Of integers in words of 32 bits, each integer's lowest word first, zero as one word. Up to 1.18 a spawn key
  /// directly followed the entropy, so that the streams of different keys could be the same. Error: a pool of less than
  /// 4 words, or more than `max_pool_size`.
  static Expected<SeedSequence> of(Words entropy, Words spawn_key = {}, std::size_t pool_size = default_pool_size,
                                   Release release = newest_release);
  /// The words of an integer.
  static Words words_of(std::uint64_t integer);

  const Words& entropy() const { return entropy_; }
  const Words& spawn_key() const { return spawn_key_; }
  const Words& pool() const { return pool_; }
  std::uint32_t children() const { return children_; }
  /// Which key the next child gets.
  void set_children(std::uint32_t children) { children_ = children; }

  void generate(std::span<std::uint32_t> words) const;
  /// The same in pairs, the lower half first.
  void generate(std::span<std::uint64_t> words) const;
  /// The same as an array. Errors: another dtype than uint32 and uint64, a negative count, no memory.
  Expected<Array> generate_state(std::int64_t count, DType dtype) const;

  /// The next `count` children: of the same entropy, with one more word in the key.
  std::vector<SeedSequence> spawn(std::uint32_t count);

 private:
  SeedSequence(Words entropy, Words spawn_key, std::size_t pool_size, Release release);

  Words entropy_;
  Words spawn_key_;
  Words pool_;
  std::uint32_t children_ = 0;
  Release release_;
};

}  // namespace fairplay::arraycore
