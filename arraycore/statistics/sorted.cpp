#include "arraycore/statistics/sorted.h"

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/sort_order.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

/// What is done with elements of one kind.
struct SortLoops {
  /// The indices of `n` elements in their order.
  void (*places)(const std::byte* first, std::int64_t stride, std::span<std::int64_t> places);
  /// Where a value goes into `n` sorted elements.
  std::int64_t (*search)(const std::byte* first, std::int64_t stride, std::int64_t n, const std::byte* value,
                         Side side);
};

template <class T>
void places_of(const std::byte* first, std::int64_t stride, std::span<std::int64_t> places) {
  using Key = decltype(sort_key<T>(first));
  struct Entry {
    Key key;
    std::int64_t place;
  };
  std::vector<Entry> entries;
  entries.reserve(places.size());
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(places.size()); ++i) {
    entries.push_back({sort_key<T>(first + i * stride), i});
  }
  // Equal elements stay in their order. (std::stable_sort of libstdc++ 12 isn't for clang 19.)
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    if (sorts_before<Key>(a.key, b.key)) return true;
    return !sorts_before<Key>(b.key, a.key) && a.place < b.place;
  });
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = entries[i].place;
}

template <class T>
std::int64_t search_place(const std::byte* first, std::int64_t stride, std::int64_t n, const std::byte* value,
                          Side side) {
  const auto key = sort_key<T>(value);
  std::int64_t low = 0;
  std::int64_t high = n;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto other = sort_key<T>(first + middle * stride);
    if (side == Side::left ? sorts_before(other, key) : !sorts_before(key, other)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

template <class T>
constexpr SortLoops loops_for{places_of<T>, search_place<T>};

const SortLoops* sort_loops(Kind kind) {
  switch (kind) {
    case Kind::boolean: return &loops_for<bool>;
    case Kind::int8: return &loops_for<std::int8_t>;
    case Kind::uint8: return &loops_for<std::uint8_t>;
    case Kind::int16: return &loops_for<std::int16_t>;
    case Kind::uint16: return &loops_for<std::uint16_t>;
    case Kind::int32: return &loops_for<std::int32_t>;
    case Kind::uint32: return &loops_for<std::uint32_t>;
    case Kind::int64: return &loops_for<std::int64_t>;
    case Kind::uint64: return &loops_for<std::uint64_t>;
    case Kind::float16: return &loops_for<Float16>;
    case Kind::float32: return &loops_for<float>;
    case Kind::float64: return &loops_for<double>;
    case Kind::long_double: return &loops_for<long double>;
    case Kind::complex64: return &loops_for<std::complex<float>>;
    case Kind::complex128: return &loops_for<std::complex<double>>;
    case Kind::complex_long_double: return &loops_for<std::complex<long double>>;
    case Kind::datetime: return &loops_for<DatetimeTicks>;
    case Kind::timedelta: return &loops_for<TimedeltaTicks>;
    case Kind::bytes:
    case Kind::text: return nullptr;
  }
  return nullptr;
}

/// Calls use(offset of the first element, line number) for each line along an axis, in row-major order of the others.
template <class Use>
void for_each_line(const Layout& layout, std::size_t axis, Use&& use) {
  Layout firsts = layout;
  firsts.shape[axis] = firsts.shape[axis] == 0 ? 0 : 1;
  for (const std::int64_t offset : offsets_of(firsts.shape, firsts.strides)) use(offset);
}

Expected<std::pair<const SortLoops*, std::size_t>> loops_and_axis(const ConstDynamicView& input, std::int64_t axis) {
  const SortLoops* loops = sort_loops(input.dtype().kind());
  if (loops == nullptr) return fail(ErrorKind::dtype, "no order of " + input.dtype().name() + " yet");
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  return std::pair(loops, *place);
}

}  // namespace

Expected<Array> sorted(const ConstDynamicView& input, std::int64_t axis) {
  const auto found = loops_and_axis(input, axis);
  if (!found) return std::unexpected(found.error());
  const auto [loops, place] = *found;
  auto result = Array::copy_of(input);
  if (!result) return result;
  const DynamicView view = *result;
  const std::int64_t stride = view.strides()[place];
  const auto size = static_cast<std::size_t>(input.dtype().size());
  std::vector<std::int64_t> places(static_cast<std::size_t>(input.shape()[place]));
  std::vector<std::byte> line(places.size() * size);
  for_each_line(view.layout(), place, [&](std::int64_t offset) {
    std::byte* first = view.data() + offset;
    loops->places(first, stride, places);
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::memcpy(line.data() + i * size, first + places[i] * stride, size);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::memcpy(first + static_cast<std::int64_t>(i) * stride, line.data() + i * size, size);
    }
  });
  return result;
}

Expected<Array> sorting_places(const ConstDynamicView& input, std::int64_t axis) {
  const auto found = loops_and_axis(input, axis);
  if (!found) return std::unexpected(found.error());
  const auto [loops, place] = *found;
  auto result = Array::zeros(Kind::int64, input.shape());
  if (!result) return result;
  const DynamicView view = *result;
  std::vector<std::int64_t> places(static_cast<std::size_t>(input.shape()[place]));
  std::vector<std::int64_t> targets;
  for_each_line(view.layout(), place, [&](std::int64_t offset) { targets.push_back(offset); });
  std::size_t number = 0;
  for_each_line(input.layout(), place, [&](std::int64_t offset) {
    loops->places(input.data() + offset, input.strides()[place], places);
    std::byte* to = view.data() + targets[number++];
    for (const std::int64_t one : places) {
      store<std::int64_t>(to, one);
      to += view.strides()[place];
    }
  });
  return result;
}

Expected<Array> search_sorted(const ConstDynamicView& sorted, const ConstDynamicView& values, Side side,
                              Release release) {
  if (sorted.dimensions() != 1) {
    return fail(ErrorKind::shape, "searched are arrays of one axis, not of shape " + describe(sorted.shape()));
  }
  const auto common = promote_types(sorted.dtype(), values.dtype(), release);
  if (!common) return std::unexpected(common.error());
  const SortLoops* loops = sort_loops(common->kind());
  if (loops == nullptr) return fail(ErrorKind::dtype, "no order of " + common->name() + " yet");
  const auto list = astype(sorted, *common, release);
  if (!list) return std::unexpected(list.error());
  const auto wanted = astype(values, *common, release);
  if (!wanted) return std::unexpected(wanted.error());
  auto result = Array::zeros(Kind::int64, values.shape());
  if (!result) return result;
  const std::int64_t size = common->size();
  for (std::int64_t i = 0; i < wanted->count(); ++i) {
    const std::int64_t place =
        loops->search(list->view().data(), size, list->count(), wanted->view().data() + i * size, side);
    store<std::int64_t>(result->view().data() + i * std::int64_t{sizeof place}, place);
  }
  return result;
}

Expected<Array> digitize(const ConstDynamicView& values, const ConstDynamicView& bins, bool right, Release release) {
  if (is_complex(values.dtype().kind())) return fail(ErrorKind::dtype, "x may not be complex");
  if (bins.dimensions() != 1) {
    return fail(ErrorKind::shape, "bins have one axis, not the shape " + describe(bins.shape()));
  }
  const auto order = sorting_places(bins, 0);
  if (!order) return std::unexpected(order.error());
  const ConstDynamicView backwards = bins.with(*flipped(bins.layout(), Axes{0}));
  const auto back = sorting_places(backwards, 0);
  if (!back) return std::unexpected(back.error());
  std::vector<std::int64_t> counting(static_cast<std::size_t>(bins.shape()[0]));
  std::iota(counting.begin(), counting.end(), std::int64_t{0});
  const auto rises = integers_of(*order);
  const auto falls = integers_of(*back);
  if (!rises || !falls) return std::unexpected((!rises ? rises : falls).error());
  const Side side = right ? Side::left : Side::right;
  if (*rises == counting) return search_sorted(bins, values, side, release);
  if (*falls != counting) return fail(ErrorKind::value, "bins must be monotonically increasing or decreasing");
  auto result = search_sorted(backwards, values, side, release);
  if (!result) return result;
  for (std::int64_t i = 0; i < result->count(); ++i) {
    std::byte* place = result->view().data() + i * std::int64_t{sizeof(std::int64_t)};
    store<std::int64_t>(place, bins.shape()[0] - load<std::int64_t>(place));
  }
  return result;
}

}  // namespace fairplay::arraycore
