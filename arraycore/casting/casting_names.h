#pragma once

#include <optional>
#include <string_view>

#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {

/// The level that NumPy's `casting` calls so: "no", "equiv", "safe", "same_kind", "unsafe"; none: there is no such one.
std::optional<Casting> casting_named(std::string_view name);

}  // namespace fairplay::arraycore
