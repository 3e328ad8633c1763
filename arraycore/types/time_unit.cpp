#include "arraycore/types/time_unit.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace fairplay::arraycore {
namespace {

constexpr std::array<std::string_view, 14> unit_names{"",  "Y",  "M",  "W",  "D",  "h",  "m",
                                                      "s", "ms", "us", "ns", "ps", "fs", "as"};

}  // namespace

std::string_view abbreviation(TimeUnit unit) { return unit_names[static_cast<std::size_t>(unit)]; }

std::optional<TimeUnit> time_unit(std::string_view abbreviation) {
  if (abbreviation == "\u03bcs") return TimeUnit::microsecond;
  for (std::size_t i = 1; i < unit_names.size(); ++i) {
    if (unit_names[i] == abbreviation) return static_cast<TimeUnit>(i);
  }
  return std::nullopt;
}

}  // namespace fairplay::arraycore
