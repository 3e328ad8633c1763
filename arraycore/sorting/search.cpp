#include "arraycore/sorting/search.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Elements of a dtype without gaps: those that are there, or a copy in `kept`.
Expected<ConstDynamicView> without_gaps(const ConstDynamicView& view, DType dtype, Release release,
                                        std::optional<Array>& kept) {
  if (view.dtype() == dtype && is_contiguous(view.layout(), dtype.size())) return view;
  auto copy = astype(view, dtype, release);
  if (!copy) return std::unexpected(copy.error());
  kept.emplace(std::move(*copy));
  return std::as_const(*kept).view();
}

Expected<Array> in_order_of(const ConstDynamicView& list, const ConstDynamicView& sorter) {
  if (!is_integer(sorter.dtype().kind())) {
    return fail(ErrorKind::dtype, "sorter must only contain integers, not " + sorter.dtype().name());
  }
  if (sorter.dimensions() != 1 || sorter.shape() != list.shape()) {
    return fail(ErrorKind::shape,
                "sorter.size must equal a.size: " + describe(sorter.shape()) + ", " + describe(list.shape()));
  }
  auto result = take(list, sorter, 0);
  if (!result && result.error().kind == ErrorKind::index) {
    return fail(ErrorKind::value, "Sorter index out of range: " + result.error().message);
  }
  return result;
}

}  // namespace

Expected<Array> search_sorted(const ConstDynamicView& sorted, const ConstDynamicView& values, Side side,
                              Release release, const std::optional<ConstDynamicView>& sorter) {
  if (sorted.dimensions() != 1) {
    return fail(ErrorKind::shape, "searched are arrays of one axis, not of shape " + describe(sorted.shape()));
  }
  if (sorter) {
    const auto ordered = in_order_of(sorted, *sorter);
    if (!ordered) return std::unexpected(ordered.error());
    return search_sorted(*ordered, values, side, release);
  }
  const auto common = promote_types(sorted.dtype(), values.dtype(), release);
  if (!common) return std::unexpected(common.error());
  std::optional<Array> list_copy;
  std::optional<Array> values_copy;
  const auto list = without_gaps(sorted, *common, release, list_copy);
  if (!list) return std::unexpected(list.error());
  const auto wanted = without_gaps(values, *common, release, values_copy);
  if (!wanted) return std::unexpected(wanted.error());
  auto result = Array::unset(Kind::int64, values.shape());
  if (!result) return result;
  const std::span places(static_cast<std::int64_t*>(static_cast<void*>(result->view().data())),
                         static_cast<std::size_t>(result->count()));
  sort_loops(common->kind()).search(list->data(), list->count(), wanted->data(), places, common->size(), side);
  return result;
}

}  // namespace fairplay::arraycore
