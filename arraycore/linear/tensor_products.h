#pragma once

#include <cstdint>
#include <span>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Products that are added up are those of multiply_matrices (matrix_product.h). Errors of all: no common dtype, no
// numbers, extents that don't fit, no memory.

/// numpy.tensordot: sums over pairs of axes, those of `a` and of `b` at the same place; the other axes of `a` come
/// first. Errors also: lists of different lengths, no such axis.
Expected<Array> tensordot(const ConstDynamicView& a, const ConstDynamicView& b, std::span<const std::int64_t> a_axes,
                          std::span<const std::int64_t> b_axes, Release release = newest_release);
/// The same over the last `count` axes of `a` and the first ones of `b`.
Expected<Array> tensordot(const ConstDynamicView& a, const ConstDynamicView& b, std::int64_t count,
                          Release release = newest_release);
/// numpy.inner: over the last axes of both; with an array without axes the product.
Expected<Array> inner(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);
/// numpy.vdot: the sum of conj(a) b over all elements, in row-major order.
Expected<Array> vdot(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);
/// numpy.outer: each element of `a` times each of `b`, as a matrix.
Expected<Array> outer(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);
/// numpy.kron: `b` times each element of `a` (Kronecker's product); axes are aligned at the last one.
Expected<Array> kron(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);

}  // namespace fairplay::arraycore
