#include "signatures/python/literals.h"

#include <fmt/format.h>

#include <optional>

#include "signatures/python/string_value.h"
#include "signatures/python/syntax_tree.h"

namespace fairplay::signatures::python {

namespace {

constexpr int depth_limit = 200;             // CPython's own parser stops at 200 nested brackets
constexpr std::size_t node_limit = 200'000;  // a NumPy's __config__.py has some hundred

std::vector<TSNode> children(TSNode node) {
  std::vector<TSNode> all;
  each_child(node, [&](TSNode child) { all.push_back(child); });
  return all;
}

class LiteralReader {
 public:
  LiteralReader(const SyntaxTree& tree, std::string_view file, std::vector<Damage>& damage)
      : tree_(tree), file_(file), damage_(damage) {}

  std::map<std::string, Literal> module() {
    statements(tree_.root(), 0);
    tell_syntax_errors();
    return std::move(found_);
  }

 private:
  /// The statements of the module; those inside an ERROR node (a truncated file is one as a whole) count as far as
  /// they were recognised.
  void statements(TSNode parent, int depth) {
    each_child(parent, [&](TSNode child) {
      if (type(child) == "expression_statement") {
        each_child(child, [&](TSNode expression) { statement(expression); });
      } else if (type(child) == "ERROR" && depth < 3) {
        if (tree_.text(child).find('=') != std::string_view::npos) broken_assignment_ = true;
        statements(child, depth + 1);
      } else {
        statement(child);
      }
    });
  }

  void statement(TSNode node) {
    if (type(node) == "augmented_assignment") {
      bind(field(node, "left"), Literal{source(node)});
      return;
    }
    if (type(node) != "assignment") return;
    std::vector<TSNode> targets;  // a = b = value nests to the right
    TSNode right = node;
    while (!ts_node_is_null(right) && type(right) == "assignment" && targets.size() < depth_limit) {
      targets.push_back(field(right, "left"));
      right = field(right, "right");
    }
    if (ts_node_is_null(right)) return;  // a bare annotation
    if (ts_node_has_error(right)) broken_assignment_ = true;
    const Literal value = assigned(right);
    for (const TSNode target : targets) bind(target, value);
  }

  void bind(TSNode target, const Literal& value) {
    if (ts_node_is_null(target)) return;
    if (type(target) == "identifier") {
      found_.insert_or_assign(std::string(tree_.text(target)), value);
    } else if (type(target) == "pattern_list" || type(target) == "tuple_pattern") {
      each_child(target, [&](TSNode name) {
        if (type(name) == "identifier")
          found_.insert_or_assign(std::string(tree_.text(name)), Literal{Literal::Source{"an element of a sequence"}});
      });
    }
  }

  /// What an assignment's right side gives: a call with one container passes it on.
  Literal assigned(TSNode node) {
    if (type(node) == "call") {
      const TSNode arguments = field(node, "arguments");
      if (!ts_node_is_null(arguments) && type(arguments) == "argument_list") {
        const std::vector<TSNode> values = children(arguments);
        if (values.size() == 1 &&
            (type(values[0]) == "dictionary" || type(values[0]) == "list" || type(values[0]) == "tuple"))
          return literal(values[0], 0);
      }
    }
    return literal(node, 0);
  }

  Literal literal(TSNode node, int depth) {
    if (depth >= depth_limit || ++nodes_ > node_limit) {
      if (!told_limit_) {
        told_limit_ = true;
        damage_.push_back({std::string(file_), fmt::format("line {}", SyntaxTree::line(node)),
                           depth >= depth_limit
                               ? fmt::format("literals nested more than {} deep are not read", depth_limit)
                               : fmt::format("more than {} literals; the rest is not read", node_limit)});
      }
      return Literal{depth >= depth_limit ? source(node) : Literal::Source{}};
    }
    const std::string_view kind = type(node);
    if (kind == "string" || kind == "concatenated_string") {
      if (auto value = string(node)) return Literal{std::move(*value)};
    } else if (kind == "list" || kind == "tuple" || kind == "expression_list") {
      Literal::List list;
      each_child(node, [&](TSNode child) { list.push_back(literal(child, depth + 1)); });
      return Literal{std::move(list)};
    } else if (kind == "dictionary") {
      if (auto dict = dictionary(node, depth)) return Literal{std::move(*dict)};
    } else if (kind == "parenthesized_expression") {
      const std::vector<TSNode> inner = children(node);
      if (inner.size() == 1) return literal(inner[0], depth + 1);
    }
    return Literal{source(node)};
  }

  std::optional<Literal::Dict> dictionary(TSNode node, int depth) {
    Literal::Dict dict;
    bool strings = true;
    each_child(node, [&](TSNode pair) {
      if (!strings) return;
      if (type(pair) == "ERROR") return;  // told by tell_syntax_errors; the pairs around it are still good
      const TSNode key = type(pair) == "pair" ? field(pair, "key") : TSNode{};
      const TSNode value = type(pair) == "pair" ? field(pair, "value") : TSNode{};
      std::optional<std::string> name = ts_node_is_null(key) ? std::nullopt : string(key);
      strings = name && !ts_node_is_null(value);
      if (strings) dict.insert_or_assign(std::move(*name), literal(value, depth + 1));
    });
    if (!strings) return std::nullopt;
    return dict;
  }

  /// Nullopt for f-strings and for what is no string.
  std::optional<std::string> string(TSNode node) {
    if (type(node) == "concatenated_string") {
      std::string all;
      bool constant = true;
      each_child(node, [&](TSNode part) {
        if (!constant) return;
        const auto value = type(part) == "string" ? string(part) : std::nullopt;
        constant = value.has_value();
        if (constant) all += *value;
      });
      if (!constant) return std::nullopt;
      return all;
    }
    if (type(node) != "string") return std::nullopt;
    // string_start and string_end frame the content; a string without its end is damage and has no value.
    const std::string_view whole = tree_.text(node);
    const TSNode start = ts_node_child(node, 0);
    const TSNode end = ts_node_child(node, ts_node_child_count(node) - 1);
    if (ts_node_is_null(start) || type(start) != "string_start" || type(end) != "string_end" || ts_node_is_missing(end))
      return std::nullopt;
    const std::size_t from = ts_node_end_byte(start) - ts_node_start_byte(node);
    const std::size_t to = ts_node_start_byte(end) - ts_node_start_byte(node);
    if (from > to || to > whole.size()) return std::nullopt;
    const std::string_view opening = whole.substr(0, from);
    const std::string_view prefix = opening.substr(0, opening.find_first_of("'\""));
    if (prefix.find_first_of("fFtT") != std::string_view::npos) return std::nullopt;
    return string_value(prefix, whole.substr(from, to - from));
  }

  Literal::Source source(TSNode node) { return {std::string(tree_.text(node))}; }

  void tell_syntax_errors() {
    const TSNode error = SyntaxTree::first_error(tree_.root());
    if (ts_node_is_null(error)) return;
    constexpr std::size_t shown = 40;
    std::string_view text = tree_.text(error);
    text = text.substr(0, std::min(text.find('\n'), shown));
    // Outside assignments a construct that this grammar doesn't know costs nothing that is asked for here.
    const bool grave = broken_assignment_ || type(tree_.root()) == "ERROR";
    damage_.push_back({std::string(file_), fmt::format("line {}", SyntaxTree::line(error)),
                       text.empty() ? std::string("Python syntax error: something is missing here")
                                    : fmt::format("Python syntax error at: {}", text),
                       grave});
  }

  const SyntaxTree& tree_;
  std::string_view file_;
  std::vector<Damage>& damage_;
  std::map<std::string, Literal> found_;
  std::size_t nodes_ = 0;
  bool told_limit_ = false;
  bool broken_assignment_ = false;
};

}  // namespace

std::map<std::string, Literal> module_literals(std::string_view source, std::string_view file,
                                               std::vector<Damage>& damage) {
  const auto tree = SyntaxTree::parse(source, file);
  if (!tree) {
    damage.push_back(tree.error());
    return {};
  }
  return LiteralReader(*tree, file, damage).module();
}

}  // namespace fairplay::signatures::python
