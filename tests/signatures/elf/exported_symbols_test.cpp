#include "signatures/elf/exported_symbols.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace fairplay {
namespace {

using signatures::elf::ExportedSymbols;

TEST(ExportedSymbols, EmptyHasNothing) {
  ExportedSymbols symbols;
  EXPECT_FALSE(symbols.contains("f"));  // no table yet
  symbols.build_table();
  EXPECT_FALSE(symbols.contains("f"));
  EXPECT_FALSE(symbols.contains(""));
}

TEST(ExportedSymbols, FindsEachOfManyAndNoOther) {
  ExportedSymbols symbols;
  for (int i = 0; i < 5000; ++i) symbols.add(fmt::format("cblas_{}", i), i % 3 == 0 ? "" : fmt::format("V_{}", i % 7));
  symbols.build_table();
  ASSERT_EQ(symbols.size(), 5000U);
  for (int i = 0; i < 5000; ++i) {
    const std::string name = fmt::format("cblas_{}", i);
    const std::string version = i % 3 == 0 ? "" : fmt::format("V_{}", i % 7);
    EXPECT_TRUE(symbols.contains(name)) << name;
    EXPECT_TRUE(symbols.contains(name, version)) << name;
    EXPECT_FALSE(symbols.contains(name, "V_8")) << name;
    EXPECT_FALSE(symbols.contains(name + "_")) << name;
  }
}

TEST(ExportedSymbols, AllVersionsOfAName) {
  ExportedSymbols symbols;
  for (int i = 0; i < 40; ++i) symbols.add("memcpy", fmt::format("GLIBC_2.{}", i));
  symbols.add("memcpy", "GLIBC_2.3");  // twice
  symbols.build_table();
  for (int i = 0; i < 40; ++i) EXPECT_TRUE(symbols.contains("memcpy", fmt::format("GLIBC_2.{}", i))) << i;
  EXPECT_FALSE(symbols.contains("memcpy", ""));
  EXPECT_FALSE(symbols.contains("memcp", "GLIBC_2.3"));
}

}  // namespace
}  // namespace fairplay
