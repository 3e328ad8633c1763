#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// Computes `n` elements of two operands of bytes or text and one result, as a Kernel does. `lengths` says how many
/// characters an element of each has; zeros at its end aren't part of it.
using TextKernel = void (*)(std::byte* const* operands, const std::int64_t* strides, std::int64_t n,
                            const std::int64_t* lengths);

/// Comparisons by code points (from 1.23 on) and `add`, which joins (from 2.0 on). nullptr: the ufunc has no loop for
/// two operands of this kind.
TextKernel find_text_kernel(std::string_view ufunc, Kind kind, Release release);

}  // namespace fairplay::arraycore
