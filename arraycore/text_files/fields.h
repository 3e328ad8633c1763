#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How a text file is divided into rows and fields (numpy.loadtxt).
struct FieldSyntax {
  /// One character between two fields; none: any amount of white space.
  std::optional<char32_t> delimiter = std::nullopt;
  /// What each of them begins, up to the end of its line, isn't read.
  std::vector<std::u32string> comments = {U"#"};
  /// Around fields that hold delimiters, comments or ends of lines; doubled within them it stands for itself.
  std::optional<char32_t> quote = std::nullopt;
};

/// Whether these characters can be told apart. Error (dtype, as NumPy's): one is an end of a line, two are the same, a
/// comment is empty, white space divides fields and begins a comment or a quotation.
Expected<void> check_syntax(const FieldSyntax& syntax);

/// The text of a file. Error: it isn't UTF-8; the message names line and column, both counted from 1.
Expected<std::u32string> decoded(std::string_view file);

/// Reads a file row by row. A row ends with a line ("\n", "\r\n" or "\r") outside of quotes. What follows a closing
/// quote up to the next delimiter belongs to the field. A quote that is never closed ends with the file.
class FieldReader {
 public:
  /// `text` and `syntax` outlive the reader.
  FieldReader(std::u32string_view text, const FieldSyntax& syntax) : text_(text), syntax_(syntax) {}

  bool at_end() const { return at_ >= text_.size(); }
  /// The fields of the next row; none of a line that is empty or a comment.
  std::vector<std::u32string> next();
  /// Goes behind the end of this line, whatever is in it.
  void skip_line();
  /// The line in which the last row began, counted from 1.
  std::int64_t line() const { return row_line_; }

 private:
  bool at_line_end() const { return at_end() || text_[at_] == U'\n' || text_[at_] == U'\r'; }
  bool at_comment() const;
  bool at_delimiter() const;
  void skip_to_line_end();
  void end_line();
  /// False: the row ends behind it.
  bool read_field(std::u32string& field, bool& quoted);

  std::u32string_view text_;
  const FieldSyntax& syntax_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::int64_t row_line_ = 0;
};

}  // namespace fairplay::arraycore
