#include "arraycore/array/dynamic_view.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

template <class Byte>
Expected<BasicView<Byte>> BasicView<Byte>::of_memory(Byte* memory, std::int64_t size, DType dtype, Layout layout) {
  const auto bytes = byte_count(layout.shape, dtype.size());
  if (!bytes) return std::unexpected(bytes.error());
  if (layout.strides.size() != layout.shape.size()) {
    return fail(ErrorKind::value,
                "strides " + describe(layout.strides) + " don't fit the shape " + describe(layout.shape));
  }
  const auto bounds = byte_bounds(layout, dtype.size());
  if (!bounds) return std::unexpected(bounds.error());
  if (bounds->first < 0 || bounds->second > size) {
    return fail(ErrorKind::value, "strides " + describe(layout.strides) + " are incompatible with shape " +
                                      describe(layout.shape) + " of " + dtype.name() + " at offset " +
                                      std::to_string(layout.offset) + " of " + std::to_string(size) + " bytes");
  }
  return BasicView(memory, dtype, layout);
}

template <class Byte>
Expected<Byte*> BasicView<Byte>::address(std::span<const std::int64_t> indices) const {
  if (indices.size() != dimensions()) {
    return fail(ErrorKind::index,
                std::to_string(indices.size()) + " indices for an array of shape " + describe(shape()));
  }
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < indices.size(); ++axis) {
    const std::int64_t extent = shape()[axis];
    const std::int64_t index = indices[axis];
    if (index < -extent || index >= extent) {
      return fail(ErrorKind::index, "index " + std::to_string(index) + " is out of bounds for axis " +
                                        std::to_string(axis) + " with size " + std::to_string(extent));
    }
    offset += (index < 0 ? index + extent : index) * strides()[axis];
  }
  return data_ + offset;
}

template class BasicView<std::byte>;
template class BasicView<const std::byte>;

bool may_overlap(const ConstDynamicView& a, const ConstDynamicView& b) {
  if (a.count() == 0 || b.count() == 0) return false;
  const auto bounds_a = byte_bounds(a.layout(), a.dtype().size());
  const auto bounds_b = byte_bounds(b.layout(), b.dtype().size());
  if (!bounds_a || !bounds_b) return true;
  const auto at = [](const ConstDynamicView& view, std::int64_t offset) {
    return reinterpret_cast<std::uintptr_t>(view.data()) + static_cast<std::uintptr_t>(offset);
  };
  return at(a, bounds_a->first) < at(b, bounds_b->second) && at(b, bounds_b->first) < at(a, bounds_a->second);
}

}  // namespace fairplay::arraycore
