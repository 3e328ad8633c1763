#include "arraycore/random/philox.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "arraycore/random/pcg64.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

void add_to(Philox::Counter& counter, const Philox::Counter& steps) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < counter.size(); ++i) {
    const Word128 sum = Word128{counter[i]} + steps[i] + carry;
    counter[i] = static_cast<std::uint64_t>(sum);
    carry = static_cast<std::uint64_t>(sum >> 64);
  }
}

}  // namespace

Philox::Philox(const SeedSequence& seed, const Counter& counter) {
  seed.generate(std::span<std::uint64_t>(state_.key));
  state_.counter = counter;
}

Philox::Philox(const Key& key, const Counter& counter) {
  state_.key = key;
  state_.counter = counter;
}

std::vector<std::uint64_t> Philox::state_words() const {
  std::vector<std::uint64_t> words(state_.counter.begin(), state_.counter.end());
  words.insert(words.end(), state_.key.begin(), state_.key.end());
  words.insert(words.end(), state_.buffer.begin(), state_.buffer.end());
  words.push_back(state_.position);
  state_.spare.append_to(words);
  return words;
}

Expected<void> Philox::set_state_words(std::span<const std::uint64_t> words) {
  if (const auto fits = must_be_state_of(words, 13); !fits) return fits;
  const auto found = from_state({{words[0], words[1], words[2], words[3]},
                                 {words[4], words[5]},
                                 {words[6], words[7], words[8], words[9]},
                                 words[10],
                                 SpareHalf::at_end_of(words)});
  if (!found) return std::unexpected(found.error());
  *this = *found;
  return {};
}

Expected<Philox> Philox::from_state(const State& state) {
  if (state.position > 4) {
    return fail(ErrorKind::value, "position " + std::to_string(state.position) + " in the 4 words of Philox");
  }
  Philox result(state.key, state.counter);
  result.state_ = state;
  return result;
}

void Philox::advance(const Counter& steps) {
  add_to(state_.counter, steps);
  state_.buffer = {};
  state_.position = 4;
  state_.spare = {};
}

void Philox::jump(std::int64_t count) {
  advance({0, 0, static_cast<std::uint64_t>(count), count < 0 ? ~std::uint64_t{0} : 0});
}

void Philox::refill() {
  add_to(state_.counter, {1});
  Counter words = state_.counter;
  Key key = state_.key;
  for (int round = 0; round < 10; ++round) {
    const Word128 first = Word128{0xd2e7470ee14c6c93} * words[0];
    const Word128 second = Word128{0xca5a826395121157} * words[2];
    words = {static_cast<std::uint64_t>(second >> 64) ^ words[1] ^ key[0], static_cast<std::uint64_t>(second),
             static_cast<std::uint64_t>(first >> 64) ^ words[3] ^ key[1], static_cast<std::uint64_t>(first)};
    key[0] += 0x9e3779b97f4a7c15;
    key[1] += 0xbb67ae8584caa73b;
  }
  state_.buffer = words;
  state_.position = 0;
}

}  // namespace fairplay::arraycore
