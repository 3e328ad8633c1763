#include "arraycore/statistics/outer_edges.h"

#include <cmath>
#include <optional>
#include <utility>

#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<OuterEdges> outer_edges(const Value& elements, const std::optional<std::pair<double, double>>& range) {
  OuterEdges outer{0, 1};
  if (range) {
    const auto [low, high] = *range;
    if (low > high) return fail(ErrorKind::value, "max must be larger than min in range parameter.");
    if (!std::isfinite(low) || !std::isfinite(high)) return fail(ErrorKind::value, "supplied range is not finite");
    outer = {low, high};
    if (low == high) outer = {low - 0.5, high + 0.5};
    return outer;
  }
  if (elements.count() == 0) return outer;
  outer = {reduced("minimum", elements), reduced("maximum", elements)};
  for (const Value* edge : {&outer.first, &outer.last}) {
    if (!edge->ok()) return std::unexpected(edge->error());
    const Value finite = call("isfinite", {*edge});
    if (!finite.ok()) return std::unexpected(finite.error());
    if (!any(finite)) return fail(ErrorKind::value, "autodetected range is not finite");
  }
  if (any(call("equal", {outer.first, outer.last}))) outer = {outer.first - 0.5, outer.last + 0.5};
  return outer;
}

}  // namespace fairplay::arraycore
