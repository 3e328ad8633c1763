#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::signatures::python {

enum class TokenKind : std::uint8_t { name, number, string, op, newline, end };

/// One token of Python source, by its bytes. A newline ends a logical line (language reference, section 2.1.5).
struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 1;    ///< from 1, of the first byte
  std::uint32_t indent = 0;  ///< of the logical line it is in: columns, tabs to multiples of eight
  std::uint32_t depth = 0;   ///< of brackets around it; a bracket is in the depth outside of it
};

/// Just enough of Python's lexical analysis to cut a source into statements, whatever its version (2.7 to 3.14):
/// strings with all prefixes, brackets, comments, continued lines, indentation. Any bytes are safe to pass; linear in
/// their number. Bytes from 0x80 count as letters. An f-string is one string up to its own quote, as before PEP 701;
/// nested quotes of the same kind cut it into several, whose ends still fit.
class Lexer {
 public:
  /// The source is borrowed, at most 2^31 bytes of it are read. `file` names it in damage.
  Lexer(std::string_view source, std::string_view file, std::vector<Damage>& damage, std::uint32_t from = 0,
        std::uint32_t line = 1);

  Token next();

 private:
  bool skip_to_token();
  void begin_line();
  Token string(std::uint32_t begin, std::uint32_t quote);
  Token number(std::uint32_t begin);
  Token op(std::uint32_t begin);
  Token make(TokenKind kind, std::uint32_t begin, std::uint32_t end) const {
    return {kind, begin, end, line_, indent_, depth_};
  }
  bool statement_word_ahead() const;
  void report(std::uint32_t line, std::string_view reason);
  char at(std::size_t i) const { return i < source_.size() ? source_[i] : '\0'; }

  std::string_view source_;
  std::string_view file_;
  std::vector<Damage>& damage_;
  std::uint32_t here_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t indent_ = 0;
  std::uint32_t depth_ = 0;
  std::uint32_t bracket_line_ = 0;  ///< of the outermost open bracket
  bool line_begins_ = true;
  bool any_on_line_ = false;  ///< the logical line has a token
  bool reported_ = false;     ///< one damage of a file's form is enough
};

/// The letters before a string's opening quote, and how long that quote is: 1 or 3.
struct StringParts {
  std::string_view prefix;
  std::string_view content;
  bool closed = false;
};
StringParts string_parts(std::string_view token);

}  // namespace fairplay::signatures::python
