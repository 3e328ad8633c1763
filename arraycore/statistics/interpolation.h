#pragma once

#include <complex>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.interp.
struct InterpolationOptions {
  Release release = newest_release;
  /// What lies before the first and behind the last point; otherwise their values. A period has neither.
  std::optional<std::complex<double>> left = std::nullopt;
  std::optional<std::complex<double>> right = std::nullopt;
  std::optional<double> period = std::nullopt;
};

/// numpy.interp: the values at `x` on the straight lines between points, whose places `points` rise. In float64, or
/// complex128 where values are complex. A point's own value is exact, and between equal infinities lies one. Errors: no
/// points, not as many values as points, more than one axis, a period of 0, dtypes that float64 doesn't hold.
Expected<Array> interpolate(const ConstDynamicView& x, const ConstDynamicView& points, const ConstDynamicView& values,
                            const InterpolationOptions& options = {});

}  // namespace fairplay::arraycore
