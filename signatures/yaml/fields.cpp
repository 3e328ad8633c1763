#include "signatures/yaml/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fairplay::signatures::yaml {

Fields::Fields(const YamlNode& node, std::string what, std::string file)
    : node_(node), what_(std::move(what)), file_(std::move(file)) {
  if (node.kind != YamlNode::Kind::mapping)
    refuse(node.place, fmt::format("{} must be a mapping, not {}", what_, name(node.kind)));
}

void Fields::refuse(Place place, std::string reason) {
  if (!damage_) damage_ = Damage{file_, text(place), std::move(reason), true};
}

Place Fields::place_of(std::string_view key) const {
  for (const auto& [entry, value] : node_.entries) {
    if (entry.value == key) return value.place;
  }
  return node_.place;
}

const YamlNode* Fields::find(std::string_view key) {
  known_.emplace(key);
  for (const auto& [entry, value] : node_.entries) {
    if (entry.value == key) return &value;
  }
  return nullptr;
}

const YamlNode* Fields::find(std::string_view key, YamlNode::Kind kind, bool required) {
  const YamlNode* value = find(key);
  if (value == nullptr) {
    if (required) refuse(node_.place, fmt::format("{} has no \"{}\"", what_, key));
    return nullptr;
  }
  if (value->kind != kind) {
    refuse(value->place, fmt::format("\"{}\" of {} must be {}, not {}", key, what_, name(kind), name(value->kind)));
    return nullptr;
  }
  return value;
}

std::string Fields::required_text(std::string_view key) {
  const YamlNode* value = find(key, YamlNode::Kind::text, true);
  if (value == nullptr) return "";
  if (value->value.empty()) refuse(value->place, fmt::format("\"{}\" of {} is empty", key, what_));
  return value->value;
}

std::optional<std::string> Fields::optional_text(std::string_view key) {
  const YamlNode* value = find(key, YamlNode::Kind::text, false);
  if (value == nullptr) return std::nullopt;
  if (value->value.empty()) refuse(value->place, fmt::format("\"{}\" of {} is empty", key, what_));
  return value->value;
}

std::optional<std::string> Fields::nullable_text(std::string_view key) {
  if (const YamlNode* value = find(key); value != nullptr && value->kind == YamlNode::Kind::null) return std::nullopt;
  return required_text(key);
}

std::vector<std::string> Fields::text_list(std::string_view key, bool required) {
  const YamlNode* value = find(key, YamlNode::Kind::list, required);
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  if (required && value->items.empty()) refuse(value->place, fmt::format("\"{}\" of {} is empty", key, what_));
  for (const YamlNode& item : value->items) {
    if (item.kind != YamlNode::Kind::text || item.value.empty()) {
      refuse(item.place, fmt::format("\"{}\" of {} must list text, not {}", key, what_,
                                     item.kind == YamlNode::Kind::text ? "an empty one" : name(item.kind)));
    }
    texts.push_back(item.value);
  }
  return texts;
}

const YamlNode* Fields::mapping(std::string_view key, bool required) {
  return find(key, YamlNode::Kind::mapping, required);
}
const YamlNode* Fields::list(std::string_view key, bool required) { return find(key, YamlNode::Kind::list, required); }

std::optional<Damage> Fields::damage() {
  for (const auto& [entry, value] : node_.entries) {
    if (!known_.contains(entry.value)) {
      refuse(entry.place,
             fmt::format("unknown key \"{}\" in {}; known here: {}", entry.value, what_, fmt::join(known_, ", ")));
      break;
    }
  }
  return damage_;
}

}  // namespace fairplay::signatures::yaml
