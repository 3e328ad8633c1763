#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Elements of a StoredType in somebody else's memory, in the machine's byte order: what DynamicView is to dtypes.
template <class Byte>
class BasicStoredView {
 public:
  /// Without a check: `data` is the address of element (0, 0, ...), all elements are inside valid memory.
  BasicStoredView(Byte* data, StoredType type, Layout layout)
      : data_(data + layout.offset), type_(std::move(type)), layout_(std::move(layout)) {
    layout_.offset = 0;
  }
  template <class Other>
  requires(std::is_convertible_v<Other*, Byte*>)
      BasicStoredView(const BasicView<Other>& view)  // NOLINT(google-explicit-constructor): a dtype is a StoredType
      : data_(view.data()), type_(view.dtype()), layout_(view.layout()) {}
  template <class Other>
  requires(std::is_same_v<Byte, const std::byte>&& std::is_same_v<Other, std::byte>)
      BasicStoredView(const BasicStoredView<Other>& other)  // NOLINT(google-explicit-constructor): as T* to const T*
      : data_(other.data()), type_(other.type()), layout_(other.layout()) {}

  Byte* data() const { return data_; }
  const StoredType& type() const { return type_; }
  const Layout& layout() const { return layout_; }
  const Extents& shape() const { return layout_.shape; }
  std::int64_t count() const { return layout_.count(); }

  /// The same memory under another layout that was derived from its own.
  BasicStoredView with(const Layout& layout) const { return BasicStoredView(data_, type_, layout); }
  /// The same elements, to be written in the byte order that `type` says. Error: it differs in more than that.
  Expected<BasicStoredView> stored_as(const StoredType& type) const;
  /// A field of each record, by its name or title; the axes of a sub-array come last. Errors: no record, no such field,
  /// more than `max_dimensions` axes.
  Expected<BasicStoredView> field(std::string_view name) const;
  /// The elements as an array of their dtype; opaque ones as bytes (uint8) along a last axis. Error: records.
  Expected<BasicView<Byte>> elements() const;

 private:
  Byte* data_;
  StoredType type_;
  Layout layout_;
};

using StoredView = BasicStoredView<std::byte>;
using ConstStoredView = BasicStoredView<const std::byte>;

extern template class BasicStoredView<std::byte>;
extern template class BasicStoredView<const std::byte>;

/// An array of a StoredType that owns its memory, without gaps.
class StoredArray {
 public:
  /// All bytes zero. Errors: those of Array::zeros.
  static Expected<StoredArray> zeros(StoredType type, std::span<const std::int64_t> shape, Order order = Order::c);
  static StoredArray of(Array array);

  StoredView view();
  ConstStoredView view() const;
  const StoredType& type() const { return type_; }
  const Extents& shape() const { return layout_.shape; }
  /// All bytes, in the order in which they lie.
  std::span<std::byte> bytes();
  /// The elements as an ordinary array. Errors: those of BasicStoredView::elements.
  Expected<Array> array() &&;

 private:
  StoredArray(Array memory, StoredType type, Layout layout);

  Array memory_;  // of the elements' dtype, or bytes
  StoredType type_;
  Layout layout_;
};

}  // namespace fairplay::arraycore
