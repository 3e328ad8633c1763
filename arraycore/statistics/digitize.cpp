#include "arraycore/statistics/digitize.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

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
