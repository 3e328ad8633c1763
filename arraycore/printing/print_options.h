#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How many digits floating elements have (numpy.set_printoptions).
enum class FloatMode {
  fixed,          ///< as many as `precision` says
  unique,         ///< as few as tell an element from its neighbours
  maxprec,        ///< those, and at most as many as `precision` says
  maxprec_equal,  ///< the same, and all elements as many as the longest
};

/// As which release an array is laid out, whatever the release is.
enum class LegacyPrinting { v1_13 = 113, v1_21 = 121, v1_25 = 125, v2_1 = 201, v2_2 = 202, none = 1000000 };

/// The mode that NumPy calls so; none: there is no such mode.
std::optional<FloatMode> float_mode_of(std::string_view name);
/// The version that NumPy calls so ("1.13"); none: there is no such mode.
std::optional<LegacyPrinting> legacy_printing_of(std::string_view name);

/// NumPy's printoptions, with its defaults.
struct PrintOptions {
  Release release = newest_release;
  std::int64_t precision = 8;
  std::int64_t threshold = 1000;  ///< more elements than that are summarised
  std::int64_t edgeitems = 3;     ///< so many at each end of an axis
  std::int64_t linewidth = 75;    ///< characters
  bool suppress = false;          ///< no exponents for small numbers
  std::string nanstr = "nan";
  std::string infstr = "inf";
  char sign = '-';  ///< '-', '+' for a sign in any case, ' ' for a blank in its place
  FloatMode floatmode = FloatMode::maxprec;
  LegacyPrinting legacy = LegacyPrinting::none;
  /// What writes each element, if set, in place of all that is said about numbers above: NumPy's formatter for the
  /// dtype.
  std::function<std::string(const std::byte*)> formatter = nullptr;

  /// Whether arrays are laid out as they were up to this version.
  bool as_in(LegacyPrinting version) const { return legacy <= version; }
};

}  // namespace fairplay::arraycore
