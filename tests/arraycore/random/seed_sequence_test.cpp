#include "arraycore/random/seed_sequence.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <span>
#include <vector>

namespace fairplay::arraycore {
namespace {

using Words = SeedSequence::Words;

Words first_words(const SeedSequence& sequence, std::size_t count) {
  Words words(count);
  sequence.generate(std::span(words));
  return words;
}

TEST(SeedSequence, GivesNumpysWords) {
  EXPECT_EQ(first_words(SeedSequence::of({0}).value(), 4), (Words{0xb0f478be, 0xdb2cd7e7, 0x2c71ba49, 0xabf4641a}));
  Words several{1};
  for (const std::uint32_t word : SeedSequence::words_of(std::uint64_t{1} << 40)) several.push_back(word);
  several.push_back(3);
  std::vector<std::uint64_t> wide(2);
  SeedSequence::of(several).value().generate(std::span(wide));
  EXPECT_EQ(wide, (std::vector<std::uint64_t>{0x57b66840c35f6d21, 0x10ecb4076265cf04}));
  EXPECT_EQ(first_words(SeedSequence::of({12345}, {}, 8).value(), 3), (Words{0xc4662807, 0x1a39fcf2, 0x33a415cd}));
}

TEST(SeedSequence, ChildrenHaveKeysOfTheirOwn) {
  auto parent = SeedSequence::of({12345}).value();
  const auto children = parent.spawn(2);
  EXPECT_EQ(parent.children(), 2U);
  EXPECT_EQ(parent.spawn(1).at(0).spawn_key(), (Words{2}));
  EXPECT_EQ(first_words(SeedSequence::of({12345}, {2}).value(), 3), (Words{0x264cdb38, 0xe51dc942, 0x6981dfd6}));
  EXPECT_NE(children.at(0).pool(), children.at(1).pool());
}

TEST(SeedSequence, BeforeRelease119AKeyContinuesTheEntropy) {
  const auto with_key = SeedSequence::of({1}, {2}, 4, Release{1, 18}).value();
  EXPECT_EQ(with_key.pool(), SeedSequence::of({1, 2}).value().pool());
  EXPECT_NE(SeedSequence::of({1}, {2}).value().pool(), with_key.pool());
}

TEST(SeedSequence, AnArrayOfItsWords) {
  const auto sequence = SeedSequence::of({7}).value();
  EXPECT_EQ(sequence.generate_state(3, Kind::uint32)->shape(), (Extents{3}));
  EXPECT_EQ(sequence.generate_state(2, Kind::int64).error().kind, ErrorKind::value);
  EXPECT_FALSE(sequence.generate_state(-1, Kind::uint32).has_value());
  EXPECT_FALSE(sequence.generate_state(std::int64_t{1} << 61, Kind::uint64).has_value());
}

TEST(SeedSequence, RefusesPools) {
  EXPECT_EQ(SeedSequence::of({1}, {}, 3).error().kind, ErrorKind::value);
  EXPECT_EQ(SeedSequence::of({1}, {}, std::size_t{1} << 40).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
