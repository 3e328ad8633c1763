#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.diff.
struct DifferenceOptions {
  Release release = newest_release;
  std::int64_t order = 1;
  std::int64_t axis = -1;
  /// Come before and behind along the axis; one element stands for a whole layer.
  std::optional<ConstDynamicView> prepend = std::nullopt;
  std::optional<ConstDynamicView> append = std::nullopt;
};

/// numpy.diff: each element less the one before it, `order` times; of truth values whether they differ. Errors: a
/// negative order, an array without axes, a bad axis, shapes that can't be joined.
Expected<Array> diff(const ConstDynamicView& input, const DifferenceOptions& options = {});

/// How far the points along an axis are from each other: one Python number, one element, or the coordinate of each.
using Spacing = std::variant<double, ConstDynamicView>;

/// The keyword arguments of numpy.gradient.
struct GradientOptions {
  Release release = newest_release;
  /// None: all axes.
  std::optional<std::span<const std::int64_t>> axes = std::nullopt;
  /// None: 1; one number for all axes, or one spacing for each.
  std::span<const Spacing> spacings = {};
  /// How exact the ends are: 1 or 2.
  std::int64_t edge_order = 1;
};

/// numpy.gradient: central differences inside, one-sided ones at the ends; one array for each axis, floating numbers in
/// their dtype, integers in float64. Errors: too few points, spacings that don't fit, truth values.
Expected<std::vector<Array>> gradient(const ConstDynamicView& input, const GradientOptions& options = {});

/// numpy.trapezoid (trapz up to 1.26): the integral by the trapezoidal rule along an axis, over points with these
/// coordinates, or with equal distances. Errors: bad axes, shapes that don't fit.
Expected<Array> trapezoid(const ConstDynamicView& heights, const Spacing& spacing = 1.0, std::int64_t axis = -1,
                          Release release = newest_release);

}  // namespace fairplay::arraycore
