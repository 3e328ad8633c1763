#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

namespace fairplay::arraycore {

/// Elements that are sorted by inserting each one, before runs are merged.
inline constexpr std::size_t insertion_run = 16;
/// Fewer elements are merged, more are distributed: counters must be cleared and added up.
inline constexpr std::size_t fewest_to_distribute = 512;

/// Sorts `n` items so that equal ones stay in their order. `before(a, b)` says whether a comes before b. `scratch` has
/// room for as many. Runs are merged bottom-up (Knuth, The Art of Computer Programming 3, 5.2.4).
template <class Item, class Before>
void merge_sort(Item* items, Item* scratch, std::size_t n, Before before) {
  for (std::size_t first = 0; first < n; first += insertion_run) {
    const std::size_t last = std::min(n, first + insertion_run);
    for (std::size_t i = first + 1; i < last; ++i) {
      const Item moved = items[i];
      std::size_t place = i;
      for (; place > first && before(moved, items[place - 1]); --place) items[place] = items[place - 1];
      items[place] = moved;
    }
  }
  Item* from = items;
  Item* to = scratch;
  for (std::size_t run = insertion_run; run < n; run *= 2) {
    for (std::size_t first = 0; first < n; first += 2 * run) {
      const std::size_t middle = std::min(n, first + run);
      const std::size_t last = std::min(n, first + 2 * run);
      if (middle == last || !before(from[middle], from[middle - 1])) {
        std::copy(from + first, from + last, to + first);
        continue;
      }
      std::size_t left = first;
      std::size_t right = middle;
      std::size_t place = first;
      while (left < middle && right < last) {
        const bool take_right = before(from[right], from[left]);
        to[place++] = take_right ? from[right] : from[left];
        right += take_right;
        left += !take_right;
      }
      std::copy(from + left, from + middle, to + place);
      std::copy(from + right, from + last, to + place + (middle - left));
    }
    std::swap(from, to);
  }
  if (from != items) std::copy(from, from + n, items);
}

/// The same by an unsigned integer `key(item)`: items are distributed by its digits, the least significant one first
/// (Knuth 5.2.5). A digit that all keys share costs nothing.
template <class Item, class Key>
void radix_sort(Item* items, Item* scratch, std::size_t n, Key key) {
  using Integer = decltype(key(*items));
  constexpr int bits = std::numeric_limits<Integer>::digits;
  constexpr int digit_bits = bits <= 16 ? 8 : 11;
  constexpr std::size_t radix = std::size_t{1} << digit_bits;
  constexpr int digits = (bits + digit_bits - 1) / digit_bits;
  std::vector<std::size_t> counts(radix * static_cast<std::size_t>(digits), 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Integer value = key(items[i]);
    for (int digit = 0; digit < digits; ++digit) {
      ++counts[static_cast<std::size_t>(digit) * radix + ((value >> (digit * digit_bits)) & (radix - 1))];
    }
  }
  Item* from = items;
  Item* to = scratch;
  for (int digit = 0; digit < digits; ++digit) {
    std::size_t* places = counts.data() + static_cast<std::size_t>(digit) * radix;
    const int shift = digit * digit_bits;
    if (places[(key(from[0]) >> shift) & (radix - 1)] == n) continue;
    std::size_t place = 0;
    for (std::size_t value = 0; value < radix; ++value) place += std::exchange(places[value], place);
    for (std::size_t i = 0; i < n; ++i) to[places[(key(from[i]) >> shift) & (radix - 1)]++] = from[i];
    std::swap(from, to);
  }
  if (from != items) std::copy(from, from + n, items);
}

/// Sorts by an integer key; equal ones stay in their order.
template <class Item, class Key>
void sort_by_integer(Item* items, Item* scratch, std::size_t n, Key key) {
  const auto before = [key](const Item& a, const Item& b) { return key(a) < key(b); };
  if (std::is_sorted(items, items + n, before)) return;
  if (n < fewest_to_distribute) {
    merge_sort(items, scratch, n, before);
  } else {
    radix_sort(items, scratch, n, key);
  }
}

}  // namespace fairplay::arraycore
