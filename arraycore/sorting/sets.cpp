#include "arraycore/sorting/sets.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/sorting/unique.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

Expected<Array> flat_copy(const ConstDynamicView& view) {
  auto copy = Array::copy_of(view);
  if (!copy) return copy;
  return std::move(*copy).reshaped(Extents{view.count()});
}

/// The elements as a set, with their first places in the flat array.
struct Members {
  Array values;
  std::vector<std::int64_t> places;
};

Expected<Members> members_of(const ConstDynamicView& view, const SetOptions& options) {
  Members members{Array::zeros(view.dtype(), Extents{0}).value(), {}};
  if (options.assume_unique) {
    auto flat = flat_copy(view);
    if (!flat) return std::unexpected(flat.error());
    members.values = std::move(*flat);
    for (std::int64_t i = 0; i < view.count(); ++i) members.places.push_back(i);
    return members;
  }
  auto found = unique(view, {.release = options.release, .indices = true});
  if (!found) return std::unexpected(found.error());
  const auto places = integers_of(*found->indices);
  if (!places) return std::unexpected(places.error());
  members.values = std::move(found->values);
  members.places = *places;
  return members;
}

/// The same in the dtype that both sets have in common: elements of one may be equal only there.
Expected<Members> members_with(const ConstDynamicView& view, const ConstDynamicView& other, const SetOptions& options) {
  const auto common = promote_types(view.dtype(), other.dtype(), options.release);
  if (!common) return std::unexpected(common.error());
  if (*common == view.dtype()) return members_of(view, options);
  const auto cast = astype(view, *common, options.release);
  if (!cast) return std::unexpected(cast.error());
  return members_of(*cast, options);
}

/// Two sets one behind the other, and the places of their elements in order.
struct Joined {
  Array elements;
  std::vector<std::int64_t> places;

  const std::byte* at(std::size_t i) const { return elements.view().data() + places[i] * elements.dtype().size(); }
  /// Whether the elements at these places of the order are there and equal.
  bool same(std::size_t i, std::size_t j) const {
    return i < places.size() && j < places.size() &&
           sort_loops(elements.dtype().kind()).equal(at(i), at(j), elements.dtype().size());
  }
};

Expected<Joined> joined(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const std::array<ConstDynamicView, 2> both{a, b};
  auto elements = concatenate(both, std::nullopt, release);
  if (!elements) return std::unexpected(elements.error());
  const auto order = sorting_places(*elements, 0);
  if (!order) return std::unexpected(order.error());
  const auto places = integers_of(*order);
  if (!places) return std::unexpected(places.error());
  return Joined{std::move(*elements), *places};
}

Expected<Array> taken(const ConstDynamicView& flat, const std::vector<std::int64_t>& places) {
  const auto indices = Array::from<std::int64_t>(places);
  if (!indices) return std::unexpected(indices.error());
  return take(flat, *indices, 0);
}

/// One truth value for each of the flat elements: whether it is among the wanted ones, which it has a dtype with.
Expected<std::vector<bool>> found_in_order(const ConstDynamicView& elements, const ConstDynamicView& wanted,
                                           DType common, Release release) {
  const auto list = astype(wanted, common, release);
  if (!list) return std::unexpected(list.error());
  const auto ordered = sorted(*list, 0);
  if (!ordered) return std::unexpected(ordered.error());
  const auto values = astype(elements, common, release);
  if (!values) return std::unexpected(values.error());
  const auto places = search_sorted(*ordered, *values, Side::left, release);
  if (!places) return std::unexpected(places.error());
  const auto numbers = integers_of(*places);
  if (!numbers) return std::unexpected(numbers.error());
  const SortLoops& loops = sort_loops(common.kind());
  std::vector<bool> found;
  found.reserve(numbers->size());
  for (std::size_t i = 0; i < numbers->size(); ++i) {
    const std::int64_t place = (*numbers)[i];
    found.push_back(place < ordered->count() &&
                    loops.equal(ordered->view().data() + place * common.size(),
                                values->view().data() + static_cast<std::int64_t>(i) * common.size(), common.size()));
  }
  return found;
}

/// Signed and unsigned integers of 64 bits have no common type that holds both: those from 0 to 2^63 - 1 are compared,
/// the others are in one of them alone.
Expected<std::vector<bool>> found_among_integers(const ConstDynamicView& elements, const ConstDynamicView& wanted,
                                                 Release release) {
  const auto within = [](const ConstDynamicView& view, std::int64_t i) {
    const std::byte* place = view.data() + i * view.strides()[0];
    return (load<std::uint64_t>(place) >> 63) == 0;
  };
  const auto wide = [&](const ConstDynamicView& view) {
    return astype(view, is_unsigned_integer(view.dtype().kind()) ? Kind::uint64 : Kind::int64, release);
  };
  const auto left = wide(elements);
  const auto right = wide(wanted);
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  std::vector<std::int64_t> in_both;
  for (std::int64_t i = 0; i < right->count(); ++i) {
    if (within(*right, i)) in_both.push_back(i);
  }
  const auto list = taken(*right, in_both);
  if (!list) return std::unexpected(list.error());
  auto found = found_in_order(*left, *list, Kind::uint64, release);
  if (!found) return found;
  for (std::int64_t i = 0; i < left->count(); ++i) {
    if (!within(*left, i)) (*found)[static_cast<std::size_t>(i)] = false;
  }
  return found;
}

/// By the ufunc, one wanted element after the other.
Expected<std::vector<bool>> found_one_by_one(const ConstDynamicView& elements, const ConstDynamicView& wanted,
                                             Release release) {
  std::vector<bool> found(static_cast<std::size_t>(elements.count()), false);
  for (std::int64_t i = 0; i < wanted.count(); ++i) {
    const std::array<ConstDynamicView, 2> operands{elements, wanted.with(*selected(wanted.layout(), 0, i))};
    UfuncOptions options;
    options.release = release;
    const auto same = call_ufunc("equal", operands, options);
    if (!same) return std::unexpected(same.error());
    const ConstDynamicView truths = same->front();
    for (std::size_t j = 0; j < found.size(); ++j) {
      if (load<bool>(truths.data() + j)) found[j] = true;
    }
  }
  return found;
}

Expected<std::vector<bool>> is_member(const ConstDynamicView& elements, const ConstDynamicView& wanted,
                                      Release release) {
  const auto whole = [](DType dtype) { return is_integer(dtype.kind()); };
  // NumPy's rule for when comparing one by one is faster; which of two ways it goes shows in the dtypes compared.
  const bool few = static_cast<double>(wanted.count()) < 10 * std::pow(static_cast<double>(elements.count()), 0.145);
  if (few && is_numeric(elements.dtype().kind()) && is_numeric(wanted.dtype().kind())) {
    return found_one_by_one(elements, wanted, release);
  }
  const auto common = promote_types(elements.dtype(), wanted.dtype(), release);
  if (!common) return std::unexpected(common.error());
  if (whole(elements.dtype()) && whole(wanted.dtype()) && !whole(*common)) {
    return found_among_integers(elements, wanted, release);
  }
  return found_in_order(elements, wanted, *common, release);
}

}  // namespace

Expected<Array> union1d(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  const std::array<ConstDynamicView, 2> both{a, b};
  const auto all = concatenate(both, std::nullopt, release);
  if (!all) return std::unexpected(all.error());
  auto found = unique(*all, {.release = release});
  if (!found) return std::unexpected(found.error());
  return std::move(found->values);
}

Expected<Intersection> intersect1d(const ConstDynamicView& a, const ConstDynamicView& b, const SetOptions& options) {
  const auto left = members_with(a, b, options);
  const auto right = members_with(b, a, options);
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  const auto both = joined(left->values, right->values, options.release);
  if (!both) return std::unexpected(both.error());
  std::vector<std::int64_t> values;
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> second;
  const auto place_in = [](const Members& members, std::int64_t place) {
    // Negative where an element that was said to be unique is there twice; NumPy counts such places from the end.
    const auto count = static_cast<std::int64_t>(members.places.size());
    const std::int64_t within = place < 0 ? place + count : place;
    return within < 0 || within >= count ? place : members.places[static_cast<std::size_t>(within)];
  };
  for (std::size_t i = 0; i + 1 < both->places.size(); ++i) {
    if (!both->same(i, i + 1)) continue;
    values.push_back(both->places[i]);
    first.push_back(options.assume_unique ? both->places[i] : place_in(*left, both->places[i]));
    const std::int64_t behind = both->places[i + 1] - left->values.count();
    second.push_back(options.assume_unique ? behind : place_in(*right, behind));
  }
  auto elements = taken(both->elements, values);
  auto first_places = Array::from<std::int64_t>(first);
  auto second_places = Array::from<std::int64_t>(second);
  for (const auto* one : {&elements, &first_places, &second_places}) {
    if (!*one) return std::unexpected(one->error());
  }
  return Intersection{std::move(*elements), std::move(*first_places), std::move(*second_places)};
}

Expected<Array> setxor1d(const ConstDynamicView& a, const ConstDynamicView& b, const SetOptions& options) {
  const auto left = members_with(a, b, options);
  const auto right = members_with(b, a, options);
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  const auto both = joined(left->values, right->values, options.release);
  if (!both) return std::unexpected(both.error());
  std::vector<std::int64_t> alone;
  for (std::size_t i = 0; i < both->places.size(); ++i) {
    const bool again = (i > 0 && both->same(i - 1, i)) || both->same(i, i + 1);
    if (!again) alone.push_back(both->places[i]);
  }
  return taken(both->elements, alone);
}

Expected<Array> setdiff1d(const ConstDynamicView& a, const ConstDynamicView& b, const SetOptions& options) {
  const auto left = members_of(a, options);
  const auto right = members_of(b, options);
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  const auto found = is_member(left->values, right->values, options.release);
  if (!found) return std::unexpected(found.error());
  std::vector<std::int64_t> kept;
  for (std::size_t i = 0; i < found->size(); ++i) {
    if (!(*found)[i]) kept.push_back(static_cast<std::int64_t>(i));
  }
  return taken(left->values, kept);
}

Expected<Array> isin(const ConstDynamicView& elements, const ConstDynamicView& wanted, bool invert, Release release) {
  const auto flat = flat_copy(elements);
  const auto list = flat_copy(wanted);
  if (!flat || !list) return std::unexpected((!flat ? flat : list).error());
  const auto found = is_member(*flat, *list, release);
  if (!found) return std::unexpected(found.error());
  auto result = Array::zeros(Kind::boolean, elements.shape());
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const bool one : *found) store<bool>(place++, one != invert);
  return result;
}

}  // namespace fairplay::arraycore
