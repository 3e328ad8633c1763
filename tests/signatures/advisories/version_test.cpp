#include "signatures/advisories/version.h"

#include <gtest/gtest.h>

#include <string>

namespace fairplay {

using signatures::advisories::compare_numbers;
using signatures::advisories::parse_version;

TEST(AdvisoryVersion, NumbersAndDevelopmentVersions) {
  EXPECT_EQ(parse_version("0.3.21")->numbers, (std::vector<unsigned>{0, 3, 21}));
  EXPECT_FALSE(parse_version("0.3.21")->development);
  EXPECT_EQ(parse_version("0.3.0.dev")->numbers, (std::vector<unsigned>{0, 3, 0}));
  EXPECT_TRUE(parse_version("0.3.0.dev")->development);
  EXPECT_EQ(parse_version("2023")->numbers, (std::vector<unsigned>{2023}));
}

TEST(AdvisoryVersion, OrderIsOfNumbers) {
  const auto compared = [](const char* a, const char* b) {
    return compare_numbers(*parse_version(a), *parse_version(b));
  };
  EXPECT_LT(compared("0.3.9", "0.3.10"), 0);
  EXPECT_GT(compared("0.3.10", "0.2.20"), 0);
  EXPECT_EQ(compared("0.9", "0.9.0"), 0);
  EXPECT_LT(compared("3.11", "3.11.1"), 0);
}

TEST(AdvisoryVersion, WhatIsNoVersion) {
  for (const char* text : {"", ".", "0.", ".3", "0..3", "r0.3.21", "0.3.21-4", "1.2.3.4.5.6.7", "12345678", "0.3.x",
                           ".dev", "0.3.dev.dev", " 0.3", "0.3 ", "-1"}) {
    EXPECT_FALSE(parse_version(text)) << text;
  }
}

}  // namespace fairplay
