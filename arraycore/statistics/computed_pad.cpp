#include "arraycore/statistics/computed_pad.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/pad.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/median.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

using Widths = std::span<const std::pair<std::int64_t, std::int64_t>>;

/// An array that is extended, with what was there in its middle. Its memory has NumPy's order: sums depend on it.
class Padded {
 public:
  static Expected<Padded> around(const ConstDynamicView& view, Widths widths) {
    if (const auto fits = margins_have_elements(view, widths); !fits) return std::unexpected(fits.error());
    const std::int64_t size = view.dtype().size();
    const bool by_columns = view.dimensions() > 1 && is_contiguous(view.layout(), size, Order::fortran) &&
                            !is_contiguous(view.layout(), size, Order::c);
    std::vector<std::int64_t> axes(view.dimensions());
    std::iota(axes.begin(), axes.end(), 0);
    std::vector<std::pair<std::int64_t, std::int64_t>> ordered(widths.begin(), widths.end());
    if (by_columns) {
      std::reverse(axes.begin(), axes.end());
      std::reverse(ordered.begin(), ordered.end());
    }
    const auto turned = view.with(permuted(view.layout(), axes));
    if (!turned) return std::unexpected(turned.error());
    const auto zero = Array::zeros(view.dtype(), Extents{});
    if (!zero) return std::unexpected(zero.error());
    auto memory = pad_constant(*turned, ordered, *zero);
    if (!memory) return std::unexpected(memory.error());
    Padded result(std::move(*memory), view.shape(), widths);
    const DynamicView all = result.memory_;
    const auto layout = permuted(all.layout(), axes);
    if (!layout) return std::unexpected(layout.error());
    result.all_ = *layout;
    return result;
  }

  /// `count` places of an axis from `first` on, with the margins of the axes before it; of those behind it only what
  /// was there.
  DynamicView places(std::size_t axis, std::int64_t first, std::int64_t count) {
    Layout layout = all_;
    for (std::size_t other = axis + 1; other < widths_.size(); ++other) {
      layout.offset += widths_[other].first * layout.strides[other];
      layout.shape[other] = shape_[other];
    }
    layout.offset += first * layout.strides[axis];
    layout.shape[axis] = count;
    return DynamicView(memory_.view().data(), memory_.dtype(), layout);
  }

  std::size_t dimensions() const { return widths_.size(); }
  DType dtype() const { return memory_.dtype(); }
  bool empty() const { return std::find(shape_.begin(), shape_.end(), 0) != shape_.end(); }
  /// Of an axis before it was extended.
  std::int64_t extent(std::size_t axis) const { return shape_[axis]; }
  std::int64_t before(std::size_t axis) const { return widths_[axis].first; }
  std::int64_t after(std::size_t axis) const { return widths_[axis].second; }
  DynamicView margin_before(std::size_t axis) { return places(axis, 0, before(axis)); }
  DynamicView margin_after(std::size_t axis) { return places(axis, before(axis) + extent(axis), after(axis)); }

  /// In row-major order.
  Expected<Array> result() { return Array::copy_of(DynamicView(memory_.view().data(), memory_.dtype(), all_)); }

 private:
  Padded(Array memory, Extents shape, Widths widths)
      : memory_(std::move(memory)), shape_(std::move(shape)), widths_(widths.begin(), widths.end()) {}

  Array memory_;
  Extents shape_;
  std::vector<std::pair<std::int64_t, std::int64_t>> widths_;
  Layout all_;
};

/// Sets elements, whatever the cast loses.
Expected<void> set(const DynamicView& target, const Value& value) {
  if (!value.ok()) return std::unexpected(value.error());
  const auto done = assign_cast(target, value.view(), value.release());
  if (!done) return std::unexpected(done.error());
  return {};
}

Value statistic_of(const DynamicView& elements, PadStatistic statistic, std::int64_t axis, Release release) {
  const std::int64_t axes[]{axis};
  switch (statistic) {
    case PadStatistic::maximum: return reduced("maximum", Value(elements, release), {.axes = axes, .keepdims = true});
    case PadStatistic::minimum: return reduced("minimum", Value(elements, release), {.axes = axes, .keepdims = true});
    case PadStatistic::mean:
      return Value(mean(elements, {.release = release, .axes = axes, .keepdims = true}), release);
    case PadStatistic::median: break;
  }
  return Value(median(elements, {.release = release, .axes = axes, .keepdims = true}), release);
}

Value rounded_for(DType dtype, const Value& value) {
  if (!value.ok() || !is_integer(dtype.kind()) || !is_real_floating(value.dtype().kind())) return value;
  return call("rint", {value});
}

/// numpy.linspace from a number to the elements of an axis of one place, that end left out, as NumPy writes it.
Value ramp(double end, const DynamicView& edge, std::size_t axis, std::int64_t count, Release release) {
  const Value stop = Value(edge, release).at(0, static_cast<std::int64_t>(axis)) * 1.0;
  // NumPy makes Python numbers of the ends, but for one axis of its own, whose type counts.
  const bool typed = release < Release{2, 0} || edge.dimensions() == 1;
  const Value start = typed ? scalar_value(end, Kind::float64, release) : Value(end);
  const Value delta = stop - start;
  if (!delta.ok()) return delta;
  Value numbers = steps_of_distance(start, delta, count, count, delta.dtype());
  if (release >= Release{1, 20} && is_integer(edge.dtype().kind())) numbers = call("floor", {numbers});
  if (!numbers.ok()) return numbers;
  const std::int64_t from[]{0};
  const std::int64_t to[]{static_cast<std::int64_t>(axis)};
  return numbers.under(axes_moved(numbers.view().layout(), from, to));
}

/// One turn of NumPy's loop: margins are continued by all that is there by now, a whole number of periods of it, first
/// before it and then behind.
class OddReflection {
 public:
  OddReflection(Padded& padded, std::size_t axis, bool edge_included, Release release)
      : padded_(padded),
        axis_(axis),
        edge_included_(edge_included),
        release_(release),
        first_(padded.before(axis)),
        last_(padded.before(axis) + padded.extent(axis) - 1),
        end_(last_ + 1 + padded.after(axis)) {}

  Expected<void> run() {
    while (first_ > 0 || last_ + 1 < end_) {
      const std::int64_t there = periods();
      if (first_ > 0) {
        const std::int64_t n = std::min(there, first_);
        if (const auto done = turn_over(first_, first_ - n, first_ + (edge_included_ ? 0 : 1), n); !done) return done;
        first_ -= n;
      }
      if (last_ + 1 < end_) {
        const std::int64_t n = std::min(there, end_ - last_ - 1);
        const std::int64_t source = last_ - (edge_included_ ? 0 : 1) - (n - 1);
        if (const auto done = turn_over(last_, last_ + 1, source, n); !done) return done;
        last_ += n;
      }
    }
    return {};
  }

 private:
  /// How many elements are mirrored at a time.
  std::int64_t periods() const {
    const std::int64_t extent = padded_.extent(axis_);
    const std::int64_t there = last_ + 1 - first_;
    return edge_included_ ? there / extent * extent : (there - 1) / (extent - 1) * (extent - 1);
  }

  Expected<void> turn_over(std::int64_t edge, std::int64_t target, std::int64_t source, std::int64_t n) {
    const Value outermost(padded_.places(axis_, edge, 1), release_);
    const Value elements(padded_.places(axis_, source, n), release_);
    const std::int64_t axes[]{static_cast<std::int64_t>(axis_)};
    const Value mirrored = elements.under(flipped(elements.view().layout(), axes));
    return set(padded_.places(axis_, target, n), 2 * outermost - mirrored);
  }

  Padded& padded_;
  std::size_t axis_;
  bool edge_included_;
  Release release_;
  std::int64_t first_;  // of the places that are filled
  std::int64_t last_;
  std::int64_t end_;
};

Expected<void> margins_of_edges(Padded& padded, std::size_t axis, Release release) {
  const Value edge(padded.places(axis, padded.before(axis), 1), release);
  if (const auto done = set(padded.margin_before(axis), edge); !done) return done;
  return set(padded.margin_after(axis), edge);
}

template <class Pair>
Expected<void> one_pair_each(std::span<const Pair> pairs, Widths widths, const char* what) {
  if (pairs.size() == widths.size()) return {};
  return fail(ErrorKind::shape, std::to_string(pairs.size()) + " pairs of " + what + " for an array of " +
                                    std::to_string(widths.size()) + " axes");
}

}  // namespace

Expected<Array> pad_statistic(const ConstDynamicView& view, Widths widths, PadStatistic statistic,
                              std::span<const StatisticLengths> lengths, Release release) {
  if (const auto fits = one_pair_each(lengths, widths, "lengths"); !fits) return std::unexpected(fits.error());
  auto padded = Padded::around(view, widths);
  if (!padded) return std::unexpected(padded.error());
  const bool extremum = statistic == PadStatistic::maximum || statistic == PadStatistic::minimum;
  for (std::size_t axis = 0; axis < padded->dimensions(); ++axis) {
    const std::int64_t extent = padded->extent(axis);
    if (lengths[axis].first.value_or(0) < 0 || lengths[axis].second.value_or(0) < 0) {
      return fail(ErrorKind::value, "index can't contain negative values");
    }
    if (padded->empty()) continue;
    const std::int64_t left = std::min(lengths[axis].first.value_or(extent), extent);
    const std::int64_t right = std::min(lengths[axis].second.value_or(extent), extent);
    if (extremum && (left == 0 || right == 0)) {
      return fail(ErrorKind::value, "stat_length of 0 yields no value for padding");
    }
    const auto place = static_cast<std::int64_t>(axis);
    const std::int64_t first = padded->before(axis);
    const auto statistic_at = [&](std::int64_t from, std::int64_t n) {
      return rounded_for(view.dtype(), statistic_of(padded->places(axis, from, n), statistic, place, release));
    };
    const Value before = statistic_at(first, left);
    const Value after = left == extent && right == extent ? before : statistic_at(first + extent - right, right);
    if (const auto done = set(padded->margin_before(axis), before); !done) return std::unexpected(done.error());
    if (const auto done = set(padded->margin_after(axis), after); !done) return std::unexpected(done.error());
  }
  return padded->result();
}

Expected<Array> pad_ramp(const ConstDynamicView& view, Widths widths, std::span<const std::pair<double, double>> ends,
                         Release release) {
  if (const auto fits = one_pair_each(ends, widths, "ends"); !fits) return std::unexpected(fits.error());
  auto padded = Padded::around(view, widths);
  if (!padded) return std::unexpected(padded.error());
  for (std::size_t axis = 0; axis < padded->dimensions() && !padded->empty(); ++axis) {
    const std::int64_t first = padded->before(axis);
    const std::int64_t last = first + padded->extent(axis) - 1;
    const Value before = ramp(ends[axis].first, padded->places(axis, first, 1), axis, first, release);
    if (const auto done = set(padded->margin_before(axis), before); !done) return std::unexpected(done.error());
    const Value after = ramp(ends[axis].second, padded->places(axis, last, 1), axis, padded->after(axis), release);
    if (!after.ok()) return std::unexpected(after.error());
    const std::int64_t axes[]{static_cast<std::int64_t>(axis)};
    const auto done = set(padded->margin_after(axis), after.under(flipped(after.view().layout(), axes)));
    if (!done) return std::unexpected(done.error());
  }
  return padded->result();
}

Expected<Array> pad_odd(const ConstDynamicView& view, Widths widths, bool edge_included, Release release) {
  auto padded = Padded::around(view, widths);
  if (!padded) return std::unexpected(padded.error());
  for (std::size_t axis = 0; axis < padded->dimensions() && !padded->empty(); ++axis) {
    const auto done = padded->extent(axis) == 1 ? margins_of_edges(*padded, axis, release)
                                                : OddReflection(*padded, axis, edge_included, release).run();
    if (!done) return std::unexpected(done.error());
  }
  return padded->result();
}

}  // namespace fairplay::arraycore
