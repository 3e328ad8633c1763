#include "signatures/elf/libc_floor.h"

#include <gtest/gtest.h>

namespace fairplay::signatures::elf {
namespace {

TEST(LibcFloor, TheNewestThatIsWanted) {
  const std::vector<VersionNeed> needs = {
      {"libm.so.6", "GLIBC_2.27", false},    {"libc.so.6", "GLIBC_2.2.5", false},
      {"libc.so.6", "GLIBC_2.9", false},     {"libc.so.6", "GLIBC_2.38", true},
      {"libc.so.6", "GLIBC_PRIVATE", false}, {"libstdc++.so.6", "GLIBCXX_3.4.29", false}};
  EXPECT_EQ(newest_glibc_of(needs), "2.27") << "a weak want keeps nobody from loading";
  EXPECT_EQ(newest_glibc_of({}), "");
  EXPECT_EQ(newest_glibc_of(std::vector<VersionNeed>{{"libc.so.6", "GLIBC_ABI_DT_RELR", false}}), "2.36");
}

TEST(LibcFloor, WhatALibraryDefines) {
  EXPECT_EQ(newest_glibc_in(std::vector<std::string>{"libc.so.6", "GLIBC_2.2.5", "GLIBC_2.36", "GLIBC_PRIVATE"}),
            "2.36");
  EXPECT_EQ(newest_glibc_in({}), "");
}

TEST(LibcFloor, NumbersAreNoText) {
  EXPECT_TRUE(is_older("2.5", "2.17"));
  EXPECT_TRUE(is_older("", "2.0.1"));
  EXPECT_TRUE(is_older("2.2", "2.2.5"));
  EXPECT_FALSE(is_older("2.17", "2.17"));
  EXPECT_FALSE(is_older("11.0", "10.9"));
  for (const char* text : {"GLIBC_", "GLIBC_2.x", "GLIBC_.2", "GLIBC_PRIVATE", "2.17", "GLIBC_2.111111111111111111"})
    EXPECT_EQ(glibc_in(text), "") << text;
}

}  // namespace
}  // namespace fairplay::signatures::elf
