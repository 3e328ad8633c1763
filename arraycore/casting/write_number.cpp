#include <charconv>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>

#include "arraycore/casting/characters.h"
#include "arraycore/casting/number_text.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/shortest_decimal.h"
#include "arraycore/casting/tables.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

/// Python's layout of a positive finite number: an exponent below 1e-4 and from 10^`scientific` on. `point`: a whole
/// number ends in ".0".
std::string laid_out(Decimal decimal, bool with_exponent, bool point) {
  std::string& digits = decimal.digits;
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  if (with_exponent) {
    std::string result = digits.substr(0, 1);
    if (digits.size() > 1) result += '.' + digits.substr(1);
    const std::string exponent = std::to_string(std::abs(decimal.exponent));
    result += decimal.exponent < 0 ? "e-" : "e+";
    return result + (exponent.size() < 2 ? "0" : "") + exponent;
  }
  if (decimal.exponent < 0) return "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(decimal.exponent) + 1;
  if (digits.size() <= whole) return digits + std::string(whole - digits.size(), '0') + (point ? ".0" : "");
  return digits.substr(0, whole) + '.' + digits.substr(whole);
}

template <class T>
std::string floating_text(T value, int scientific, bool point) {
  long double wide = 0;
  if constexpr (std::is_same_v<T, Float16>) {
    wide = value.to_float();
  } else {
    wide = value;
  }
  if (std::isnan(wide)) return "nan";
  const std::string sign = std::signbit(wide) ? "-" : "";
  wide = std::fabs(wide);
  if (std::isinf(wide)) return sign + "inf";
  if (wide == 0) return sign + (point ? "0.0" : "0");
  const bool with_exponent = wide < (std::is_same_v<T, long double> ? 1e-4L : static_cast<long double>(1e-4)) ||
                             wide >= std::pow(10.0L, static_cast<long double>(scientific));
  if constexpr (std::is_same_v<T, Float16>) {
    return sign + laid_out(shortest_decimal(Float16::from_bits(value.bits() & 0x7fff)), with_exponent, point);
  } else {
    return sign + laid_out(shortest_decimal(std::fabs(value)), with_exponent, point);
  }
}

int scientific_from(Kind kind, Release release) {
  const char code = kind_codes[static_cast<std::size_t>(kind)];
  const std::string_view power = CastingTable::of("scientific", release).row(code).value_or("16");
  int result = 16;
  std::from_chars(power.data(), power.data() + power.size(), result);
  return result;
}

template <class T>
std::string complex_text(std::complex<T> value, Release release) {
  const int scientific = scientific_from(dtype_of<T>.kind(), release);
  const std::string imaginary = floating_text(value.imag(), scientific, false);
  if (value.real() == 0 && !std::signbit(value.real())) return imaginary + 'j';
  return '(' + floating_text(value.real(), scientific, false) + (imaginary.starts_with('-') ? "" : "+") + imaginary +
         "j)";
}

std::string text_of(const std::byte* source, Kind kind, Release release) {
  const auto floating = [&](auto value) { return floating_text(value, scientific_from(kind, release), true); };
  switch (kind) {
    case Kind::boolean: return load<bool>(source) ? "True" : "False";
    case Kind::int8: return std::to_string(load<std::int8_t>(source));
    case Kind::uint8: return std::to_string(load<std::uint8_t>(source));
    case Kind::int16: return std::to_string(load<std::int16_t>(source));
    case Kind::uint16: return std::to_string(load<std::uint16_t>(source));
    case Kind::int32: return std::to_string(load<std::int32_t>(source));
    case Kind::uint32: return std::to_string(load<std::uint32_t>(source));
    case Kind::int64: return std::to_string(load<std::int64_t>(source));
    case Kind::uint64: return std::to_string(load<std::uint64_t>(source));
    case Kind::float16: return floating(load<Float16>(source));
    case Kind::float32: return floating(load<float>(source));
    case Kind::float64: return floating(load<double>(source));
    case Kind::long_double: return floating(load<long double>(source));
    case Kind::complex64: return complex_text(load<std::complex<float>>(source), release);
    case Kind::complex128: return complex_text(load<std::complex<double>>(source), release);
    case Kind::complex_long_double: return complex_text(load<std::complex<long double>>(source), release);
    default: return {};
  }
}

}  // namespace

void write_number(const std::byte* source, Kind kind, std::byte* target, DType text, Release release) {
  write_ascii(text_of(source, kind, release), target, text);
}

}  // namespace fairplay::arraycore
