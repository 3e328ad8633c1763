#include "arraycore/array/shape.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

std::string describe(std::span<const std::int64_t> extents) {
  std::string text = "(";
  for (std::size_t i = 0; i < extents.size(); ++i) {
    if (i != 0) text += ',';
    text += std::to_string(extents[i]);
  }
  return text + (extents.size() == 1 ? ",)" : ")");
}

Expected<std::int64_t> element_count(std::span<const std::int64_t> extents) { return byte_count(extents, 1); }

Expected<std::int64_t> byte_count(std::span<const std::int64_t> extents, std::int64_t element_size) {
  if (extents.size() > max_dimensions) {
    return fail(ErrorKind::shape, "maximum supported dimension for an array is " + std::to_string(max_dimensions) +
                                      ", found " + std::to_string(extents.size()));
  }
  std::int64_t product = std::max<std::int64_t>(element_size, 1);
  bool empty = element_size == 0;
  for (const std::int64_t extent : extents) {
    if (extent < 0) return fail(ErrorKind::shape, "negative dimensions are not allowed: " + describe(extents));
    if (extent == 0) {
      empty = true;
    } else if (__builtin_mul_overflow(product, extent, &product)) {
      return fail(ErrorKind::size, "array is too big: shape " + describe(extents) + " of elements of " +
                                       std::to_string(element_size) + " bytes overflows");
    }
  }
  return empty ? 0 : product;
}

std::int64_t count_of(std::span<const std::int64_t> extents) {
  std::int64_t product = 1;
  for (const std::int64_t extent : extents) {
    if (extent == 0) return 0;
    product *= extent;
  }
  return product;
}

Strides contiguous_strides(std::span<const std::int64_t> extents, std::int64_t element_size, Order order) {
  Strides strides(extents.size());
  std::int64_t stride = element_size;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const std::size_t axis = order == Order::c ? extents.size() - 1 - i : i;
    strides[axis] = stride;
    // Only beside an extent of 0 the product can overflow, and then no stride is used.
    if (__builtin_mul_overflow(stride, std::max<std::int64_t>(extents[axis], 1), &stride)) stride = 0;
  }
  return strides;
}

Expected<std::size_t> normal_axis(std::int64_t axis, std::size_t dimensions) {
  const auto count = static_cast<std::int64_t>(dimensions);
  if (axis < -count || axis >= count) {
    return fail(ErrorKind::axis,
                "axis " + std::to_string(axis) + " is out of bounds for array of dimension " + std::to_string(count));
  }
  return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

Expected<std::vector<std::size_t>> normal_axes(std::span<const std::int64_t> axes, std::size_t dimensions) {
  std::vector<std::size_t> result;
  for (const std::int64_t axis : axes) {
    const auto normal = normal_axis(axis, dimensions);
    if (!normal) return std::unexpected(normal.error());
    if (std::find(result.begin(), result.end(), *normal) != result.end()) {
      return fail(ErrorKind::axis, "repeated axis " + std::to_string(axis) + " in " + describe(axes));
    }
    result.push_back(*normal);
  }
  return result;
}

Expected<Extents> broadcast_shapes(std::span<const Extents> shapes) {
  Extents result;
  for (const Extents& shape : shapes) {
    if (shape.size() > result.size()) result.insert(result.begin(), shape.size() - result.size(), 1);
    const std::size_t skipped = result.size() - shape.size();
    for (std::size_t i = 0; i < shape.size(); ++i) {
      std::int64_t& extent = result[skipped + i];
      if (extent == 1) extent = shape[i];
      if (shape[i] != 1 && shape[i] != extent) {
        std::string all;
        for (const Extents& one : shapes) all += " " + describe(one);
        return fail(ErrorKind::shape, "shapes could not be broadcast together:" + all);
      }
    }
  }
  if (const auto count = element_count(result); !count) return std::unexpected(count.error());
  return result;
}

}  // namespace fairplay::arraycore
