#include "arraycore/sorting/unique.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/sort_loops.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// The input as rows without gaps: single elements, or the subarrays along an axis.
struct Rows {
  Array elements;
  std::int64_t count;
  std::int64_t columns;
  /// The shape of a row.
  Extents row_shape;

  const std::byte* row(std::int64_t place) const {
    return elements.view().data() + place * columns * elements.dtype().size();
  }
};

Expected<Rows> rows_of(const ConstDynamicView& input, std::optional<std::int64_t> axis) {
  if (!axis) {
    auto copy = Array::copy_of(input);
    if (!copy) return std::unexpected(copy.error());
    return Rows{std::move(*copy), input.count(), 1, {}};
  }
  const auto place = normal_axis(*axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  const Axes from{static_cast<std::int64_t>(*place)};
  const auto moved = axes_moved(input.layout(), from, Axes{0});
  if (!moved) return std::unexpected(moved.error());
  auto copy = Array::copy_of(input.with(*moved));
  if (!copy) return std::unexpected(copy.error());
  Extents row_shape(moved->shape.begin() + 1, moved->shape.end());
  const std::int64_t columns = count_of(row_shape);
  return Rows{std::move(*copy), moved->shape[0], columns, std::move(row_shape)};
}

/// The rows in the order of their elements, the first column first.
std::vector<std::int64_t> ordered_rows(const Rows& rows) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(rows.count));
  std::iota(places.begin(), places.end(), std::int64_t{0});
  const std::int64_t size = rows.elements.dtype().size();
  const SortLoops& loops = sort_loops(rows.elements.dtype().kind());
  for (std::int64_t column = rows.columns; column-- > 0;) {
    loops.order(rows.elements.view().data() + column * size, rows.columns * size, size, places);
  }
  return places;
}

/// Where a new value begins among the ordered rows.
std::vector<std::int64_t> first_of_equal(const Rows& rows, const std::vector<std::int64_t>& places, bool equal_nan) {
  const std::int64_t size = rows.elements.dtype().size();
  const SortLoops& loops = sort_loops(rows.elements.dtype().kind());
  const auto same = [&](const std::byte* a, const std::byte* b) {
    for (std::int64_t column = 0; column < rows.columns; ++column) {
      if (!loops.equal(a + column * size, b + column * size, size)) return false;
    }
    return true;
  };
  const auto unordered = [&](std::int64_t place) { return equal_nan && loops.unordered(rows.row(place), size); };
  std::vector<std::int64_t> starts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    // What has no order comes last: the first one stands for all.
    const bool again = i > 0 && (same(rows.row(places[i - 1]), rows.row(places[i])) ||
                                 (unordered(places[i - 1]) && unordered(places[i])));
    if (!again) starts.push_back(static_cast<std::int64_t>(i));
  }
  return starts;
}

Expected<Array> chosen_rows(const Rows& rows, const std::vector<std::int64_t>& places,
                            std::optional<std::int64_t> axis) {
  Extents shape{static_cast<std::int64_t>(places.size())};
  shape.insert(shape.end(), rows.row_shape.begin(), rows.row_shape.end());
  auto result = Array::unset(rows.elements.dtype(), shape);
  if (!result) return result;
  const std::int64_t bytes = rows.columns * rows.elements.dtype().size();
  std::byte* to = result->view().data();
  for (const std::int64_t place : places) {
    std::memcpy(to, rows.row(place), static_cast<std::size_t>(bytes));
    to += bytes;
  }
  if (!axis) return result;
  const ConstDynamicView view = *result;
  const auto moved = axes_moved(view.layout(), Axes{0}, Axes{*axis});
  if (!moved) return std::unexpected(moved.error());
  return Array::copy_of(view.with(*moved));
}

}  // namespace

Expected<Unique> unique(const ConstDynamicView& input, const UniqueOptions& options) {
  if (options.axis && input.dimensions() == 1 && options.release >= Release{2, 4}) {
    // The rows are elements, and NaNs are collapsed like them.
    if (const auto axis = normal_axis(*options.axis, 1); !axis) return std::unexpected(axis.error());
    UniqueOptions flat = options;
    flat.axis.reset();
    return unique(input, flat);
  }
  const auto rows = rows_of(input, options.axis);
  if (!rows) return std::unexpected(rows.error());
  const auto places = ordered_rows(*rows);
  const bool equal_nan =
      !options.axis && options.release >= Release{1, 21} && (options.equal_nan || options.release < Release{1, 24});
  auto starts = first_of_equal(*rows, places, equal_nan);
  std::vector<std::int64_t> firsts;
  for (const std::int64_t start : starts) firsts.push_back(places[static_cast<std::size_t>(start)]);
  auto values = chosen_rows(*rows, firsts, options.axis);
  if (!values) return std::unexpected(values.error());
  Unique result{std::move(*values)};
  const auto keep = [](std::optional<Array>& target, Expected<Array> array) -> Expected<void> {
    if (!array) return std::unexpected(array.error());
    target.emplace(std::move(*array));
    return {};
  };
  if (options.indices) {
    if (const auto kept = keep(result.indices, Array::from<std::int64_t>(firsts)); !kept) {
      return std::unexpected(kept.error());
    }
  }
  starts.push_back(rows->count);
  if (options.inverse) {
    std::vector<std::int64_t> inverse(places.size());
    for (std::size_t value = 0; value + 1 < starts.size(); ++value) {
      for (auto i = static_cast<std::size_t>(starts[value]); i < static_cast<std::size_t>(starts[value + 1]); ++i) {
        inverse[static_cast<std::size_t>(places[i])] = static_cast<std::int64_t>(value);
      }
    }
    auto array = Array::from<std::int64_t>(inverse);
    if (array && !options.axis && options.release >= Release{2, 0}) {
      array = std::move(*array).reshaped(input.shape());
    }
    if (const auto kept = keep(result.inverse, std::move(array)); !kept) return std::unexpected(kept.error());
  }
  if (options.counts) {
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) counts.push_back(starts[i + 1] - starts[i]);
    if (const auto kept = keep(result.counts, Array::from<std::int64_t>(counts)); !kept) {
      return std::unexpected(kept.error());
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
