#include "arraycore/sorting/sort.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> sorted(const ConstDynamicView& input, std::int64_t axis) {
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = Array::copy_of(input);
  if (!result) return result;
  const DynamicView view = *result;
  const std::int64_t size = view.dtype().size();
  if (size == 0) return result;
  std::vector<std::byte> scratch;
  for_each_line(view.layout(), *place, [&](std::int64_t offset) {
    sort_loops(view.dtype().kind())
        .sort(view.data() + offset, view.strides()[*place], size, view.shape()[*place], scratch);
  });
  return result;
}

Expected<Array> sorting_places(const ConstDynamicView& input, std::int64_t axis) {
  return lexicographic_places(std::span(&input, 1), axis);
}

Expected<Array> lexicographic_places(std::span<const ConstDynamicView> keys, std::int64_t axis) {
  if (keys.empty()) return fail(ErrorKind::dtype, "need sequence of keys with len > 0 in lexsort");
  const ConstDynamicView& last = keys.back();
  for (const ConstDynamicView& key : keys) {
    if (key.shape() != last.shape()) {
      return fail(ErrorKind::shape, "all keys need to be the same shape, not " + describe(key.shape()) + " and " +
                                        describe(last.shape()));
    }
  }
  const auto place = normal_axis(axis, last.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = Array::unset(Kind::int64, last.shape());
  if (!result) return result;
  const DynamicView view = *result;
  std::vector<std::int64_t> targets;
  for_each_line(view.layout(), *place, [&](std::int64_t offset) { targets.push_back(offset); });
  std::vector<std::vector<std::int64_t>> sources(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for_each_line(keys[i].layout(), *place, [&](std::int64_t offset) { sources[i].push_back(offset); });
  }
  std::vector<std::int64_t> places(static_cast<std::size_t>(last.shape()[*place]));
  for (std::size_t line = 0; line < targets.size(); ++line) {
    std::iota(places.begin(), places.end(), std::int64_t{0});
    for (std::size_t i = 0; i < keys.size(); ++i) {
      sort_loops(keys[i].dtype().kind())
          .order(keys[i].data() + sources[i][line], keys[i].strides()[*place], keys[i].dtype().size(), places);
    }
    std::byte* to = view.data() + targets[line];
    for (const std::int64_t one : places) {
      store<std::int64_t>(to, one);
      to += view.strides()[*place];
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
