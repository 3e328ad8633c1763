#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Distances along an axis: one for all, or one between each two points.
struct Distances {
  Value distance;
  bool uniform = true;
};

Expected<Distances> distances_of(const Spacing& spacing, std::int64_t extent, Release release) {
  if (const auto* number = std::get_if<double>(&spacing)) return Distances{*number, true};
  const auto& given = std::get<ConstDynamicView>(spacing);
  if (given.dimensions() == 0) return Distances{Value(given, release), true};
  if (given.dimensions() != 1) {
    return fail(ErrorKind::value, "distances must be either scalars or 1d, not of shape " + describe(given.shape()));
  }
  if (given.count() != extent) {
    return fail(ErrorKind::value, "when 1d, distances must match the length of the corresponding dimension: " +
                                      std::to_string(given.count()) + ", not " + std::to_string(extent));
  }
  Value coordinates(given, release);
  if (is_integer(given.dtype().kind())) coordinates = coordinates.as_type(Kind::float64);
  if (!coordinates.ok()) return std::unexpected(coordinates.error());
  const Value steps(diff(coordinates.view(), {release}), release);
  if (!steps.ok()) return std::unexpected(steps.error());
  if (steps.count() == 0) return fail(ErrorKind::index, "one point has no distance from another");
  const Value equal = reduced("logical_and", call("equal", {steps, steps.at(0)}));
  return any(equal) ? Distances{steps.at(0), true} : Distances{steps, false};
}

/// The weights of three neighbours.
struct Stencil {
  Value before;
  Value at;
  Value behind;
};

/// For the second of three points that are dx1 and dx2 apart.
Stencil central(const Value& dx1, const Value& dx2) {
  return {-dx2 / (dx1 * (dx1 + dx2)), (dx2 - dx1) / (dx1 * dx2), dx1 / (dx2 * (dx1 + dx2))};
}

Stencil at_first(const Distances& distances) {
  const Value& dx = distances.distance;
  if (distances.uniform) return {-1.5 / dx, 2.0 / dx, -0.5 / dx};
  const Value dx1 = dx.at(0);
  const Value dx2 = dx.at(1);
  return {-(2.0 * dx1 + dx2) / (dx1 * (dx1 + dx2)), (dx1 + dx2) / (dx1 * dx2), -dx1 / (dx2 * (dx1 + dx2))};
}

Stencil at_last(const Distances& distances) {
  const Value& dx = distances.distance;
  if (distances.uniform) return {0.5 / dx, -2.0 / dx, 1.5 / dx};
  const Value dx1 = dx.at(-2);
  const Value dx2 = dx.at(-1);
  return {dx2 / (dx1 * (dx1 + dx2)), -(dx2 + dx1) / (dx1 * dx2), (2.0 * dx2 + dx1) / (dx2 * (dx1 + dx2))};
}

Value weighed(const Stencil& weights, const Value& before, const Value& at, const Value& behind) {
  return weights.before * before + weights.at * at + weights.behind * behind;
}

/// The derivative along one axis.
class Gradient {
 public:
  Gradient(const Value& f, DType dtype, std::int64_t axis, const Distances& distances)
      : f_(f), axis_(axis), distances_(distances), result_(Array::zeros(dtype, f.shape()), f.release()) {}

  Expected<Array> run(std::int64_t edge_order) {
    write({1, -1, {}}, inside());
    const auto at = [&](std::int64_t place) { return f_.at(place, axis_); };
    if (edge_order == 1) {
      const bool uniform = distances_.uniform;
      write_at(0, (at(1) - at(0)) / (uniform ? distances_.distance : distances_.distance.at(0)));
      write_at(-1, (at(-1) - at(-2)) / (uniform ? distances_.distance : distances_.distance.at(-1)));
    } else {
      write_at(0, weighed(at_first(distances_), at(0), at(1), at(2)));
      write_at(-1, weighed(at_last(distances_), at(-3), at(-2), at(-1)));
    }
    return result_.result();
  }

 private:
  Value inside() const {
    const Value before = f_.slice({{}, -2, {}}, axis_);
    const Value behind = f_.slice({2, {}, {}}, axis_);
    if (distances_.uniform) return (behind - before) / (2.0 * distances_.distance);
    Extents shape(f_.dimensions(), 1);
    shape[static_cast<std::size_t>(axis_)] = -1;
    const Stencil flat = central(distances_.distance.slice({0, -1, {}}), distances_.distance.slice({1, {}, {}}));
    const Stencil weights{flat.before.reshaped(shape), flat.at.reshaped(shape), flat.behind.reshaped(shape)};
    return weighed(weights, before, f_.slice({1, -1, {}}, axis_), behind);
  }

  void write(const Slice& places, const Value& values) { put(result_.slice(places, axis_), values); }
  void write_at(std::int64_t place, const Value& values) { put(result_.at(place, axis_), values); }

  void put(const Value& target, const Value& values) {
    if (!result_.ok()) return;
    if (!target.ok() || !values.ok()) {
      result_ = target.ok() ? values : target;
      return;
    }
    const auto done = assign_cast(target.target(), values.view(), f_.release());
    if (!done) result_ = Value::failed(done.error());
  }

  const Value& f_;
  std::int64_t axis_;
  const Distances& distances_;
  Value result_;
};

}  // namespace

Expected<std::vector<Array>> gradient(const ConstDynamicView& input, const GradientOptions& options) {
  const Release release = options.release;
  Axes all;
  for (std::size_t i = 0; i < input.dimensions(); ++i) all.push_back(static_cast<std::int64_t>(i));
  const auto axes = normal_axes(options.axes.value_or(all), input.dimensions());
  if (!axes) return std::unexpected(axes.error());
  const std::size_t given = options.spacings.size();
  if (given > 1 && given != axes->size()) {
    return fail(ErrorKind::dtype, std::to_string(given) + " spacings for " + std::to_string(axes->size()) + " axes");
  }
  const bool one_for_all = given == 1 && (std::holds_alternative<double>(options.spacings[0]) ||
                                          std::get<ConstDynamicView>(options.spacings[0]).dimensions() == 0);
  if (given == 1 && !one_for_all && axes->size() != 1) {
    return fail(ErrorKind::dtype, "one array of coordinates for " + std::to_string(axes->size()) + " axes");
  }
  if (options.edge_order > 2) return fail(ErrorKind::value, "'edge_order' greater than 2 not supported");
  const Kind kind = input.dtype().kind();
  const bool floating = is_real_floating(kind) || is_complex(kind);
  Value f(input, release);
  if (is_integer(kind)) f = f.as_type(Kind::float64);
  std::vector<Array> results;
  for (std::size_t i = 0; i < axes->size(); ++i) {
    const std::int64_t extent = input.shape()[(*axes)[i]];
    const auto distances =
        distances_of(given == 0 ? Spacing(1.0) : options.spacings[one_for_all ? 0 : i], extent, release);
    if (!distances) return std::unexpected(distances.error());
    if (extent < options.edge_order + 1) {
      return fail(ErrorKind::value,
                  "an axis of " + std::to_string(extent) +
                      " elements is too short for a gradient: at least (edge_order + 1) are required");
    }
    auto one =
        Gradient(f, floating ? input.dtype() : DType(Kind::float64), static_cast<std::int64_t>((*axes)[i]), *distances)
            .run(options.edge_order);
    if (!one) return std::unexpected(one.error());
    results.push_back(std::move(*one));
  }
  return results;
}

}  // namespace fairplay::arraycore
