#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// An array that owns its memory: aligned to 64 bytes, without gaps, zeros at first. It can be moved; `copy_of` copies.
class Array {
 public:
  static constexpr std::size_t alignment = 64;

  /// All bytes zero. Error: an invalid shape or one that overflows (nothing is allocated then), no memory.
  static Expected<Array> zeros(DType dtype, std::span<const std::int64_t> shape, Order order = Order::c);
  /// The same with bytes of any value, for what is written to before it is read.
  static Expected<Array> unset(DType dtype, std::span<const std::int64_t> shape, Order order = Order::c);
  /// The elements of `source`, in any layout. Errors: those of zeros.
  static Expected<Array> copy_of(const ConstDynamicView& source, Order order = Order::c);
  /// One axis with these elements.
  template <Element T>
  static Expected<Array> from(std::span<const T> values) {
    const std::int64_t count[]{static_cast<std::int64_t>(values.size())};
    auto result = zeros(dtype_of<T>, count);
    if (result) {
      std::byte* place = result->view().data();
      for (const T& value : values) {
        store(place, value);
        place += sizeof(T);
      }
    }
    return result;
  }

  DynamicView view() { return DynamicView(data_.get(), dtype_, layout_); }
  ConstDynamicView view() const { return ConstDynamicView(data_.get(), dtype_, layout_); }
  operator DynamicView() { return view(); }             // NOLINT(google-explicit-constructor): an array is
  operator ConstDynamicView() const { return view(); }  // NOLINT(google-explicit-constructor): a view of itself

  DType dtype() const { return dtype_; }
  const Extents& shape() const { return layout_.shape; }
  std::int64_t count() const { return layout_.count(); }
  /// The array under another shape with as many elements, which keep their place in memory.
  Expected<Array> reshaped(std::span<const std::int64_t> shape) &&;

 private:
  struct Free {
    void operator()(std::byte* data) const;
  };
  Array(std::unique_ptr<std::byte, Free> data, DType dtype, Layout layout);

  std::unique_ptr<std::byte, Free> data_;
  DType dtype_;
  Layout layout_;
};

}  // namespace fairplay::arraycore
