#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How numbers beyond a bound are avoided: a product that is rarely rejected (D. Lemire, "Fast Random Integer
/// Generation in an Interval", ACM TOMACS 29, 2019), as Generator does it, or bits that are drawn again, as RandomState
/// does.
enum class Rejection { lemire, masked };

/// A number of [0, most], by masked bits: what shuffling takes.
std::uint64_t random_interval(BitGenerator& bits, std::uint64_t most);
/// A number of [0, most], by Lemire's method: what choosing takes.
std::uint64_t random_below_or_at(BitGenerator& bits, std::uint64_t most);
/// The smallest 2^n - 1 that isn't below `number`.
constexpr std::uint64_t bit_mask(std::uint64_t number) {
  for (int shift = 1; shift < 64; shift *= 2) number |= number >> shift;
  return number;
}

/// Integers of [low, high), or [low, high] with `endpoint`; low and high are broadcast with `size`. Floating bounds are
/// cut off. Errors: a dtype that isn't an integer or boolean, bounds of another kind, bounds that the dtype doesn't
/// hold, an empty interval, shapes that don't fit. Without elements in `size` the bounds don't matter.
Expected<Array> random_integers(BitGenerator& bits, const ConstDynamicView& low, const ConstDynamicView& high,
                                const std::optional<Extents>& size, DType dtype, bool endpoint, Rejection rejection);

}  // namespace fairplay::arraycore
