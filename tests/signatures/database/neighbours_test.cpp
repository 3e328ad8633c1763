#include "signatures/database/neighbours.h"

#include <gtest/gtest.h>

namespace fairplay::signatures::database {
namespace {

TEST(Neighbours, ReleasesAreInTheOrderOfTheirNumbers) {
  const char* const in_order[] = {"1.9.3",    "1.10.0", "1.10.0.post2", "2.0.0.dev0", "2.0.0a1", "2.0.0b1",
                                  "2.0.0rc1", "2.0.0",  "2.0.0+local",  "2.0.1",      "2.10.0",  "10"};
  for (std::size_t i = 0; i < std::size(in_order); ++i) {
    for (std::size_t j = 0; j < std::size(in_order); ++j) {
      if (std::string_view(in_order[i]).ends_with("dev0") || std::string_view(in_order[j]).ends_with("dev0")) continue;
      EXPECT_EQ(is_older(in_order[i], in_order[j]), i < j) << in_order[i] << " " << in_order[j];
    }
  }
  EXPECT_TRUE(is_older("2.0.0.dev0", "2.0.0"));
  EXPECT_TRUE(is_older("1.26.4", "2.0.0.dev0"));
  EXPECT_TRUE(is_older("", "1"));
  EXPECT_TRUE(is_older("99999999999999999999999", "x1") || is_older("x1", "99999999999999999999999"));
}

TEST(Neighbours, AreTheClosestOfTheSameProject) {
  Index index;
  for (const char* release : {"1.26.4", "2.10.0", "2.4.6", "2.5.5", "2.5.0"})
    index.footprints.push_back({"numpy", release, {}, 0});
  index.footprints.push_back({"other", "2.4.7", {}, 0});
  const Neighbours found = neighbours_of(index, "numpy", "2.5.0");
  ASSERT_TRUE(found.before != nullptr && found.after != nullptr);
  EXPECT_EQ(found.before->release, "2.4.6");
  EXPECT_EQ(found.after->release, "2.5.5");
  EXPECT_EQ(neighbours_of(index, "numpy", "2.4.8").before->release, "2.4.6");
  EXPECT_EQ(neighbours_of(index, "numpy", "1.0").before, nullptr);
  EXPECT_EQ(neighbours_of(index, "numpy", "3.0").after, nullptr);
  EXPECT_EQ(neighbours_of(index, "numpy", "3.0").before->release, "2.10.0");
}

}  // namespace
}  // namespace fairplay::signatures::database
