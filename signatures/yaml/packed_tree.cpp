#include "signatures/yaml/packed_tree.h"

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace fairplay::signatures::yaml {
namespace {

/// Seven bits a byte, the lowest first; the eighth says that more follow (LEB128).
void pack_number(std::size_t number, std::string& bytes) {
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>((number & 0x7f) | 0x80));
  bytes.push_back(static_cast<char>(number));
}

void pack_node(const YamlNode& node, std::string& bytes) {
  bytes.push_back(static_cast<char>(node.kind));
  pack_number(static_cast<std::size_t>(node.place.line), bytes);
  pack_number(static_cast<std::size_t>(node.place.column), bytes);
  switch (node.kind) {
    case YamlNode::Kind::null: return;
    case YamlNode::Kind::text:
      pack_number(node.value.size(), bytes);
      bytes += node.value;
      return;
    case YamlNode::Kind::list:
      pack_number(node.items.size(), bytes);
      for (const YamlNode& item : node.items) pack_node(item, bytes);
      return;
    case YamlNode::Kind::mapping:
      pack_number(node.entries.size(), bytes);
      for (const auto& [key, value] : node.entries) {
        pack_node(key, bytes);
        pack_node(value, bytes);
      }
      return;
  }
}

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  YamlNode node() {
    YamlNode node;
    node.kind = static_cast<YamlNode::Kind>(take(1).front());
    node.place.line = static_cast<int>(number());
    node.place.column = static_cast<int>(number());
    if (node.kind == YamlNode::Kind::null) return node;
    const std::size_t count = number();
    if (count > rest_.size()) throw std::out_of_range("a packed YAML tree is cut off");  // each item has a byte
    if (node.kind == YamlNode::Kind::text) {
      node.value = take(count);
    } else if (node.kind == YamlNode::Kind::list) {
      node.items.reserve(count);
      for (std::size_t i = 0; i < count; ++i) node.items.push_back(this->node());
    } else {
      node.entries.reserve(count);
      for (std::size_t i = 0; i < count; ++i) {
        YamlNode key = this->node();
        node.entries.push_back({std::move(key), this->node()});
      }
    }
    return node;
  }

 private:
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) throw std::out_of_range("a packed YAML tree is cut off");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::size_t number() {
    std::size_t number = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      number |= static_cast<std::size_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return number;
  }

  std::string_view rest_;
};

}  // namespace

std::string pack(const YamlNode& node) {
  std::string bytes;
  pack_node(node, bytes);
  return bytes;
}

YamlNode unpack(std::string_view bytes) { return Unpacker(bytes).node(); }

}  // namespace fairplay::signatures::yaml
