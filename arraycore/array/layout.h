#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "arraycore/array/shape.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Where the elements of an array lie, without the memory itself: element (i, j, ...) is `offset` + i * strides[0] +
/// j * strides[1] + ... bytes from the first element of the array that the layout was derived from. All views are made
/// here, by arithmetic alone: none copies, none touches an element. A result's offset and strides name elements of its
/// source only, so that a view of valid memory is valid.
struct Layout {
  Extents shape;
  Strides strides;
  std::int64_t offset = 0;

  std::size_t dimensions() const { return shape.size(); }
  std::int64_t count() const { return count_of(shape); }
  friend bool operator==(const Layout&, const Layout&) = default;
};

/// Python's `start:stop:step`; what is left out is nullopt.
struct Slice {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> stop;
  std::optional<std::int64_t> step;
};

/// Whether the elements lie without gaps in this order. Arrays of at most one element, and axes of extent 1, fit both.
bool is_contiguous(const Layout& layout, std::int64_t element_size, Order order = Order::c);

/// The axes in the order that `axes` gives (numpy.transpose). Error: not a permutation of all axes.
Expected<Layout> permuted(const Layout& layout, std::span<const std::int64_t> axes);
/// All axes in reverse.
Layout transposed(const Layout& layout);
/// numpy.moveaxis: axes `from` at places `to`, the others in their order. Error: lengths differ, bad axes.
Expected<Layout> axes_moved(const Layout& layout, std::span<const std::int64_t> from, std::span<const std::int64_t> to);
/// numpy.flip along `axes`.
Expected<Layout> flipped(const Layout& layout, std::span<const std::int64_t> axes);
/// numpy.expand_dims: new axes of extent 1, at these places of the result.
Expected<Layout> expanded(const Layout& layout, std::span<const std::int64_t> axes);
/// numpy.squeeze: without `axes`, whose extents must be 1; without any, all such axes go.
Expected<Layout> squeezed(const Layout& layout, std::optional<std::span<const std::int64_t>> axes);
/// numpy.broadcast_to: added and stretched axes get stride 0.
Expected<Layout> broadcast(const Layout& layout, std::span<const std::int64_t> shape);
/// numpy.diagonal: the two axes go, their diagonal `offset` above the main one becomes the last axis.
Expected<Layout> diagonal(const Layout& layout, std::int64_t offset, std::int64_t axis1, std::int64_t axis2);

/// Axis `axis` cut as Python cuts a sequence: bounds are clipped. Error: step 0 or a bad axis.
Expected<Layout> sliced(const Layout& layout, std::int64_t axis, const Slice& slice);
/// Without axis `axis`, at its place `index`; negative ones count from the end. Error: out of bounds.
Expected<Layout> selected(const Layout& layout, std::int64_t axis, std::int64_t index);

/// `shape` with its one -1 replaced so that `count` elements fit. Error: they don't, or several are negative.
Expected<Extents> completed_shape(std::span<const std::int64_t> shape, std::int64_t count);
/// The elements in `order` under another shape; nullopt where no strides can say it and a copy is needed. Error: as
/// completed_shape.
Expected<std::optional<Layout>> reshaped(const Layout& layout, std::span<const std::int64_t> shape,
                                         std::int64_t element_size, Order order = Order::c);

/// The first and the last byte but one that the elements take, relative to offset 0: [low, high), empty if there are
/// no elements. Error: the arithmetic overflows.
Expected<std::pair<std::int64_t, std::int64_t>> byte_bounds(const Layout& layout, std::int64_t element_size);

}  // namespace fairplay::arraycore
