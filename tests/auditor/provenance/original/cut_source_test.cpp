#include "auditor/provenance/original/cut_source.h"

#include <gtest/gtest.h>

#include "signatures/python/code.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay::auditor::provenance {
namespace {

const std::string source = R"("""A module."""
import os

LIMIT = 10


@decorated
@decorated(
    'again')
def first(a, b=1):
    """Adds."""
    total = a + b
    return total


class Thing:
    """A thing."""

    size = 3

    def method(self):
        x = self.size
        return x

    def other(self):
        return os.sep


def last():
    if LIMIT:
        return 1
    return 2
)";

signatures::footprint::Outline outline(const std::string& text) {
  std::vector<signatures::Damage> damage;
  signatures::python::SyntaxHasher hasher;
  return signatures::footprint::outline_of(signatures::python::module_source(text, "x.py", damage), hasher, damage);
}

bool is_cut(const std::string& text, bool can_run = true) {
  return is_cut_source(text, "x.py", outline(source), can_run);
}

std::string up_to(std::string_view words) { return source.substr(0, source.find(words)); }

std::string with(const std::string& text, std::string_view old, std::string_view now) {
  std::string changed = text;
  changed.replace(changed.find(old), old.size(), now);
  return changed;
}

TEST(CutSource, EveryBeginningThatPythonWouldNotRunIsOne) {
  std::size_t cut = 0;
  std::size_t whole_parts = 0;
  for (std::size_t size = 1; size + 1 < source.size(); ++size) {
    const std::string text = source.substr(0, size);
    if (is_cut(text)) {
      ++cut;
    } else {
      // All that is missing is a body's end, or comments: nobody can tell that from an edit.
      EXPECT_TRUE(text.ends_with('\n')) << size << ": ..." << text.substr(size < 30 ? 0 : size - 30);
      ++whole_parts;
    }
  }
  EXPECT_GT(cut, source.size() * 95 / 100);
  EXPECT_LT(whole_parts, 10U);
}

TEST(CutSource, BetweenTwoParts) {
  EXPECT_TRUE(is_cut(up_to("\n\nclass Thing")));
  EXPECT_TRUE(is_cut(up_to("    def other")));
  EXPECT_TRUE(is_cut(up_to("def last")));
}

TEST(CutSource, ChangedCodeIsNoCut) {
  EXPECT_FALSE(is_cut(with(source, "    return 2\n", "")));
  EXPECT_FALSE(is_cut(with(source, "a + b", "a")));
  EXPECT_FALSE(is_cut(with(up_to("def last"), "a + b", "a - b")));
  EXPECT_FALSE(is_cut(with(up_to("        return os"), "b=1", "b=2")));
  EXPECT_FALSE(is_cut(with(source, "    def other(self):\n        return os.sep\n", "")));
  EXPECT_FALSE(is_cut(with(source.substr(0, source.size() - 3), "LIMIT = 10", "LIMIT = 11")));
  EXPECT_FALSE(is_cut("# nothing\n"));
  EXPECT_FALSE(is_cut("import os\nos.evil()\n"));
  EXPECT_FALSE(is_cut(""));
}

TEST(CutSource, WhatCannotRunHidesNothing) {
  EXPECT_TRUE(is_cut(up_to("    return 2"), false));
  EXPECT_FALSE(is_cut(with(up_to("    return 2"), "a + b", "a - b"), false)) << "but for the parts before";
}

}  // namespace
}  // namespace fairplay::auditor::provenance
