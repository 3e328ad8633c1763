#include "arraycore/printing/element_format.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/casting/time_text.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::int64_t not_a_time = std::numeric_limits<std::int64_t>::min();

std::string right_aligned(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// An integer in 64 bits with its sign apart: all of int64 and uint64.
struct SignedMagnitude {
  bool negative;
  std::uint64_t magnitude;

  friend bool operator<(const SignedMagnitude& a, const SignedMagnitude& b) {
    if (a.negative != b.negative) return a.negative;
    return a.negative ? a.magnitude > b.magnitude : a.magnitude < b.magnitude;
  }
  std::string text() const { return (negative ? "-" : "") + std::to_string(magnitude); }
};

template <class T>
SignedMagnitude split_integer(const std::byte* place) {
  const T value = load<T>(place);
  const bool negative = value < 0;
  const auto wide = static_cast<std::uint64_t>(value);
  return {negative, negative ? 0 - wide : wide};
}

SignedMagnitude integer_at(const std::byte* place, Kind kind) {
  switch (kind) {
    case Kind::int8: return split_integer<std::int8_t>(place);
    case Kind::int16: return split_integer<std::int16_t>(place);
    case Kind::int32: return split_integer<std::int32_t>(place);
    case Kind::uint8: return {false, load<std::uint8_t>(place)};
    case Kind::uint16: return {false, load<std::uint16_t>(place)};
    case Kind::uint32: return {false, load<std::uint32_t>(place)};
    case Kind::uint64: return {false, load<std::uint64_t>(place)};
    default: return split_integer<std::int64_t>(place);
  }
}

ElementFormat integer_format(Kind kind, std::span<const std::byte* const> shown, const PrintOptions& options) {
  // Up to 1.26 integers have no sign option.
  char sign = options.release >= Release{2, 0} ? options.sign : '-';
  std::size_t width = 0;
  if (!shown.empty()) {
    std::vector<SignedMagnitude> values;
    for (const std::byte* place : shown) values.push_back(integer_at(place, kind));
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
    if (sign == ' ' && smallest->negative) sign = '-';
    const std::size_t mark = !largest->negative && sign != '-' ? 1 : 0;
    width = std::max(largest->text().size() + mark, smallest->text().size());
  }
  return [kind, sign, width](const std::byte* place) {
    const SignedMagnitude value = integer_at(place, kind);
    const std::string mark = value.negative || sign == '-' ? "" : std::string(1, sign);
    return right_aligned(mark + value.text(), width);
  };
}

std::string quoted_time(std::int64_t ticks, DType dtype) {
  return '\'' + datetime_text(ticks, dtype).value_or("?") + '\'';
}

Expected<ElementFormat> time_format(DType dtype, std::span<const std::byte* const> shown, const PrintOptions& options) {
  const bool is_date = dtype.kind() == Kind::datetime;
  std::vector<std::int64_t> times;
  for (const std::byte* place : shown) {
    const auto ticks = load<std::int64_t>(place);
    if (ticks != not_a_time) times.push_back(ticks);
  }
  const auto text = [is_date, dtype](std::int64_t ticks) {
    return is_date ? quoted_time(ticks, dtype) : std::to_string(ticks);
  };
  std::size_t width = 0;
  if (!times.empty()) {
    const auto [smallest, largest] = std::minmax_element(times.begin(), times.end());
    for (const std::int64_t ticks : {*smallest, *largest}) {
      if (!is_date) continue;
      if (const auto date = datetime_text(ticks, dtype); !date) return std::unexpected(date.error());
    }
    width = std::max(text(*smallest).size(), text(*largest).size());
  }
  if (times.size() < shown.size()) width = std::max<std::size_t>(width, 5);
  if (is_date && options.as_in(LegacyPrinting::v1_13)) {
    return [text](const std::byte* place) { return text(load<std::int64_t>(place)); };
  }
  return [text, width](const std::byte* place) {
    const auto ticks = load<std::int64_t>(place);
    return right_aligned(ticks == not_a_time ? "'NaT'" : text(ticks), width);
  };
}

}  // namespace

Expected<ElementFormat> element_format(DType dtype, std::span<const std::byte* const> shown, bool without_axes,
                                       const PrintOptions& options) {
  if (options.formatter) return options.formatter;
  if (is_integer(dtype.kind())) return integer_format(dtype.kind(), shown, options);
  if (is_real_floating(dtype.kind()) || is_complex(dtype.kind())) {
    return floating_format(dtype, shown, without_axes, options);
  }
  if (is_time(dtype.kind())) return time_format(dtype, shown, options);
  if (dtype.kind() == Kind::boolean) {
    const std::string yes = without_axes ? "True" : " True";
    return [yes](const std::byte* place) { return load<bool>(place) ? yes : "False"; };
  }
  return [dtype](const std::byte* place) { return characters_repr(place, dtype); };
}

std::string characters_repr(const std::byte* place, DType dtype) {
  if (dtype.kind() == Kind::bytes) {
    auto size = static_cast<std::size_t>(dtype.length());
    while (size > 0 && place[size - 1] == std::byte{0}) --size;
    return bytes_repr({place, size});
  }
  std::u32string codes;
  for (std::int64_t i = 0; i < dtype.length(); ++i) codes += static_cast<char32_t>(load<std::uint32_t>(place + 4 * i));
  while (!codes.empty() && codes.back() == 0) codes.pop_back();
  return text_repr(codes);
}

}  // namespace fairplay::arraycore
