#pragma once

#include <cstdint>
#include <numbers>
#include <optional>
#include <variant>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.unwrap.
struct UnwrapOptions {
  Release release = newest_release;
  /// Steps that are smaller stay; half a period without one.
  std::optional<double> discontinuity = std::nullopt;
  std::int64_t axis = -1;
  /// A Python integer or a floating number. Up to 1.20 there is no other one than 2 pi.
  std::variant<std::int64_t, double> period = 2 * std::numbers::pi;
};

/// numpy.unwrap: periods are added along an axis, so that no element is more than half a period away from the one
/// before it. Integers stay integers where the period is one (from 1.21 on; up to 1.20 results are float64). Errors: an
/// array without axes, a bad axis, no loop for the dtype, a period that the dtype doesn't hold.
Expected<Array> unwrap(const ConstDynamicView& phases, const UnwrapOptions& options = {});

}  // namespace fairplay::arraycore
