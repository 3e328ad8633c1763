#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Which bit of a byte the first element is: the most or the least significant one.
enum class BitOrder { big, little };

/// numpy.packbits: eight truth values along an axis become one byte (uint8), the last byte filled up with zeros;
/// without an axis, of the flat array. Errors: neither integers nor truth values, a bad axis.
Expected<Array> pack_bits(const ConstDynamicView& view, std::optional<std::int64_t> axis,
                          BitOrder order = BitOrder::big);

/// numpy.unpackbits: each byte along an axis becomes eight bytes, 0 or 1. `count` are kept, missing ones are 0; a
/// negative count says how many are left out at the end. Errors: another dtype than uint8, a bad axis, a count below
/// minus the length, a result too large.
Expected<Array> unpack_bits(const ConstDynamicView& view, std::optional<std::int64_t> axis,
                            std::optional<std::int64_t> count = std::nullopt, BitOrder order = BitOrder::big);

}  // namespace fairplay::arraycore
