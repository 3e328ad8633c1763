#include "arraycore/array/join.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// The dtype that the elements of all arrays become.
Expected<DType> joint_type(std::span<const ConstDynamicView> arrays, Release release) {
  std::vector<DType> dtypes;
  for (const ConstDynamicView& array : arrays) dtypes.push_back(array.dtype());
  return result_type(dtypes, release);
}

/// Copies `parts` one behind the other along `axis` of an array of this shape.
Expected<Array> fill_along(DType dtype, const Extents& shape, std::size_t axis, std::span<const ConstDynamicView> parts,
                           Release release) {
  auto result = Array::zeros(dtype, shape);
  if (!result) return result;
  const DynamicView all = *result;
  std::int64_t start = 0;
  for (const ConstDynamicView& part : parts) {
    const std::int64_t extent = part.shape()[axis];
    const auto place = all.with(sliced(all.layout(), static_cast<std::int64_t>(axis), {start, start + extent, {}}));
    if (!place) return std::unexpected(place.error());
    if (const auto done = assign_cast(*place, part, release); !done) return std::unexpected(done.error());
    start += extent;
  }
  return result;
}

/// Elements of any shape as one axis, in row-major order.
Expected<Array> flat_copy(const ConstDynamicView& view) {
  auto copy = Array::copy_of(view);
  if (!copy) return copy;
  const std::int64_t flat[]{-1};
  return std::move(*copy).reshaped(flat);
}

std::unexpected<Error> no_arrays(const char* what) {
  return fail(ErrorKind::value, std::string("need at least one array to ") + what);
}

}  // namespace

Expected<Array> concatenate(std::span<const ConstDynamicView> arrays, std::optional<std::int64_t> axis,
                            Release release) {
  if (arrays.empty()) return no_arrays("concatenate");
  if (!axis) {
    std::vector<Array> copies;
    std::vector<ConstDynamicView> flat;
    for (const ConstDynamicView& array : arrays) {
      auto copy = flat_copy(array);
      if (!copy) return copy;
      flat.emplace_back(std::as_const(copies.emplace_back(std::move(*copy))).view());
    }
    return concatenate(flat, 0, release);
  }
  const ConstDynamicView& first = arrays.front();
  if (first.dimensions() == 0) return fail(ErrorKind::shape, "zero-dimensional arrays cannot be concatenated");
  const auto place = normal_axis(*axis, first.dimensions());
  if (!place) return std::unexpected(place.error());
  Extents shape = first.shape();
  shape[*place] = 0;
  for (const ConstDynamicView& array : arrays) {
    Extents others = array.shape();
    if (others.size() == shape.size()) others[*place] = shape[*place];
    if (others != shape || __builtin_add_overflow(shape[*place], array.shape()[*place], &shape[*place])) {
      return fail(ErrorKind::shape, "all the input array dimensions except for the concatenation axis " +
                                        std::to_string(*place) + " must match exactly: shapes " +
                                        describe(first.shape()) + " and " + describe(array.shape()));
    }
  }
  const auto dtype = joint_type(arrays, release);
  if (!dtype) return std::unexpected(dtype.error());
  return fill_along(*dtype, shape, *place, arrays, release);
}

Expected<Array> stack(std::span<const ConstDynamicView> arrays, std::int64_t axis, Release release) {
  if (arrays.empty()) return no_arrays("stack");
  std::vector<ConstDynamicView> parts;
  for (const ConstDynamicView& array : arrays) {
    if (array.shape() != arrays.front().shape()) {
      return fail(ErrorKind::shape, "all input arrays must have the same shape: " + describe(arrays.front().shape()) +
                                        " and " + describe(array.shape()));
    }
    const std::int64_t axes[]{axis};
    const auto part = array.with(expanded(array.layout(), axes));
    if (!part) return std::unexpected(part.error());
    parts.push_back(*part);
  }
  return concatenate(parts, axis, release);
}

Expected<std::vector<Layout>> split_at(const Layout& layout, std::span<const std::int64_t> places, std::int64_t axis) {
  std::vector<Layout> parts;
  std::optional<std::int64_t> start = 0;
  for (std::size_t i = 0; i <= places.size(); ++i) {
    const std::optional<std::int64_t> stop = i < places.size() ? std::optional(places[i]) : std::nullopt;
    auto part = sliced(layout, axis, {start, stop, {}});
    if (!part) return std::unexpected(part.error());
    parts.push_back(std::move(*part));
    start = stop;
  }
  return parts;
}

Expected<std::vector<Layout>> split_unevenly(const Layout& layout, std::int64_t sections, std::int64_t axis) {
  const auto place = normal_axis(axis, layout.dimensions());
  if (!place) return std::unexpected(place.error());
  if (sections < 1) return fail(ErrorKind::value, "number sections must be larger than 0");
  std::vector<Layout> parts;
  const std::int64_t extent = layout.shape[*place];
  std::int64_t start = 0;
  for (std::int64_t i = 0; i < sections; ++i) {
    const std::int64_t stop = start + extent / sections + (i < extent % sections ? 1 : 0);
    parts.push_back(*sliced(layout, axis, {start, stop, {}}));
    start = stop;
  }
  return parts;
}

Expected<std::vector<Layout>> split(const Layout& layout, std::int64_t sections, std::int64_t axis) {
  const auto place = normal_axis(axis, layout.dimensions());
  if (!place) return std::unexpected(place.error());
  if (sections > 0 && layout.shape[*place] % sections != 0) {
    return fail(ErrorKind::shape, "axis " + std::to_string(*place) + " of shape " + describe(layout.shape) +
                                      " does not split into " + std::to_string(sections) + " equal parts");
  }
  return split_unevenly(layout, sections, axis);
}

}  // namespace fairplay::arraycore
