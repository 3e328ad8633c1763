#include "signatures/footprint/outline_text.h"

#include <algorithm>
#include <array>

#include "signatures/damage.h"

namespace fairplay::signatures::footprint {

namespace {

using python::Token;
using python::TokenKind;

constexpr std::size_t most_names = 64;

/// Words that stand before or after an operand with a is_blank between, even where that begins with a bracket or
/// operator.
bool spaced_word(std::string_view word) {
  constexpr std::array<std::string_view, 14> words = {"and", "as", "async", "await",  "else", "for", "from",
                                                      "if",  "in", "is",    "lambda", "not",  "or",  "yield"};
  return std::ranges::find(words, word) != words.end();
}

/// Words that begin a statement which binds nothing.
bool binds_nothing(std::string_view word) {
  constexpr std::array<std::string_view, 12> words = {"assert", "break", "continue", "exec",   "global", "nonlocal",
                                                      "pass",   "print", "raise",    "return", "yield",  "await"};
  return std::ranges::find(words, word) != words.end();
}

bool opens(std::string_view word) { return word == "(" || word == "[" || word == "{"; }
bool closes(std::string_view word) { return word == ")" || word == "]" || word == "}"; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// Appends a token's text with its blanks made one; a string over several lines has them too.
void append_on_one_line(std::string& out, std::string_view word) {
  for (const char c : word) {
    if (!is_blank(c))
      out += c;
    else if (out.empty() || out.back() != ' ')
      out += ' ';
  }
}

void add(std::vector<std::string_view>& names, std::string_view name) {
  if (names.size() < most_names && std::ranges::find(names, name) == names.end()) names.push_back(name);
}

/// Past the bracket that closes the one at `i`.
std::size_t past_bracket(const Tokens& tokens, std::size_t i, std::size_t end) {
  std::size_t depth = 0;
  for (; i < end; ++i) {
    if (opens(tokens.word(i))) ++depth;
    if (closes(tokens.word(i)) && --depth == 0) return i + 1;
  }
  return end;
}

/// The plain names of a target: `a, (b, *c), d.e, f[g]` binds a, b and c.
void add_targets(const Tokens& tokens, std::size_t begin, std::size_t end, std::vector<std::string_view>& names) {
  for (std::size_t i = begin; i < end;) {
    const std::string_view word = tokens.word(i);
    if (word == "lambda") return;
    if (!tokens.is_name(i)) {
      ++i;
      continue;
    }
    std::size_t after = i + 1;
    while (after < end && (tokens.word(after) == "." || tokens.word(after) == "(" || tokens.word(after) == "["))
      after = tokens.word(after) == "." ? after + 2 : past_bracket(tokens, after, end);
    const std::string_view next = after < end ? tokens.word(after) : std::string_view(",");
    if (after == i + 1 && (next == "," || closes(next))) add(names, word);
    i = std::max(after, i + 1);
  }
}

void add_imports(const Tokens& tokens, std::size_t begin, bool from, std::vector<std::string_view>& names) {
  for (std::size_t i = begin; i < tokens.all.size();) {
    const std::string_view word = tokens.word(i);
    if (from && word == "*") add(names, word);
    if (!tokens.is_name(i)) {
      ++i;
      continue;
    }
    std::size_t after = i + 1;
    while (tokens.word(after) == ".") after += 2;
    if (tokens.word(after) == "as" && tokens.is_name(after + 1)) {
      add(names, tokens.word(after + 1));
      after += 2;
    } else {
      add(names, word);
    }
    i = after;
  }
}

}  // namespace

Tokens::Tokens(std::string_view written, std::size_t most) : text(written) {
  std::vector<Damage> ignored;
  python::Lexer lexer(written, {}, ignored);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::newline) continue;
    if (all.size() >= most) {
      cut = true;
      break;
    }
    all.push_back(token);
  }
}

std::string spaced_alike(const Tokens& tokens, std::size_t begin, std::size_t end) {
  std::string out;
  end = std::min(end, tokens.all.size());
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view word = tokens.word(i);
    // Inside brackets a last comma may make a tuple; which takes a tree to tell.
    if (word == "," && (i + 1 == end || tokens.word(i + 1) == "}")) continue;
    if (i > begin && !closes(word) && word != ",") {
      const std::string_view before = tokens.word(i - 1);
      const bool words = tokens.all[i].kind != TokenKind::op && tokens.all[i - 1].kind != TokenKind::op;
      if (words || before == "," || before == ":" || word == "->" || before == "->" ||
          (spaced_word(word) && !opens(before) && before != "=") || (spaced_word(before) && word != ":"))
        out += ' ';
    }
    append_on_one_line(out, word);
  }
  return out;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  std::vector<Damage> ignored;
  python::Lexer lexer(text, {}, ignored);
  std::uint32_t last = 0;
  bool cut = false;
  for (Token token = lexer.next(); token.kind != TokenKind::end && !cut; token = lexer.next()) {
    if (token.kind == TokenKind::newline) continue;
    if (!out.empty() && token.begin > last) out += ' ';
    last = token.end;
    append_on_one_line(out, text.substr(token.begin, std::min<std::size_t>(token.end - token.begin, most + 1)));
    cut = out.size() > most;
  }
  if (out.size() > most) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    out.resize(end);
  }
  return out;
}

std::vector<std::string_view> bound_names(const Tokens& tokens) {
  std::vector<std::string_view> names;
  const std::string_view first = tokens.word(0);
  const std::size_t count = tokens.all.size();
  if (first == "import") {
    add_imports(tokens, 1, false, names);
  } else if (first == "from") {
    std::size_t i = 1;
    while (i < count && tokens.word(i) != "import") ++i;
    add_imports(tokens, i + 1, true, names);
  } else if (first == "del") {
    add_targets(tokens, 1, count, names);
  } else if (first == "type" && tokens.is_name(1)) {
    add(names, tokens.word(1));
  } else if (!binds_nothing(first)) {
    std::size_t begin = 0;
    bool annotated = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (tokens.all[i].depth > 0) continue;
      const std::string_view word = tokens.word(i);
      if (word == "lambda") break;
      if (word == ":" && begin == 0 && !annotated) {
        if (i == 1 && tokens.is_name(0)) add(names, first);
        annotated = true;
      } else if (word == "=") {
        if (!annotated) add_targets(tokens, begin, i, names);
        begin = i + 1;
      } else if (word.size() >= 2 && word.back() == '=' && tokens.all[i].kind == TokenKind::op &&
                 std::string_view("+-*/%&|^@<>").find(word[0]) != std::string_view::npos && word != "<=" &&
                 word != ">=" && i == 1 && tokens.is_name(0)) {
        add(names, first);
      }
    }
  }
  for (std::size_t i = 1; i < count; ++i) {
    if (tokens.word(i) == ":=" && tokens.is_name(i - 1)) add(names, tokens.word(i - 1));
  }
  return names;
}

DefinitionHeader definition_header(const Tokens& tokens, bool function) {
  DefinitionHeader header;
  std::size_t i = 0;
  while (i < tokens.all.size() && tokens.word(i) != (function ? "def" : "class")) ++i;
  ++i;
  if (!tokens.is_name(i)) return header;
  header.name = tokens.word(i++);
  if (tokens.word(i) == "[") {
    const std::size_t end = past_bracket(tokens, i, tokens.all.size());
    header.type_parameters = tokens.text.substr(tokens.all[i].begin, tokens.all[end - 1].end - tokens.all[i].begin);
    i = end;
  }
  header.complete = !function && tokens.word(i) == ":";
  if (tokens.word(i) == "(") {
    const std::size_t end = past_bracket(tokens, i, tokens.all.size());
    header.complete = tokens.word(end - 1) == ")" && !tokens.cut;
    header.parameters = spaced_alike(tokens, i + 1, end - 1);
    i = end;
  }
  if (tokens.word(i) == "->")
    header.parameters +=
        (header.parameters.empty() ? "" : " ") +
        spaced_alike(tokens, i, tokens.all.size() - (tokens.word(tokens.all.size() - 1) == ":" ? 1 : 0));
  return header;
}

}  // namespace fairplay::signatures::footprint
