#include "arraycore/array/overlap.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"

namespace fairplay::arraycore {
namespace {

/// The runs of bytes that elements take: their first bytes in ascending order, and the bytes of each.
struct Runs {
  std::vector<std::uintptr_t> begins;
  std::uintptr_t length;
};

Runs runs_of(const ConstDynamicView& view) {
  auto begin = reinterpret_cast<std::uintptr_t>(view.data());
  std::vector<std::pair<std::int64_t, std::int64_t>> axes;
  for (std::size_t axis = 0; axis < view.dimensions(); ++axis) {
    const std::int64_t extent = view.shape()[axis];
    const std::int64_t stride = view.strides()[axis];
    if (extent == 1 || stride == 0) continue;
    if (stride < 0) begin -= static_cast<std::uintptr_t>(-stride * (extent - 1));
    axes.emplace_back(std::llabs(stride), extent);
  }
  std::ranges::sort(axes);
  std::int64_t length = view.dtype().size();
  std::size_t dense = 0;
  for (; dense < axes.size() && axes[dense].first <= length; ++dense) {
    length += axes[dense].first * (axes[dense].second - 1);
  }
  Extents shape;
  Strides strides;
  for (std::size_t i = dense; i < axes.size(); ++i) {
    strides.push_back(axes[i].first);
    shape.push_back(axes[i].second);
  }
  Runs runs{{}, static_cast<std::uintptr_t>(length)};
  for (const std::int64_t offset : offsets_of(shape, strides)) {
    runs.begins.push_back(begin + static_cast<std::uintptr_t>(offset));
  }
  std::ranges::sort(runs.begins);
  return runs;
}

}  // namespace

bool share_memory(const ConstDynamicView& a, const ConstDynamicView& b) {
  const bool nothing = a.count() == 0 || b.count() == 0 || a.dtype().size() == 0 || b.dtype().size() == 0;
  if (nothing || !may_overlap(a, b)) return false;
  const Runs first = runs_of(a);
  const Runs second = runs_of(b);
  auto other = second.begins.begin();
  for (const std::uintptr_t begin : first.begins) {
    while (other != second.begins.end() && *other + second.length <= begin) ++other;
    if (other == second.begins.end()) return false;
    if (*other < begin + first.length) return true;
  }
  return false;
}

}  // namespace fairplay::arraycore
