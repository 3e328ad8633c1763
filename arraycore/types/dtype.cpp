#include "arraycore/types/dtype.h"

#include <array>
#include <bit>
#include <charconv>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

struct KindFacts {
  std::string_view name;  // as in `dtype.str`, without byte order
  std::int32_t size;      // of one element, or of one character
  std::int32_t alignment;
};

constexpr std::int32_t long_double_size = sizeof(long double);
constexpr bool wide_long_double = long_double_size == 16;

constexpr std::array<KindFacts, kind_count> kind_facts{{
    {"b1", 1, 1},
    {"i1", 1, 1},
    {"u1", 1, 1},
    {"i2", 2, 2},
    {"u2", 2, 2},
    {"i4", 4, 4},
    {"u4", 4, 4},
    {"i8", 8, 8},
    {"u8", 8, 8},
    {"f2", 2, 2},
    {"f4", 4, 4},
    {"f8", 8, 8},
    {wide_long_double ? "f16" : "f12", long_double_size, alignof(long double)},
    {"c8", 8, 4},
    {"c16", 16, 8},
    {wide_long_double ? "c32" : "c24", 2 * long_double_size, alignof(std::complex<long double>)},
    {"M8", 8, 8},
    {"m8", 8, 8},
    {"S", 1, 1},
    {"U", 4, 4},
}};

const KindFacts& facts_of(Kind kind) { return kind_facts[static_cast<std::size_t>(kind)]; }

/// All of `text` as a decimal number.
std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::unexpected<Error> unknown_type(std::string_view text) {
  return fail(ErrorKind::dtype, "data type '" + std::string(text) + "' not understood");
}

/// What stands in the brackets of "M8[25s]".
Expected<DType> parse_time(Kind kind, std::string_view all, std::string_view brackets) {
  if (brackets.empty()) return DType(kind);
  if (brackets.size() < 3 || brackets.front() != '[' || brackets.back() != ']') return unknown_type(all);
  brackets = brackets.substr(1, brackets.size() - 2);
  const std::size_t digits = brackets.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) return unknown_type(all);
  const auto multiple = digits == 0 ? std::optional<std::int64_t>(1) : whole_number(brackets.substr(0, digits));
  const auto unit = time_unit(brackets.substr(digits));
  if (!multiple || !unit) return unknown_type(all);
  return DType::time(kind, *unit, *multiple);
}

}  // namespace

Expected<DType> DType::characters(Kind kind, std::int64_t length) {
  if (!is_character(kind)) return fail(ErrorKind::dtype, DType(kind).name() + " has no length");
  if (length < 0 || length > max_bytes / facts_of(kind).size) {
    return fail(ErrorKind::value, "a string type of " + std::to_string(length) + " characters");
  }
  DType result(kind);
  result.length_ = static_cast<std::int32_t>(length);
  return result;
}

Expected<DType> DType::time(Kind kind, TimeUnit unit, std::int64_t multiple) {
  if (!is_time(kind)) return fail(ErrorKind::dtype, DType(kind).name() + " has no unit");
  if (multiple < 1 || multiple > 0x7fffffff || (unit == TimeUnit::generic && multiple != 1)) {
    return fail(ErrorKind::value, DType(kind).name() + " in steps of " + std::to_string(multiple) + " units");
  }
  DType result(kind);
  result.unit_ = unit;
  result.multiple_ = static_cast<std::int32_t>(multiple);
  return result;
}

Expected<DType> DType::parse(std::string_view text) {
  std::string_view rest = text;
  if (!rest.empty() && std::string_view("<>|=").find(rest.front()) != std::string_view::npos) {
    const char foreign = std::endian::native == std::endian::little ? '>' : '<';
    const bool one_byte = rest == ">b1" || rest == ">i1" || rest == ">u1" || rest.substr(1, 1) == "S";
    if (rest.front() == foreign && !one_byte) {
      return fail(ErrorKind::dtype, "data type '" + std::string(text) + "' isn't in the machine's byte order");
    }
    rest.remove_prefix(1);
  }
  if (rest.size() == 1) {
    if (rest == "q") return DType(Kind::int64);
    if (rest == "Q") return DType(Kind::uint64);
    const std::size_t code = kind_codes.find(rest);
    if (code == std::string_view::npos) return unknown_type(text);
    return DType(static_cast<Kind>(code));
  }
  for (std::size_t i = 0; i < kind_count; ++i) {
    const auto kind = static_cast<Kind>(i);
    const std::string_view name = kind_facts[i].name;
    if (is_numeric(kind)) {
      if (rest == name) return DType(kind);
    } else if (rest.starts_with(name)) {
      rest.remove_prefix(name.size());
      if (is_time(kind)) return parse_time(kind, text, rest);
      const auto length = whole_number(rest);
      if (!length) return unknown_type(text);
      return characters(kind, *length);
    }
  }
  return unknown_type(text);
}

std::int64_t DType::size() const {
  const std::int64_t size = facts_of(kind_).size;
  return is_character(kind_) ? size * length_ : size;
}

std::int64_t DType::alignment() const { return facts_of(kind_).alignment; }

std::string DType::name() const {
  const bool orderless = facts_of(kind_).size == 1;
  std::string result(1, orderless ? '|' : std::endian::native == std::endian::little ? '<' : '>');
  result += facts_of(kind_).name;
  if (is_character(kind_)) result += std::to_string(length_);
  if (is_time(kind_) && unit_ != TimeUnit::generic) {
    result += '[';
    if (multiple_ != 1) result += std::to_string(multiple_);
    result += abbreviation(unit_);
    result += ']';
  }
  return result;
}

}  // namespace fairplay::arraycore
