#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "arraycore/printing/print_options.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The text of an element at an address of any alignment.
using ElementFormat = std::function<std::string(const std::byte*)>;

/// How the elements of an array are written, so that those at `shown` are as wide as each other: NumPy's
/// FloatingFormat, IntegerFormat and so on. `without_axes`: of an array without axes. Errors: options out of their
/// range, a time without a unit.
Expected<ElementFormat> element_format(DType dtype, std::span<const std::byte* const> shown, bool without_axes,
                                       const PrintOptions& options);

/// The part of it that is about floating and complex numbers.
Expected<ElementFormat> floating_format(DType dtype, std::span<const std::byte* const> shown, bool without_axes,
                                        const PrintOptions& options);

/// Python's repr of an element of bytes or text, without the zeros that fill it up.
std::string characters_repr(const std::byte* place, DType dtype);

}  // namespace fairplay::arraycore
