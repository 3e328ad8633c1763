#include "arraycore/random/seed_sequence.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

constexpr std::uint32_t pool_start = 0x43b0d7e5;
constexpr std::uint32_t pool_factor = 0x931e8875;
constexpr std::uint32_t state_start = 0x8b51f9dd;
constexpr std::uint32_t state_factor = 0x58f38ded;
constexpr std::uint32_t mix_left = 0xca01f9dd;
constexpr std::uint32_t mix_right = 0x4973f715;

std::uint32_t hashed(std::uint32_t value, std::uint32_t& multiplier, std::uint32_t factor) {
  value ^= multiplier;
  multiplier *= factor;
  value *= multiplier;
  return value ^ value >> 16;
}

std::uint32_t mixed(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t value = mix_left * a - mix_right * b;
  return value ^ value >> 16;
}

}  // namespace

Expected<SeedSequence> SeedSequence::of(Words entropy, Words spawn_key, std::size_t pool_size, Release release) {
  if (pool_size < default_pool_size || pool_size > max_pool_size) {
    return fail(ErrorKind::value, "the entropy pool must have 4 to 65536 words, not " + std::to_string(pool_size));
  }
  return SeedSequence(std::move(entropy), std::move(spawn_key), pool_size, release);
}

SeedSequence::SeedSequence(Words entropy, Words spawn_key, std::size_t pool_size, Release release)
    : entropy_(std::move(entropy)), spawn_key_(std::move(spawn_key)), pool_(pool_size), release_(release) {
  Words words = entropy_;
  if (!spawn_key_.empty() && release >= Release{1, 19} && words.size() < pool_size) words.resize(pool_size);
  words.insert(words.end(), spawn_key_.begin(), spawn_key_.end());
  std::uint32_t multiplier = pool_start;
  for (std::size_t i = 0; i < pool_size; ++i) {
    pool_[i] = hashed(i < words.size() ? words[i] : 0, multiplier, pool_factor);
  }
  for (std::size_t from = 0; from < pool_size; ++from) {
    for (std::size_t to = 0; to < pool_size; ++to) {
      if (from != to) pool_[to] = mixed(pool_[to], hashed(pool_[from], multiplier, pool_factor));
    }
  }
  for (std::size_t from = pool_size; from < words.size(); ++from) {
    for (std::uint32_t& word : pool_) word = mixed(word, hashed(words[from], multiplier, pool_factor));
  }
}

SeedSequence::Words SeedSequence::words_of(std::uint64_t integer) {
  Words words{static_cast<std::uint32_t>(integer)};
  if (integer >> 32 != 0) words.push_back(static_cast<std::uint32_t>(integer >> 32));
  return words;
}

void SeedSequence::generate(std::span<std::uint32_t> words) const {
  std::uint32_t multiplier = state_start;
  std::size_t from = 0;
  for (std::uint32_t& word : words) {
    word = hashed(pool_[from], multiplier, state_factor);
    if (++from == pool_.size()) from = 0;
  }
}

void SeedSequence::generate(std::span<std::uint64_t> words) const {
  Words halves(2 * words.size());
  generate(std::span<std::uint32_t>(halves));
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = halves[2 * i] | static_cast<std::uint64_t>(halves[2 * i + 1]) << 32;
  }
}

Expected<Array> SeedSequence::generate_state(std::int64_t count, DType dtype) const {
  if (dtype != DType(Kind::uint32) && dtype != DType(Kind::uint64)) {
    return fail(ErrorKind::value, "a state has elements of uint32 or uint64, not " + dtype.name());
  }
  const std::int64_t shape[]{count};
  auto result = Array::unset(dtype, shape);
  if (!result) return result;
  std::byte* place = result->view().data();
  std::uint32_t multiplier = state_start;
  std::size_t from = 0;
  for (std::int64_t i = 0; i < count * dtype.size() / 4; ++i) {
    const std::uint32_t word = hashed(pool_[from], multiplier, state_factor);
    std::memcpy(place + 4 * i, &word, 4);
    if (++from == pool_.size()) from = 0;
  }
  return result;
}

std::vector<SeedSequence> SeedSequence::spawn(std::uint32_t count) {
  std::vector<SeedSequence> result;
  for (std::uint32_t i = 0; i < count; ++i) {
    Words key = spawn_key_;
    key.push_back(children_++);
    result.push_back(SeedSequence(entropy_, std::move(key), pool_.size(), release_));
  }
  return result;
}

}  // namespace fairplay::arraycore
