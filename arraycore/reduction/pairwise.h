#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// Folds `n` elements into the one at `result`.
using Fold = void (*)(std::byte* result, const std::byte* elements, std::int64_t stride, std::int64_t n);

/// How a ufunc folds a run of elements of this kind, if not one after the other with its own loop (nullptr). `add` adds
/// floating and complex numbers up in pairs: halves of halves down to 128 elements, which eight accumulators share (of
/// complex numbers 64, and four), so that the error grows with the logarithm of n. Sums, differences, products and
/// quotients of float16 are made in float and rounded at the end of the run.
Fold special_fold(std::string_view ufunc, Kind kind);

}  // namespace fairplay::arraycore
