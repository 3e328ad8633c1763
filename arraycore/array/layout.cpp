#include "arraycore/array/layout.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Layout with_axes(const Layout& layout, std::span<const std::size_t> axes) {
  Layout result{{}, {}, layout.offset};
  for (const std::size_t axis : axes) {
    result.shape.push_back(layout.shape[axis]);
    result.strides.push_back(layout.strides[axis]);
  }
  return result;
}

}  // namespace

bool is_contiguous(const Layout& layout, std::int64_t element_size, Order order) {
  if (layout.count() == 0) return true;
  std::int64_t expected = element_size;
  for (std::size_t i = 0; i < layout.dimensions(); ++i) {
    const std::size_t axis = order == Order::c ? layout.dimensions() - 1 - i : i;
    if (layout.shape[axis] == 1) continue;
    if (layout.strides[axis] != expected) return false;
    expected *= layout.shape[axis];
  }
  return true;
}

Expected<Layout> permuted(const Layout& layout, std::span<const std::int64_t> axes) {
  if (axes.size() != layout.dimensions()) {
    return fail(ErrorKind::axis, "axes " + describe(axes) + " don't match array of shape " + describe(layout.shape));
  }
  const auto normal = normal_axes(axes, layout.dimensions());
  if (!normal) return std::unexpected(normal.error());
  return with_axes(layout, *normal);
}

Layout transposed(const Layout& layout) {
  Layout result = layout;
  std::reverse(result.shape.begin(), result.shape.end());
  std::reverse(result.strides.begin(), result.strides.end());
  return result;
}

Expected<Layout> axes_moved(const Layout& layout, std::span<const std::int64_t> from,
                            std::span<const std::int64_t> to) {
  const auto source = normal_axes(from, layout.dimensions());
  if (!source) return std::unexpected(source.error());
  const auto target = normal_axes(to, layout.dimensions());
  if (!target) return std::unexpected(target.error());
  if (source->size() != target->size()) {
    return fail(ErrorKind::axis, "axes " + describe(from) + " can't move to " + describe(to));
  }
  std::vector<std::size_t> order;
  for (std::size_t axis = 0; axis < layout.dimensions(); ++axis) {
    if (std::find(source->begin(), source->end(), axis) == source->end()) order.push_back(axis);
  }
  std::vector<std::pair<std::size_t, std::size_t>> moves;
  for (std::size_t i = 0; i < source->size(); ++i) moves.emplace_back((*target)[i], (*source)[i]);
  std::sort(moves.begin(), moves.end());
  for (const auto& [place, axis] : moves) order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), axis);
  return with_axes(layout, order);
}

Expected<Layout> flipped(const Layout& layout, std::span<const std::int64_t> axes) {
  const auto normal = normal_axes(axes, layout.dimensions());
  if (!normal) return std::unexpected(normal.error());
  Layout result = layout;
  for (const std::size_t axis : *normal) {
    if (layout.shape[axis] > 0) result.offset += (layout.shape[axis] - 1) * layout.strides[axis];
    result.strides[axis] = -layout.strides[axis];
  }
  return result;
}

Expected<Layout> expanded(const Layout& layout, std::span<const std::int64_t> axes) {
  const std::size_t dimensions = layout.dimensions() + axes.size();
  const auto normal = normal_axes(axes, dimensions);
  if (!normal) return std::unexpected(normal.error());
  Layout result{{}, {}, layout.offset};
  std::size_t next = 0;
  for (std::size_t axis = 0; axis < dimensions; ++axis) {
    const bool added = std::find(normal->begin(), normal->end(), axis) != normal->end();
    result.shape.push_back(added ? 1 : layout.shape[next]);
    result.strides.push_back(added ? 0 : layout.strides[next]);
    if (!added) ++next;
  }
  if (const auto count = element_count(result.shape); !count) return std::unexpected(count.error());
  return result;
}

Expected<Layout> squeezed(const Layout& layout, std::optional<std::span<const std::int64_t>> axes) {
  std::vector<std::size_t> going;
  if (axes) {
    auto normal = normal_axes(*axes, layout.dimensions());
    if (!normal) return std::unexpected(normal.error());
    going = std::move(*normal);
  }
  std::vector<std::size_t> staying;
  for (std::size_t axis = 0; axis < layout.dimensions(); ++axis) {
    const bool named = std::find(going.begin(), going.end(), axis) != going.end();
    if (named && layout.shape[axis] != 1) {
      return fail(ErrorKind::shape, "cannot select axis " + std::to_string(axis) + " to squeeze out of shape " +
                                        describe(layout.shape) + ": its size isn't one");
    }
    if (axes ? !named : layout.shape[axis] != 1) staying.push_back(axis);
  }
  return with_axes(layout, staying);
}

Expected<Layout> broadcast(const Layout& layout, std::span<const std::int64_t> shape) {
  if (const auto count = element_count(shape); !count) return std::unexpected(count.error());
  const auto misfit = [&] {
    return fail(ErrorKind::shape,
                "could not broadcast from shape " + describe(layout.shape) + " into shape " + describe(shape));
  };
  if (layout.dimensions() > shape.size()) return misfit();
  const std::size_t added = shape.size() - layout.dimensions();
  Layout result{Extents(shape.begin(), shape.end()), Strides(shape.size(), 0), layout.offset};
  for (std::size_t i = 0; i < layout.dimensions(); ++i) {
    if (layout.shape[i] == shape[added + i]) {
      result.strides[added + i] = layout.strides[i];
    } else if (layout.shape[i] != 1) {
      return misfit();
    }
  }
  return result;
}

Expected<Layout> diagonal(const Layout& layout, std::int64_t offset, std::int64_t axis1, std::int64_t axis2) {
  if (layout.dimensions() < 2) {
    return fail(ErrorKind::shape,
                "diag requires an array of at least two dimensions, not shape " + describe(layout.shape));
  }
  const std::int64_t both[]{axis1, axis2};
  const auto axes = normal_axes(both, layout.dimensions());
  if (!axes) return std::unexpected(axes.error());
  const std::size_t rows = (*axes)[0];
  const std::size_t columns = (*axes)[1];
  const std::int64_t first_row = offset < 0 ? std::min(-std::max(offset, -layout.shape[rows]), layout.shape[rows]) : 0;
  const std::int64_t first_column = std::min(std::max<std::int64_t>(offset, 0), layout.shape[columns]);
  std::vector<std::size_t> others;
  for (std::size_t axis = 0; axis < layout.dimensions(); ++axis) {
    if (axis != rows && axis != columns) others.push_back(axis);
  }
  Layout result = with_axes(layout, others);
  const std::int64_t length = std::min(layout.shape[rows] - first_row, layout.shape[columns] - first_column);
  if (length > 0) result.offset += first_row * layout.strides[rows] + first_column * layout.strides[columns];
  result.shape.push_back(length);
  result.strides.push_back(layout.strides[rows] + layout.strides[columns]);
  return result;
}

Expected<Layout> sliced(const Layout& layout, std::int64_t axis, const Slice& slice) {
  const auto place = normal_axis(axis, layout.dimensions());
  if (!place) return std::unexpected(place.error());
  const std::int64_t extent = layout.shape[*place];
  // The smallest step has no opposite; a step that large takes one element either way.
  const std::int64_t step = std::max(slice.step.value_or(1), -std::numeric_limits<std::int64_t>::max());
  if (step == 0) return fail(ErrorKind::value, "slice step cannot be zero");
  // PySlice_AdjustIndices: a bound counts from the end if negative, and ends at the first or the last place, one
  // further out where the slice runs out of the array.
  const std::int64_t lowest = step < 0 ? -1 : 0;
  const std::int64_t highest = step < 0 ? extent - 1 : extent;
  const auto adjusted = [&](std::int64_t bound) {
    if (bound < 0) bound = bound < -extent ? lowest : std::max(bound + extent, lowest);
    return std::min(bound, highest);
  };
  const std::int64_t start = slice.start ? adjusted(*slice.start) : step < 0 ? highest : lowest;
  const std::int64_t stop = slice.stop ? adjusted(*slice.stop) : step < 0 ? lowest : highest;
  std::int64_t length = 0;
  if (step > 0 && start < stop) length = (stop - start - 1) / step + 1;
  if (step < 0 && stop < start) length = (start - stop - 1) / -step + 1;
  Layout result = layout;
  result.shape[*place] = length;
  // With fewer than two elements the stride says nothing, and its product with the step could overflow.
  if (length > 0) result.offset += start * layout.strides[*place];
  if (length > 1) result.strides[*place] *= step;
  return result;
}

Expected<Layout> selected(const Layout& layout, std::int64_t axis, std::int64_t index) {
  const auto place = normal_axis(axis, layout.dimensions());
  if (!place) return std::unexpected(place.error());
  const std::int64_t extent = layout.shape[*place];
  if (index < -extent || index >= extent) {
    return fail(ErrorKind::index, "index " + std::to_string(index) + " is out of bounds for axis " +
                                      std::to_string(*place) + " with size " + std::to_string(extent));
  }
  Layout result = layout;
  result.offset += (index < 0 ? index + extent : index) * layout.strides[*place];
  result.shape.erase(result.shape.begin() + static_cast<std::ptrdiff_t>(*place));
  result.strides.erase(result.strides.begin() + static_cast<std::ptrdiff_t>(*place));
  return result;
}

Expected<Extents> completed_shape(std::span<const std::int64_t> shape, std::int64_t count) {
  const auto misfit = [&] {
    return fail(ErrorKind::shape,
                "cannot reshape array of size " + std::to_string(count) + " into shape " + describe(shape));
  };
  Extents result(shape.begin(), shape.end());
  std::optional<std::size_t> open;
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i] >= 0) continue;
    if (open) return fail(ErrorKind::shape, "can only specify one unknown dimension: " + describe(shape));
    open = i;
    result[i] = 1;
  }
  const auto known = element_count(result);
  if (!known) return std::unexpected(known.error());
  if (open) {
    if (*known == 0 || count % *known != 0) return misfit();
    result[*open] = count / *known;
  } else if (*known != count) {
    return misfit();
  }
  return result;
}

Expected<std::optional<Layout>> reshaped(const Layout& layout, std::span<const std::int64_t> shape,
                                         std::int64_t element_size, Order order) {
  const std::int64_t count = layout.count();
  auto completed = completed_shape(shape, count);
  if (!completed) return std::unexpected(completed.error());
  if (order == Order::fortran) {
    // Column-major order of an array is row-major order of its transpose.
    const Extents reversed(completed->rbegin(), completed->rend());
    auto result = reshaped(transposed(layout), reversed, element_size, Order::c);
    if (!result) return std::unexpected(result.error());
    if (!*result) return std::optional<Layout>();
    return std::optional<Layout>(transposed(**result));
  }
  Layout result{std::move(*completed), {}, layout.offset};
  if (count == 0) {
    result.strides = contiguous_strides(result.shape, element_size);
    return std::optional<Layout>(std::move(result));
  }
  // Runs of source axes that lie as one axis, (extent, stride), outermost first.
  std::vector<std::pair<std::int64_t, std::int64_t>> runs;
  for (std::size_t i = 0; i < layout.dimensions(); ++i) {
    if (layout.shape[i] == 1) continue;
    if (!runs.empty() && runs.back().second == layout.shape[i] * layout.strides[i]) {
      runs.back() = {runs.back().first * layout.shape[i], layout.strides[i]};
    } else {
      runs.emplace_back(layout.shape[i], layout.strides[i]);
    }
  }
  // Innermost first, each new axis takes its share of a run; none may need parts of two.
  result.strides.assign(result.shape.size(), element_size);
  std::int64_t left = 1;  // elements of the current run that no new axis has taken
  std::int64_t stride = element_size;
  for (std::size_t i = result.shape.size(); i-- > 0;) {
    if (result.shape[i] == 1) {
      result.strides[i] = stride;
      continue;
    }
    if (left == 1) {
      left = runs.back().first;
      stride = runs.back().second;
      runs.pop_back();
    }
    if (left % result.shape[i] != 0) return std::optional<Layout>();
    result.strides[i] = stride;
    stride *= result.shape[i];
    left /= result.shape[i];
  }
  return std::optional<Layout>(std::move(result));
}

Expected<std::pair<std::int64_t, std::int64_t>> byte_bounds(const Layout& layout, std::int64_t element_size) {
  std::int64_t low = layout.offset;
  std::int64_t high = layout.offset;
  if (layout.count() == 0) return std::pair(low, high);
  bool overflow = __builtin_add_overflow(high, element_size, &high);
  for (std::size_t i = 0; i < layout.dimensions(); ++i) {
    std::int64_t reach = 0;
    overflow |= __builtin_mul_overflow(layout.shape[i] - 1, layout.strides[i], &reach);
    std::int64_t& end = reach < 0 ? low : high;
    overflow |= __builtin_add_overflow(end, reach, &end);
  }
  if (overflow) {
    return fail(ErrorKind::size, "shape " + describe(layout.shape) + " with strides " + describe(layout.strides) +
                                     " reaches further than an address can");
  }
  return std::pair(low, high);
}

}  // namespace fairplay::arraycore
