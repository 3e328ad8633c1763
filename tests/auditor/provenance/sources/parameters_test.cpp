#include "auditor/provenance/sources/parameters.h"

#include <gtest/gtest.h>

namespace fairplay {

namespace {

using auditor::provenance::compare_parameters;

/// "api-default a=1 -> a=2 [detail]" of each.
std::vector<std::string> reported(std::string_view old_text, std::string_view new_text) {
  std::vector<std::string> lines;
  for (const auto& change : compare_parameters(old_text, new_text)) {
    lines.push_back(std::string(name(change.kind)) + " " + change.old_text + " -> " + change.new_text +
                    (change.detail.empty() ? "" : " [" + change.detail + "]"));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Parameters, FormDoesntCount) {
  EXPECT_TRUE(reported("a, b=None", "a,b = None").empty());
  EXPECT_TRUE(reported("a, b='x'", "a, b=\"x\"").empty());
  EXPECT_TRUE(reported("a, b=(1, 2)", "a, b=( 1,2 )").empty());
  EXPECT_TRUE(reported("a, b=u'x'", "a, b='x'").empty());
}

TEST(Parameters, Defaults) {
  EXPECT_EQ(reported("a, b=1", "a, b=2"), Lines{"api-default b=1 -> b=2"});
  EXPECT_EQ(reported("a", "a=None"), Lines{"api-default a -> a=None"});
  EXPECT_EQ(reported("b='x'", "b=b'x'"), Lines{"api-default b='x' -> b=b'x'"});
  EXPECT_EQ(reported("a={'k': [1, 2]}, b=f(1, x=2)", "a={'k': [1, 3]}, b=f(1, x=2)"),
            Lines{"api-default a={'k': [1, 2]} -> a={'k': [1, 3]}"});
  EXPECT_TRUE(reported("a: int=...", "a: int=3").empty()) << "a stub leaves it open";
}

TEST(Parameters, AddedRemovedRenamedMoved) {
  EXPECT_EQ(reported("a", "a, b"), Lines{"api-signature  -> b [a parameter was added]"});
  EXPECT_EQ(reported("a, b", "a"), Lines{"api-signature b ->  [a parameter was removed]"});
  EXPECT_EQ(reported("a, b=1", "a, c=1"), Lines{"api-signature b=1 -> c=1 [a parameter was renamed]"});
  EXPECT_EQ(reported("a, b", "b, a"), Lines{"api-signature b -> b [parameter b moved from place 2 to place 1]"});
  EXPECT_EQ(reported("a, *args", "a, *rest"), Lines{"api-signature *args -> *rest [a parameter was renamed]"});
  EXPECT_EQ(reported("a, c", "a, b, c"), Lines{"api-signature  -> b [a parameter was added]"})
      << "what stands behind it isn't moved";
}

TEST(Parameters, Kinds) {
  EXPECT_EQ(reported("a, b=1", "a, *, b=1"),
            Lines{"api-signature b=1 -> b=1 [b was positional or keyword, and is keyword-only]"});
  EXPECT_EQ(reported("a, b", "a, /, b"),
            Lines{"api-signature a -> a [a was positional or keyword, and is positional-only]"});
  EXPECT_EQ(reported("a", "a, *, k=None"), Lines{"api-signature  -> k=None [a keyword-only parameter was added]"});
}

TEST(Parameters, Annotations) {
  EXPECT_EQ(reported("a: int", "a: float"), Lines{"api-signature a: int -> a: float"});
  EXPECT_EQ(reported("a -> int", "a -> float"), Lines{"api-signature -> int -> -> float"});
  EXPECT_EQ(reported("a: dict[str, int]=None", "a: dict[str, int]=1"),
            Lines{"api-default a: dict[str, int]=None -> a: dict[str, int]=1"});
}

TEST(Parameters, Malformed) {
  EXPECT_TRUE(reported("", "").empty());
  EXPECT_FALSE(reported("a, ,", "a, b").empty());
  EXPECT_FALSE(reported("(((", ")))").empty());
  EXPECT_FALSE(reported("=1", "=2").empty());
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "a" + std::to_string(i) + ", ";
  EXPECT_EQ(reported(many, many + "b").size(), 1U) << "compared as text";
  EXPECT_TRUE(reported("a, (b, c)", "a, (b, c)").empty()) << "Python 2";
  EXPECT_FALSE(reported("a, (b, c)", "a, (b, d)").empty());
}

}  // namespace

}  // namespace fairplay
