#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The sum of products of `n` elements of one kind, written to `result`.
using DotLoop = void (*)(const std::byte* a, std::int64_t a_stride, const std::byte* b, std::int64_t b_stride,
                         std::int64_t n, std::byte* result);

/// Integers wrap; of truth values whether both are true anywhere. Long double, complex ones included, and float16 in
/// float32 are added up one after the other, as in NumPy. NumPy leaves float32, float64 and their complex numbers to
/// BLAS, whose order nobody promises: here they are added up with more digits and rounded at the end. nullptr: no
/// numbers.
DotLoop dot_loop(Kind kind);

/// numpy.dot: the sum of products over the last axis of `a` and the last but one of `b` (its only one); with an array
/// without axes the product. Errors: no common dtype, axes of other extents.
Expected<Array> dot(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);

}  // namespace fairplay::arraycore
