#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/yaml/tree.h"

namespace fairplay::signatures::yaml {

/// Takes a mapping apart field by field and keeps the first thing that is wrong, so that a loader reads as the format's
/// description: ask for every field, then for `damage()`.
class Fields {
 public:
  /// `what` names the mapping in messages: "rule INTACT-1".
  Fields(const YamlNode& node, std::string what, std::string file);

  /// Non-empty text; "" and damage where it is missing, empty or not text.
  std::string required_text(std::string_view key);
  /// Nullopt where the key isn't there; damage where it isn't non-empty text.
  std::optional<std::string> optional_text(std::string_view key);
  /// Nullopt where the value is `null`: something that isn't known is said, never left out. Damage where the key isn't
  /// there or is neither.
  std::optional<std::string> nullable_text(std::string_view key);
  /// Non-empty texts; damage where it isn't a list of such.
  std::vector<std::string> text_list(std::string_view key, bool required);
  /// The entries of a mapping, for the caller to read; nullptr where it is missing.
  const YamlNode* mapping(std::string_view key, bool required);
  const YamlNode* list(std::string_view key, bool required);

  Place place_of(std::string_view key) const;    ///< the value's place, or the mapping's own
  void refuse(Place place, std::string reason);  ///< keeps the first only

  /// The first thing that is wrong, keys nobody asked for included. Call it after the last field.
  std::optional<Damage> damage();

 private:
  const YamlNode* find(std::string_view key);
  const YamlNode* find(std::string_view key, YamlNode::Kind kind, bool required);

  const YamlNode& node_;
  std::string what_;
  std::string file_;
  std::set<std::string, std::less<>> known_;
  std::optional<Damage> damage_;
};

}  // namespace fairplay::signatures::yaml
