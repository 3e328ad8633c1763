#include "arraycore/statistics/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/bin_width.h"
#include "arraycore/statistics/bincount.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/nan_lines.h"
#include "arraycore/statistics/outer_edges.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Elements that are counted at a time, as in NumPy: sums of weights are rounded after each block.
constexpr std::int64_t block = 65536;

/// Edges of bins, and the outer ones where all bins have one width.
struct Edges {
  Value edges;
  std::optional<OuterEdges> outer;
  std::int64_t bins = 0;
};

Value within(const Value& elements, const OuterEdges& outer) {
  return call("bitwise_and",
              {call("greater_equal", {elements, outer.first}), call("less_equal", {elements, outer.last})});
}

/// Edges are computed in the elements' dtype, or in a floating one that integers and the outer edges make.
Expected<DType> edge_dtype(const Value& elements, const OuterEdges& outer) {
  const Release release = elements.release();
  DType dtype = elements.dtype();
  for (const Value* edge : {&outer.first, &outer.last}) {
    if (edge->is_number() || (edge->dimensions() == 0 && release < Release{2, 0})) {
      const auto number = edge->as_number();
      if (!edge->is_number() && is_integer(edge->dtype().kind())) continue;
      const auto common = result_type(dtype, number, release);
      if (!common) return common;
      dtype = *common;
    } else {
      const auto common = promote_types(dtype, edge->dtype(), release);
      if (!common) return common;
      dtype = *common;
    }
  }
  return is_integer(dtype.kind()) ? promote_types(dtype, Kind::float64, release) : Expected<DType>(dtype);
}

Expected<std::int64_t> estimated_bins(BinEstimator estimator, Value elements, const OuterEdges& outer,
                                      const HistogramOptions& options) {
  if (options.range) elements = where_true(elements, within(elements, outer));
  if (!elements.ok()) return std::unexpected(elements.error());
  if (elements.count() == 0) return 1;
  Value width = bin_width(estimator, elements, outer.first, outer.last);
  if (!width.ok()) return std::unexpected(width.error());
  if (!any(width)) return 1;
  const bool whole = is_integer(elements.dtype().kind()) && options.release >= Release{2, 1};
  if (whole && any(call("less", {width, 1}))) width = scalar_value(1, Kind::float64, options.release);
  const Value bins = call("ceil", {unsigned_difference(outer.last, outer.first) / width}).as_type(Kind::float64);
  if (!bins.ok()) return std::unexpected(bins.error());
  const auto count = load<double>(bins.view().data());
  if (!(count < 0x1p62)) {
    return fail(std::isnan(count) ? ErrorKind::value : ErrorKind::range, "more bins than can be counted");
  }
  return static_cast<std::int64_t>(count);
}

Expected<Edges> uniform_edges(const Value& elements, const OuterEdges& outer, std::int64_t bins) {
  const auto dtype = edge_dtype(elements, outer);
  if (!dtype) return std::unexpected(dtype.error());
  Edges result{evenly_spaced(outer.first, outer.last, bins + 1, *dtype, elements.release()), outer, bins};
  if (!result.edges.ok()) return std::unexpected(result.edges.error());
  if (elements.release() >= Release{2, 1}) {
    const Value narrow = call("greater_equal", {result.edges.slice({{}, -1, {}}), result.edges.slice({1, {}, {}})});
    if (any(narrow)) {
      return fail(ErrorKind::value,
                  "Too many bins for data range. Cannot create " + std::to_string(bins) + " finite-sized bins.");
    }
  }
  return result;
}

Expected<Edges> edges_of(const Value& elements, const HistogramOptions& options) {
  if (const auto* given = std::get_if<ConstDynamicView>(&options.bins)) {
    if (given->dimensions() != 1) {
      return fail(ErrorKind::value, "`bins` must be 1d, not of shape " + describe(given->shape()));
    }
    const Value edges(*given, options.release);
    const Value falls = call("greater", {edges.slice({{}, -1, {}}), edges.slice({1, {}, {}})});
    if (!falls.ok()) return std::unexpected(falls.error());
    if (any(falls)) return fail(ErrorKind::value, "`bins` must increase monotonically");
    return Edges{edges, std::nullopt, edges.count() - 1};
  }
  const auto* estimator = std::get_if<BinEstimator>(&options.bins);
  if (estimator != nullptr && options.weights) {
    return fail(ErrorKind::dtype, "the number of bins can't be estimated for weighted data");
  }
  if (estimator == nullptr && std::get<std::int64_t>(options.bins) < 1) {
    return fail(ErrorKind::value, "`bins` must be positive: " + std::to_string(std::get<std::int64_t>(options.bins)));
  }
  const auto outer = outer_edges(elements, options.range);
  if (!outer) return std::unexpected(outer.error());
  std::int64_t bins = 0;
  if (estimator != nullptr) {
    const auto found = estimated_bins(*estimator, elements, *outer, options);
    if (!found) return std::unexpected(found.error());
    bins = *found;
  } else {
    bins = std::get<std::int64_t>(options.bins);
  }
  return uniform_edges(elements, *outer, bins);
}

/// The bin of each element, computed from its distance and corrected by the edges.
Value bin_numbers(const Value& elements, const Edges& bins) {
  const Value x = elements.as_type(bins.edges.dtype());
  const Value width = unsigned_difference(bins.outer->last, bins.outer->first);
  const Value away = unsigned_difference(x, bins.outer->first);
  // Up to 1.22 a quotient came first.
  const Value where = elements.release() < Release{1, 23}
                          ? away * (scalar_value(static_cast<double>(bins.bins), Kind::float64, x.release()) / width)
                          : away / width * bins.bins;
  const Value numbers = where.as_type(Kind::int64).copy();
  if (!numbers.ok() || !x.ok()) return numbers.ok() ? x : numbers;
  const Value edges = bins.edges.as_type(bins.edges.dtype());
  const auto limit = [&](std::int64_t low, std::int64_t high) {
    for (std::int64_t i = 0; i < numbers.count(); ++i) {
      std::byte* place = numbers.target().data() + i * std::int64_t{sizeof(std::int64_t)};
      store(place, std::clamp(load<std::int64_t>(place), low, high));
    }
  };
  limit(0, bins.bins - 1);
  const Value below = call("less", {x, edges.take(numbers)});
  Value corrected = call_into("subtract", {numbers, below.as_type(Kind::int64)}, numbers);
  limit(0, bins.bins - 1);
  const Value above = call("bitwise_and", {call("greater_equal", {x, edges.take(numbers + 1)}),
                                           call("not_equal", {numbers, bins.bins - 1})});
  return call_into("add", {corrected, above.as_type(Kind::int64)}, corrected);
}

/// Sums of weights, or counts, of a block's elements added to those that are there.
Value add_block(const Value& sums, const Value& numbers, const std::optional<Value>& weights) {
  if (!numbers.ok() || !sums.ok()) return sums.ok() ? numbers : sums;
  const Release release = sums.release();
  const auto counted = [&](std::optional<ConstDynamicView> shares) {
    return Value(bincount(numbers.view(), shares, sums.count(), release), release);
  };
  if (!weights) return call_into("add", {sums, counted(std::nullopt)}, sums);
  if (!weights->ok()) return *weights;
  if (!is_complex(weights->dtype().kind())) {
    return call_into("add", {sums, counted(weights->view()).as_type(sums.dtype())}, sums);
  }
  for (const std::int64_t which : {0, 1}) {
    const Value added = call_into("add", {sums.part(which), counted(weights->part(which).view())}, sums.part(which));
    if (!added.ok()) return added;
  }
  return sums;
}

Value uniform_counts(const Value& elements, const std::optional<Value>& weights, const Edges& bins, DType dtype) {
  const std::int64_t shape[]{bins.bins};
  Value sums(Array::zeros(dtype, shape), elements.release());
  for (std::int64_t i = 0; i < elements.count() && sums.ok(); i += block) {
    const Slice part{i, i + block, {}};
    const Value taken = elements.slice(part);
    const Value inside = within(taken, *bins.outer);
    std::optional<Value> shares;
    if (weights) shares = where_true(weights->slice(part), inside);
    sums = add_block(sums, bin_numbers(where_true(taken, inside), bins), shares);
  }
  return sums;
}

/// Where the edges go into sorted elements: the last one behind those that equal it.
Value edge_places(const Value& sorted, const Value& edges) {
  if (!sorted.ok() || !edges.ok()) return sorted.ok() ? edges : sorted;
  const Release release = sorted.release();
  const auto searched = [&](const Slice& part, Side side) {
    return search_sorted(sorted.view(), edges.slice(part).view(), side, release);
  };
  const auto left = searched({{}, -1, {}}, Side::left);
  if (!left) return Value::failed(left.error());
  const auto right = searched({-1, {}, {}}, Side::right);
  if (!right) return Value::failed(right.error());
  const ConstDynamicView parts[]{*left, *right};
  return {concatenate(parts, 0, release), release};
}

Value counts_between(const Value& elements, const std::optional<Value>& weights, const Value& edges, DType dtype) {
  const Release release = elements.release();
  Value sums(Array::zeros(dtype, edges.shape()), release);
  for (std::int64_t i = 0; i < elements.count() && sums.ok(); i += block) {
    const Slice part{i, i + block, {}};
    const Value taken = elements.slice(part);
    if (!weights) {
      const Value sorted(arraycore::sorted(taken.view(), 0), release);
      sums = call_into("add", {sums, edge_places(sorted, edges)}, sums);
      continue;
    }
    const Value order(sorting_places(taken.view(), 0), release);
    const Value shares = weights->slice(part).take(order);
    if (!shares.ok()) return shares;
    const Value up_to(accumulate("add", shares.view(), 0, std::nullopt, release), release);
    const std::int64_t one[]{1};
    const auto zero = Array::zeros(dtype, one);
    if (!zero || !up_to.ok()) return up_to.ok() ? Value::failed(zero.error()) : up_to;
    const ConstDynamicView parts[]{*zero, up_to.view()};
    const Value sums_before(concatenate(parts, 0, release), release);
    const Value added = sums_before.take(edge_places(taken.take(order), edges));
    if (added.ok() && !can_cast(added.dtype(), dtype, Casting::same_kind, release)) {
      return Value::failed(ErrorKind::dtype, "sums of weights are " + added.dtype().name() + ", not " + dtype.name());
    }
    sums = call_into("add", {sums, added}, sums);
  }
  if (!sums.ok()) return sums;
  return {diff(sums.view(), {release}), release};
}

}  // namespace

Expected<Histogram> histogram(const ConstDynamicView& input, const HistogramOptions& options) {
  const Release release = options.release;
  if (!is_numeric(input.dtype().kind()) || is_complex(input.dtype().kind())) {
    return fail(ErrorKind::dtype, "a histogram needs real numbers, not " + input.dtype().name());
  }
  Value elements(input, release);
  if (input.dtype().kind() == Kind::boolean) elements = elements.as_type(Kind::uint8);
  const Extents flat{input.count()};
  elements = elements.reshaped(flat);
  std::optional<Value> weights;
  if (options.weights) {
    if (options.weights->shape() != input.shape()) {
      return fail(ErrorKind::value, "weights should have the same shape as a: " + describe(options.weights->shape()) +
                                        ", not " + describe(input.shape()));
    }
    weights = Value(*options.weights, release).reshaped(flat);
  }
  const auto bins = edges_of(elements, options);
  if (!bins) return std::unexpected(bins.error());
  const DType dtype = weights ? weights->dtype() : DType(Kind::int64);
  const bool simple = !weights || can_cast(dtype, Kind::float64, Casting::safe, release) ||
                      can_cast(dtype, Kind::complex128, Casting::safe, release);
  Value counts = bins->outer && simple ? uniform_counts(elements, weights, *bins, dtype)
                                       : counts_between(elements, weights, bins->edges, dtype);
  if (options.density && counts.ok()) {
    const Value widths = Value(diff(bins->edges.view(), {release}), release).as_type(Kind::float64);
    counts = counts / widths / reduced("add", counts);
  }
  auto counted = counts.result();
  if (!counted) return std::unexpected(counted.error());
  auto edges = bins->edges.result();
  if (!edges) return std::unexpected(edges.error());
  return Histogram{std::move(*counted), std::move(*edges)};
}

}  // namespace fairplay::arraycore
