#include "arraycore/array/index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Axes that an index stands for: a boolean array for as many as it has itself.
std::size_t axes_of(const Index& index) {
  if (std::holds_alternative<NewAxis>(index) || std::holds_alternative<Ellipsis>(index)) return 0;
  if (const auto* array = std::get_if<ConstDynamicView>(&index)) {
    return array->dtype().kind() == Kind::boolean ? array->dimensions() : 1;
  }
  return 1;
}

/// The number of axes that the ellipsis stands for, written or at the end.
Expected<std::size_t> axes_left(std::size_t dimensions, std::span<const Index> indices) {
  std::size_t used = 0;
  std::size_t ellipses = 0;
  for (const Index& index : indices) {
    used += axes_of(index);
    if (std::holds_alternative<Ellipsis>(index)) ++ellipses;
  }
  if (ellipses > 1) return fail(ErrorKind::index, "an index can only have a single ellipsis ('...')");
  if (used > dimensions) {
    return fail(ErrorKind::index, "too many indices for array: array is " + std::to_string(dimensions) +
                                      "-dimensional, but " + std::to_string(used) + " were indexed");
  }
  return dimensions - used;
}

/// One axis indexed by integers: their shape, their values as offsets in bytes.
struct IndexArray {
  Extents shape;
  std::vector<std::int64_t> offsets;
};

/// An advanced index worked out: the elements are pieces of layout `rest`, one at each of `offsets`.
struct Selection {
  Layout rest;                        ///< the axes that basic indices leave
  std::size_t place = 0;              ///< where among them the axes of the index arrays come
  Extents shape;                      ///< what the index arrays broadcast to
  std::vector<std::int64_t> offsets;  ///< of each piece, in row-major order

  Extents result_shape() const {
    Extents result = rest.shape;
    result.insert(result.begin() + static_cast<std::ptrdiff_t>(place), shape.begin(), shape.end());
    return result;
  }
};

/// Collects index after index; `axis` is the axis of the source that comes next.
class SelectionBuilder {
 public:
  explicit SelectionBuilder(const Layout& layout) : layout_(layout) { selection_.rest.offset = layout.offset; }

  Expected<void> add(const Index& index) {
    if (const auto* array = std::get_if<ConstDynamicView>(&index)) {
      note_advanced();
      return array->dtype().kind() == Kind::boolean ? add_booleans(*array) : add_integers(*array);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&index)) {
      note_advanced();
      return add_places({}, std::span(integer, 1));
    }
    note_basic();
    if (const auto* slice = std::get_if<Slice>(&index)) return add_slice(*slice);
    if (std::holds_alternative<NewAxis>(index)) push(1, 0);
    return {};
  }
  void add_whole_axes(std::size_t count) {
    note_basic();
    for (; count > 0; --count, ++axis_) push(layout_.shape[axis_], layout_.strides[axis_]);
  }

  Expected<Selection> finish() && {
    std::vector<Extents> shapes;
    for (const IndexArray& array : arrays_) shapes.push_back(array.shape);
    auto shape = broadcast_shapes(shapes);
    if (!shape) {
      std::string all;
      for (const Extents& one : shapes) all += " " + describe(one);
      return fail(ErrorKind::index,
                  "shape mismatch: indexing arrays could not be broadcast together with shapes" + all);
    }
    selection_.shape = std::move(*shape);
    if (const auto bytes = element_count(selection_.result_shape()); !bytes) return std::unexpected(bytes.error());
    selection_.offsets.assign(static_cast<std::size_t>(count_of(selection_.shape)), 0);
    for (const IndexArray& array : arrays_) {
      const Layout own{array.shape, contiguous_strides(array.shape, 1), 0};
      const auto wide = broadcast(own, selection_.shape);
      if (!wide) return std::unexpected(wide.error());
      const auto places = offsets_of(wide->shape, wide->strides);
      for (std::size_t i = 0; i < places.size(); ++i) {
        selection_.offsets[i] += array.offsets[static_cast<std::size_t>(places[i])];
      }
    }
    return std::move(selection_);
  }

 private:
  void note_advanced() {
    if (!found_) {
      selection_.place = selection_.rest.dimensions();
    } else if (separated_) {
      selection_.place = 0;
    }
    found_ = true;
  }
  void note_basic() {
    if (found_) separated_ = true;
  }
  void push(std::int64_t extent, std::int64_t stride) {
    selection_.rest.shape.push_back(extent);
    selection_.rest.strides.push_back(stride);
  }

  Expected<void> add_slice(const Slice& slice) {
    const auto cut = sliced(layout_, static_cast<std::int64_t>(axis_), slice);
    if (!cut) return std::unexpected(cut.error());
    selection_.rest.offset += cut->offset - layout_.offset;
    push(cut->shape[axis_], cut->strides[axis_]);
    ++axis_;
    return {};
  }
  Expected<void> add_places(Extents shape, std::span<const std::int64_t> indices) {
    IndexArray array{std::move(shape), {}};
    for (const std::int64_t index : indices) {
      const auto place = place_of(index, static_cast<std::int64_t>(axis_), layout_.shape[axis_], OutOfBounds::error);
      if (!place) return std::unexpected(place.error());
      array.offsets.push_back(*place * layout_.strides[axis_]);
    }
    arrays_.push_back(std::move(array));
    ++axis_;
    return {};
  }
  Expected<void> add_integers(const ConstDynamicView& array) {
    const auto indices = integers_of(array);
    if (!indices) return std::unexpected(indices.error());
    return add_places(array.shape(), *indices);
  }
  Expected<void> add_booleans(const ConstDynamicView& mask) {
    if (mask.dimensions() == 0) {
      // A single truth value stands for no axis: it is an axis of its own, with one place or none.
      const std::int64_t count = load<bool>(mask.data()) ? 1 : 0;
      arrays_.push_back({{count}, std::vector<std::int64_t>(static_cast<std::size_t>(count), 0)});
      return {};
    }
    for (std::size_t i = 0; i < mask.dimensions(); ++i) {
      // An axis of no truth values fits every axis, as the array API (2025.12) and NumPy have it.
      if (mask.shape()[i] != layout_.shape[axis_ + i] && mask.shape()[i] != 0) {
        return fail(ErrorKind::index,
                    "boolean index did not match indexed array along axis " + std::to_string(axis_ + i) +
                        "; size of axis is " + std::to_string(layout_.shape[axis_ + i]) +
                        " but size of corresponding boolean axis is " + std::to_string(mask.shape()[i]));
      }
    }
    const auto places = true_places(mask);
    if (!places) return std::unexpected(places.error());
    for (const auto& indices : *places) {
      if (const auto done = add_places({static_cast<std::int64_t>(indices.size())}, indices); !done) return done;
    }
    return {};
  }

  const Layout& layout_;
  Selection selection_;
  std::vector<IndexArray> arrays_;
  std::size_t axis_ = 0;
  bool found_ = false;
  bool separated_ = false;
};

Expected<Selection> select_pieces(const Layout& layout, std::span<const Index> indices) {
  const auto left = axes_left(layout.dimensions(), indices);
  if (!left) return std::unexpected(left.error());
  SelectionBuilder builder(layout);
  bool ellipsis = false;
  for (const Index& index : indices) {
    if (std::holds_alternative<Ellipsis>(index)) {
      ellipsis = true;
      builder.add_whole_axes(*left);
    } else if (const auto done = builder.add(index); !done) {
      return std::unexpected(done.error());
    }
  }
  if (!ellipsis) builder.add_whole_axes(*left);
  return std::move(builder).finish();
}

}  // namespace

bool is_advanced(std::span<const Index> indices) {
  return std::any_of(indices.begin(), indices.end(),
                     [](const Index& index) { return std::holds_alternative<ConstDynamicView>(index); });
}

Expected<Layout> basic_index(const Layout& layout, std::span<const Index> indices) {
  if (is_advanced(indices)) return fail(ErrorKind::index, "an index that is an array gives no view");
  const auto left = axes_left(layout.dimensions(), indices);
  if (!left) return std::unexpected(left.error());
  Expected<Layout> result = layout;
  std::int64_t axis = 0;
  for (const Index& index : indices) {
    if (const auto* integer = std::get_if<std::int64_t>(&index)) {
      const std::size_t source_axis = layout.dimensions() - (result->dimensions() - static_cast<std::size_t>(axis));
      if (auto place = place_of(*integer, static_cast<std::int64_t>(source_axis),
                                result->shape[static_cast<std::size_t>(axis)], OutOfBounds::error);
          !place) {
        return std::unexpected(place.error());
      }
      result = selected(*result, axis, *integer);
    } else if (const auto* slice = std::get_if<Slice>(&index)) {
      result = sliced(*result, axis++, *slice);
    } else if (std::holds_alternative<NewAxis>(index)) {
      const std::int64_t place[]{axis++};
      result = expanded(*result, place);
    } else {
      axis += static_cast<std::int64_t>(*left);
    }
    if (!result) return result;
  }
  return result;
}

Expected<Array> get_index(const ConstDynamicView& view, std::span<const Index> indices) {
  if (!is_advanced(indices)) {
    const auto part = view.with(basic_index(view.layout(), indices));
    if (!part) return std::unexpected(part.error());
    return Array::copy_of(*part);
  }
  const auto selection = select_pieces(view.layout(), indices);
  if (!selection) return std::unexpected(selection.error());
  auto result = Array::zeros(view.dtype(), selection->result_shape());
  if (!result || result->count() == 0) return result;
  const DynamicView all = *result;
  Layout piece{selection->rest.shape, all.strides(), 0};
  const auto first = piece.strides.begin() + static_cast<std::ptrdiff_t>(selection->place);
  const Strides between(first, first + static_cast<std::ptrdiff_t>(selection->shape.size()));
  piece.strides.erase(first, first + static_cast<std::ptrdiff_t>(selection->shape.size()));
  copy_pieces(all.with(piece), offsets_of(selection->shape, between), view.with(selection->rest), selection->offsets);
  return result;
}

Expected<void> set_index(const DynamicView& target, std::span<const Index> indices, const ConstDynamicView& value) {
  if (!is_advanced(indices)) {
    const auto part = target.with(basic_index(target.layout(), indices));
    if (!part) return std::unexpected(part.error());
    return assign(*part, value);
  }
  const auto selection = select_pieces(target.layout(), indices);
  if (!selection) return std::unexpected(selection.error());
  if (value.dtype() != target.dtype()) {
    const auto converted = astype(value, target.dtype());
    if (!converted) return std::unexpected(converted.error());
    return set_index(target, indices, *converted);
  }
  const auto fitted = fit_value(selection->result_shape(), value);
  if (!fitted) return std::unexpected(fitted.error());
  if (fitted->count() == 0) return {};
  if (may_overlap(target, value)) {
    const auto copy = Array::copy_of(value);
    if (!copy) return std::unexpected(copy.error());
    return set_index(target, indices, *copy);
  }
  Layout piece{selection->rest.shape, fitted->strides(), 0};
  const auto first = piece.strides.begin() + static_cast<std::ptrdiff_t>(selection->place);
  const Strides between(first, first + static_cast<std::ptrdiff_t>(selection->shape.size()));
  piece.strides.erase(first, first + static_cast<std::ptrdiff_t>(selection->shape.size()));
  copy_pieces(target.with(selection->rest), selection->offsets, fitted->with(piece),
              offsets_of(selection->shape, between));
  return {};
}

}  // namespace fairplay::arraycore
