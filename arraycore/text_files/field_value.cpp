#include "arraycore/text_files/field_value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/strings/characters.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Expected<void> write_latin1(std::u32string_view field, DType dtype, std::byte* target) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(dtype.length()); ++i) {
    const char32_t code = i < field.size() ? field[i] : U'\0';
    if (code > 0xff) return fail(ErrorKind::value, quoted_field(field) + " has a character that bytes can't hold");
    store<std::uint8_t>(target + i, static_cast<std::uint8_t>(code));
  }
  return {};
}

bool has_imaginary_digits(std::u32string_view field) {
  const auto j = std::ranges::find_if(field, [](char32_t code) { return code == U'j' || code == U'J'; });
  if (j == field.end()) return true;
  return j != field.begin() && std::u32string_view(U"0123456789.fFnNyY").find(*(j - 1)) != std::u32string_view::npos;
}

}  // namespace

std::u32string_view without_spaces(std::u32string_view text) {
  while (!text.empty() && is_of(CharacterClass::space, text.front())) text.remove_prefix(1);
  while (!text.empty() && is_of(CharacterClass::space, text.back())) text.remove_suffix(1);
  return text;
}

std::string quoted_field(std::u32string_view field) {
  constexpr std::size_t shown = 100;
  return text_repr(field.substr(0, shown)) + (field.size() > shown ? "..." : "");
}

Expected<void> read_element(std::u32string_view field, DType dtype, std::byte* target, Release release) {
  if (dtype.kind() == Kind::bytes) return write_latin1(field, dtype, target);
  if (dtype.kind() != Kind::text) field = without_spaces(field);
  // Zeros at the end would be lost in a text element, and no number has any.
  if (is_numeric(dtype.kind()) && (field.empty() || field.find(U'\0') != std::u32string_view::npos)) {
    return fail(ErrorKind::value, "could not convert string to " + dtype.name() + ": " + quoted_field(field));
  }
  const auto text = DType::characters(Kind::text, static_cast<std::int64_t>(field.size()));
  if (!text) return std::unexpected(text.error());
  std::vector<std::byte> characters(4 * field.size());
  for (std::size_t i = 0; i < field.size(); ++i) store<std::uint32_t>(characters.data() + 4 * i, field[i]);
  const auto cast = ElementCast::between(*text, dtype, release);
  if (!cast) return std::unexpected(cast.error());
  const auto done = cast->run(characters.data(), 0, target, 0, 1);
  if (!done) return std::unexpected(done.error());
  return {};
}

Expected<void> read_strict_element(std::u32string_view field, DType dtype, std::byte* target, Release release) {
  if (!is_numeric(dtype.kind())) return read_element(field, dtype, target, release);
  const bool wrong =
      field.find(U'_') != std::u32string_view::npos || (is_complex(dtype.kind()) && !has_imaginary_digits(field));
  if (wrong) return fail(ErrorKind::value, "no number of " + dtype.name() + ": " + quoted_field(field));
  if (dtype.kind() == Kind::boolean) {
    std::int64_t number = 0;
    auto done = read_element(field, Kind::int64, reinterpret_cast<std::byte*>(&number), release);
    if (done) store<bool>(target, number != 0);
    return done;
  }
  if (const std::size_t plus = field.find(U"+-"); is_complex(dtype.kind()) && plus != std::u32string_view::npos) {
    std::u32string one_sign(field);
    one_sign.erase(plus, 1);
    return read_element(one_sign, dtype, target, release);
  }
  return read_element(field, dtype, target, release);
}

Expected<DType> TextLength::dtype() const {
  if (!is_character(dtype_.kind()) || dtype_.length() > 0) return dtype_;
  return DType::characters(dtype_.kind(), static_cast<std::int64_t>(longest_));
}

}  // namespace fairplay::arraycore
