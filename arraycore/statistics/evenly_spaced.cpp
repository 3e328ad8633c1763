#include "arraycore/statistics/evenly_spaced.h"

#include <cstdint>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// 0, 1, 2, ... in a dtype.
Value counting(std::int64_t count, DType dtype, Release release) {
  const std::int64_t shape[]{count};
  auto numbers = Array::zeros(Kind::int64, shape);
  if (!numbers) return Value::failed(numbers.error());
  for (std::int64_t i = 0; i < count; ++i) {
    store<std::int64_t>(numbers->view().data() + i * std::int64_t{sizeof i}, i);
  }
  return Value(std::move(*numbers), release).as_type(dtype);
}

}  // namespace

Value evenly_spaced(const Value& first, const Value& last, std::int64_t count, DType dtype, Release release) {
  if (count < 0) return Value::failed(ErrorKind::value, "Number of samples must be non-negative");
  const Value one = scalar_value(1, Kind::float64, release);
  // Python numbers are float64 arrays then, others stay in their dtype.
  const auto floating = [&](const Value& value) { return value.is_number() ? one * value : value * 1.0; };
  const Value start = floating(first);
  const Value stop = floating(last);
  const Value distance = stop - start;
  if (!distance.ok()) return distance;
  const DType computed =
      release < Release{2, 0} && !is_complex(distance.dtype().kind()) && distance.dtype().kind() != Kind::long_double
          ? DType(Kind::float64)
          : distance.dtype();
  const Value steps = counting(count, computed, release);
  const std::int64_t parts = count - 1;
  Value result = steps;
  if (parts > 0) {
    const Value step = distance / parts;
    const bool nothing = any(call("equal", {step, 0}));
    result = (nothing ? (steps / parts) * distance : steps * step).as_type(computed);
  } else {
    result = steps * distance;
  }
  result = (result + start).as_type(dtype);
  if (parts > 0 && result.ok()) {
    const Value end = result.slice({parts, {}, {}});
    const Value filled = fill_where(end, scalar_value(1, Kind::boolean, release), stop);
    if (!filled.ok()) return filled;
  }
  return result;
}

}  // namespace fairplay::arraycore
