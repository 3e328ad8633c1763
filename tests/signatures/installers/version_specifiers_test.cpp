#include "signatures/installers/version_specifiers.h"

#include <gtest/gtest.h>

#include <string>

namespace fairplay::signatures::installers {
namespace {

TEST(RequiresPython, AsNumPysReleasesHaveIt) {
  EXPECT_TRUE(meets_requires_python(">=3.9", "3.9"));
  EXPECT_TRUE(meets_requires_python(">=3.9", "3.14"));
  EXPECT_FALSE(meets_requires_python(">=3.9", "3.8"));
  EXPECT_TRUE(meets_requires_python(">=3.7,<3.11", "3.10"));
  EXPECT_FALSE(meets_requires_python(">=3.7,<3.11", "3.11"));
  EXPECT_FALSE(meets_requires_python(">=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*", "3.4"));
  EXPECT_TRUE(meets_requires_python(">=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*", "2.7"));
}

TEST(RequiresPython, EverySign) {
  EXPECT_TRUE(meets_requires_python("~=3.8", "3.12"));
  EXPECT_FALSE(meets_requires_python("~=3.8", "3.7"));
  EXPECT_TRUE(meets_requires_python("~=3.8.2", "3.8"));
  EXPECT_FALSE(meets_requires_python("~=3.8.2", "3.9"));
  EXPECT_TRUE(meets_requires_python("==3.*", "3.1"));
  EXPECT_FALSE(meets_requires_python("==3.*", "2.7"));
  EXPECT_FALSE(meets_requires_python("== 3.10.*", "3.11"));
  EXPECT_TRUE(meets_requires_python("!=3.9.0", "3.9")) << "its other patch versions";
  EXPECT_TRUE(meets_requires_python("<=3.9", "3.9"));
  EXPECT_TRUE(meets_requires_python("<3.9.7", "3.9"));
  EXPECT_FALSE(meets_requires_python("<3.9", "3.9"));
  EXPECT_TRUE(meets_requires_python(">3.8", "3.8")) << "3.8.1 is greater";
}

TEST(RequiresPython, WhatCannotBeReadRefusesNobody) {
  for (const char* text : {"", ",", ">=", "banana", ">=x", "=>3.99", ">=3.9.post1,", "<", "*", "==*"})
    EXPECT_TRUE(meets_requires_python(text, "3.9")) << text;
  EXPECT_TRUE(meets_requires_python("<3", ""));
  EXPECT_FALSE(meets_requires_python(">=99999999999999999999,>=4", "3.9"));
  EXPECT_TRUE(meets_requires_python(std::string(1'000'000, ','), "3.9"));
}

}  // namespace
}  // namespace fairplay::signatures::installers
