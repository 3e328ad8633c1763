#include "arraycore/files/literal.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "arraycore/printing/text_repr.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

class LiteralParser {
 public:
  LiteralParser(std::string_view text, bool python2) : text_(text), python2_(python2) {}

  Expected<Literal> whole() {
    auto result = value(0);
    if (!result) return result;
    skip_spaces();
    if (at_ != text_.size()) return wrong("something behind the value");
    return result;
  }

 private:
  std::unexpected<Error> wrong(const std::string& what) const {
    return fail(ErrorKind::value, what + " at byte " + std::to_string(at_) + " of the header");
  }

  void skip_spaces() {
    while (at_ < text_.size() && std::string_view(" \t\n\r\f").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool take(char character) {
    skip_spaces();
    if (at_ == text_.size() || text_[at_] != character) return false;
    ++at_;
    return true;
  }

  bool take_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Expected<Literal> value(std::size_t depth) {
    skip_spaces();
    if (depth > max_literal_depth) return wrong("brackets that are too deep");
    if (at_ == text_.size()) return wrong("the end instead of a value");
    Literal result;
    const char first = text_[at_];
    if (first == '(') return items(Literal::Sort::tuple, ')', depth);
    if (first == '[') return items(Literal::Sort::list, ']', depth);
    if (first == '{') return dictionary(depth);
    if (first == '\'' || first == '"') return text();
    if ((first == 'u' || first == 'U') && at_ + 1 < text_.size() && (text_[at_ + 1] == '\'' || text_[at_ + 1] == '"')) {
      ++at_;
      return text();
    }
    if (first == '-' || first == '+' || (first >= '0' && first <= '9')) return integer();
    if (take_word("None")) return result;
    result.sort = Literal::Sort::boolean;
    if (take_word("False")) return result;
    result.truth = true;
    if (take_word("True")) return result;
    return wrong("no value");
  }

  Expected<Literal> items(Literal::Sort sort, char end, std::size_t depth) {
    ++at_;
    Literal result;
    result.sort = sort;
    bool comma = true;
    while (!take(end)) {
      if (!comma) return wrong("a comma is missing");
      auto item = value(depth + 1);
      if (!item) return item;
      result.items.push_back(std::move(*item));
      comma = take(',');
    }
    // Brackets around one value, without a comma, are that value.
    if (sort == Literal::Sort::tuple && result.items.size() == 1 && !comma) {
      Literal only = std::move(result.items.front());
      return only;
    }
    return result;
  }

  Expected<Literal> dictionary(std::size_t depth) {
    ++at_;
    Literal result;
    result.sort = Literal::Sort::dictionary;
    bool comma = true;
    while (!take('}')) {
      if (!comma) return wrong("a comma is missing");
      auto key = value(depth + 1);
      if (!key) return key;
      if (key->sort != Literal::Sort::text) return wrong("a key that isn't a text");
      if (result.find(key->text) != nullptr) return wrong("the key '" + key->text + "' a second time");
      if (!take(':')) return wrong("a colon is missing");
      auto item = value(depth + 1);
      if (!item) return item;
      result.items.push_back(std::move(*key));
      result.items.push_back(std::move(*item));
      comma = take(',');
    }
    return result;
  }

  Expected<Literal> integer() {
    Literal result;
    result.sort = Literal::Sort::integer;
    if (text_[at_] == '+') ++at_;
    const std::size_t digits = at_ + (at_ < text_.size() && text_[at_] == '-' ? 1 : 0);
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), result.number);
    if (error == std::errc::result_out_of_range) return wrong("an integer beyond 64 bits");
    if (error != std::errc()) return wrong("a sign without a number");
    const std::size_t length = static_cast<std::size_t>(end - text_.data()) - digits;
    if (length > 1 && text_[digits] == '0' && result.number != 0) return wrong("an integer that begins with 0");
    at_ = static_cast<std::size_t>(end - text_.data());
    if (at_ < text_.size() && text_[at_] == 'L' && python2_) ++at_;
    if (at_ < text_.size() && std::string_view(" \t\n\r\f,:)]}").find(text_[at_]) == std::string_view::npos) {
      return wrong("a number that isn't an integer");
    }
    return result;
  }

  Expected<Literal> text() {
    Literal result;
    result.sort = Literal::Sort::text;
    const char quote = text_[at_++];
    while (true) {
      if (at_ == text_.size() || text_[at_] == '\n') return wrong("a text without an end");
      const char character = text_[at_++];
      if (character == quote) return result;
      if (character != '\\') {
        result.text += character;
        continue;
      }
      if (const auto done = escape(result.text); !done) return std::unexpected(done.error());
    }
  }

  /// What stands behind a backslash.
  Expected<void> escape(std::string& text) {
    if (at_ == text_.size()) return wrong("a text without an end");
    const char letter = text_[at_++];
    constexpr std::string_view simple = "\\'\"abfnrtv";
    constexpr std::string_view meant = "\\'\"\a\b\f\n\r\t\v";
    if (const std::size_t found = simple.find(letter); found != std::string_view::npos) {
      text += meant[found];
      return {};
    }
    if (letter == '\n') return {};
    if (letter >= '0' && letter <= '7') {
      --at_;
      std::size_t digits = 0;
      while (digits < 3 && at_ + digits < text_.size() && text_[at_ + digits] >= '0' && text_[at_ + digits] <= '7') {
        ++digits;
      }
      return code_point(digits, 8, text);
    }
    if (letter == 'x') return code_point(2, 16, text);
    if (letter == 'u') return code_point(4, 16, text);
    if (letter == 'U') return code_point(8, 16, text);
    if (letter == 'N') return wrong("a character by its name");
    // Python leaves other backslashes as they are.
    text += '\\';
    text += letter;
    return {};
  }

  Expected<void> code_point(std::size_t digits, int base, std::string& text) {
    std::uint32_t code = 0;
    const std::string_view written = text_.substr(at_, digits);
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), code, base);
    if (written.size() < digits || error != std::errc() || end != written.data() + digits) {
      return wrong("an escaped character with too few digits");
    }
    if ((code >= 0xd800 && code < 0xe000) || code >= 0x110000) return wrong("an escaped character that isn't Unicode");
    append_utf8(code, text);
    at_ += digits;
    return {};
  }

  std::string_view text_;
  bool python2_;
  std::size_t at_ = 0;
};

}  // namespace

const Literal* Literal::find(std::string_view key) const {
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].sort == Sort::text && items[i].text == key) return &items[i + 1];
  }
  return nullptr;
}

Expected<Literal> parse_literal(std::string_view text, bool python2) { return LiteralParser(text, python2).whole(); }

}  // namespace fairplay::arraycore
