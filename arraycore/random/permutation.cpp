#include "arraycore/random/permutation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/bounded_integers.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

void swap_bytes(std::byte* a, std::byte* b, std::size_t size) {
  if (a != b) std::swap_ranges(a, a + size, b);
}

/// Elements of one axis.
void shuffle_line(BitGenerator& bits, std::byte* data, std::int64_t stride, std::int64_t count, std::size_t size) {
  for (std::int64_t i = count - 1; i > 0; --i) {
    const auto j = static_cast<std::int64_t>(random_interval(bits, static_cast<std::uint64_t>(i)));
    swap_bytes(data + i * stride, data + j * stride, size);
  }
}

/// The layout of one place along an axis.
Layout without_axis(const DynamicView& view, std::size_t axis) {
  Layout layout = view.layout();
  layout.shape.erase(layout.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  layout.strides.erase(layout.strides.begin() + static_cast<std::ptrdiff_t>(axis));
  return layout;
}

/// Whether a copy that keeps the order of the axes in memory would lie by columns.
bool lies_by_columns(const ConstDynamicView& view) {
  std::int64_t last = 0;
  bool grows = false;
  for (std::size_t i = 0; i < view.dimensions(); ++i) {
    if (view.shape()[i] == 1) continue;
    const std::int64_t stride = std::llabs(view.strides()[i]);
    if (last != 0 && stride <= last) return false;
    grows = grows || last != 0;
    last = stride;
  }
  return grows;
}

std::unexpected<Error> no_axis() { return fail(ErrorKind::dtype, "an array without axes can't be shuffled"); }

Expected<void> shuffle_along(BitGenerator& bits, const DynamicView& view, std::int64_t axis) {
  const auto place = normal_axis(axis, view.dimensions());
  if (!place) return std::unexpected(place.error());
  const std::int64_t stride = view.strides()[*place];
  const std::int64_t count = view.shape()[*place];
  const auto size = static_cast<std::size_t>(view.dtype().size());
  if (view.dimensions() == 1) {
    shuffle_line(bits, view.data(), stride, count, size);
    return {};
  }
  const Layout rest = without_axis(view, *place);
  const StridedLoop<1> loop(rest.shape, {&rest.strides}, Visit::any);
  for (std::int64_t i = count - 1; i > 0; --i) {
    const auto j = static_cast<std::int64_t>(random_interval(bits, static_cast<std::uint64_t>(i)));
    if (i == j) continue;
    std::byte* const first = view.data() + i * stride;
    const std::int64_t distance = (j - i) * stride;
    loop.run({first}, [&](auto places, const auto& strides, std::int64_t n) {
      auto* element = const_cast<std::byte*>(places[0]);  // NOLINT: the loop hands out read-only addresses alone
      for (std::int64_t k = 0; k < n; ++k, element += strides[0]) swap_bytes(element, element + distance, size);
    });
  }
  return {};
}

}  // namespace

Expected<void> shuffle(BitGenerator& bits, const DynamicView& view, std::int64_t axis, Release release) {
  if (view.dimensions() == 0) return no_axis();
  if (view.count() == 0 && view.dimensions() > 1 && release >= Release{1, 21}) {
    if (const auto place = normal_axis(axis, view.dimensions()); !place) return std::unexpected(place.error());
    return {};
  }
  return shuffle_along(bits, view, axis);
}

Expected<Array> permutation(BitGenerator& bits, const ConstDynamicView& view, std::int64_t axis) {
  auto result = Array::copy_of(view);
  if (!result) return result;
  if (auto done = shuffle_along(bits, result->view(), axis); !done) return std::unexpected(done.error());
  return result;
}

Expected<Array> permutation(BitGenerator& bits, std::int64_t count) {
  const std::int64_t shape[]{std::max<std::int64_t>(count, 0)};
  auto result = Array::unset(Kind::int64, shape);
  if (!result) return result;
  std::byte* const data = result->view().data();
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(data + 8 * i, &i, 8);
  shuffle_line(bits, data, 8, count, 8);
  return result;
}

Expected<Array> permuted_elements(BitGenerator& bits, const ConstDynamicView& view, std::optional<std::int64_t> axis) {
  const auto size = view.dtype().size();
  if (!axis) {
    if (view.dimensions() == 0) return no_axis();
    auto result = Array::copy_of(view, lies_by_columns(view) ? Order::fortran : Order::c);
    if (!result) return result;
    // A copy has no gaps, so that all of it is one line.
    if (view.count() > 0) shuffle_line(bits, result->view().data(), size, view.count(), static_cast<std::size_t>(size));
    return result;
  }
  const auto place = normal_axis(*axis, view.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = Array::copy_of(view);
  if (!result || result->count() == 0) return result;
  const DynamicView target = result->view();
  const Layout rest = without_axis(target, *place);
  const StridedLoop<1> loop(rest.shape, {&rest.strides}, Visit::indexed);
  loop.run({target.data()}, [&](auto places, const auto& strides, std::int64_t n) {
    auto* line = const_cast<std::byte*>(places[0]);  // NOLINT: as above
    for (std::int64_t k = 0; k < n; ++k, line += strides[0]) {
      shuffle_line(bits, line, target.strides()[*place], target.shape()[*place], static_cast<std::size_t>(size));
    }
  });
  return result;
}

}  // namespace fairplay::arraycore
