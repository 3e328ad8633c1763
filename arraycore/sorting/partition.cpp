#include "arraycore/sorting/partition.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Rising places within the axis.
Expected<std::vector<std::int64_t>> kths_within(std::span<const std::int64_t> kths, std::int64_t extent) {
  std::vector<std::int64_t> places;
  for (const std::int64_t kth : kths) {
    if (kth < -extent || kth >= extent) {
      return fail(ErrorKind::value, "kth(=" + std::to_string(kth) + ") out of bounds (" + std::to_string(extent) + ")");
    }
    places.push_back(kth < 0 ? kth + extent : kth);
  }
  std::sort(places.begin(), places.end());
  return places;
}

/// Calls use(line, places in the order of a partition) for each line, in row-major order.
template <class Use>
Expected<void> partition_lines(const ConstDynamicView& input, std::span<const std::int64_t> kths, std::size_t axis,
                               Use&& use) {
  const auto within = kths_within(kths, input.shape()[axis]);
  if (!within) return std::unexpected(within.error());
  std::vector<std::int64_t> places(static_cast<std::size_t>(input.shape()[axis]));
  std::size_t line = 0;
  for_each_line(input.layout(), axis, [&](std::int64_t offset) {
    std::iota(places.begin(), places.end(), std::int64_t{0});
    const std::byte* first = input.data() + offset;
    sort_loops(input.dtype().kind()).partition(first, input.strides()[axis], input.dtype().size(), places, *within);
    use(line++, first, places);
  });
  return {};
}

std::vector<std::int64_t> first_offsets(const DynamicView& view, std::size_t axis) {
  std::vector<std::int64_t> offsets;
  for_each_line(view.layout(), axis, [&](std::int64_t offset) { offsets.push_back(offset); });
  return offsets;
}

}  // namespace

Expected<Array> partitioned(const ConstDynamicView& input, std::span<const std::int64_t> kths, std::int64_t axis) {
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = Array::unset(input.dtype(), input.shape());
  if (!result) return result;
  const DynamicView view = *result;
  const auto targets = first_offsets(view, *place);
  const auto size = static_cast<std::size_t>(input.dtype().size());
  const auto done = partition_lines(
      input, kths, *place, [&](std::size_t line, const std::byte* first, const std::vector<std::int64_t>& places) {
        std::byte* to = view.data() + targets[line];
        for (const std::int64_t one : places) {
          std::memcpy(to, first + one * input.strides()[*place], size);
          to += view.strides()[*place];
        }
      });
  if (!done) return std::unexpected(done.error());
  return result;
}

Expected<Array> partitioning_places(const ConstDynamicView& input, std::span<const std::int64_t> kths,
                                    std::int64_t axis) {
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = Array::unset(Kind::int64, input.shape());
  if (!result) return result;
  const DynamicView view = *result;
  const auto targets = first_offsets(view, *place);
  const auto done = partition_lines(
      input, kths, *place, [&](std::size_t line, const std::byte* /*first*/, const std::vector<std::int64_t>& places) {
        std::byte* to = view.data() + targets[line];
        for (const std::int64_t one : places) {
          store<std::int64_t>(to, one);
          to += view.strides()[*place];
        }
      });
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace fairplay::arraycore
