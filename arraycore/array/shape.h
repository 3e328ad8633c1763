#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// NumPy 2's limit; releases before 2.0 have 32.
inline constexpr std::size_t max_dimensions = 64;

/// Elements along each axis, outermost first. No axis: a single element.
using Extents = std::vector<std::int64_t>;
/// Bytes from one element to the next along each axis. Zero and negative ones are usual.
using Strides = std::vector<std::int64_t>;
using Axes = std::vector<std::int64_t>;

/// Row-major (C) or column-major (Fortran): which axis varies fastest, the last or the first.
enum class Order { c, fortran };

/// "(2,3)", "(3,)" and "()", as NumPy's messages show a shape.
std::string describe(std::span<const std::int64_t> extents);

/// How many elements. Error: a negative extent, more than `max_dimensions` axes, a product above 2^63 - 1. As in NumPy
/// the product leaves out extents of 0: whether a shape is too large must not depend on the order of its axes.
Expected<std::int64_t> element_count(std::span<const std::int64_t> extents);

/// The bytes of all elements, with `element_size` bytes each. Errors: those of element_count.
Expected<std::int64_t> byte_count(std::span<const std::int64_t> extents, std::int64_t element_size);

/// The number of elements of a shape that is known to be valid.
std::int64_t count_of(std::span<const std::int64_t> extents);

/// Strides without gaps, for a shape that byte_count accepts.
Strides contiguous_strides(std::span<const std::int64_t> extents, std::int64_t element_size, Order order = Order::c);

/// `axis` counted from the front; negative ones count from the back. Error: not within [-dimensions, dimensions).
Expected<std::size_t> normal_axis(std::int64_t axis, std::size_t dimensions);
/// All of `axes`, in their order. Error: one is out of range, or named twice.
Expected<std::vector<std::size_t>> normal_axes(std::span<const std::int64_t> axes, std::size_t dimensions);

/// The shape that all of `shapes` broadcast to: aligned at their last axes, where an extent of 1 fits any other. Error
/// otherwise. Source: NumPy's "Broadcasting".
Expected<Extents> broadcast_shapes(std::span<const Extents> shapes);

}  // namespace fairplay::arraycore
