#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "arraycore/random/bit_generator.h"
#include "arraycore/random/mt19937.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/philox.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/random/sfc64.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

using Words = std::vector<std::uint64_t>;

Words raw(BitGenerator& bits, std::size_t count) {
  Words words;
  for (std::size_t i = 0; i < count; ++i) words.push_back(bits.next_raw());
  return words;
}

SeedSequence seed(std::uint32_t number) { return SeedSequence::of({number}).value(); }

template <class Bits>
void expect_numpys(const Words& first, const Words& after_three_jumps) {
  Bits bits(seed(12345));
  EXPECT_EQ(raw(bits, 3), first);
  const auto before = bits.copy();
  bits.jump(3);
  EXPECT_EQ(raw(bits, 2), after_three_jumps);
  EXPECT_NE(raw(*before, 2), after_three_jumps);
}

TEST(BitGenerators, GiveNumpysWords) {
  expect_numpys<Mt19937>({0x60bc0add, 0xd7d0d9d3, 0x55016af1}, {0x42bae3f6, 0x958af5f1});
  expect_numpys<Pcg64>({0x3a32b18db2ffc19d, 0x51171315c9e4c4de, 0xcc2024823444efd9},
                       {0xc70bafe4c2a1dbf1, 0x3bfa0587b3db4d5a});
  expect_numpys<Pcg64Dxsm>({0xee9ce7d91fd0146f, 0x5666c45f046a0883, 0x378c2161cf28e2bd},
                           {0xc5df3bf600d0e4ad, 0x9591210027eec14a});
  expect_numpys<Philox>({0x6bb68ec5e0887940, 0xa73636699d498901, 0x6ee3cefb44bbb152},
                        {0xc17cd132d72d0b20, 0x97eeffe1a04d1160});
  Sfc64 sfc(seed(12345));
  EXPECT_EQ(raw(sfc, 3), (Words{0x30f2a9be9b3bfe42, 0x4e61d5c0f7dfb297, 0x7dc9a4f0ed93a006}));
}

// mt19937ar.out of the authors' code of 2002; the 10,000th number is in the C++ standard, [rand.predef].
TEST(Mt19937, GivesItsAuthorsNumbers) {
  const std::uint32_t numbers[]{0x123, 0x234, 0x345, 0x456};
  auto by_array = Mt19937::from_numbers(numbers).value();
  EXPECT_EQ(raw(by_array, 5), (Words{1067595299, 955945823, 477289528, 4107218783, 4228976476}));
  Mt19937 by_number(5489U);
  EXPECT_EQ(raw(by_number, 10000).back(), 4123659995U);
}

// Random123's kat_vectors, "philox4x64 10". The counter is raised before it is encrypted.
TEST(Philox, GivesItsAuthorsNumbers) {
  const auto all = std::numeric_limits<std::uint64_t>::max();
  Philox zeros(Philox::Key{0, 0}, {all, all, all, all});
  EXPECT_EQ(raw(zeros, 4), (Words{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
  Philox ones(Philox::Key{all, all}, {all - 1, all, all, all});
  EXPECT_EQ(raw(ones, 4), (Words{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
}

// The author's demo of pcg64 with the seeds 42 and 54.
TEST(Pcg64, GivesItsAuthorsNumbers) {
  Pcg64 bits(42, 54);
  EXPECT_EQ(raw(bits, 6), (Words{0x86b1da1d72062b68, 0x1304aa46c9853d39, 0xa3670e9e0dd50358, 0xf9090e529a7dae00,
                                 0xc85b9fd837996f2c, 0x606121f8e3919196}));
}

template <class Bits>
void expect_halves() {
  Bits whole(seed(3));
  Bits halves(seed(3));
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t word = whole.next64();
    EXPECT_EQ(halves.next32(), static_cast<std::uint32_t>(word));
    EXPECT_EQ(halves.next32(), static_cast<std::uint32_t>(word >> 32));
  }
}

TEST(BitGenerators, TheLowerHalfComesFirst) {
  expect_halves<Pcg64>();
  expect_halves<Pcg64Dxsm>();
  expect_halves<Philox>();
  expect_halves<Sfc64>();
}

TEST(BitGenerators, AMersenneTwisterGivesTheUpperHalfFirst) {
  Mt19937 whole(seed(3));
  Mt19937 halves(seed(3));
  const std::uint64_t upper = halves.next32();
  EXPECT_EQ(whole.next64(), upper << 32 | halves.next32());
}

TEST(Pcg64, AdvancingIsDrawing) {
  for (const unsigned steps : {0U, 1U, 2U, 1000U}) {
    Pcg64 drawn(seed(1));
    Pcg64 advanced_by(seed(1));
    raw(drawn, steps);
    advanced_by.advance(steps);
    EXPECT_EQ(drawn.state(), advanced_by.state());
    advanced_by.advance(-Word128{steps});
    EXPECT_EQ(advanced_by.state(), Pcg64(seed(1)).state());
  }
}

TEST(Pcg64, AdvancingDropsAHalfWord) {
  Pcg64 bits(seed(1));
  bits.next32();
  EXPECT_TRUE(bits.state().spare.there);
  bits.advance(0);
  EXPECT_FALSE(bits.state().spare.there);
}

TEST(Philox, AdvancingIsDrawingFours) {
  Philox drawn(seed(1));
  Philox advanced_by(seed(1));
  raw(drawn, 4 * 7);
  advanced_by.advance({7});
  EXPECT_EQ(raw(drawn, 3), raw(advanced_by, 3));
  advanced_by.jump(2);
  advanced_by.jump(-2);
  EXPECT_EQ(raw(drawn, 2).back(), raw(advanced_by, 1).back());
}

TEST(Mt19937, JumpingTwiceIsTwoJumps) {
  Mt19937 at_once(seed(9));
  Mt19937 one_by_one(seed(9));
  at_once.jump(2);
  one_by_one.jump(1);
  one_by_one.jump(1);
  EXPECT_EQ(raw(at_once, 700), raw(one_by_one, 700));
}

TEST(BitGenerators, ACopyHasAStateOfItsOwn) {
  Sfc64 bits(seed(5));
  bits.next32();
  const std::unique_ptr<BitGenerator> other = bits.copy();
  EXPECT_EQ(other->name(), "SFC64");
  EXPECT_EQ(bits.next32(), other->next32());
  EXPECT_EQ(bits.next_double(), other->next_double());
}

template <class Bits>
void expect_state_to_come_back() {
  Bits bits(seed(5));
  bits.next32();
  BitGenerator& one = bits;
  const Words words = one.state_words();
  Bits other(seed(6));
  BitGenerator& another = other;
  ASSERT_TRUE(another.set_state_words(words).has_value());
  EXPECT_EQ(another.state_words(), words);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(another.next32(), one.next32());
  const Words before = another.state_words();
  EXPECT_EQ(another.set_state_words(Words(words.size() + 1)).error().kind, ErrorKind::value);
  EXPECT_EQ(another.set_state_words({}).error().kind, ErrorKind::value);
  EXPECT_EQ(another.state_words(), before);
}

TEST(BitGenerators, TheirStatesComeBack) {
  expect_state_to_come_back<Mt19937>();
  expect_state_to_come_back<Pcg64>();
  expect_state_to_come_back<Pcg64Dxsm>();
  expect_state_to_come_back<Philox>();
  expect_state_to_come_back<Sfc64>();
}

TEST(BitGenerators, MoveOnAsTheyCan) {
  Pcg64 pcg(seed(1));
  Pcg64 advanced_by(seed(1));
  BitGenerator& bits = advanced_by;
  pcg.advance(word128(7, 5));
  EXPECT_TRUE(bits.try_advance({5, 7, 1, 1}).has_value());
  pcg.jump(2);
  EXPECT_TRUE(bits.try_jump(2).has_value());
  EXPECT_EQ(pcg.state(), advanced_by.state());
  Mt19937 twister(seed(1));
  Sfc64 sfc(seed(1));
  Philox philox(seed(1));
  EXPECT_EQ(static_cast<BitGenerator&>(twister).try_advance({1}).error().message, "MT19937 can't be advanced");
  EXPECT_EQ(static_cast<BitGenerator&>(sfc).try_advance({1}).error().kind, ErrorKind::dtype);
  EXPECT_EQ(static_cast<BitGenerator&>(sfc).try_jump(1).error().message, "SFC64 can't jump");
  EXPECT_TRUE(static_cast<BitGenerator&>(twister).try_jump(1).has_value());
  EXPECT_TRUE(static_cast<BitGenerator&>(philox).try_advance({1}).has_value());
  Words beyond(13);
  beyond[10] = 5;
  EXPECT_EQ(static_cast<BitGenerator&>(philox).set_state_words(beyond).error().kind, ErrorKind::value);
}

TEST(BitGenerators, RefuseStatesBeyondTheirWords) {
  Mt19937::State twister;
  twister.position = 625;
  EXPECT_EQ(Mt19937::from_state(twister).error().kind, ErrorKind::value);
  twister.position = 624;
  EXPECT_TRUE(Mt19937::from_state(twister).has_value());
  Philox::State philox;
  philox.position = 5;
  EXPECT_EQ(Philox::from_state(philox).error().kind, ErrorKind::value);
  EXPECT_EQ(Mt19937::from_numbers({}).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
