#include "arraycore/array/take.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// All views in the shape that they broadcast to.
Expected<std::vector<ConstDynamicView>> broadcast_all(std::span<const ConstDynamicView> views) {
  std::vector<Extents> shapes;
  for (const ConstDynamicView& view : views) shapes.push_back(view.shape());
  const auto shape = broadcast_shapes(shapes);
  if (!shape) return std::unexpected(shape.error());
  std::vector<ConstDynamicView> result;
  for (const ConstDynamicView& view : views) {
    const auto wide = view.with(broadcast(view.layout(), *shape));
    if (!wide) return std::unexpected(wide.error());
    result.push_back(*wide);
  }
  return result;
}

/// All choices as arrays of the dtype that they have in common.
Expected<std::vector<Array>> of_one_type(std::span<const ConstDynamicView> choices, Release release) {
  std::vector<DType> dtypes;
  for (const ConstDynamicView& choice : choices) dtypes.push_back(choice.dtype());
  const auto dtype = result_type(dtypes, release);
  if (!dtype) return std::unexpected(dtype.error());
  std::vector<Array> result;
  for (const ConstDynamicView& choice : choices) {
    auto converted = astype(choice, *dtype, release);
    if (!converted) return std::unexpected(converted.error());
    result.push_back(std::move(*converted));
  }
  return result;
}

}  // namespace

void copy_along(const DynamicView& target, const ConstDynamicView& source, std::size_t axis,
                std::span<const std::int64_t> places) {
  Layout from = source.layout();
  Layout to = target.layout();
  std::vector<std::int64_t> from_offsets;
  std::vector<std::int64_t> to_offsets;
  for (std::size_t i = 0; i < places.size(); ++i) {
    from_offsets.push_back(places[i] * from.strides[axis]);
    to_offsets.push_back(static_cast<std::int64_t>(i) * to.strides[axis]);
  }
  from.shape[axis] = 1;
  to.shape[axis] = 1;
  copy_pieces(target.with(to), to_offsets, source.with(from), from_offsets);
}

Expected<Array> take(const ConstDynamicView& view, const ConstDynamicView& indices, std::optional<std::int64_t> axis,
                     OutOfBounds mode) {
  if (!axis) {
    auto copy = Array::copy_of(view);
    if (!copy) return copy;
    const std::int64_t flat[]{-1};
    copy = std::move(*copy).reshaped(flat);
    if (!copy) return copy;
    return take(*copy, indices, 0, mode);
  }
  const auto place = normal_axis(*axis, view.dimensions());
  if (!place) return std::unexpected(place.error());
  auto places = integers_of(indices);
  if (!places) return std::unexpected(places.error());
  Extents shape = view.shape();
  shape[*place] = static_cast<std::int64_t>(places->size());
  // Nothing is taken where another axis is empty, so that indices into an empty one may be wrapped or clipped.
  const bool nothing = mode != OutOfBounds::error && count_of(shape) == 0;
  for (std::int64_t& index : *places) {
    if (nothing) break;
    const auto found = place_of(index, static_cast<std::int64_t>(*place), view.shape()[*place], mode);
    if (!found) return std::unexpected(found.error());
    index = *found;
  }
  // With the indices as one axis first; their own shape takes no other order of elements.
  auto result = Array::zeros(view.dtype(), shape);
  if (!result) return result;
  if (result->count() > 0) copy_along(*result, view, *place, *places);
  shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(*place));
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(*place), indices.shape().begin(), indices.shape().end());
  return std::move(*result).reshaped(shape);
}

Expected<void> put(const DynamicView& target, const ConstDynamicView& indices, const ConstDynamicView& values,
                   OutOfBounds mode) {
  if (target.dtype() != values.dtype()) {
    const auto converted = astype(values, target.dtype());
    if (!converted) return std::unexpected(converted.error());
    return put(target, indices, *converted, mode);
  }
  auto places = integers_of(indices);
  if (!places) return std::unexpected(places.error());
  if (!places->empty() && target.count() == 0) {
    return fail(ErrorKind::index, "cannot replace elements of an empty array of shape " + describe(target.shape()));
  }
  if (places->empty() || values.count() == 0) return {};
  for (std::int64_t& index : *places) {
    const auto found = place_of(index, 0, target.count(), mode);
    if (!found) return std::unexpected(found.error());
    index = *found;
  }
  if (may_overlap(target, values)) {
    const auto copy = Array::copy_of(values);
    if (!copy) return std::unexpected(copy.error());
    return put(target, indices, *copy, mode);
  }
  const auto target_offsets = offsets_of(target.shape(), target.strides());
  const auto value_offsets = offsets_of(values.shape(), values.strides());
  std::vector<std::int64_t> to;
  std::vector<std::int64_t> from;
  for (std::size_t i = 0; i < places->size(); ++i) {
    to.push_back(target_offsets[static_cast<std::size_t>((*places)[i])]);
    from.push_back(value_offsets[i % value_offsets.size()]);
  }
  copy_pieces(target.with(Layout{}), to, values.with(Layout{}), from);
  return {};
}

Expected<Array> choose(const ConstDynamicView& which, std::span<const ConstDynamicView> choices, OutOfBounds mode,
                       Release release) {
  if (choices.empty()) return fail(ErrorKind::value, "need at least one choice");
  const auto converted = of_one_type(choices, release);
  if (!converted) return std::unexpected(converted.error());
  std::vector<ConstDynamicView> all(converted->begin(), converted->end());
  all.push_back(which);
  const auto wide = broadcast_all(all);
  if (!wide) return std::unexpected(wide.error());
  auto numbers = integers_of(wide->back());
  if (!numbers) return std::unexpected(numbers.error());
  for (std::int64_t& number : *numbers) {
    const auto count = static_cast<std::int64_t>(choices.size());
    // A negative number names no choice here, unlike an index.
    if (mode == OutOfBounds::error && (number < 0 || number >= count)) {
      return fail(ErrorKind::value, "invalid entry in choice array: " + std::to_string(number) + " of " +
                                        std::to_string(count) + " choices");
    }
    number = *place_of(number, 0, count, mode);
  }
  auto result = Array::zeros(converted->front().dtype(), wide->back().shape());
  if (!result) return result;
  const DynamicView target = *result;
  const auto to = offsets_of(target.shape(), target.strides());
  for (std::size_t choice = 0; choice < choices.size(); ++choice) {
    const ConstDynamicView& source = (*wide)[choice];
    const auto from = offsets_of(source.shape(), source.strides());
    std::vector<std::int64_t> to_here;
    std::vector<std::int64_t> from_here;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if ((*numbers)[i] != static_cast<std::int64_t>(choice)) continue;
      to_here.push_back(to[i]);
      from_here.push_back(from[i]);
    }
    copy_pieces(target.with(Layout{}), to_here, source.with(Layout{}), from_here);
  }
  return result;
}

Expected<Array> select(std::span<const ConstDynamicView> conditions, std::span<const ConstDynamicView> choices,
                       const ConstDynamicView& otherwise, Release release) {
  if (conditions.size() != choices.size() || conditions.empty()) {
    return fail(ErrorKind::value,
                std::to_string(conditions.size()) + " conditions for " + std::to_string(choices.size()) + " choices");
  }
  std::vector<ConstDynamicView> all(choices.begin(), choices.end());
  all.push_back(otherwise);
  const auto values = of_one_type(all, release);
  if (!values) return std::unexpected(values.error());
  all.insert(all.end(), conditions.begin(), conditions.end());
  const auto wide = broadcast_all(all);
  if (!wide) return std::unexpected(wide.error());
  auto result = Array::zeros(values->front().dtype(), wide->front().shape());
  if (!result) return result;
  if (const auto done = assign(*result, values->back()); !done) return std::unexpected(done.error());
  // Later choices first, so that the first one that applies stays.
  for (std::size_t i = choices.size(); i-- > 0;) {
    if (const auto done = assign_where(*result, (*values)[i], conditions[i]); !done) {
      return std::unexpected(done.error());
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
