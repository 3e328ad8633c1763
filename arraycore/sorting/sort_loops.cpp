#include "arraycore/sorting/sort_loops.h"

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/sorting/sort_order.h"
#include "arraycore/sorting/stable_sort.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

/// What elements are compared by, here: an integer where there is one.
template <class T>
auto comparable(const std::byte* place, std::int64_t size) {
  if constexpr (has_integer_key<T>) {
    typename BitsOfSize<sizeof(T)>::type bits;
    std::memcpy(&bits, place, sizeof bits);
    return integer_key<T>(bits);
  } else {
    return sort_key<T>(place, size);
  }
}

template <class T>
using Comparable = decltype(comparable<T>(nullptr, 0));

template <class T>
struct SortEntry {
  Comparable<T> key;
  std::int64_t place;
};

template <class T>
bool entry_before(const SortEntry<T>& a, const SortEntry<T>& b) {
  return sorts_before(a.key, b.key);
}

template <class T>
std::vector<SortEntry<T>> entries_of(const std::byte* first, std::int64_t stride, std::int64_t size,
                                     std::span<const std::int64_t> places, std::size_t room) {
  std::vector<SortEntry<T>> entries;
  entries.reserve(room);
  for (const std::int64_t place : places) entries.push_back({comparable<T>(first + place * stride, size), place});
  entries.resize(room);
  return entries;
}

template <class T>
void order_places(const std::byte* first, std::int64_t stride, std::int64_t size, std::span<std::int64_t> places) {
  const std::size_t n = places.size();
  auto entries = entries_of<T>(first, stride, size, places, 2 * n);
  if constexpr (has_integer_key<T>) {
    sort_by_integer(entries.data(), entries.data() + n, n, [](const SortEntry<T>& entry) { return entry.key; });
  } else {
    merge_sort(entries.data(), entries.data() + n, n, entry_before<T>);
  }
  for (std::size_t i = 0; i < n; ++i) places[i] = entries[i].place;
}

template <class T>
void partition_places(const std::byte* first, std::int64_t stride, std::int64_t size, std::span<std::int64_t> places,
                      std::span<const std::int64_t> kths) {
  auto entries = entries_of<T>(first, stride, size, places, places.size());
  auto begin = entries.begin();
  for (const std::int64_t kth : kths) {
    const auto middle = entries.begin() + kth;
    if (middle < begin) continue;
    std::nth_element(begin, middle, entries.end(), entry_before<T>);
    begin = middle + 1;
  }
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = entries[i].place;
}

/// A line of elements that have no integer key: places are sorted, then elements moved.
template <class T>
void sort_by_places(std::byte* first, std::int64_t stride, std::int64_t size, std::int64_t n,
                    std::vector<std::byte>& scratch) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) places[static_cast<std::size_t>(i)] = i;
  order_places<T>(first, stride, size, places);
  const auto bytes = static_cast<std::size_t>(size);
  scratch.resize(places.size() * bytes);
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::memcpy(scratch.data() + i * bytes, first + places[i] * stride, bytes);
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::memcpy(first + static_cast<std::int64_t>(i) * stride, scratch.data() + i * bytes, bytes);
  }
}

/// Only of an address that is aligned for them.
template <class Item>
Item* aligned_items(std::byte* address) {
  return static_cast<Item*>(static_cast<void*>(address));
}

/// Moves the bits of the elements themselves, and makes their keys again and again: no key need be kept.
template <class T>
void sort_bits(std::byte* first, std::int64_t stride, std::int64_t size, std::int64_t n,
               std::vector<std::byte>& scratch) {
  using Bits = typename BitsOfSize<sizeof(T)>::type;
  const auto count = static_cast<std::size_t>(n);
  scratch.resize((stride == size ? 1 : 2) * count * sizeof(Bits) + alignof(Bits));
  std::byte* room = scratch.data() + alignof(Bits);
  room -= reinterpret_cast<std::uintptr_t>(room) % alignof(Bits);
  auto* spare = aligned_items<Bits>(room);
  // An array of the library's own is aligned.
  auto* items = stride == size ? aligned_items<Bits>(first) : spare + count;
  if (stride != size) {
    for (std::int64_t i = 0; i < n; ++i) std::memcpy(items + i, first + i * stride, sizeof(Bits));
  }
  sort_by_integer(items, spare, count, [](Bits bits) { return integer_key<T>(bits); });
  if (stride != size) {
    for (std::int64_t i = 0; i < n; ++i) std::memcpy(first + i * stride, items + i, sizeof(Bits));
  }
}

template <class T>
void sort_line(std::byte* first, std::int64_t stride, std::int64_t size, std::int64_t n,
               std::vector<std::byte>& scratch) {
  if constexpr (has_integer_key<T>) {
    sort_bits<T>(first, stride, size, n, scratch);
  } else {
    sort_by_places<T>(first, stride, size, n, scratch);
  }
}

/// Several values go side by side, so that the memory fetches for all of them while it waits for one.
template <class T, Side side>
void search_side(const std::byte* list, std::int64_t n, const std::byte* values, std::span<std::int64_t> places,
                 std::int64_t size) {
  constexpr std::size_t lanes = 16;
  const auto lies_behind = [&](const Comparable<T>& key, std::int64_t place) {
    const auto other = comparable<T>(list + place * size, size);
    return side == Side::left ? sorts_before(other, key) : !sorts_before(key, other);
  };
  std::array<Comparable<T>, lanes> keys{};
  for (std::size_t first = 0; first < places.size(); first += lanes) {
    const std::size_t count = std::min(lanes, places.size() - first);
    std::int64_t* found = places.data() + first;
    for (std::size_t i = 0; i < count; ++i) {
      keys[i] = comparable<T>(values + static_cast<std::int64_t>(first + i) * size, size);
      found[i] = 0;
    }
    if (n == 0) continue;
    std::int64_t left = n;
    while (left > 1) {
      const std::int64_t half = left / 2;
      for (std::size_t i = 0; i < count; ++i) found[i] += lies_behind(keys[i], found[i] + half - 1) ? half : 0;
      left -= half;
    }
    for (std::size_t i = 0; i < count; ++i) found[i] += lies_behind(keys[i], found[i]) ? 1 : 0;
  }
}

template <class T>
void search_places(const std::byte* list, std::int64_t n, const std::byte* values, std::span<std::int64_t> places,
                   std::int64_t size, Side side) {
  if (side == Side::left) {
    search_side<T, Side::left>(list, n, values, places, size);
  } else {
    search_side<T, Side::right>(list, n, values, places, size);
  }
}

template <class T>
bool elements_equal(const std::byte* a, const std::byte* b, std::int64_t size) {
  return is_equal(sort_key<T>(a, size), sort_key<T>(b, size));
}

template <class T>
bool element_unordered(const std::byte* place, std::int64_t size) {
  return is_unordered(sort_key<T>(place, size));
}

template <class T>
constexpr SortLoops loops_of_type{sort_line<T>,     order_places<T>,   partition_places<T>,
                                  search_places<T>, elements_equal<T>, element_unordered<T>};

}  // namespace

const SortLoops& sort_loops(Kind kind) {
  switch (kind) {
    case Kind::datetime: return loops_of_type<DatetimeTicks>;
    case Kind::timedelta: return loops_of_type<TimedeltaTicks>;
    case Kind::bytes: return loops_of_type<BytesElement>;
    case Kind::text: return loops_of_type<TextElement>;
    default: return *for_number_type(kind, []<class T>() -> const SortLoops* { return &loops_of_type<T>; });
  }
}

}  // namespace fairplay::arraycore
