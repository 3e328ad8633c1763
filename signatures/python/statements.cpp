#include "signatures/python/statements.h"

#include <fmt/format.h>

#include <optional>

#include "signatures/python/lexer.h"

namespace fairplay::signatures::python {

namespace {

std::optional<StatementKind> clause_named(std::string_view word) {
  if (word == "def") return StatementKind::function;
  if (word == "class") return StatementKind::class_;
  if (word == "if") return StatementKind::if_;
  if (word == "elif") return StatementKind::elif;
  if (word == "else") return StatementKind::else_;
  if (word == "try") return StatementKind::try_;
  if (word == "except") return StatementKind::except;
  if (word == "finally") return StatementKind::finally;
  if (word == "for") return StatementKind::for_;
  if (word == "while") return StatementKind::while_;
  if (word == "with") return StatementKind::with;
  return std::nullopt;
}

class Splitter {
 public:
  Splitter(std::string_view source, std::string_view file, std::vector<Damage>& damage)
      : source_(source), file_(file), damage_(damage), lexer_(source, file, damage) {}

  Statements run() {
    token_ = lexer_.next();
    while (token_.kind != TokenKind::end) {
      if (found_.all.size() >= Statements::most_statements) {
        damage_.push_back({std::string(file_), fmt::format("line {}", token_.line),
                           fmt::format("more than {} statements; the rest is not read", Statements::most_statements)});
        break;
      }
      logical_line();
    }
    while (!open_.empty()) close();
    return std::move(found_);
  }

 private:
  struct Open {
    std::uint32_t statement;
    std::uint32_t indent;
  };

  std::string_view text(const Token& token) const { return source_.substr(token.begin, token.end - token.begin); }
  bool is(const Token& token, char c) const {
    return token.kind == TokenKind::op && token.end - token.begin == 1 && source_[token.begin] == c;
  }

  void close() {
    Statement& statement = found_.all[open_.back().statement];
    statement.next = static_cast<std::uint32_t>(found_.all.size());
    statement.end = std::max(statement.end, last_end_);
    open_.pop_back();
  }

  void logical_line() {
    // A line belongs to the innermost clause that is indented less. A dedent to a column nobody opened ends what is
    // deeper, too.
    while (!open_.empty() && token_.indent <= open_.back().indent) close();
    const std::size_t outer = open_.size();
    while (token_.kind != TokenKind::newline && token_.kind != TokenKind::end) {
      if (is(token_, ';')) {
        token_ = lexer_.next();
        continue;
      }
      statement();
    }
    if (token_.kind == TokenKind::newline) token_ = lexer_.next();
    // `if x: y` is closed with its line; `if x:` stays open for the lines to come.
    while (open_.size() > outer && suite_on_line_) close();
    suite_on_line_ = false;
  }

  void statement() {
    Statement statement;
    statement.begin = token_.begin;
    statement.line = token_.line;
    statement.depth = static_cast<std::uint16_t>(open_.size());
    if (!open_.empty() && found_.all.size() == std::size_t{open_.back().statement} + 1 &&
        token_.line == found_.all[open_.back().statement].line)
      suite_on_line_ = true;
    std::optional<StatementKind> clause = first_words();
    if (is(token_, '@')) statement.kind = StatementKind::decorator;
    const Token first = token_;
    const bool string_first = token_.kind == TokenKind::string;
    bool only_string = true;
    unsigned lambdas = 0;
    bool colon = false;
    std::uint32_t end = token_.end;
    std::uint32_t tokens = 0;
    for (; token_.kind != TokenKind::newline && token_.kind != TokenKind::end; token_ = lexer_.next(), ++tokens) {
      if (token_.depth == 0) {
        if (is(token_, ';')) break;
        if (token_.kind == TokenKind::name && text(token_) == "lambda") ++lambdas;
        if (is(token_, ':')) {
          if (lambdas > 0) {
            --lambdas;
          } else if (clause) {
            colon = true;
            end = token_.end;
            token_ = lexer_.next();
            break;
          }
        }
      }
      only_string = only_string && token_.kind == TokenKind::string && plain_string(text(token_));
      end = token_.end;
    }
    if (soft_ && colon && !really_soft(*clause, first, tokens)) {  // `match: int = 0` is an annotation
      for (; token_.kind != TokenKind::newline && token_.kind != TokenKind::end &&
             !(token_.depth == 0 && is(token_, ';'));
           token_ = lexer_.next())
        end = token_.end;
      colon = false;
    }
    last_end_ = end;
    statement.header_end = end;
    statement.end = end;
    const auto index = static_cast<std::uint32_t>(found_.all.size());
    statement.next = index + 1;
    statement.docstring =
        statement.kind == StatementKind::simple && !clause && string_first && only_string && may_have_docstring();
    if (clause && colon) statement.kind = *clause;
    found_.all.push_back(statement);
    if (!(clause && colon)) return;
    if (open_.size() >= Statements::deepest_suite) {
      if (!reported_depth_)
        damage_.push_back({std::string(file_), fmt::format("line {}", statement.line),
                           fmt::format("statements nested more than {} deep are not read", Statements::deepest_suite)});
      reported_depth_ = true;
      skip_suite(first.indent, index);
      return;
    }
    open_.push_back({index, first.indent});
  }

  /// The clause that the first word begins; moves past `async` to the deciding word.
  std::optional<StatementKind> first_words() {
    soft_ = false;
    if (token_.kind != TokenKind::name) return std::nullopt;
    const std::string_view word = text(token_);
    if (word == "async") {
      const std::string_view rest = source_.substr(token_.end, 16);
      const std::size_t at = rest.find_first_not_of(" \t");
      if (at == std::string_view::npos || at == 0) return std::nullopt;
      for (const std::string_view next : {"def", "for", "with"}) {
        if (!rest.substr(at).starts_with(next)) continue;
        token_ = lexer_.next();
        return clause_named(text(token_));
      }
      return std::nullopt;
    }
    if (const auto clause = clause_named(word)) return clause;
    if (word == "match" ||
        (word == "case" && !open_.empty() && found_.all[open_.back().statement].kind == StatementKind::match)) {
      soft_ = true;
      return word == "match" ? StatementKind::match : StatementKind::case_;
    }
    return std::nullopt;
  }

  /// Whether `match ...:` or `case ...:` is a clause (PEP 634): something precedes the colon, and after match's nothing
  /// does on its line.
  bool really_soft(StatementKind kind, const Token& first, std::uint32_t tokens) const {
    if (tokens < 2) return false;
    const std::size_t after = source_.find_first_not_of(" \t", first.end);
    if (after != std::string_view::npos && (source_[after] == '=' || source_[after] == '.' || source_[after] == ','))
      return false;
    return kind == StatementKind::case_ || token_.kind == TokenKind::newline;
  }

  /// An f-string's parts are code that runs (and neither it nor bytes document anything).
  static bool plain_string(std::string_view token) {
    return string_parts(token).prefix.find_first_of("bBfFtT") == std::string_view::npos;
  }

  bool may_have_docstring() const {
    if (open_.empty()) return found_.all.empty();
    const Statement& parent = found_.all[open_.back().statement];
    return found_.all.size() == std::size_t{open_.back().statement} + 1 &&
           (parent.kind == StatementKind::function || parent.kind == StatementKind::class_);
  }

  void skip_suite(std::uint32_t indent, std::uint32_t index) {
    while (token_.kind != TokenKind::newline && token_.kind != TokenKind::end) token_ = lexer_.next();
    if (token_.kind != TokenKind::newline) return;
    Token ahead = lexer_.next();
    while (ahead.kind != TokenKind::end && ahead.indent > indent) {
      last_end_ = ahead.end;
      ahead = lexer_.next();
    }
    found_.all[index].end = last_end_;
    pending_newline(ahead);
  }

  /// The skipped suite's last newline was read already: what follows begins a line.
  void pending_newline(const Token& ahead) {
    token_ = ahead;
    while (!open_.empty() && token_.kind != TokenKind::end && token_.indent <= open_.back().indent) close();
  }

  std::string_view source_;
  std::string_view file_;
  std::vector<Damage>& damage_;
  Lexer lexer_;
  Token token_;
  Statements found_;
  std::vector<Open> open_;
  std::uint32_t last_end_ = 0;
  bool soft_ = false;
  bool suite_on_line_ = false;
  bool reported_depth_ = false;
};

}  // namespace

Statements split(std::string_view source, std::string_view file, std::vector<Damage>& damage) {
  return Splitter(source, file, damage).run();
}

}  // namespace fairplay::signatures::python
