#include "arraycore/casting/casting_names.h"

#include <array>
#include <utility>

namespace fairplay::arraycore {

std::optional<Casting> casting_named(std::string_view name) {
  using Level = std::pair<std::string_view, Casting>;
  static constexpr std::array levels{Level{"no", Casting::no}, Level{"equiv", Casting::equiv},
                                     Level{"safe", Casting::safe}, Level{"same_kind", Casting::same_kind},
                                     Level{"unsafe", Casting::unsafe}};
  for (const auto& [known, level] : levels) {
    if (known == name) return level;
  }
  return std::nullopt;
}

}  // namespace fairplay::arraycore
