#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {

/// Before or behind elements that are equal.
enum class Side { left, right };

/// What is done with the elements of a line: `first` is the address of the first one, `stride` the bytes to the next,
/// `size` those of an element.
struct SortLoops {
  /// Brings the elements into their order, equal ones as they were.
  void (*sort)(std::byte* first, std::int64_t stride, std::int64_t size, std::int64_t n,
               std::vector<std::byte>& scratch);
  /// Brings places of elements into the elements' order. Places of equal elements stay in theirs.
  void (*order)(const std::byte* first, std::int64_t stride, std::int64_t size, std::span<std::int64_t> places);
  /// Brings them so far that at each of the rising `kths` stands what would stand there in order, what sorts before it
  /// in front of it, and what sorts behind it behind.
  void (*partition)(const std::byte* first, std::int64_t stride, std::int64_t size, std::span<std::int64_t> places,
                    std::span<const std::int64_t> kths);
  /// Where each of `values` goes into `list`, which is in order. Both lie without gaps.
  void (*search)(const std::byte* list, std::int64_t n, const std::byte* values, std::span<std::int64_t> places,
                 std::int64_t size, Side side);
  /// Whether `==` holds of two elements.
  bool (*equal)(const std::byte* a, const std::byte* b, std::int64_t size);
  /// Whether an element is a NaN, has one in a part, or is NaT.
  bool (*unordered)(const std::byte* place, std::int64_t size);
};

/// Every kind has an order.
const SortLoops& sort_loops(Kind kind);

/// Calls use(offset of the first element) for each line along an axis, in row-major order of the others.
template <class Use>
void for_each_line(const Layout& layout, std::size_t axis, Use&& use) {
  Layout firsts = layout;
  firsts.shape[axis] = firsts.shape[axis] == 0 ? 0 : 1;
  for (const std::int64_t offset : offsets_of(firsts.shape, firsts.strides)) use(offset);
}

}  // namespace fairplay::arraycore
