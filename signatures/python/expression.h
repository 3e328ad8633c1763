#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fairplay::signatures::python {

enum class ExpressionKind : std::uint8_t {
  nothing,  ///< left out, or what the reader doesn't know
  name,     ///< text
  number,   ///< text
  string,   ///< text: its value (see string_value.h); bytes and f-strings apart
  bytes,
  format_string,  ///< an f-string: its parts are not read
  constant,       ///< text: None, True, False, Ellipsis
  attribute,      ///< parts[0] . text
  call,           ///< parts[0] (the rest: arguments, `keyword` and `star` among them)
  keyword,        ///< text = parts[0], in a call
  star,           ///< *parts[0]; text "**" for two
  list,
  tuple,
  set,
  dict,         ///< pairs: key, value, key, value ...; a `star` key with a `nothing` value for **
  binary,       ///< parts[0] text parts[1]
  unary,        ///< text parts[0]
  boolean,      ///< parts[0] text parts[1]: and, or
  compare,      ///< parts[0] op parts[1] op ...: text holds the operators, separated by NUL
  conditional,  ///< parts[0] if parts[1] else parts[2]
  lambda,
  comprehension,  ///< parts[0] the element, then `for_in` and `if_` clauses; text: list, set, dict (its element is a
                  ///< tuple) or generator
  for_in,         ///< parts[0] in parts[1]
  if_,            ///< parts[0]
  subscript,      ///< parts[0] [ parts[1] ]
  slice,
  assigned,  ///< text := parts[0]
};

/// A Python expression as plain data. `begin` and `end` are its bytes in the source file.
struct Expression {
  ExpressionKind kind = ExpressionKind::nothing;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;
  std::vector<Expression> parts;

  explicit operator bool() const { return kind != ExpressionKind::nothing || end > begin; }
  bool is(ExpressionKind wanted) const { return kind == wanted; }
  bool is_name(std::string_view name) const { return kind == ExpressionKind::name && text == name; }
};

/// "a.b.c" for a name or attributes of one; empty for anything else.
std::string dotted(const Expression& expression);

enum class ParameterKind : std::uint8_t {
  positional_only,
  positional_or_keyword,
  var_positional,
  keyword_only,
  var_keyword
};

struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::positional_or_keyword;
  Expression annotation;  ///< nothing without one
  Expression value;       ///< the default; nothing without one
};

}  // namespace fairplay::signatures::python
