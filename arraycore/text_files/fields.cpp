#include "arraycore/text_files/fields.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/printing/text_repr.h"
#include "arraycore/strings/characters.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

bool ends_line(char32_t code) { return code == U'\n' || code == U'\r'; }

std::unexpected<Error> no_utf8(std::string_view file, std::size_t wrong) {
  const std::string_view before = file.substr(0, wrong);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t begin = before.find_last_of('\n') + 1;
  const auto is_first = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  const auto column = std::ranges::count_if(before.substr(begin), is_first) + 1;
  return fail(ErrorKind::value,
              "no UTF-8 at line " + std::to_string(line) + ", column " + std::to_string(column) + " of the file");
}

}  // namespace

Expected<void> check_syntax(const FieldSyntax& syntax) {
  std::vector<char32_t> firsts;
  if (syntax.delimiter) firsts.push_back(*syntax.delimiter);
  if (syntax.quote) firsts.push_back(*syntax.quote);
  for (const std::u32string& comment : syntax.comments) {
    if (comment.empty()) return fail(ErrorKind::value, "comments cannot be an empty string");
    if (comment.size() == 1) firsts.push_back(comment.front());
  }
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    const bool space = !syntax.delimiter && is_of(CharacterClass::space, firsts[i]);
    if (ends_line(firsts[i]) || space) {
      return fail(ErrorKind::dtype, "control character " + text_repr({firsts.data() + i, 1}) + " cannot be a newline" +
                                        (space ? ", nor white space, which divides fields" : ""));
    }
    if (std::find(firsts.begin(), firsts.begin() + static_cast<std::ptrdiff_t>(i), firsts[i]) !=
        firsts.begin() + static_cast<std::ptrdiff_t>(i)) {
      return fail(ErrorKind::dtype, "delimiter, quote and comment must be different characters");
    }
  }
  return {};
}

Expected<std::u32string> decoded(std::string_view file) {
  if (auto text = from_utf8(file)) return std::move(*text);
  std::size_t at = 0;
  while (at < file.size()) {
    std::size_t length = 1;
    while (length <= 4 && !from_utf8(file.substr(at, length))) ++length;
    if (length > 4) break;
    at += length;
  }
  return no_utf8(file, at);
}

bool FieldReader::at_comment() const {
  return std::ranges::any_of(syntax_.comments,
                             [&](const std::u32string& comment) { return text_.substr(at_).starts_with(comment); });
}

bool FieldReader::at_delimiter() const {
  return syntax_.delimiter ? text_[at_] == *syntax_.delimiter : is_of(CharacterClass::space, text_[at_]);
}

void FieldReader::skip_to_line_end() {
  while (!at_line_end()) ++at_;
}

void FieldReader::skip_line() {
  skip_to_line_end();
  end_line();
}

void FieldReader::end_line() {
  if (at_end()) return;
  if (text_[at_] == U'\r' && at_ + 1 < text_.size() && text_[at_ + 1] == U'\n') ++at_;
  ++at_;
  ++line_;
}

bool FieldReader::read_field(std::u32string& field, bool& quoted) {
  if (!syntax_.delimiter) {
    while (!at_line_end() && is_of(CharacterClass::space, text_[at_])) ++at_;
  }
  if (!at_end() && syntax_.quote && text_[at_] == *syntax_.quote) {
    quoted = true;
    ++at_;
    while (!at_end()) {
      if (text_[at_] == *syntax_.quote) {
        ++at_;
        if (at_end() || text_[at_] != *syntax_.quote) break;
      } else if (ends_line(text_[at_]) && !(text_[at_] == U'\n' && text_[at_ - 1] == U'\r')) {
        ++line_;
      }
      field += text_[at_++];
    }
  }
  while (!at_line_end() && !at_delimiter() && !at_comment()) field += text_[at_++];
  if (!at_line_end() && at_delimiter()) {
    ++at_;
    return true;
  }
  skip_to_line_end();
  return false;
}

std::vector<std::u32string> FieldReader::next() {
  row_line_ = line_;
  std::vector<std::u32string> fields;
  bool quoted = false;
  for (bool more = true; more;) {
    std::u32string field;
    quoted = false;
    more = read_field(field, quoted);
    fields.push_back(std::move(field));
  }
  end_line();
  // Behind the last white space there is no field, and none in an empty line.
  if (!quoted && fields.back().empty() && (!syntax_.delimiter || fields.size() == 1)) fields.pop_back();
  return fields;
}

}  // namespace fairplay::arraycore
