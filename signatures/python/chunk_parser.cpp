#include "signatures/python/chunk_parser.h"

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

Expression ExpressionReader::read(TSNode node, int depth) {
  Expression result;
  if (ts_node_is_null(node)) return result;
  result.begin = offset_ + ts_node_start_byte(node);
  result.end = offset_ + ts_node_end_byte(node);
  if (++depth > deepest) return result;
  const std::string_view kind = type(node);
  const auto as = [&](ExpressionKind what, std::initializer_list<TSNode> parts) {
    result.kind = what;
    for (const TSNode part : parts) result.parts.push_back(read(part, depth));
  };
  const auto with_children = [&](ExpressionKind what) {
    result.kind = what;
    each_child(node, [&](TSNode child) { result.parts.push_back(read(child, depth)); });
  };
  const auto adopt = [&](Expression other) {
    other.begin = result.begin;
    other.end = result.end;
    result = std::move(other);
  };
  if (kind == "identifier" || kind == "keyword_identifier") {
    result.kind = ExpressionKind::name;
    result.text = text(node);
  } else if (kind == "dotted_name") {
    // Only in decorators and imports of older grammars; as attributes.
    bool first = true;
    each_child(node, [&](TSNode child) {
      if (first) {
        result.kind = ExpressionKind::name;
        result.text = text(child);
        first = false;
      } else {
        Expression outer;
        outer.begin = result.begin;
        outer.end = offset_ + ts_node_end_byte(child);
        outer.kind = ExpressionKind::attribute;
        outer.text = text(child);
        outer.parts.push_back(std::move(result));
        result = std::move(outer);
      }
    });
  } else if (kind == "integer" || kind == "float") {
    result.kind = ExpressionKind::number;
    result.text = text(node);
  } else if (kind == "string" || kind == "concatenated_string") {
    adopt(string(node, depth));
  } else if (kind == "true" || kind == "false" || kind == "none" || kind == "ellipsis") {
    result.kind = ExpressionKind::constant;
    result.text = kind == "true" ? "True" : kind == "false" ? "False" : kind == "none" ? "None" : "Ellipsis";
  } else if (kind == "attribute") {
    as(ExpressionKind::attribute, {field(node, "object")});
    result.text = text(field(node, "attribute"));
  } else if (kind == "call") {
    as(ExpressionKind::call, {field(node, "function")});
    if (const TSNode list = field(node, "arguments"); !ts_node_is_null(list)) arguments(list, depth, result);
  } else if (kind == "keyword_argument") {
    as(ExpressionKind::keyword, {field(node, "value")});
    result.text = text(field(node, "name"));
  } else if (kind == "list_splat" || kind == "dictionary_splat" || kind == "list_splat_pattern" ||
             kind == "dictionary_splat_pattern") {
    as(ExpressionKind::star, {first_child(node)});
    result.text = kind.starts_with("dictionary") ? "**" : "*";
  } else if (kind == "list" || kind == "list_pattern") {
    with_children(ExpressionKind::list);
  } else if (kind == "tuple" || kind == "expression_list" || kind == "pattern_list" || kind == "tuple_pattern") {
    with_children(ExpressionKind::tuple);
  } else if (kind == "set") {
    with_children(ExpressionKind::set);
  } else if (kind == "dictionary") {
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
  } else if (kind == "pair") {
    as(ExpressionKind::tuple, {field(node, "key"), field(node, "value")});
  } else if (kind == "list_comprehension") {
    adopt(comprehension(node, depth, "list"));
  } else if (kind == "set_comprehension") {
    adopt(comprehension(node, depth, "set"));
  } else if (kind == "dictionary_comprehension") {
    adopt(comprehension(node, depth, "dict"));
  } else if (kind == "generator_expression") {
    adopt(comprehension(node, depth, "generator"));
  } else if (kind == "binary_operator") {
    as(ExpressionKind::binary, {field(node, "left"), field(node, "right")});
    result.text = text(field(node, "operator"));
  } else if (kind == "unary_operator") {
    as(ExpressionKind::unary, {field(node, "argument")});
    result.text = text(field(node, "operator"));
  } else if (kind == "not_operator") {
    as(ExpressionKind::unary, {field(node, "argument")});
    result.text = "not";
  } else if (kind == "boolean_operator") {
    as(ExpressionKind::boolean, {field(node, "left"), field(node, "right")});
    result.text = text(field(node, "operator"));
  } else if (kind == "comparison_operator") {
    adopt(compare(node, depth));
  } else if (kind == "conditional_expression") {
    with_children(ExpressionKind::conditional);
  } else if (kind == "lambda") {
    result.kind = ExpressionKind::lambda;
  } else if (kind == "subscript") {
    with_children(ExpressionKind::subscript);
    if (result.parts.size() > 2) {  // a[b, c] is a[(b, c)]
      Expression index;
      index.kind = ExpressionKind::tuple;
      index.begin = result.parts[1].begin;
      index.end = result.parts.back().end;
      index.parts.assign(std::make_move_iterator(result.parts.begin() + 1),
                         std::make_move_iterator(result.parts.end()));
      result.parts.resize(1);
      result.parts.push_back(std::move(index));
    }
  } else if (kind == "slice") {
    // Which of the three is left out can't be told from the children alone: from the colons.
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
  } else if (kind == "named_expression") {
    as(ExpressionKind::assigned, {field(node, "value")});
    result.text = text(field(node, "name"));
  } else if (kind == "parenthesized_expression" || kind == "type" || kind == "expression_statement" ||
             kind == "as_pattern_target") {
    const Expression inner = read(first_child(node), depth);
    adopt(inner);
  }
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
