#include "arraycore/statistics/histogram_of_points.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/flat_index.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/search.h"
#include "arraycore/statistics/bincount.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/outer_edges.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Value without_first(const Value& edges) { return edges.slice({1, {}, {}}); }
Value without_last(const Value& edges) { return edges.slice({{}, -1, {}}); }

/// The dtype of linspace between two elements: up to 1.26 a scalar's own precision doesn't count.
DType linspace_dtype(const OuterEdges& outer, Release release) {
  if (outer.first.is_number()) return Kind::float64;
  const Kind kind = outer.first.dtype().kind();
  if (kind == Kind::long_double || (is_real_floating(kind) && release >= Release{2, 0})) return kind;
  return Kind::float64;
}

Value edges_of_coordinate(const Value& coordinates, const std::variant<std::int64_t, ConstDynamicView>& bins,
                          const std::optional<std::pair<double, double>>& range, Release release) {
  if (const auto* given = std::get_if<ConstDynamicView>(&bins)) {
    if (given->dimensions() != 1) return Value::failed(ErrorKind::value, "`bins` must be a scalar or 1d array");
    const Value edges(*given, release);
    const Value falls = call("greater", {without_last(edges), without_first(edges)});
    if (!falls.ok()) return falls;
    if (any(falls)) return Value::failed(ErrorKind::value, "`bins` must be monotonically increasing, when an array");
    return edges;
  }
  const std::int64_t count = std::get<std::int64_t>(bins);
  if (count < 1) return Value::failed(ErrorKind::value, "`bins` must be positive, when an integer");
  const auto outer = outer_edges(coordinates, range);
  if (!outer) return Value::failed(outer.error());
  return evenly_spaced(outer->first, outer->last, count + 1, linspace_dtype(*outer, release), release);
}

/// The bin of each coordinate, 0 for those below all edges and the number of edges for those above.
Value bins_of(const Value& coordinates, const Value& edges) {
  const Release release = coordinates.release();
  const Value found(search_sorted(edges.view(), coordinates.view(), Side::right, release), release);
  if (!found.ok() || edges.count() == 0) return found;
  const Value last = call("equal", {coordinates, edges.at(-1)});
  return call_into("subtract", {found, last.as_type(Kind::int64)}, found);
}

Expected<void> check_points(const ConstDynamicView& points, const PointHistogramOptions& options) {
  if (points.dimensions() != 2) return fail(ErrorKind::value, "points have two axes, not " + describe(points.shape()));
  const auto columns = static_cast<std::size_t>(points.shape()[1]);
  if (options.bins.size() != columns) {
    return fail(ErrorKind::value, "The dimension of bins must be equal to the dimension of the sample x.");
  }
  if (!options.ranges.empty() && options.ranges.size() != columns) {
    return fail(ErrorKind::value, "range argument must have one entry per dimension");
  }
  return {};
}

}  // namespace

Expected<PointHistogram> histogram_of_points(const ConstDynamicView& points, const PointHistogramOptions& options) {
  if (const auto fits = check_points(points, options); !fits) return std::unexpected(fits.error());
  const Release release = options.release;
  const Value sample(points, release);
  std::vector<Value> edges;
  std::vector<Array> places;
  Extents shape;
  for (std::size_t i = 0; i < options.bins.size(); ++i) {
    const Value coordinates = sample.at(static_cast<std::int64_t>(i), 1);
    const auto range = options.ranges.empty() ? std::nullopt : options.ranges[i];
    edges.push_back(edges_of_coordinate(coordinates, options.bins[i], range, release));
    if (!edges.back().ok()) return std::unexpected(edges.back().error());
    auto found = bins_of(coordinates, edges.back()).result();
    if (!found) return std::unexpected(found.error());
    places.push_back(std::move(*found));
    shape.push_back(edges.back().count() + 1);
  }
  const auto total = byte_count(shape, 8);
  if (!total) return std::unexpected(total.error());
  const std::vector<ConstDynamicView> indices(places.begin(), places.end());
  const std::vector<OutOfBounds> modes(shape.size(), OutOfBounds::error);
  const auto flat = ravel_multi_index(indices, shape, modes, Order::c);
  if (!flat) return std::unexpected(flat.error());
  const auto counted = bincount(*flat, options.weights, count_of(shape), release);
  if (!counted) return std::unexpected(counted.error());
  Value counts = Value(counted->view(), release).reshaped(shape).as_type(Kind::float64);
  // What lies outside isn't counted.
  for (std::size_t i = 0; i < shape.size(); ++i) counts = counts.slice({1, -1, {}}, static_cast<std::int64_t>(i));
  if (options.density) {
    const Value sum = reduced("add", counts);
    for (std::size_t i = 0; i < shape.size(); ++i) {
      Extents along(shape.size(), 1);
      along[i] = shape[i] - 2;
      counts = counts / (without_first(edges[i]) - without_last(edges[i])).reshaped(along);
    }
    counts = counts / sum;
  }
  auto result = counts.result();
  if (!result) return std::unexpected(result.error());
  PointHistogram histogram{std::move(*result), {}};
  for (const Value& one : edges) {
    auto copy = one.result();
    if (!copy) return std::unexpected(copy.error());
    histogram.edges.push_back(std::move(*copy));
  }
  return histogram;
}

}  // namespace fairplay::arraycore
