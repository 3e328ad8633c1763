#include "signatures/python/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fairplay::signatures::python {

namespace {

constexpr std::size_t most_bytes = 1U << 31U;

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\0'; }

bool is_prefix(std::string_view word) {
  return word.size() <= 3 && word.find_first_not_of("rRbBuUfFtT") == std::string_view::npos;
}

/// Words that begin a statement and can't be anywhere else: where one begins a line inside brackets, a bracket was left
/// open.
constexpr std::array<std::string_view, 10> statement_words = {"class",  "def", "del",   "import", "raise",
                                                              "return", "try", "while", "with",   "global"};

}  // namespace

Lexer::Lexer(std::string_view source, std::string_view file, std::vector<Damage>& damage, std::uint32_t from,
             std::uint32_t line)
    : source_(source.substr(0, most_bytes)), file_(file), damage_(damage), here_(from), line_(line) {
  if (from == 0 && source_.starts_with("\xEF\xBB\xBF")) here_ = 3;
}

void Lexer::report(std::uint32_t line, std::string_view reason) {
  if (reported_) return;
  reported_ = true;
  damage_.push_back({std::string(file_), fmt::format("line {}", line), std::string(reason)});
}

bool Lexer::statement_word_ahead() const {
  std::size_t start = here_;
  while (start < source_.size() && (source_[start] == ' ' || source_[start] == '\t')) ++start;
  std::size_t end = start;
  while (end < source_.size() && end - start < 8 && letter(source_[end])) ++end;
  if (!blank(at(end)) && at(end) != ':') return false;
  if (at(end) == ':' && source_.substr(start, end - start) != "try") return false;
  return std::ranges::find(statement_words, source_.substr(start, end - start)) != statement_words.end();
}

/// Measures the indentation of a line at depth zero.
void Lexer::begin_line() {
  line_begins_ = false;
  std::uint32_t column = 0;
  for (; here_ < source_.size(); ++here_) {
    const char c = source_[here_];
    if (c == ' ')
      ++column;
    else if (c == '\t')
      column = (column / 8 + 1) * 8;
    else if (c == '\f')
      column = 0;
    else
      break;
  }
  indent_ = column;
}

/// Skips what is no token; false where a logical line ends here.
bool Lexer::skip_to_token() {
  while (here_ < source_.size()) {
    if (line_begins_ && depth_ == 0) begin_line();
    line_begins_ = false;
    if (here_ >= source_.size()) break;
    const char c = at(here_);
    if (c == '\n' || c == '\r') {
      if (depth_ == 0 && any_on_line_) return false;
      here_ += c == '\r' && at(here_ + 1) == '\n' ? 2 : 1;
      ++line_;
      line_begins_ = true;
      if (depth_ > 0 && statement_word_ahead()) {
        report(bracket_line_, "a bracket is never closed");
        depth_ = 0;
        if (any_on_line_) return false;
      }
    } else if (c == '\0' && here_ < source_.size()) {
      report(line_, "a NUL byte, which no Python source may have");
      ++here_;
    } else if (blank(c)) {
      ++here_;
    } else if (c == '#') {
      here_ = static_cast<std::uint32_t>(std::min(source_.find_first_of("\r\n", here_), source_.size()));
    } else if (c == '\\' && (at(here_ + 1) == '\n' || at(here_ + 1) == '\r')) {
      here_ += at(here_ + 1) == '\r' && at(here_ + 2) == '\n' ? 3 : 2;
      ++line_;
    } else {
      return true;
    }
  }
  return false;
}

Token Lexer::next() {
  if (!skip_to_token()) {
    if (any_on_line_) {
      any_on_line_ = false;
      return make(TokenKind::newline, here_, here_);
    }
    if (here_ < source_.size()) return next();
    if (depth_ > 0) {
      report(bracket_line_, "a bracket is never closed");
      depth_ = 0;
    }
    return make(TokenKind::end, here_, here_);
  }
  any_on_line_ = true;
  const std::uint32_t begin = here_;
  const char c = source_[here_];
  if (letter(c)) {
    while (here_ < source_.size() && (letter(source_[here_]) || digit(source_[here_]))) ++here_;
    const char after = at(here_);
    if ((after == '"' || after == '\'') && is_prefix(source_.substr(begin, here_ - begin))) return string(begin, here_);
    return make(TokenKind::name, begin, here_);
  }
  if (c == '"' || c == '\'') return string(begin, begin);
  if (digit(c) || (c == '.' && digit(at(here_ + 1)))) return number(begin);
  return op(begin);
}

Token Lexer::string(std::uint32_t begin, std::uint32_t quote) {
  const std::uint32_t line = line_;
  const char mark = source_[quote];
  const bool triple = at(quote + 1) == mark && at(quote + 2) == mark;
  std::size_t i = quote + (triple ? 3 : 1);
  bool closed = false;
  while (i < source_.size()) {
    const char c = source_[i];
    if (c == '\\' && i + 1 < source_.size()) {  // also in raw strings a backslash keeps a quote from closing
      if (source_[i + 1] == '\n' || (source_[i + 1] == '\r' && at(i + 2) != '\n')) ++line_;
      i += 2;
      continue;
    }
    if (c == mark && (!triple || (at(i + 1) == mark && at(i + 2) == mark))) {
      i += triple ? 3 : 1;
      closed = true;
      break;
    }
    if (c == '\n' || (c == '\r' && at(i + 1) != '\n')) {
      if (!triple) break;
      ++line_;
    }
    ++i;
  }
  here_ = static_cast<std::uint32_t>(std::min(i, source_.size()));
  if (!closed) report(line, triple ? "a triple-quoted string is never closed" : "a string is not closed on its line");
  Token token = make(TokenKind::string, begin, here_);
  token.line = line;
  return token;
}

Token Lexer::number(std::uint32_t begin) {
  const bool hexadecimal = source_[begin] == '0' && (at(begin + 1) == 'x' || at(begin + 1) == 'X');
  while (here_ < source_.size()) {
    const char c = source_[here_];
    if (!letter(c) && !digit(c) && c != '.') break;
    ++here_;
    if (!hexadecimal && (c == 'e' || c == 'E') && (at(here_) == '+' || at(here_) == '-') && digit(at(here_ + 1)))
      ++here_;
  }
  return make(TokenKind::number, begin, here_);
}

Token Lexer::op(std::uint32_t begin) {
  const char c = source_[begin];
  ++here_;
  if (c == '(' || c == '[' || c == '{') {
    const Token token = make(TokenKind::op, begin, here_);
    if (depth_++ == 0) bracket_line_ = line_;
    return token;
  }
  if (c == ')' || c == ']' || c == '}') {
    if (depth_ > 0)
      --depth_;
    else
      report(line_, fmt::format("a closing {} without its opening bracket", c));
    return make(TokenKind::op, begin, here_);
  }
  const std::string_view two = source_.substr(begin, 2);
  const std::string_view three = source_.substr(begin, 3);
  if (three == "**=" || three == "//=" || three == ">>=" || three == "<<=" || three == "...")
    here_ = begin + 3;
  else if (two == "**" || two == "//" || two == ">>" || two == "<<" || two == "->" || two == ":=" || two == "<>" ||
           (two.size() == 2 && two[1] == '=' && std::string_view("=!<>+-*/%&|^@").find(c) != std::string_view::npos))
    here_ = begin + 2;
  return make(TokenKind::op, begin, here_);
}

StringParts string_parts(std::string_view token) {
  const std::size_t quote = token.find_first_of("'\"");
  if (quote == std::string_view::npos) return {token, {}, false};
  const char mark = token[quote];
  const bool triple = token.size() >= quote + 3 && token[quote + 1] == mark && token[quote + 2] == mark;
  // '' is an empty string, not the beginning of a triple quote.
  const std::size_t length = triple ? 3 : 1;
  StringParts parts{token.substr(0, quote), token.substr(std::min(quote + length, token.size())), false};
  if (parts.content.size() >= length &&
      parts.content.substr(parts.content.size() - length) == std::string(length, mark)) {
    parts.content.remove_suffix(length);
    parts.closed = true;
  }
  return parts;
}

}  // namespace fairplay::signatures::python
