#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"

namespace fairplay::arraycore {

/// The order in which a loop meets the elements.
enum class Visit {
  indexed,  ///< as indexed, the last axis fastest
  any,      ///< as the first operand lies in memory, which is faster
};

/// Walks over N operands of one shape together. Axes that lie as one in all operands are merged, and the innermost one
/// is left to the caller's kernel, which so gets long runs wherever there are any.
template <std::size_t N>
class StridedLoop {
 public:
  StridedLoop(const Extents& shape, const std::array<const Strides*, N>& strides, Visit visit) {
    std::vector<std::size_t> axes(shape.size());
    std::iota(axes.begin(), axes.end(), std::size_t{0});
    if (visit == Visit::any) {
      const Strides& first = *strides[0];
      std::stable_sort(axes.begin(), axes.end(),
                       [&](std::size_t a, std::size_t b) { return std::llabs(first[a]) > std::llabs(first[b]); });
    }
    for (const std::size_t axis : axes) {
      if (shape[axis] == 0) empty_ = true;
      if (shape[axis] == 1) continue;
      Axis added{shape[axis], {}};
      for (std::size_t i = 0; i < N; ++i) added.strides[i] = (*strides[i])[axis];
      if (axes_.empty() || !merge(axes_.back(), added)) axes_.push_back(added);
    }
    if (axes_.empty()) axes_.push_back(Axis{1, {}});
  }

  /// Calls kernel(pointers, strides, n) for each run of n elements, of which the first are at `pointers`.
  template <class Kernel>
  void run(std::array<const std::byte*, N> pointers, Kernel&& kernel) const {
    if (empty_) return;
    const Axis& inner = axes_.back();
    Extents place(axes_.size() - 1, 0);
    while (true) {
      kernel(pointers, inner.strides, inner.extent);
      std::size_t axis = place.size();
      while (true) {
        if (axis == 0) return;
        --axis;
        const Axis& outer = axes_[axis];
        if (++place[axis] < outer.extent) {
          for (std::size_t i = 0; i < N; ++i) pointers[i] += outer.strides[i];
          break;
        }
        for (std::size_t i = 0; i < N; ++i) pointers[i] -= outer.strides[i] * (outer.extent - 1);
        place[axis] = 0;
      }
    }
  }

 private:
  struct Axis {
    std::int64_t extent;
    std::array<std::int64_t, N> strides;
  };

  static bool merge(Axis& outer, const Axis& inner) {
    for (std::size_t i = 0; i < N; ++i) {
      if (outer.strides[i] != inner.extent * inner.strides[i]) return false;
    }
    outer.extent *= inner.extent;
    outer.strides = inner.strides;
    return true;
  }

  std::vector<Axis> axes_;
  bool empty_ = false;
};

}  // namespace fairplay::arraycore
