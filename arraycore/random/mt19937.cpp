#include "arraycore/random/mt19937.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arraycore/random/bit_generator.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

constexpr std::size_t twist_distance = 397;

std::uint32_t twisted(std::uint32_t upper, std::uint32_t lower) {
  const std::uint32_t word = (upper & 0x80000000) | (lower & 0x7fffffff);
  return word >> 1 ^ ((word & 1) != 0 ? 0x9908b0dfU : 0U);
}

}  // namespace

Mt19937::Mt19937(const SeedSequence& seed) {
  seed.generate(std::span<std::uint32_t>(state_.key));
  // The first word's other bits don't count; NumPy also leaves the last word unread.
  state_.key[0] = 0x80000000;
  state_.position = length - 1;
}

Mt19937::Mt19937(std::uint32_t seed) {
  for (std::size_t i = 0; i < length; ++i) {
    state_.key[i] = seed;
    seed = 1812433253 * (seed ^ seed >> 30) + static_cast<std::uint32_t>(i) + 1;
  }
}

Expected<Mt19937> Mt19937::from_numbers(std::span<const std::uint32_t> numbers) {
  if (numbers.empty()) return fail(ErrorKind::value, "MT19937 can't be seeded with no number");
  Mt19937 result(19650218U);
  auto& key = result.state_.key;
  std::size_t i = 1;
  const auto step = [&] {
    if (++i == length) {
      key[0] = key[length - 1];
      i = 1;
    }
  };
  std::size_t number = 0;
  for (std::size_t n = std::max(length, numbers.size()); n > 0; --n) {
    key[i] =
        (key[i] ^ (key[i - 1] ^ key[i - 1] >> 30) * 1664525) + numbers[number] + static_cast<std::uint32_t>(number);
    step();
    if (++number == numbers.size()) number = 0;
  }
  for (std::size_t n = length - 1; n > 0; --n) {
    key[i] = (key[i] ^ (key[i - 1] ^ key[i - 1] >> 30) * 1566083941) - static_cast<std::uint32_t>(i);
    step();
  }
  key[0] = 0x80000000;
  return result;
}

std::vector<std::uint64_t> Mt19937::state_words() const {
  std::vector<std::uint64_t> words(state_.key.begin(), state_.key.end());
  words.push_back(state_.position);
  return words;
}

Expected<void> Mt19937::set_state_words(std::span<const std::uint64_t> words) {
  if (const auto fits = must_be_state_of(words, length + 1); !fits) return fits;
  State state;
  for (std::size_t i = 0; i < length; ++i) state.key[i] = static_cast<std::uint32_t>(words[i]);
  state.position = words.back();
  const auto found = from_state(state);
  if (!found) return std::unexpected(found.error());
  *this = *found;
  return {};
}

Expected<Mt19937> Mt19937::from_state(const State& state) {
  if (state.position > length) {
    return fail(ErrorKind::value, "position " + std::to_string(state.position) + " in the 624 words of MT19937");
  }
  Mt19937 result;
  result.state_ = state;
  return result;
}

void Mt19937::refill() {
  auto& key = state_.key;
  for (std::size_t i = 0; i < length - twist_distance; ++i) {
    key[i] = key[i + twist_distance] ^ twisted(key[i], key[i + 1]);
  }
  for (std::size_t i = length - twist_distance; i < length - 1; ++i) {
    key[i] = key[i + twist_distance - length] ^ twisted(key[i], key[i + 1]);
  }
  key[length - 1] = key[twist_distance - 1] ^ twisted(key[length - 1], key[0]);
  state_.position = 0;
}

}  // namespace fairplay::arraycore
