#include "arraycore/strings/text_changes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/strings/characters.h"
#include "arraycore/strings/operands.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

std::u32string replaced_parts(std::u32string_view text, std::u32string_view part, std::u32string_view other,
                              std::int64_t count) {
  std::u32string result;
  std::size_t at = 0;
  for (std::int64_t left = count; left != 0; --left) {
    const std::size_t found = text.find(part, at);
    if (found == std::u32string_view::npos) break;
    result += text.substr(at, found - at);
    result += other;
    at = found + part.size();
    if (part.empty()) {
      // Between any two characters stands nothing.
      if (at == text.size()) return result;
      result += text[at++];
    }
  }
  return result + std::u32string(text.substr(at));
}

std::u32string without_tabs(std::u32string_view text, std::int64_t size) {
  std::u32string result;
  std::int64_t column = 0;
  for (const char32_t code : text) {
    if (code == U'\t') {
      const std::int64_t spaces = size > 0 ? size - column % size : 0;
      result.append(static_cast<std::size_t>(spaces), U' ');
      column += spaces;
    } else {
      result += code;
      column = code == U'\n' || code == U'\r' ? 0 : column + 1;
    }
  }
  return result;
}

/// Whether no dtype has so many characters: then the text isn't made first.
bool too_long(std::int64_t length, Kind kind) { return !DType::characters(kind, std::max<std::int64_t>(length, 0)); }

std::unexpected<Error> text_too_long(std::int64_t length) {
  return fail(ErrorKind::value, "a text of " + std::to_string(length) + " characters is too long");
}

}  // namespace

Expected<Array> strip_texts(const ConstDynamicView& texts, const std::optional<ConstDynamicView>& characters,
                            TextSide side) {
  std::vector given{texts};
  if (characters) given.push_back(*characters);
  const auto operands = TextOperands::of(given, given.size());
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::u32string> results;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    const std::u32string whole = operands->text(0, i);
    const std::u32string those = characters ? operands->text(1, i) : U"";
    const auto goes = [&](char32_t code) {
      if (characters) return those.find(code) != std::u32string::npos;
      if (operands->is_bytes()) return code == U' ' || (code >= U'\t' && code <= U'\r');
      return is_of(CharacterClass::space, code);
    };
    std::u32string_view text = whole;
    while (side != TextSide::right && !text.empty() && goes(text.front())) text.remove_prefix(1);
    while (side != TextSide::left && !text.empty() && goes(text.back())) text.remove_suffix(1);
    results.emplace_back(text);
  }
  return array_of_texts(operands->kind(), operands->shape(), results, operands->characters(0));
}

Expected<Array> replace_in_texts(const ConstDynamicView& texts, const ConstDynamicView& parts,
                                 const ConstDynamicView& others, const ConstDynamicView& counts) {
  const auto operands = TextOperands::of(std::vector{texts, parts, others, counts}, 3);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::u32string> results;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    results.push_back(
        replaced_parts(operands->text(0, i), operands->text(1, i), operands->text(2, i), operands->number(3, i)));
  }
  return array_of_texts(operands->kind(), operands->shape(), results);
}

Expected<Array> repeat_texts(const ConstDynamicView& texts, const ConstDynamicView& times, Release release) {
  const auto operands = TextOperands::of(std::vector{texts, times}, 1);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::u32string> results;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    const std::u32string text = operands->text(0, i);
    const std::int64_t count = std::max<std::int64_t>(operands->number(1, i), 0);
    most = std::max(most, count);
    std::int64_t length = 0;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(text.size()), count, &length) ||
        too_long(length, operands->kind())) {
      return text_too_long(length);
    }
    std::u32string result;
    for (std::int64_t left = text.empty() ? 0 : count; left > 0; --left) result += text;
    results.push_back(std::move(result));
  }
  if (release >= Release{2, 0}) return array_of_texts(operands->kind(), operands->shape(), results);
  std::int64_t length = 0;
  if (__builtin_mul_overflow(operands->characters(0), most, &length)) return text_too_long(most);
  return array_of_texts(operands->kind(), operands->shape(), results, std::max<std::int64_t>(length, 1));
}

Expected<Array> expand_tabs(const ConstDynamicView& texts, const ConstDynamicView& sizes) {
  const auto operands = TextOperands::of(std::vector{texts, sizes}, 1);
  if (!operands) return std::unexpected(operands.error());
  std::vector<std::u32string> results;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    const std::u32string text = operands->text(0, i);
    std::int64_t longest = 0;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(text.size()), operands->number(1, i), &longest) ||
        too_long(longest, operands->kind())) {
      return text_too_long(longest);
    }
    results.push_back(without_tabs(text, operands->number(1, i)));
  }
  return array_of_texts(operands->kind(), operands->shape(), results);
}

Expected<std::array<Array, 3>> partition_texts(const ConstDynamicView& texts, const ConstDynamicView& separators,
                                               bool from_right, Release release) {
  const auto operands = TextOperands::of(std::vector{texts, separators}, 2);
  if (!operands) return std::unexpected(operands.error());
  std::array<std::vector<std::u32string>, 3> parts;
  std::size_t longest_separator = 0;
  bool any_found = false;
  for (std::size_t i = 0; i < operands->count(); ++i) {
    const std::u32string text = operands->text(0, i);
    const std::u32string separator = operands->text(1, i);
    if (separator.empty()) return fail(ErrorKind::value, "empty separator");
    longest_separator = std::max(longest_separator, separator.size());
    const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
    const bool found = at != std::u32string::npos;
    any_found = any_found || found;
    parts[0].push_back(found ? text.substr(0, at) : from_right ? U"" : text);
    parts[1].push_back(found ? separator : U"");
    parts[2].push_back(found ? text.substr(at + separator.size()) : from_right ? text : U"");
  }
  const auto made = [&](std::size_t i) {
    std::size_t length = release >= Release{2, 1} && i != 1 ? 0 : 1;
    for (const std::u32string& part : parts.at(i)) length = std::max(length, part.size());
    if (i == 1 && any_found && release >= Release{2, 1}) length = longest_separator;
    return array_of_texts(operands->kind(), operands->shape(), parts.at(i), static_cast<std::int64_t>(length));
  };
  auto before = made(0);
  auto between = made(1);
  auto behind = made(2);
  for (const auto* one : {&before, &between, &behind}) {
    if (!*one) return std::unexpected(one->error());
  }
  return std::array<Array, 3>{std::move(*before), std::move(*between), std::move(*behind)};
}

}  // namespace fairplay::arraycore
