#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Puts the elements along an axis in random order: those at one place stay together (numpy.random.Generator.shuffle).
/// Source: R. Durstenfeld, "Algorithm 235: Random permutation", Comm. ACM 7 (1964). Up to 1.20 arrays of several axes
/// without elements took random numbers, too. Errors: no axis, a bad one.
Expected<void> shuffle(BitGenerator& bits, const DynamicView& view, std::int64_t axis, Release release);

/// The same of a copy.
Expected<Array> permutation(BitGenerator& bits, const ConstDynamicView& view, std::int64_t axis);
/// The numbers of [0, count) in random order, as int64. Errors: a negative count, no memory.
Expected<Array> permutation(BitGenerator& bits, std::int64_t count);

/// Each line along the axis in a random order of its own, or without an axis all elements (Generator.permuted). All
/// elements are taken as a copy of them lies in memory: by columns where the view's strides grow with the axes. Error:
/// a bad axis.
Expected<Array> permuted_elements(BitGenerator& bits, const ConstDynamicView& view, std::optional<std::int64_t> axis);

}  // namespace fairplay::arraycore
