#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.newaxis: a new axis of extent 1.
struct NewAxis {};
/// `...`: as many whole axes as the other indices leave.
struct Ellipsis {};

/// One index between the brackets of `a[i, 1:3, ..., None, rows]`. An array is of integers, or of booleans with the
/// extents of the axes that it stands for.
using Index = std::variant<std::int64_t, Slice, NewAxis, Ellipsis, ConstDynamicView>;

/// Whether an index is an array, so that the result is a copy (advanced indexing).
bool is_advanced(std::span<const Index> indices);

/// Basic indexing: a view. Errors: an array among the indices, too many of them, two ellipses, out of bounds.
Expected<Layout> basic_index(const Layout& layout, std::span<const Index> indices);

/// `a[indices]` as a copy, basic or advanced. Arrays, and the integers beside them, are broadcast together; their shape
/// comes where the first of them is, or first of all if a slice, an ellipsis or a new axis lies between two. Errors:
/// those of basic_index; arrays that don't broadcast, of another dtype, booleans of another extent than their axis.
/// Source: NumPy's "Indexing on ndarrays".
Expected<Array> get_index(const ConstDynamicView& view, std::span<const Index> indices);

/// `target[indices] = value`, as if value and indices had been copied before; where an element is named twice, the last
/// value stays. Errors: those of get_index and assign.
Expected<void> set_index(const DynamicView& target, std::span<const Index> indices, const ConstDynamicView& value);

}  // namespace fairplay::arraycore
