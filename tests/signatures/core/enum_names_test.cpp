#include "signatures/enum_names.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace fairplay {
namespace {

using signatures::enum_names;
using signatures::is_enumerator;

enum class Fruit : std::uint8_t { apple, pear, sour_cherry };

constexpr auto fruits =
    enum_names<Fruit>({{Fruit::apple, "apple"}, {Fruit::pear, "pear"}, {Fruit::sour_cherry, "sour-cherry"}});

TEST(EnumNames, EveryValueHasItsName) {
  EXPECT_EQ(fruits.name(Fruit::apple), "apple");
  EXPECT_EQ(fruits.name(Fruit::sour_cherry), "sour-cherry");
  EXPECT_EQ(fruits.all().size(), 3U);
}

TEST(EnumNames, ReadsItsNamesBack) {
  for (const Fruit fruit : {Fruit::apple, Fruit::pear, Fruit::sour_cherry})
    EXPECT_EQ(fruits.named(fruits.name(fruit)), fruit);
}

TEST(EnumNames, TextThatNamesNoValueIsNone) {
  for (const char* text : {"", "sour_cherry", "Apple", "apple ", "app"})
    EXPECT_EQ(fruits.named(text), std::nullopt) << text;
}

TEST(EnumNames, BitsThatAreNoValueHaveNoName) { EXPECT_EQ(fruits.name(static_cast<Fruit>(3)), ""); }

// What makes a table with a missing row fail to compile.
TEST(EnumNames, KnowsWhichBitsAreAValue) {
  EXPECT_TRUE(is_enumerator<Fruit::sour_cherry>());
  EXPECT_FALSE(is_enumerator<static_cast<Fruit>(3)>());
}

}  // namespace
}  // namespace fairplay
