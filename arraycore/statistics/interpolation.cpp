#include "arraycore/statistics/interpolation.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/join.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

template <class T>
std::vector<T> elements_of(const ConstDynamicView& contiguous) {
  std::vector<T> values(static_cast<std::size_t>(contiguous.count()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = load<T>(contiguous.data() + i * sizeof(T));
  return values;
}

/// A value on the line between two points; what isn't a number from the one side is tried from the other.
double between(double slope, double x, const double* points, double lower, double upper) {
  double result = slope * (x - points[0]) + lower;
  if (!std::isnan(result)) return result;
  result = slope * (x - points[1]) + upper;
  return std::isnan(result) && lower == upper ? lower : result;
}

double on_line(double x, const double* points, const double* values) {
  return between((values[1] - values[0]) / (points[1] - points[0]), x, points, values[0], values[1]);
}

/// Slopes of complex values are products, as in NumPy.
std::complex<double> on_line(double x, const double* points, const std::complex<double>* values) {
  const double inverse = 1.0 / (points[1] - points[0]);
  const auto part = [&](double lower, double upper) {
    return between((upper - lower) * inverse, x, points, lower, upper);
  };
  return {part(values[0].real(), values[1].real()), part(values[0].imag(), values[1].imag())};
}

template <class T>
T bound(const std::optional<std::complex<double>>& given, T otherwise) {
  if (!given) return otherwise;
  if constexpr (std::is_same_v<T, double>) {
    return given->real();
  } else {
    return *given;
  }
}

template <class T>
Expected<Array> interpolated_in(const ConstDynamicView& x, const ConstDynamicView& points,
                                const ConstDynamicView& values, const InterpolationOptions& options) {
  const std::vector<double> places = elements_of<double>(points);
  const std::vector<T> heights = elements_of<T>(values);
  const T left = bound(options.left, heights.front());
  const T right = bound(options.right, heights.back());
  auto result = Array::zeros(dtype_of<T>, x.shape());
  if (!result) return result;
  for (std::int64_t i = 0; i < x.count(); ++i) {
    const auto at = load<double>(x.data() + i * std::int64_t{sizeof(double)});
    const auto above = std::upper_bound(places.begin(), places.end(), at);
    const auto next = static_cast<std::size_t>(above - places.begin());
    T value = right;
    if (std::isnan(at)) {
      value = at;
    } else if (at < places.front()) {
      value = left;
    } else if (at <= places.back()) {
      const std::size_t place = next - 1;
      value = place + 1 == places.size() || places[place] == at ? heights[place]
                                                                : on_line(at, &places[place], &heights[place]);
    }
    store<T>(result->view().data() + i * std::int64_t{sizeof(T)}, value);
  }
  return result;
}

/// The points of one period, in order, with a neighbour on either side.
struct Periodic {
  Value x;
  Value points;
  Value values;

  Periodic(const Value& at, const Value& places, const Value& heights, double period)
      : x(call("remainder", {at, period})), points(call("remainder", {places, period})), values(heights) {
    if (!points.ok()) return;
    const Release release = points.release();
    const Value order(sorting_places(points.view(), 0), release);
    points = points.take(order);
    values = values.take(order);
    const Value first_points = points.slice({0, 1, {}});
    const Value last_points = points.slice({-1, {}, {}});
    points = joined(last_points - period, points, first_points + period);
    values = joined(values.slice({-1, {}, {}}), values, values.slice({0, 1, {}}));
  }

  static Value joined(const Value& before, const Value& middle, const Value& behind) {
    if (!before.ok() || !middle.ok() || !behind.ok()) return middle;
    const ConstDynamicView parts[]{before.view(), middle.view(), behind.view()};
    return {concatenate(parts, 0, middle.release()), middle.release()};
  }
};

}  // namespace

Expected<Array> interpolate(const ConstDynamicView& x, const ConstDynamicView& points, const ConstDynamicView& values,
                            const InterpolationOptions& options) {
  const Release release = options.release;
  const bool complex = is_complex(values.dtype().kind());
  const DType dtype = complex ? Kind::complex128 : Kind::float64;
  const Casting casting = options.period ? Casting::unsafe : Casting::safe;
  const auto at = astype(x, Kind::float64, casting, release);
  if (!at) return std::unexpected(at.error());
  const auto places = astype(points, Kind::float64, casting, release);
  if (!places) return std::unexpected(places.error());
  const auto heights = astype(values, dtype, casting, release);
  if (!heights) return std::unexpected(heights.error());
  if (points.dimensions() != 1 || values.dimensions() != 1) {
    return fail(ErrorKind::value, "Data points must be 1-D sequences, not of shapes " + describe(points.shape()) +
                                      " and " + describe(values.shape()));
  }
  if (points.count() == 0) return fail(ErrorKind::value, "array of sample points is empty");
  if (points.count() != values.count()) {
    return fail(ErrorKind::value,
                "fp and xp are not of the same length: " + describe(values.shape()) + ", " + describe(points.shape()));
  }
  const auto compute = complex ? interpolated_in<std::complex<double>> : interpolated_in<double>;
  if (!options.period) return compute(*at, *places, *heights, options);
  if (*options.period == 0) return fail(ErrorKind::value, "period must be a non-zero value");
  const Periodic periodic(Value(at->view(), release), Value(places->view(), release), Value(heights->view(), release),
                          std::abs(*options.period));
  for (const Value* value : {&periodic.x, &periodic.points, &periodic.values}) {
    if (!value->ok()) return std::unexpected(value->error());
  }
  InterpolationOptions within = options;
  within.left = within.right = std::nullopt;
  const auto contiguous = periodic.x.result();
  if (!contiguous) return std::unexpected(contiguous.error());
  return compute(*contiguous, periodic.points.view(), periodic.values.view(), within);
}

}  // namespace fairplay::arraycore
