#include "arraycore/array/integers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

template <class T>
std::vector<std::int64_t> read_all(const ConstDynamicView& view) {
  std::vector<std::int64_t> values;
  for (const std::int64_t offset : offsets_of(view.shape(), view.strides())) {
    values.push_back(static_cast<std::int64_t>(load<T>(view.data() + offset)));
  }
  return values;
}

}  // namespace

Expected<std::vector<std::int64_t>> integers_of(const ConstDynamicView& view) {
  switch (view.dtype().kind()) {
    case Kind::boolean: return read_all<bool>(view);
    case Kind::int8: return read_all<std::int8_t>(view);
    case Kind::uint8: return read_all<std::uint8_t>(view);
    case Kind::int16: return read_all<std::int16_t>(view);
    case Kind::uint16: return read_all<std::uint16_t>(view);
    case Kind::int32: return read_all<std::int32_t>(view);
    case Kind::uint32: return read_all<std::uint32_t>(view);
    case Kind::int64: return read_all<std::int64_t>(view);
    case Kind::uint64: {
      auto values = read_all<std::uint64_t>(view);
      if (std::any_of(values.begin(), values.end(), [](std::int64_t value) { return value < 0; })) {
        return fail(ErrorKind::index, "an index in an array of " + view.dtype().name() + " is above 2**63 - 1");
      }
      return values;
    }
    default:
      return fail(ErrorKind::index,
                  "arrays used as indices must be of integer (or boolean) type, not " + view.dtype().name());
  }
}

Expected<std::vector<std::vector<std::int64_t>>> true_places(const ConstDynamicView& mask) {
  if (mask.dtype().kind() != Kind::boolean || mask.dimensions() == 0) {
    return fail(ErrorKind::dtype, "places of true elements need a boolean array with an axis, not " +
                                      mask.dtype().name() + " of shape " + describe(mask.shape()));
  }
  std::vector<std::vector<std::int64_t>> places(mask.dimensions());
  const auto offsets = offsets_of(mask.shape(), mask.strides());
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (!load<bool>(mask.data() + offsets[i])) continue;
    auto rest = static_cast<std::int64_t>(i);
    for (std::size_t axis = mask.dimensions(); axis-- > 0;) {
      places[axis].push_back(rest % mask.shape()[axis]);
      rest /= mask.shape()[axis];
    }
  }
  return places;
}

std::vector<std::int64_t> offsets_of(const Extents& shape, const Strides& strides) {
  std::vector<std::int64_t> offsets;
  const std::int64_t count = count_of(shape);
  offsets.reserve(static_cast<std::size_t>(count));
  Extents place(shape.size(), 0);
  std::int64_t offset = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    offsets.push_back(offset);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      offset += strides[axis];
      if (++place[axis] < shape[axis]) break;
      offset -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return offsets;
}

Expected<std::int64_t> place_of(std::int64_t index, std::int64_t axis, std::int64_t extent, OutOfBounds mode) {
  if (extent == 0 && mode != OutOfBounds::error) {
    return fail(ErrorKind::index, "index " + std::to_string(index) + " into the empty axis " + std::to_string(axis));
  }
  switch (mode) {
    case OutOfBounds::wrap: return (index % extent + extent) % extent;
    case OutOfBounds::clip: return std::clamp<std::int64_t>(index, 0, extent - 1);
    case OutOfBounds::error: break;
  }
  if (index < -extent || index >= extent) {
    return fail(ErrorKind::index, "index " + std::to_string(index) + " is out of bounds for axis " +
                                      std::to_string(axis) + " with size " + std::to_string(extent));
  }
  return index < 0 ? index + extent : index;
}

}  // namespace fairplay::arraycore
