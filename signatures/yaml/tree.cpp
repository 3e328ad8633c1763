#include "signatures/yaml/tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cstdint>
#include <exception>
#include <sstream>
#include <utility>

#include "signatures/enum_names.h"
#include "signatures/utf8.h"

// yaml-cpp's YAML::Load would build a graph in which a repeated key silently wins and an alias is a shared node. Its
// events carry the marks we need, so the tree is built from those, and everything this subset has no use for is refused
// where it stands (YAML 1.2 sections 3.2.1.3, "keys are unique", and 6.9.2, anchors).
namespace fairplay::signatures::yaml {
namespace {

constexpr auto node_kinds = enum_names<YamlNode::Kind>({{YamlNode::Kind::null, "nothing"},
                                                        {YamlNode::Kind::text, "text"},
                                                        {YamlNode::Kind::list, "a list"},
                                                        {YamlNode::Kind::mapping, "a mapping"}});

constexpr std::size_t largest_file = 1 << 20;
constexpr std::size_t longest_line = 8000;
constexpr std::size_t deepest = 32;
constexpr std::size_t most_nodes = 20'000;

/// Leaves yaml-cpp's parser from inside an event; caught in parse_yaml.
struct Refused : std::exception {
  Refused(Place where, std::string what_is_wrong) : place(where), reason(std::move(what_is_wrong)) {}
  const char* what() const noexcept override { return reason.c_str(); }
  Place place;
  std::string reason;
};

Place place_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

class Builder : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add({YamlNode::Kind::null, place_of(mark), "", {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused(place_of(mark), "an alias (*name): write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    add({YamlNode::Kind::text, place_of(mark), value, {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A collection being read; for a mapping, `key` waits for its value.
  struct Open {
    YamlNode node;
    YamlNode key;
    bool has_key = false;
  };

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      throw Refused(place_of(mark), "an anchor (&name): write the value out where it is needed");
  }
  /// yaml-cpp gives "?" to plain and "!" to quoted scalars; anything else was written by hand.
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      throw Refused(place_of(mark), fmt::format("a tag ({}): leave it out, every value here is text", tag));
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    count(place_of(mark));
    if (open_.size() >= deepest) throw Refused(place_of(mark), fmt::format("nested deeper than {} levels", deepest));
    if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::mapping && !open_.back().has_key) {
      throw Refused(place_of(mark), fmt::format("a key must be text, not {}", name(kind)));
    }
    open_.push_back({{kind, place_of(mark), "", {}, {}}, {}, false});
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    place(std::move(node));
  }

  void add(YamlNode node) {
    count(node.place);
    place(std::move(node));
  }

  void count(Place where) {
    if (++nodes_ > most_nodes) throw Refused(where, fmt::format("more than {} values", most_nodes));
  }

  void place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.has_key) {
      // yaml-cpp marks a missing value where the next token stands, which may be lines away.
      if (node.kind == YamlNode::Kind::null) node.place = parent.key.place;
      parent.node.entries.push_back({std::move(parent.key), std::move(node)});
      parent.key = {};
      parent.has_key = false;
    } else {
      take_key(parent, std::move(node));
    }
  }

  static void take_key(Open& parent, YamlNode key) {
    if (key.kind != YamlNode::Kind::text)
      throw Refused(key.place, fmt::format("a key must be text, not {}", name(key.kind)));
    for (const auto& [earlier, value] : parent.node.entries) {
      if (earlier.value == key.value) {
        throw Refused(key.place, fmt::format("the key \"{}\" stands here a second time; the first is in line {}",
                                             key.value, earlier.place.line));
      }
    }
    // The comparison above is quadratic; no mapping of ours comes near this.
    if (parent.node.entries.size() >= 1000) throw Refused(key.place, "more than 1000 keys in one mapping");
    parent.key = std::move(key);
    parent.has_key = true;
  }

  std::vector<Open> open_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

/// What is wrong with the bytes before any YAML is read. Nullopt-like: an empty reason.
struct BadByte {
  Place place;
  std::string reason;
};

BadByte first_bad_byte(std::string_view bytes) {
  Place here;
  std::size_t start = 0;
  for (std::size_t line_number = 1; start <= bytes.size(); ++line_number) {
    auto end = bytes.find('\n', start);
    if (end == std::string_view::npos) end = bytes.size();
    const std::string_view line = bytes.substr(start, end - start);
    here.line = static_cast<int>(line_number);
    here.column = 1;
    if (line.size() > longest_line)
      return {here, fmt::format("a line of {} bytes; at most {} are read", line.size(), longest_line)};
    if (!is_utf8(line)) {
      // Short prefixes are tried one by one: the line is known to be short.
      std::size_t good = 0;
      for (std::size_t n = 1; n <= line.size(); ++n) {
        if (is_utf8(line.substr(0, n))) good = n;
      }
      here.column = static_cast<int>(good) + 1;
      return {here, fmt::format("the byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(line[good]))};
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
      const auto c = static_cast<unsigned char>(line[i]);
      here.column = static_cast<int>(i) + 1;
      if (c == '\t') return {here, "a tab: YAML allows none in indentation, use spaces"};
      if (c == '\r' && i + 1 == line.size()) continue;
      if (c < 0x20 || c == 0x7f) return {here, fmt::format("the control character 0x{:02x}", c)};
    }
    start = end + 1;
  }
  return {};
}

}  // namespace

std::string text(Place place) { return fmt::format("line {}, column {}", place.line, place.column); }

std::string_view name(YamlNode::Kind kind) { return node_kinds.name(kind); }

Expected<YamlNode> parse_yaml(std::string_view bytes, const std::string& file) {
  const auto damage = [&](Place place, std::string reason) {
    return std::unexpected(Damage{file, text(place), std::move(reason), true});
  };
  if (bytes.size() > largest_file)
    return damage({}, fmt::format("{} bytes; at most {} are read", bytes.size(), largest_file));
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  if (const BadByte bad = first_bad_byte(bytes); !bad.reason.empty()) return damage(bad.place, bad.reason);
  try {
    std::istringstream stream{std::string(bytes)};
    YAML::Parser parser(stream);
    Builder builder;
    if (!parser.HandleNextDocument(builder)) return damage({}, "the file is empty");
    YamlNode root = builder.take();
    Builder second;
    if (parser.HandleNextDocument(second)) return damage(second.take().place, "a second document: one file holds one");
    if (root.kind == YamlNode::Kind::null) return damage(root.place, "the file is empty");
    return root;
  } catch (const Refused& refused) {
    return damage(refused.place, refused.reason);
  } catch (const YAML::Exception& error) {
    const Place place = error.mark.is_null() ? Place{} : place_of(error.mark);
    return damage(place, fmt::format("not YAML: {}", error.msg));
  } catch (const std::exception& error) {
    return damage({}, fmt::format("not YAML: {}", error.what()));
  }
}

}  // namespace fairplay::signatures::yaml
