#include "signatures/python/chunk_parser.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "signatures/python/code.h"
#include "signatures/python/lexer.h"
#include "signatures/python/string_value.h"
#include "signatures/python/syntax_tree.h"
#include "signatures/utf8.h"

extern "C" const TSLanguage* tree_sitter_python(void);

namespace fairplay::signatures::python {

namespace {

constexpr int deepest = 200;

TSNode first_child(TSNode node) { return ts_node_named_child(node, 0); }

/// How a node's children become parts.
enum class Children : std::uint8_t { fields, all };

/// Where an expression's text comes from.
enum class TextFrom : std::uint8_t { nowhere, node, field, form };

}  // namespace

/// A node that becomes an expression in a plain way: some fields or all children are its parts.
struct PlainNode {
  std::string_view node;
  ExpressionKind kind;
  Children children = Children::fields;
  std::array<std::string_view, 2> fields{};  ///< those that become parts, in this order
  TextFrom text_from = TextFrom::nowhere;
  std::string_view text{};  ///< the text itself, or the field that has it
};

namespace {

constexpr auto plain_nodes = std::to_array<PlainNode>({
    {.node = "identifier", .kind = ExpressionKind::name, .text_from = TextFrom::node},
    {.node = "keyword_identifier", .kind = ExpressionKind::name, .text_from = TextFrom::node},
    {.node = "integer", .kind = ExpressionKind::number, .text_from = TextFrom::node},
    {.node = "float", .kind = ExpressionKind::number, .text_from = TextFrom::node},
    {.node = "true", .kind = ExpressionKind::constant, .text_from = TextFrom::form, .text = "True"},
    {.node = "false", .kind = ExpressionKind::constant, .text_from = TextFrom::form, .text = "False"},
    {.node = "none", .kind = ExpressionKind::constant, .text_from = TextFrom::form, .text = "None"},
    {.node = "ellipsis", .kind = ExpressionKind::constant, .text_from = TextFrom::form, .text = "Ellipsis"},
    {.node = "attribute",
     .kind = ExpressionKind::attribute,
     .fields = {"object"},
     .text_from = TextFrom::field,
     .text = "attribute"},
    {.node = "keyword_argument",
     .kind = ExpressionKind::keyword,
     .fields = {"value"},
     .text_from = TextFrom::field,
     .text = "name"},
    {.node = "list", .kind = ExpressionKind::list, .children = Children::all},
    {.node = "list_pattern", .kind = ExpressionKind::list, .children = Children::all},
    {.node = "tuple", .kind = ExpressionKind::tuple, .children = Children::all},
    {.node = "expression_list", .kind = ExpressionKind::tuple, .children = Children::all},
    {.node = "pattern_list", .kind = ExpressionKind::tuple, .children = Children::all},
    {.node = "tuple_pattern", .kind = ExpressionKind::tuple, .children = Children::all},
    {.node = "set", .kind = ExpressionKind::set, .children = Children::all},
    {.node = "pair", .kind = ExpressionKind::tuple, .fields = {"key", "value"}},
    {.node = "binary_operator",
     .kind = ExpressionKind::binary,
     .fields = {"left", "right"},
     .text_from = TextFrom::field,
     .text = "operator"},
    {.node = "unary_operator",
     .kind = ExpressionKind::unary,
     .fields = {"argument"},
     .text_from = TextFrom::field,
     .text = "operator"},
    {.node = "not_operator",
     .kind = ExpressionKind::unary,
     .fields = {"argument"},
     .text_from = TextFrom::form,
     .text = "not"},
    {.node = "boolean_operator",
     .kind = ExpressionKind::boolean,
     .fields = {"left", "right"},
     .text_from = TextFrom::field,
     .text = "operator"},
    {.node = "conditional_expression", .kind = ExpressionKind::conditional, .children = Children::all},
    {.node = "lambda", .kind = ExpressionKind::lambda},
    {.node = "named_expression",
     .kind = ExpressionKind::assigned,
     .fields = {"value"},
     .text_from = TextFrom::field,
     .text = "name"},
});

}  // namespace

std::string dotted(const Expression& expression) {
  if (expression.kind == ExpressionKind::name) return expression.text;
  if (expression.kind != ExpressionKind::attribute || expression.parts.empty()) return {};
  std::string base = dotted(expression.parts[0]);
  if (base.empty()) return {};
  return base + "." + expression.text;
}

ChunkParser::ChunkParser() : parser_(ts_parser_new()) {
  if (parser_ != nullptr && !ts_parser_set_language(parser_, tree_sitter_python())) {
    ts_parser_delete(parser_);
    parser_ = nullptr;
  }
}

ChunkParser::~ChunkParser() {
  if (parser_ != nullptr) ts_parser_delete(parser_);
}

ChunkParser::Tree ChunkParser::parse(std::string_view chunk, std::string_view tail) {
  if (parser_ == nullptr || chunk.size() > chunk_limit || out_of_time()) return nullptr;
  text_.assign(chunk);
  // Offsets must stay: what is no UTF-8 becomes a letter, byte by byte. Text is taken from the source.
  if (!is_utf8(text_)) {
    for (char& c : text_) {
      if ((static_cast<unsigned char>(c) & 0x80U) != 0) c = 'x';
    }
  }
  replace_template_strings(text_);
  text_ += tail;
  ts_parser_reset(parser_);
  ts_parser_set_timeout_micros(parser_, budget_microseconds - spent_microseconds_);
  const auto start = std::chrono::steady_clock::now();
  Tree tree(ts_parser_parse_string(parser_, nullptr, text_.data(), static_cast<std::uint32_t>(text_.size())));
  spent_microseconds_ += static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count());
  return tree;
}

std::string ExpressionReader::text(TSNode node) const {
  const std::size_t begin = ts_node_start_byte(node);
  const std::size_t end = ts_node_end_byte(node);
  if (begin >= chunk_.size() || end <= begin) return {};
  return std::string(chunk_.substr(begin, end - begin));
}

void ExpressionReader::arguments(TSNode node, int depth, Expression& into) {
  if (type(node) == "generator_expression") {
    into.parts.push_back(read(node, depth));
    return;
  }
  each_child(node, [&](TSNode child) { into.parts.push_back(read(child, depth)); });
}

Expression ExpressionReader::string(TSNode node, int depth) {
  Expression result;
  result.kind = ExpressionKind::string;
  if (type(node) == "concatenated_string") {
    each_child(node, [&](TSNode part) {
      Expression one = read(part, depth + 1);
      if (one.kind == ExpressionKind::string || one.kind == ExpressionKind::bytes) result.text += one.text;
      if (one.kind != ExpressionKind::string) result.kind = one.kind;
    });
    return result;
  }
  const std::string whole = text(node);
  const StringParts parts = string_parts(whole);
  if (!parts.closed || parts.prefix.find_first_of("fFtT") != std::string_view::npos) {
    result.kind = parts.closed ? ExpressionKind::format_string : ExpressionKind::nothing;
    return result;
  }
  if (parts.prefix.find_first_of("bB") != std::string_view::npos) result.kind = ExpressionKind::bytes;
  result.text = string_value(parts.prefix, parts.content);
  return result;
}

Expression ExpressionReader::comprehension(TSNode node, int depth, std::string form) {
  Expression result;
  result.kind = ExpressionKind::comprehension;
  result.text = std::move(form);
  bool first = true;
  each_child(node, [&](TSNode child) {
    if (first) {
      result.parts.push_back(read(child, depth));
      first = false;
      return;
    }
    Expression clause;
    if (type(child) == "for_in_clause") {
      clause.kind = ExpressionKind::for_in;
      clause.parts.push_back(read(field(child, "left"), depth));
      clause.parts.push_back(read(field(child, "right"), depth));
    } else if (type(child) == "if_clause") {
      clause.kind = ExpressionKind::if_;
      clause.parts.push_back(read(first_child(child), depth));
    }
    result.parts.push_back(std::move(clause));
  });
  return result;
}

Expression ExpressionReader::compare(TSNode node, int depth) {
  Expression result;
  result.kind = ExpressionKind::compare;
  const std::uint32_t count = std::min<std::uint32_t>(ts_node_child_count(node), 64);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (type(child) == "comment") continue;
    if (ts_node_is_named(child)) {
      result.parts.push_back(read(child, depth));
    } else {
      if (!result.text.empty()) result.text += '\0';
      result.text += type(child);
    }
  }
  return result;
}

Expression ExpressionReader::dotted_name(TSNode node) {
  Expression result;
  each_child(node, [&](TSNode child) {
    Expression outer;
    const bool first = result.kind == ExpressionKind::nothing;
    outer.kind = first ? ExpressionKind::name : ExpressionKind::attribute;
    outer.begin = offset_ + ts_node_start_byte(node);
    outer.end = offset_ + ts_node_end_byte(first ? node : child);
    outer.text = text(child);
    if (!first) outer.parts.push_back(std::move(result));
    result = std::move(outer);
  });
  return result;
}

Expression ExpressionReader::dictionary(TSNode node, int depth) {
  Expression result;
  result.kind = ExpressionKind::dict;
  each_child(node, [&](TSNode pair) {
    if (type(pair) == "pair") {
      result.parts.push_back(read(field(pair, "key"), depth));
      result.parts.push_back(read(field(pair, "value"), depth));
    } else {
      result.parts.push_back(read(pair, depth));
      result.parts.emplace_back();
    }
  });
  return result;
}

Expression ExpressionReader::subscript(TSNode node, int depth) {
  Expression result;
  result.kind = ExpressionKind::subscript;
  each_child(node, [&](TSNode child) { result.parts.push_back(read(child, depth)); });
  if (result.parts.size() > 2) {  // a[b, c] is a[(b, c)]
    Expression index;
    index.kind = ExpressionKind::tuple;
    index.begin = result.parts[1].begin;
    index.end = result.parts.back().end;
    index.parts.assign(std::make_move_iterator(result.parts.begin() + 1), std::make_move_iterator(result.parts.end()));
    result.parts.resize(1);
    result.parts.push_back(std::move(index));
  }
  return result;
}

Expression ExpressionReader::slice(TSNode node, int depth) {
  // The named children alone don't say which of the three is left out: the colons do.
  Expression result;
  result.kind = ExpressionKind::slice;
  result.parts.resize(3);
  std::size_t part = 0;
  const std::uint32_t count = std::min<std::uint32_t>(ts_node_child_count(node), 16);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (type(child) == ":")
      ++part;
    else if (ts_node_is_named(child) && part < 3)
      result.parts[part] = read(child, depth);
  }
  return result;
}

Expression ExpressionReader::call(TSNode node, int depth) {
  Expression result;
  result.kind = ExpressionKind::call;
  result.parts.push_back(read(field(node, "function"), depth));
  if (const TSNode list = field(node, "arguments"); !ts_node_is_null(list)) arguments(list, depth, result);
  return result;
}

Expression ExpressionReader::plain(TSNode node, int depth, const PlainNode& form) {
  Expression result;
  result.kind = form.kind;
  if (form.children == Children::all) {
    each_child(node, [&](TSNode child) { result.parts.push_back(read(child, depth)); });
  } else {
    for (const std::string_view name : form.fields) {
      if (!name.empty()) result.parts.push_back(read(field(node, name), depth));
    }
  }
  switch (form.text_from) {
    case TextFrom::nowhere: break;
    case TextFrom::node: result.text = text(node); break;
    case TextFrom::field: result.text = text(field(node, form.text)); break;
    case TextFrom::form: result.text = form.text; break;
  }
  return result;
}

Expression ExpressionReader::special(TSNode node, int depth) {
  const std::string_view kind = type(node);
  Expression result;
  if (kind == "call") return call(node, depth);
  if (kind == "string" || kind == "concatenated_string") return string(node, depth);
  if (kind == "comparison_operator") return compare(node, depth);
  if (kind == "subscript") return subscript(node, depth);
  if (kind == "slice") return slice(node, depth);
  if (kind == "dictionary") return dictionary(node, depth);
  if (kind == "list_comprehension") return comprehension(node, depth, "list");
  if (kind == "set_comprehension") return comprehension(node, depth, "set");
  if (kind == "dictionary_comprehension") return comprehension(node, depth, "dict");
  if (kind == "generator_expression") return comprehension(node, depth, "generator");
  if (kind == "list_splat" || kind == "dictionary_splat" || kind == "list_splat_pattern" ||
      kind == "dictionary_splat_pattern") {
    result.kind = ExpressionKind::star;
    result.text = kind.starts_with("dictionary") ? "**" : "*";
    result.parts.push_back(read(first_child(node), depth));
  } else if (kind == "dotted_name") {  // only in decorators and imports of older grammars
    return dotted_name(node);
  } else if (kind == "parenthesized_expression" || kind == "type" || kind == "expression_statement" ||
             kind == "as_pattern_target") {
    return read(first_child(node), depth);
  }
  return result;
}

Expression ExpressionReader::read(TSNode node, int depth) {
  Expression result;
  if (ts_node_is_null(node)) return result;
  if (++depth <= deepest) {
    const auto form = std::ranges::find(plain_nodes, type(node), &PlainNode::node);
    result = form != plain_nodes.end() ? plain(node, depth, *form) : special(node, depth);
  }
  result.begin = offset_ + ts_node_start_byte(node);
  result.end = offset_ + ts_node_end_byte(node);
  return result;
}

std::vector<Parameter> ExpressionReader::parameters(TSNode node) {
  std::vector<Parameter> result;
  bool keyword_only = false;
  each_child(node, [&](TSNode child) {
    Parameter parameter;
    const auto named = [&](TSNode name) {
      const std::string_view kind = type(name);
      if (kind == "list_splat_pattern" || kind == "dictionary_splat_pattern") {
        parameter.kind = kind == "list_splat_pattern" ? ParameterKind::var_positional : ParameterKind::var_keyword;
        name = first_child(name);
      } else if (keyword_only) {
        parameter.kind = ParameterKind::keyword_only;
      }
      parameter.name = text(name);
    };
    const std::string_view kind = type(child);
    if (kind == "keyword_separator") {
      keyword_only = true;
      return;
    }
    if (kind == "positional_separator") {
      for (Parameter& before : result) {
        if (before.kind == ParameterKind::positional_or_keyword) before.kind = ParameterKind::positional_only;
      }
      return;
    }
    if (kind == "default_parameter" || kind == "typed_default_parameter") {
      named(field(child, "name"));
      parameter.value = read(field(child, "value"));
    } else if (kind == "typed_parameter") {
      named(first_child(child));
    } else {
      named(child);
    }
    if (kind == "typed_parameter" || kind == "typed_default_parameter")
      parameter.annotation = read(field(child, "type"));
    if (parameter.kind == ParameterKind::var_positional) keyword_only = true;
    result.push_back(std::move(parameter));
  });
  return result;
}

}  // namespace fairplay::signatures::python
