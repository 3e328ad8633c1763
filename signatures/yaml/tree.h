#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

/// The small, strict part of YAML that fairplay's own files are written in.
namespace fairplay::signatures::yaml {

/// A place in a file, 1-based, as editors count (columns in bytes).
struct Place {
  int line = 1;
  int column = 1;
};
std::string text(Place place);  ///< "line 3, column 5"

struct YamlEntry;

/// One YAML value with where it stands. Every scalar is text, whatever YAML 1.1 would make of it: a severity of `no`
/// is the word "no".
struct YamlNode {
  enum class Kind : std::uint8_t { null, text, list, mapping };
  Kind kind = Kind::null;
  Place place;
  std::string value;               ///< text
  std::vector<YamlNode> items;     ///< list
  std::vector<YamlEntry> entries;  ///< mapping, as written; keys are text and unique
};

struct YamlEntry {
  YamlNode key;
  YamlNode value;
};

std::string_view name(YamlNode::Kind kind);  ///< for messages: "text", "a list", "a mapping", "nothing"

/// Parses one document. Damage instead of: bytes that aren't UTF-8, control characters and tabs, anchors, aliases,
/// tags, keys that aren't text or stand twice in one mapping, a second document, an empty file; over 1 MiB, 32 levels,
/// 20,000 nodes or lines of 8,000 bytes. Linear in the file's size.
Expected<YamlNode> parse_yaml(std::string_view bytes, const std::string& file);

}  // namespace fairplay::signatures::yaml
