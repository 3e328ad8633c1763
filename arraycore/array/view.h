#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// One element of a View<T, N> to be read or assigned; it may lie at any address.
template <Element T>
class ElementReference {
 public:
  explicit ElementReference(std::byte* place) : place_(place) {}
  operator T() const { return load<T>(place_); }  // NOLINT(google-explicit-constructor): stands for the element
  const ElementReference& operator=(T value) const {
    store(place_, value);
    return *this;
  }
  const ElementReference& operator=(const ElementReference& other) const { return *this = static_cast<T>(other); }
  ElementReference(const ElementReference&) = default;

 private:
  std::byte* place_;
};

/// Elements whose type and number of axes are known at compile time: View<double, 2> to write through, View<const
/// double, 2> to read. A thin layer over a dynamic view, with element access as mdspan has it.
template <Element T, std::size_t N>
requires(N <= max_dimensions) class View {
  static constexpr bool writable = !std::is_const_v<T>;
  using Value = std::remove_const_t<T>;
  using Byte = std::conditional_t<writable, std::byte, const std::byte>;

 public:
  /// Error: the dynamic view has another dtype or another number of axes.
  static Expected<View> of(const BasicView<Byte>& view) {
    if (view.dtype() != dtype_of<T> || view.dimensions() != N) {
      return fail(ErrorKind::dtype, "array of shape " + describe(view.shape()) + " of " + view.dtype().name() +
                                        " as one of " + std::to_string(N) + " dimensions of " + dtype_of<T>.name());
    }
    View result(view.data());
    for (std::size_t i = 0; i < N; ++i) {
      result.shape_[i] = view.shape()[i];
      result.strides_[i] = view.strides()[i];
    }
    return result;
  }
  /// A view to read through, of one to write through.
  operator View<const T, N>() const  // NOLINT(google-explicit-constructor): as T* converts to const T*
      requires writable {
    return *View<const T, N>::of(dynamic());
  }

  static constexpr std::size_t dimensions() { return N; }
  std::int64_t extent(std::size_t axis) const { return shape_[axis]; }
  const std::array<std::int64_t, N>& shape() const { return shape_; }
  /// In bytes.
  const std::array<std::int64_t, N>& strides() const { return strides_; }

  /// The element at these indices, all within [0, extent): not checked.
  template <std::integral... Indices>
  requires(sizeof...(Indices) == N) auto operator()(Indices... indices) const {
    Byte* place = data_;
    [[maybe_unused]] std::size_t axis = 0;
    ((place += static_cast<std::int64_t>(indices) * strides_[axis++]), ...);
    if constexpr (writable) {
      return ElementReference<Value>(place);
    } else {
      return load<Value>(place);
    }
  }
  /// The element at these indices; negative ones count from the end. Error: out of bounds.
  template <std::integral... Indices>
  requires(sizeof...(Indices) == N) Expected<Value> at(Indices... indices)
  const {
    const std::array<std::int64_t, N> all{static_cast<std::int64_t>(indices)...};
    return dynamic().template get<Value>(all);
  }

  /// The same elements, for all operations of this library.
  BasicView<Byte> dynamic() const {
    return BasicView<Byte>(data_, dtype_of<T>,
                           Layout{Extents(shape_.begin(), shape_.end()), Strides(strides_.begin(), strides_.end()), 0});
  }

 private:
  explicit View(Byte* data) : data_(data) {}

  Byte* data_;
  std::array<std::int64_t, N> shape_{};
  std::array<std::int64_t, N> strides_{};
};

}  // namespace fairplay::arraycore
