#include "signatures/installers/requirement.h"

#include <gtest/gtest.h>

namespace fairplay::signatures::installers {
namespace {

TEST(Requirement, NameAndVersion) {
  const auto requirement = parse_requirement("intel-numpy==1.15.1+local.2");
  ASSERT_TRUE(requirement);
  EXPECT_EQ(requirement->name, "intel-numpy");
  EXPECT_EQ(requirement->version, "1.15.1+local.2");
  EXPECT_EQ(requirement->text(), "intel-numpy==1.15.1+local.2");
  EXPECT_EQ(parse_requirement("numpy==1!2.0")->version, "1!2.0");
}

TEST(Requirement, AnythingElseIsNone) {
  for (const char* text :
       {"", "numpy", "numpy==", "==1", "==", "numpy=1", "numpy>=1", "numpy[x]==1", "numpy ==1", "numpy== 1", "a b==1",
        "numpy==1;touch evil", "--index-url==1", "./numpy==1", "numpy==1/2", "numpy===1"})
    EXPECT_FALSE(parse_requirement(text)) << text;
}

}  // namespace
}  // namespace fairplay::signatures::installers
