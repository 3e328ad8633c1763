#include "arraycore/printing/print_options.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace fairplay::arraycore {
namespace {

template <class Mode, std::size_t count>
std::optional<Mode> mode_named(const std::array<std::pair<std::string_view, Mode>, count>& modes,
                               std::string_view name) {
  for (const auto& [known, mode] : modes) {
    if (known == name) return mode;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FloatMode> float_mode_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, FloatMode>, 4> modes{
      {{"fixed", FloatMode::fixed},
       {"unique", FloatMode::unique},
       {"maxprec", FloatMode::maxprec},
       {"maxprec_equal", FloatMode::maxprec_equal}}};
  return mode_named(modes, name);
}

std::optional<LegacyPrinting> legacy_printing_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, LegacyPrinting>, 5> versions{{{"1.13", LegacyPrinting::v1_13},
                                                                                        {"1.21", LegacyPrinting::v1_21},
                                                                                        {"1.25", LegacyPrinting::v1_25},
                                                                                        {"2.1", LegacyPrinting::v2_1},
                                                                                        {"2.2", LegacyPrinting::v2_2}}};
  return mode_named(versions, name);
}

}  // namespace fairplay::arraycore
