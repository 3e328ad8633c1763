// Operations that sort, search, and make sets.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/sorting/partition.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sets.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/sorting/unique.h"
#include "arraycore/types/error.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Each piece of the axis between two of the places is sorted: what a partition promises, in a form to compare.
Answer pieces_in_order(Array array, std::vector<std::int64_t> kths, std::int64_t axis) {
  const DynamicView view = array;
  const std::int64_t extent = view.shape()[*normal_axis(axis, view.dimensions())];
  for (std::int64_t& kth : kths) kth += kth < 0 ? extent : 0;
  std::sort(kths.begin(), kths.end());
  kths.push_back(extent);
  std::int64_t start = 0;
  for (const std::int64_t kth : kths) {
    if (kth > start) {
      const DynamicView piece = *view.with(sliced(view.layout(), axis, {start, kth, 1}));
      const auto in_order = sorted(piece, axis);
      if (!in_order) return std::unexpected(in_order.error());
      if (const auto done = assign(piece, *in_order); !done) return std::unexpected(done.error());
    }
    start = kth + 1;
  }
  return array;
}

Answer partition(const Request& request) {
  const auto kths = request.list("kths");
  const std::int64_t axis = request.number("axis");
  if (!request.is_set("places")) {
    auto result = partitioned(request.first(), kths, axis);
    if (!result) return std::unexpected(result.error());
    return pieces_in_order(std::move(*result), kths, axis);
  }
  const auto places = partitioning_places(request.first(), kths, axis);
  if (!places) return std::unexpected(places.error());
  const ConstDynamicView input = request.first();
  const std::size_t along = *normal_axis(axis, input.dimensions());
  // Every place along the other axes, and these along this one.
  std::vector<Array> counts;
  for (std::size_t other = 0; other < input.dimensions(); ++other) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = 0; i < input.shape()[other]; ++i) numbers.push_back(i);
    Extents shape(input.dimensions(), 1);
    shape[other] = input.shape()[other];
    counts.push_back(Array::from<std::int64_t>(numbers).value().reshaped(shape).value());
  }
  std::vector<Index> indices;
  for (std::size_t other = 0; other < input.dimensions(); ++other) {
    indices.emplace_back(ConstDynamicView(other == along ? places->view() : std::as_const(counts[other]).view()));
  }
  auto taken = get_index(input, indices);
  if (!taken) return std::unexpected(taken.error());
  return pieces_in_order(std::move(*taken), kths, axis);
}

Answer search(const Request& request) {
  const Side side = request.is_set("right") ? Side::right : Side::left;
  if (request.is_set("sorter")) {
    const auto order = sorting_places(request.first(), 0);
    if (!order) return std::unexpected(order.error());
    return answer(search_sorted(request.first(), request.arrays.at(1), side, request.release, order->view()));
  }
  const auto list = sorted(request.first(), 0);
  if (!list) return std::unexpected(list.error());
  return answer(search_sorted(*list, request.arrays.at(1), side, request.release));
}

Answer unique_any(const Request& request) {
  const auto which = request.arguments.at("which").get<std::string>();
  auto found = unique(request.first(), {.release = request.release,
                                        .axis = request.optional_number("axis"),
                                        .indices = which == "indices",
                                        .inverse = which == "inverse",
                                        .counts = which == "counts",
                                        .equal_nan = request.is_set("equal_nan")});
  if (!found) return std::unexpected(found.error());
  if (which == "indices") return std::move(*found->indices);
  if (which == "inverse") return std::move(*found->inverse);
  if (which == "counts") return std::move(*found->counts);
  return std::move(found->values);
}

Answer set_of_two(const ConstDynamicView& a, const ConstDynamicView& b, const Request& request) {
  const SetOptions options{request.release, request.is_set("assume_unique")};
  if (request.name() == "union1d") return answer(union1d(a, b, request.release));
  if (request.name() == "setxor1d") return answer(setxor1d(a, b, options));
  if (request.name() == "setdiff1d") return answer(setdiff1d(a, b, options));
  auto both = intersect1d(a, b, options);
  if (!both) return std::unexpected(both.error());
  const auto which = request.arguments.at("which").get<std::string>();
  if (which == "values") return std::move(both->values);
  return std::move(which == "first" ? both->first_places : both->second_places);
}

Answer set_any(const Request& request) {
  if (request.name() == "union1d" || !request.is_set("assume_unique")) {
    return set_of_two(request.first(), request.arrays.at(1), request);
  }
  const auto a = unique(request.first(), {.release = request.release});
  const auto b = unique(request.arrays.at(1), {.release = request.release});
  if (!a || !b) return std::unexpected((!a ? a : b).error());
  return set_of_two(a->values, b->values, request);
}

}  // namespace

const std::map<std::string, Evaluator>& sorting_operations() {
  static const std::map<std::string, Evaluator> all{
      {"sort", [](const Request& r) { return answer(sorted(r.first(), r.number("axis"))); }},
      {"argsort", [](const Request& r) { return answer(sorting_places(r.first(), r.number("axis"))); }},
      {"partition", partition},
      {"lexsort", [](const Request& r) { return answer(lexicographic_places(r.all(), r.number("axis"))); }},
      {"search", search},
      {"unique", unique_any},
      {"set", set_any},
      {"isin", [](const Request& r) { return answer(isin(r.first(), r.arrays.at(1), r.is_set("invert"), r.release)); }},
  };
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
