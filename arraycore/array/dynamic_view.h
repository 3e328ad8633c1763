#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Elements in somebody else's memory, with a dtype, a shape and strides known at run time. It never owns and never
/// copies; who makes one keeps the memory alive. Data may be misaligned, strides negative or zero. Views of one memory
/// can be used from several threads as its elements could: readers together, a writer alone.
template <class Byte>
class BasicView {
 public:
  /// `size` bytes of memory, of which element (0, 0, ...) is at `layout.offset`. Error: an element would lie outside,
  /// the shape is invalid, strides don't fit the shape.
  static Expected<BasicView> of_memory(Byte* memory, std::int64_t size, DType dtype, Layout layout);
  /// Without a check: `data` is the address of element (0, 0, ...), all elements are inside valid memory.
  BasicView(Byte* data, DType dtype, const Layout& layout)
      : data_(data + layout.offset), dtype_(dtype), layout_{layout.shape, layout.strides, 0} {}
  /// A view to read through, of one to write through.
  template <class Other>
  requires(std::is_same_v<Byte, const std::byte>&& std::is_same_v<Other, std::byte>)
      BasicView(const BasicView<Other>& other)  // NOLINT(google-explicit-constructor): as T* converts to const T*
      : data_(other.data()), dtype_(other.dtype()), layout_(other.layout()) {}

  /// The address of element (0, 0, ...): not the lowest one where strides are negative.
  Byte* data() const { return data_; }
  DType dtype() const { return dtype_; }
  /// Its offset is 0. A view that is about to go gives its layout away, so that no reference outlives it.
  const Layout& layout() const& { return layout_; }
  Layout layout() && { return std::move(layout_); }
  const Extents& shape() const& { return layout_.shape; }
  Extents shape() && { return std::move(layout_.shape); }
  const Strides& strides() const& { return layout_.strides; }
  Strides strides() && { return std::move(layout_.strides); }
  std::size_t dimensions() const { return layout_.dimensions(); }
  std::int64_t count() const { return layout_.count(); }

  /// The view under a layout that was derived from its own (layout.h).
  BasicView with(const Layout& layout) const { return BasicView(data_, dtype_, layout); }
  Expected<BasicView> with(const Expected<Layout>& layout) const {
    if (!layout) return std::unexpected(layout.error());
    return with(*layout);
  }
  /// The same bytes as elements of another type of the same size (numpy.ndarray.view). Error: sizes differ.
  Expected<BasicView> as(DType dtype) const {
    if (dtype.size() != dtype_.size()) {
      return fail(ErrorKind::dtype,
                  "elements of " + dtype_.name() + " can't be seen as " + dtype.name() + ": their sizes differ");
    }
    return BasicView(data_, dtype, layout_);
  }

  /// The address of an element. Error: not an index for each axis, one out of bounds.
  Expected<Byte*> address(std::span<const std::int64_t> indices) const;
  /// An element. Errors: those of address; T isn't the dtype's type.
  template <Element T>
  Expected<T> get(std::span<const std::int64_t> indices) const {
    if (dtype_of<T> != dtype_) {
      return fail(ErrorKind::dtype, "an element of " + dtype_.name() + " read as " + dtype_of<T>.name());
    }
    const auto place = address(indices);
    if (!place) return std::unexpected(place.error());
    return load<T>(*place);
  }

 private:
  Byte* data_;
  DType dtype_;
  Layout layout_;
};

/// To read and write through.
using DynamicView = BasicView<std::byte>;
/// To read through.
using ConstDynamicView = BasicView<const std::byte>;

extern template class BasicView<std::byte>;
extern template class BasicView<const std::byte>;

/// Whether two views may share a byte: their lowest and highest addresses are compared, so that interleaved views
/// count as overlapping.
bool may_overlap(const ConstDynamicView& a, const ConstDynamicView& b);

}  // namespace fairplay::arraycore
