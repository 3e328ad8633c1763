#include "signatures/name_parts.h"

#include <gtest/gtest.h>

namespace fairplay {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::leaf_of;

TEST(NameParts, BaseNameIsTheLastComponent) {
  EXPECT_EQ(base_name("a/b/c.so"), "c.so");
  EXPECT_EQ(base_name("c.so"), "c.so");
  EXPECT_EQ(base_name("/c.so"), "c.so");
  EXPECT_EQ(base_name("a/"), "");
  EXPECT_EQ(base_name(""), "");
}

TEST(NameParts, FolderIsWhatIsBeforeTheLastSlash) {
  EXPECT_EQ(folder_of("a/b/c.so"), "a/b");
  EXPECT_EQ(folder_of("c.so"), "");
  EXPECT_EQ(folder_of("/c.so"), "");
  EXPECT_EQ(folder_of("a/"), "a");
  EXPECT_EQ(folder_of(""), "");
}

TEST(NameParts, LeafIsTheLastPartOfADottedName) {
  EXPECT_EQ(leaf_of("numpy.linalg.svd"), "svd");
  EXPECT_EQ(leaf_of("svd"), "svd");
  EXPECT_EQ(leaf_of("numpy."), "");
  EXPECT_EQ(leaf_of(""), "");
}

}  // namespace
}  // namespace fairplay
