#include "signatures/yaml/packed_tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "auditor/rules/rules.h"
#include "signatures/advisories/advisory.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

using signatures::yaml::pack;
using signatures::yaml::parse_yaml;
using signatures::yaml::unpack;
using signatures::yaml::YamlNode;

namespace {

/// A tree as text with every place, so that two can be compared and a difference read.
std::string described(const YamlNode& node) {
  std::string text =
      fmt::format("{}:{} {} \"{}\"", node.place.line, node.place.column, signatures::yaml::name(node.kind), node.value);
  for (const YamlNode& item : node.items) text += "\n- " + described(item);
  for (const auto& [key, value] : node.entries) text += "\n? " + described(key) + "\n: " + described(value);
  return text;
}

TEST(PackedTree, ComesBackAsItWas) {
  std::string text =
      "texts: [a, \"\", \"zero \\0 and \\\"quotes\\\"\", 'ü? ?']\nnothing:\nnested: {list: [[], {}, 1]}\n";
  for (int i = 0; i < 300; ++i) text += fmt::format("key{}: {}\n", i, std::string(static_cast<std::size_t>(i), 'x'));
  const auto tree = parse_yaml(text, "sample.yaml");
  ASSERT_TRUE(tree) << tree.error().place << ": " << tree.error().reason;
  EXPECT_EQ(described(unpack(pack(*tree))), described(*tree));
}

TEST(PackedTree, EndsWhereTheBytesEnd) {
  const auto tree = parse_yaml("a: [b, c]\n", "sample.yaml");
  ASSERT_TRUE(tree);
  const std::string bytes = pack(*tree);
  for (std::size_t kept = 0; kept < bytes.size(); ++kept)
    EXPECT_THROW(unpack(std::string_view(bytes).substr(0, kept)), std::out_of_range) << kept;
  // A list of 2^62 items is found out before memory is asked for.
  EXPECT_THROW(unpack(std::string("\2\1\1\xff\xff\xff\xff\xff\xff\xff\xff\x3f", 12)), std::out_of_range);
}

TEST(BuiltinTrees, AreTheFilesOfTheSource) {
  const std::string root = FAIRPLAY_SOURCE_DIR;
  const auto rules = parse_yaml(tests::read_file(root + "/rules.yaml"), "rules.yaml");
  ASSERT_TRUE(rules);
  EXPECT_EQ(described(auditor::rules::builtin_rules()), described(*rules));
  const auto advisories = parse_yaml(tests::read_file(root + "/signatures/advisories.yaml"), "advisories.yaml");
  ASSERT_TRUE(advisories);
  EXPECT_EQ(described(signatures::advisories::builtin_advisories()), described(*advisories));
}

}  // namespace
}  // namespace fairplay
