#include "arraycore/printing/scalar_text.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "arraycore/casting/number_text.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/time_text.h"
#include "arraycore/printing/element_format.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

constexpr Release typed_repr{2, 0};  // NEP 51

std::string number_text(const std::byte* place, Kind kind, Release release) {
  constexpr std::int64_t longest = 255;
  const DType text = DType::characters(Kind::bytes, longest).value_or(DType(Kind::bytes));
  std::vector<std::byte> room(static_cast<std::size_t>(longest) + 1);
  write_number(place, kind, room.data(), text, release);
  return reinterpret_cast<const char*>(room.data());
}

std::string plain_text(const std::byte* place, DType dtype) {
  std::u32string codes;
  for (std::int64_t i = 0; i < dtype.length(); ++i) codes += static_cast<char32_t>(load<std::uint32_t>(place + 4 * i));
  while (!codes.empty() && codes.back() == 0) codes.pop_back();
  return to_utf8(codes);
}

std::string scalar_type_name(Kind kind) {
  switch (kind) {
    case Kind::long_double: return "longdouble";
    case Kind::complex_long_double: return "clongdouble";
    case Kind::bytes: return "bytes_";
    case Kind::text: return "str_";
    default: return std::string(name_of(kind));
  }
}

bool is_nat(const std::byte* place) { return load<std::int64_t>(place) == std::numeric_limits<std::int64_t>::min(); }

/// The unit as the repr of a scalar has it: 's' or, with a multiple, '25s'.
std::string unit_argument(DType dtype) {
  const std::string unit(abbreviation(dtype.unit()));
  return '\'' + (dtype.multiple() == 1 ? "" : std::to_string(dtype.multiple())) + unit + '\'';
}

}  // namespace

Expected<std::string> scalar_str(const std::byte* place, DType dtype, Release release) {
  switch (dtype.kind()) {
    case Kind::bytes: return characters_repr(place, dtype);
    case Kind::text: return plain_text(place, dtype);
    case Kind::datetime:
      if (is_nat(place)) return "NaT";
      return datetime_text(load<std::int64_t>(place), dtype);
    case Kind::timedelta:
      if (is_nat(place)) return "NaT";
      return timedelta_text(load<std::int64_t>(place), dtype);
    default: return number_text(place, dtype.kind(), release);
  }
}

Expected<std::string> scalar_repr(const std::byte* place, DType dtype, Release release) {
  const Kind kind = dtype.kind();
  const bool typed = release >= typed_repr;
  const std::string module = typed ? "np." : "numpy.";
  if (is_character(kind)) {
    const std::string text = characters_repr(place, dtype);
    return typed ? module + scalar_type_name(kind) + '(' + text + ')' : text;
  }
  const auto text = scalar_str(place, dtype, release);
  if (!text) return text;
  if (kind == Kind::datetime) {
    // NaT alone, and a multiple, need the unit.
    const bool says_unit = is_nat(place) ? dtype.unit() != TimeUnit::generic : dtype.multiple() != 1;
    return module + "datetime64('" + *text + '\'' + (says_unit ? "," + unit_argument(dtype) : "") + ')';
  }
  if (kind == Kind::timedelta) {
    const std::string ticks = is_nat(place) ? "'NaT'" : std::to_string(load<std::int64_t>(place));
    return module + "timedelta64(" + ticks + (dtype.unit() == TimeUnit::generic ? "" : "," + unit_argument(dtype)) +
           ')';
  }
  if (!typed) return text;
  if (kind == Kind::boolean) return "np." + *text + (text->ends_with('_') ? "" : "_");
  const bool wide = kind == Kind::long_double || kind == Kind::complex_long_double;
  std::string inner = *text;
  if (is_complex(kind) && inner.starts_with('(')) inner = inner.substr(1, inner.size() - 2);
  // Python has no such number, so that it is given as a text.
  if (wide) inner = '\'' + inner + '\'';
  return "np." + scalar_type_name(kind) + '(' + inner + ')';
}

}  // namespace fairplay::arraycore
