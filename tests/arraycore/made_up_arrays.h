#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore {

/// An array of this shape with these elements in row-major order; tests that name a wrong shape fail by an exception.
template <Element T>
Array array_of(const Extents& shape, const std::vector<T>& values) {
  auto result = Array::zeros(dtype_of<T>, shape).value();
  if (static_cast<std::size_t>(result.count()) != values.size()) throw std::bad_expected_access<int>(0);
  std::byte* place = result.view().data();
  for (const T value : values) {
    store<T>(place, value);
    place += sizeof(T);
  }
  return result;
}

/// One axis of float64.
inline Array float64s(const std::vector<double>& values) {
  return array_of<double>({static_cast<std::int64_t>(values.size())}, values);
}

/// 0, 1, 2, ... in row-major order.
inline Array counting(const Extents& shape) {
  std::vector<std::int64_t> values;
  for (std::int64_t i = 0; i < count_of(shape); ++i) values.push_back(i);
  return array_of<std::int64_t>(shape, values);
}

/// All elements in row-major order.
template <Element T>
std::vector<T> elements(const ConstDynamicView& view) {
  if (view.dtype() != dtype_of<T>) throw std::bad_expected_access<int>(0);
  std::vector<T> values;
  for (const std::int64_t offset : offsets_of(view.shape(), view.strides())) {
    values.push_back(load<T>(view.data() + offset));
  }
  return values;
}

inline std::vector<std::int64_t> integers(const ConstDynamicView& view) { return elements<std::int64_t>(view); }

/// A small generator of test data: the same numbers everywhere (SplitMix64).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  /// From `low` to `high`, both included.
  std::int64_t within(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }

 private:
  std::uint64_t state_;
};

}  // namespace fairplay::arraycore
