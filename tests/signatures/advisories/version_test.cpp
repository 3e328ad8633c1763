#include "signatures/advisories/version.h"

#include <gtest/gtest.h>

#include <string>

namespace fairplay {

using signatures::advisories::compare_numbers;
using signatures::advisories::parse_package_version;
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

TEST(PackageVersion, WhatComesBeforeTheRelease) {
  EXPECT_EQ(parse_package_version("1.26.4")->numbers, (std::vector<unsigned>{1, 26, 4}));
  for (const char* text : {"1.26.4", "1.24.2+mkl", "1.21.4.post1", "1.16.6+security.2", "1.26.4.post1.dev0"}) {
    ASSERT_TRUE(parse_package_version(text)) << text;
    EXPECT_FALSE(parse_package_version(text)->before_release) << text;
  }
  for (const char* text :
       {"2.5.0rc1", "2.0.0b1", "2.0.0a0", "1.26.4.dev0", "2.6.0.dev0+git20260821.1f90bbb", "2.0.0rc1.dev3"}) {
    ASSERT_TRUE(parse_package_version(text)) << text;
    EXPECT_TRUE(parse_package_version(text)->before_release) << text;
  }
  EXPECT_EQ(parse_package_version("2.5.0rc1")->numbers, (std::vector<unsigned>{2, 5, 0}));
}

TEST(PackageVersion, WhatIsNone) {
  for (const char* text : {"", "rc1", "1.", "1..2", "1.2+", "1.2+\x1b[31m", "1!1.2", "1.2-1", "1.2 ", "1.2.x",
                           "1.2.dev0rc1", "1.2rc1rc2", "1.2.0rc123456789", "v1.2", ".dev0", "+1"})
    EXPECT_FALSE(parse_package_version(text)) << text;
}

}  // namespace fairplay
