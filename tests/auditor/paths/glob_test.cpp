#include "auditor/paths/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace fairplay {

using auditor::glob_matches;

TEST(Glob, Matches) {
  EXPECT_TRUE(glob_matches("numpy", "numpy"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_TRUE(glob_matches("numpy==2.*", "numpy==2.3.5"));
  EXPECT_TRUE(glob_matches("/opt/*/numpy", "/opt/a/b/numpy"));
  EXPECT_TRUE(glob_matches("n?mpy", "numpy"));
  EXPECT_TRUE(glob_matches("*a*b*", "xxaxxbxx"));
}

TEST(Glob, DoesNotMatch) {
  EXPECT_FALSE(glob_matches("numpy", "numpy2"));
  EXPECT_FALSE(glob_matches("num", "numpy"));
  EXPECT_FALSE(glob_matches("", "numpy"));
  EXPECT_FALSE(glob_matches("numpy?", "numpy"));
  EXPECT_FALSE(glob_matches("[n]umpy", "numpy")) << "brackets are themselves";
}

TEST(Glob, ManyStarsAreNoBomb) {
  std::string stars;
  for (int i = 0; i < 2000; ++i) stars += "*a";
  EXPECT_FALSE(glob_matches(stars + "b", std::string(4000, 'a')));
}

}  // namespace fairplay
