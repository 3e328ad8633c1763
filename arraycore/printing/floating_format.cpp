#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/printing/element_format.h"
#include "arraycore/printing/float_text.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

/// Decimal digits that a type is good for (numpy.finfo.precision).
template <class T>
constexpr int good_digits = std::is_same_v<T, Float16>  ? 3
                            : std::is_same_v<T, float>  ? 6
                            : std::is_same_v<T, double> ? 15
                                                        : 18;

/// A constant as an array's own type has it; up to 1.26 numbers are compared as double.
template <class T>
long double constant(double value, const PrintOptions& options) {
  if (options.release < Release{2, 0}) return value;
  if constexpr (std::is_same_v<T, Float16>) {
    return Float16::from(static_cast<float>(value)).to_float();
  } else if constexpr (std::is_same_v<T, float>) {
    return static_cast<float>(value);
  } else {
    return value;
  }
}

/// A quotient rounded to the type.
template <class T>
long double quotient(long double a, long double b) {
  if constexpr (std::is_same_v<T, Float16>) {
    return Float16::from(static_cast<float>(a) / static_cast<float>(b)).to_float();
  } else {
    return static_cast<T>(a) / static_cast<T>(b);
  }
}

/// Lays out numbers of one array (numpy.core.arrayprint.FloatingFormat).
template <class T>
class FloatingFormat {
 public:
  static Expected<FloatingFormat> of(const std::vector<T>& values, bool without_axes, FloatMode mode, char sign,
                                     const PrintOptions& options) {
    FloatingFormat format;
    format.nan_ = options.nanstr;
    format.inf_ = options.infstr;
    format.sign_ = sign;
    if (options.as_in(LegacyPrinting::v1_13) && !without_axes && sign == '-') format.sign_ = ' ';
    format.layout_.plus_sign = format.sign_ == '+';
    format.layout_.precision = mode == FloatMode::unique ? -1 : options.precision;
    std::vector<T> finite;
    for (const T value : values) {
      if (std::isfinite(widened(value))) finite.push_back(value);
    }
    format.exponents_ = needs_exponents(finite, options);
    if (!finite.empty()) {
      const auto measured = format.exponents_ ? format.measure_scientific(finite, mode, options)
                                              : format.measure_positional(finite, mode, options);
      if (!measured) return std::unexpected(measured.error());
    } else {
      format.layout_.trim = Trim::zeros;
      format.layout_.pad_left = 0;
      format.right_ = 0;
    }
    format.make_room(values, finite, options);
    return format;
  }

  std::string operator()(T value) const {
    const long double wide = widened(value);
    if (!std::isfinite(wide)) {
      std::string text = std::isnan(wide) ? (sign_ == '+' ? "+" : "") + nan_
                         : wide < 0       ? '-' + inf_
                                          : (sign_ == '+' ? "+" : "") + inf_;
      const std::int64_t room = layout_.pad_left + right_ + 1 - static_cast<std::int64_t>(text.size());
      return std::string(static_cast<std::size_t>(std::max<std::int64_t>(room, 0)), ' ') + text;
    }
    return (exponents_ ? format_scientific(value, layout_) : format_positional(value, layout_)).value_or("?");
  }

 private:
  static bool needs_exponents(const std::vector<T>& finite, const PrintOptions& options) {
    long double largest = 0;
    long double smallest = 0;
    for (const T value : finite) {
      const long double magnitude = std::fabs(widened(value));
      if (magnitude == 0) continue;
      largest = std::max(largest, magnitude);
      smallest = smallest == 0 ? magnitude : std::min(smallest, magnitude);
    }
    if (largest == 0) return false;
    // From 2.3 on as many digits as the type is good for are shown without an exponent.
    const bool by_type = options.release >= Release{2, 3} && !options.as_in(LegacyPrinting::v2_2);
    const double limit = by_type ? std::pow(10.0, std::min(8, good_digits<T>)) : 1e8;
    if (largest >= constant<T>(limit, options)) return true;
    return !options.suppress && (smallest < constant<T>(0.0001, options) || quotient<T>(largest, smallest) > 1000);
  }

  /// From 1.21 on the digits of an element that was padded are its own, before those of its exact value.
  static bool pads_with_own_digits(const PrintOptions& options) { return options.release >= Release{1, 21}; }

  Expected<void> measure_scientific(const std::vector<T>& finite, FloatMode mode, const PrintOptions& options) {
    const bool exact = mode == FloatMode::fixed || options.as_in(LegacyPrinting::v1_13);
    layout_.unique = !exact;
    layout_.trim = exact ? Trim::keep : Trim::zeros;
    std::size_t whole = 0;
    std::size_t fraction = 0;
    std::size_t exponent = 0;
    for (const T value : finite) {
      const auto text = format_scientific(value, layout_);
      if (!text) return std::unexpected(text.error());
      const std::size_t e = text->find('e');
      const std::size_t point = text->find('.');
      whole = std::max(whole, point);
      fraction = std::max(fraction, e - point - 1);
      exponent = std::max(exponent, text->size() - e - 2);
    }
    layout_.exponent_digits = static_cast<std::int64_t>(exponent);
    layout_.trim = Trim::keep;
    layout_.precision = static_cast<std::int64_t>(fraction);
    if (pads_with_own_digits(options)) {
      layout_.min_digits = layout_.precision;
    } else {
      layout_.unique = false;
    }
    layout_.pad_left = options.as_in(LegacyPrinting::v1_13) ? 3 : static_cast<std::int64_t>(whole);
    right_ = layout_.exponent_digits + 2 + layout_.precision;
    return {};
  }

  Expected<void> measure_positional(const std::vector<T>& finite, FloatMode mode, const PrintOptions& options) {
    layout_.unique = mode != FloatMode::fixed;
    layout_.trim = mode == FloatMode::fixed ? Trim::keep : Trim::zeros;
    const bool old = options.as_in(LegacyPrinting::v1_13);
    std::size_t whole = 0;
    std::size_t fraction = 0;
    for (const T value : finite) {
      const auto text = format_positional(value, layout_);
      if (!text) return std::unexpected(text.error());
      const std::size_t point = text->find('.');
      const bool has_sign = text->front() == '-' || text->front() == '+';
      whole = std::max(whole, point - (old && has_sign ? 1 : 0));
      fraction = std::max(fraction, text->size() - point - 1);
    }
    layout_.pad_left = static_cast<std::int64_t>(whole) + (old ? 1 : 0);
    layout_.pad_right = right_ = static_cast<std::int64_t>(fraction);
    if (mode == FloatMode::fixed || mode == FloatMode::maxprec_equal) {
      layout_.precision = right_;
      layout_.trim = Trim::keep;
      if (pads_with_own_digits(options)) {
        layout_.min_digits = right_;
      } else {
        layout_.unique = false;
      }
    } else {
      layout_.trim = Trim::zeros;
      layout_.unique = true;
      if (pads_with_own_digits(options)) layout_.min_digits = 0;
    }
    return {};
  }

  /// Blanks for signs, and for what isn't finite.
  void make_room(const std::vector<T>& values, const std::vector<T>& finite, const PrintOptions& options) {
    const auto negative = [](T value) { return std::signbit(widened(value)); };
    if (!options.as_in(LegacyPrinting::v1_13) && sign_ == ' ' && !std::any_of(finite.begin(), finite.end(), negative)) {
      ++layout_.pad_left;
    }
    if (finite.size() == values.size()) return;
    const bool signed_infinity = sign_ != '-' || std::any_of(values.begin(), values.end(), [](T value) {
                                   return std::isinf(widened(value)) && widened(value) < 0;
                                 });
    const std::int64_t offset = right_ + 1;
    layout_.pad_left = std::max({layout_.pad_left, static_cast<std::int64_t>(nan_.size()) - offset,
                                 static_cast<std::int64_t>(inf_.size()) + (signed_infinity ? 1 : 0) - offset});
  }

  FloatLayout layout_;
  std::int64_t right_ = 0;  // characters behind the point, with an exponent
  bool exponents_ = false;
  char sign_ = '-';
  std::string nan_;
  std::string inf_;
};

template <class T>
std::vector<T> loaded(std::span<const std::byte* const> places, std::size_t offset) {
  std::vector<T> values;
  for (const std::byte* place : places) values.push_back(load<T>(place + offset));
  return values;
}

template <class T>
Expected<ElementFormat> real_format(std::span<const std::byte* const> shown, bool without_axes,
                                    const PrintOptions& options) {
  auto format = FloatingFormat<T>::of(loaded<T>(shown, 0), without_axes, options.floatmode, options.sign, options);
  if (!format) return std::unexpected(format.error());
  return [format = std::move(*format)](const std::byte* place) { return format(load<T>(place)); };
}

template <class T>
Expected<ElementFormat> complex_format(std::span<const std::byte* const> shown, bool without_axes,
                                       const PrintOptions& options) {
  const bool old = options.as_in(LegacyPrinting::v1_13);
  auto real = FloatingFormat<T>::of(loaded<T>(shown, 0), without_axes,
                                    old ? FloatMode::maxprec_equal : options.floatmode, options.sign, options);
  auto imaginary = FloatingFormat<T>::of(loaded<T>(shown, sizeof(T)), without_axes,
                                         old ? FloatMode::maxprec : options.floatmode, '+', options);
  if (!real || !imaginary) return std::unexpected((!real ? real : imaginary).error());
  return [real = std::move(*real), imaginary = std::move(*imaginary)](const std::byte* place) {
    std::string text = imaginary(load<T>(place + sizeof(T)));
    // The j stands in front of the blanks.
    text.insert(text.find_last_not_of(' ') + 1, 1, 'j');
    return real(load<T>(place)) + text;
  };
}

}  // namespace

Expected<ElementFormat> floating_format(DType dtype, std::span<const std::byte* const> shown, bool without_axes,
                                        const PrintOptions& options) {
  switch (dtype.kind()) {
    case Kind::float16: return real_format<Float16>(shown, without_axes, options);
    case Kind::float32: return real_format<float>(shown, without_axes, options);
    case Kind::float64: return real_format<double>(shown, without_axes, options);
    case Kind::long_double: return real_format<long double>(shown, without_axes, options);
    case Kind::complex64: return complex_format<float>(shown, without_axes, options);
    case Kind::complex128: return complex_format<double>(shown, without_axes, options);
    case Kind::complex_long_double: return complex_format<long double>(shown, without_axes, options);
    default: return fail(ErrorKind::dtype, dtype.name() + " is no type of floating numbers");
  }
}

}  // namespace fairplay::arraycore
