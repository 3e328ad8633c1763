#include "auditor/behaviour/numpy/run/simd_levels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fairplay::auditor::behaviour::numpy {
namespace {

using testing::ElementsAre;

std::vector<std::string> names(const std::vector<SimdLevel>& levels) {
  std::vector<std::string> all;
  for (const SimdLevel& level : levels) all.push_back(level.name);
  return all;
}

TEST(SimdLevels, AreThoseThatRunOtherCodeHere) {
  const auto levels = simd_levels({{"dispatch", {"SSE41", "AVX2", "FMA3", "AVX512F", "AVX512_SPR"}},
                                   {"features", {"SSE41", "AVX2", "FMA3", "AVX512F"}}});
  EXPECT_THAT(names(levels), ElementsAre("all", "without AVX-512", "without AVX2", "baseline"));
  EXPECT_THAT(levels[1].disabled, ElementsAre("AVX512F"));
  EXPECT_THAT(levels[2].disabled, ElementsAre("AVX2", "FMA3", "AVX512F"));
}

TEST(SimdLevels, OfNewNamesAndOfOldProcessors) {
  EXPECT_THAT(names(simd_levels({{"dispatch", {"X86_V3", "X86_V4"}}, {"features", {"X86_V2", "X86_V3"}}})),
              ElementsAre("all", "without AVX2"));
  EXPECT_THAT(names(simd_levels({{"dispatch", {"AVX2"}}, {"features", {"SSE41"}}})), ElementsAre("all"));
}

TEST(SimdLevels, WithoutWordsThereIsOne) {
  EXPECT_THAT(names(simd_levels({})), ElementsAre("all"));
  EXPECT_THAT(names(simd_levels({{"dispatch", 3}, {"features", {1, 2}}})), ElementsAre("all"));
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
