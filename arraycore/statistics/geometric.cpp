#include "arraycore/statistics/geometric.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// What is computed in. A Python float and an array without axes, of `dtype` or float64, take part.
Expected<DType> computed_type(const Value& start, const Value& stop, const GeometricOptions& options) {
  const DType given = options.dtype.value_or(Kind::float64);
  if (options.release >= Release{2, 0} || (start.dimensions() == 0 && stop.dimensions() == 0)) {
    auto common = promote_types(start.dtype(), stop.dtype(), options.release);
    if (common) common = promote_types(*common, given, options.release);
    if (common && options.release < Release{2, 0}) common = promote_types(*common, Kind::float64, options.release);
    return common ? result_type(*common, PythonScalar::of(1.0), options.release) : common;
  }
  // Up to 1.26 arrays without axes count by their values.
  std::optional<DType> common;
  for (const Value* one : {&start, &stop}) {
    if (one->dimensions() == 0) continue;
    const auto joined = common ? promote_types(*common, one->dtype(), options.release) : one->dtype();
    if (!joined) return joined;
    common = *joined;
  }
  if (options.dtype && is_complex(given.kind())) return promote_types(*common, given, options.release);
  for (const Value* one : {&start, &stop}) {
    if (one->dimensions() != 0) continue;
    const auto joined = is_complex(one->dtype().kind()) ? promote_types(*common, one->dtype(), options.release)
                                                        : result_type(*common, one->as_number(), options.release);
    if (!joined) return joined;
    common = *joined;
  }
  return result_type(*common, PythonScalar::of(static_cast<double>(options.count)), options.release);
}

/// Both ends divided by a direction, which the result is multiplied by.
struct Turned {
  Value start;
  Value stop;
  Value direction;
};

Turned turned_to_positive(const Value& start, const Value& stop, DType dtype, Release release) {
  if (release >= Release{2, 0}) {
    const Value direction = call("sign", {start});
    return {start / direction, stop / direction, direction};
  }
  const Value one = scalar_value(1, dtype, release);
  Turned result{start * one, stop * one, (start * one - start * one) + one};
  // Turned only where both lie on one half of an axis that a real number describes.
  const std::vector<Extents> shapes{start.shape(), stop.shape()};
  const auto shape = broadcast_shapes(shapes);
  if (!shape) return {Value::failed(shape.error()), Value::failed(shape.error()), Value::failed(shape.error())};
  const auto whole = [&](const Value& value) { return value.under(broadcast(value.view().layout(), *shape)).copy(); };
  result.start = whole(start);
  result.stop = whole(stop);
  result.direction = whole(one);
  if (!result.start.ok() || !result.stop.ok() || !result.direction.ok()) return result;
  if (is_complex(dtype.kind())) {
    const auto is_imaginary = [](const Value& value) { return call("equal", {value.part(0), 0}); };
    const Value both = call("logical_and", {is_imaginary(result.start), is_imaginary(result.stop)});
    if (any(both)) {
      for (Value* value : {&result.start, &result.stop}) {
        *value = fill_where(*value, both, value->part(1).copy().as_type(dtype));
      }
      // i, in the imaginary parts.
      const DType part = result.direction.part(0).dtype();
      fill_where(result.direction.part(0), both, scalar_value(0, part, release));
      fill_where(result.direction.part(1), both, scalar_value(1, part, release));
    }
  }
  const auto is_negative = [](const Value& value) { return call("equal", {call("sign", {value}), -1}); };
  const Value both = call("logical_and", {is_negative(result.start), is_negative(result.stop)});
  for (Value* value : {&result.start, &result.stop, &result.direction}) *value = fill_where(*value, both, -*value);
  return result;
}

}  // namespace

Expected<Array> geometrically_spaced(const ConstDynamicView& start, const ConstDynamicView& stop,
                                     const GeometricOptions& options) {
  const Release release = options.release;
  const Value first(start, release), last(stop, release);
  for (const Value* end : {&first, &last}) {
    const Value zero = call("equal", {*end, 0});
    if (!zero.ok()) return zero.result();
    if (any(zero)) return fail(ErrorKind::value, "Geometric sequence cannot include zero");
  }
  if (options.count < 0) {
    return fail(ErrorKind::value, "Number of samples, " + std::to_string(options.count) + ", must be non-negative.");
  }
  const auto dtype = computed_type(first, last, options);
  if (!dtype) return std::unexpected(dtype.error());
  const Turned ends = turned_to_positive(first.as_type(*dtype), last.as_type(*dtype), *dtype, release);
  const Value from = call("log10", {ends.start}), to = call("log10", {ends.stop});
  const std::int64_t parts = options.endpoint ? options.count - 1 : options.count;
  const Value distance = to - from;
  if (!distance.ok()) return distance.result();
  const bool closed = options.endpoint && options.count > 1;
  const Value truth = scalar_value(1, Kind::boolean, release);
  const Value exponents = steps_of_distance(from, distance, options.count, parts, distance.dtype());
  if (!exponents.ok()) return exponents.result();
  if (closed) fill_where(exponents.slice({-1, {}, {}}), truth, to);
  const Value result = call("power", {10.0, exponents}).as_type(*dtype);
  if (!result.ok()) return result.result();
  if (options.count > 0) {
    const Value begun = fill_where(result.slice({0, 1, {}}), truth, ends.start);
    if (!begun.ok()) return begun.result();
  }
  if (closed) {
    const Value ended = fill_where(result.slice({-1, {}, {}}), truth, ends.stop);
    if (!ended.ok()) return ended.result();
  }
  const Value directed = result * ends.direction;
  if (!directed.ok()) return directed.result();
  const std::int64_t here[]{0}, wanted[]{options.axis};
  return directed.under(axes_moved(directed.view().layout(), here, wanted))
      .as_type(options.dtype.value_or(*dtype))
      .result();
}

}  // namespace fairplay::arraycore
