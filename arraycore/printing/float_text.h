#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {

/// What becomes of zeros at the end of a fraction (numpy.format_float_positional).
enum class Trim {
  keep,             ///< "k": they stay, and so does the point
  zeros,            ///< ".": they go, the point stays
  all_but_one,      ///< "0": one zero stays behind the point
  zeros_and_point,  ///< "-": the point goes as well
};
/// What NumPy's `trim` calls so: "k", ".", "0" or "-"; none: there is no such way.
std::optional<Trim> trim_of(std::string_view name);

/// How a floating number is laid out; -1 is none. Digits are rounded to the nearest decimal, ties to the even digit.
struct FloatLayout {
  /// Digits behind the point, or all of them if not `fractional`: at most so many.
  std::int64_t precision = -1;
  /// As few digits as read back as the same number; otherwise those of the exact value up to `precision`.
  bool unique = true;
  bool fractional = true;
  Trim trim = Trim::keep;
  bool plus_sign = false;
  std::int64_t pad_left = -1;    ///< characters in front of the point, with blanks
  std::int64_t pad_right = -1;   ///< behind it
  std::int64_t min_digits = -1;  ///< at least so many, of a unique number
  std::int64_t exponent_digits = -1;
};

/// The longest text that a number is laid out in.
inline constexpr std::int64_t max_float_text = 16384;

/// numpy.format_float_positional: "0.00012", "-1500." . Errors: a negative option, one beyond `max_float_text`, no
/// precision where the number isn't unique, min_digits above precision, no digits at all.
template <class T>
Expected<std::string> format_positional(T value, const FloatLayout& layout);
/// numpy.format_float_scientific: "1.2e-04". Errors: the same.
template <class T>
Expected<std::string> format_scientific(T value, const FloatLayout& layout);

extern template Expected<std::string> format_positional(Float16, const FloatLayout&);
extern template Expected<std::string> format_positional(float, const FloatLayout&);
extern template Expected<std::string> format_positional(double, const FloatLayout&);
extern template Expected<std::string> format_positional(long double, const FloatLayout&);
extern template Expected<std::string> format_scientific(Float16, const FloatLayout&);
extern template Expected<std::string> format_scientific(float, const FloatLayout&);
extern template Expected<std::string> format_scientific(double, const FloatLayout&);
extern template Expected<std::string> format_scientific(long double, const FloatLayout&);

/// The number as long double, which holds all of them.
inline long double widened(Float16 value) { return value.to_float(); }
inline long double widened(long double value) { return value; }

}  // namespace fairplay::arraycore
