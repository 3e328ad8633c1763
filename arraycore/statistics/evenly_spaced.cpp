#include "arraycore/statistics/evenly_spaced.h"

#include <cstdint>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
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

/// value += start, as NumPy has it: before 1.23 the loop takes a single element for one that is summed into, and a sum
/// begins with +0.
Value added_in_place(const Value& value, const Value& start) {
  const Value sum = value + start;
  const bool single = sum.ok() && count_of(sum.shape()) == 1;
  return single && sum.release() < Release{1, 23} ? sum + 0 : sum;
}

}  // namespace

Value steps_of_distance(const Value& start, const Value& distance, std::int64_t count, std::int64_t parts,
                        DType dtype) {
  if (!distance.ok()) return distance;
  Extents first_axis(distance.dimensions() + 1, 1);
  first_axis[0] = count;
  const Value steps = counting(count, dtype, distance.release()).reshaped(first_axis);
  if (parts <= 0) return added_in_place(steps * distance, start);
  const Value step = distance / parts;
  const Value flat = call("equal", {step, 0});
  if (!flat.ok()) return flat;
  return added_in_place((any(flat) ? steps / parts * distance : steps * step).as_type(dtype), start);
}

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
  const std::int64_t parts = count - 1;
  const Value result = steps_of_distance(start, distance, count, parts, computed).as_type(dtype);
  if (parts > 0 && result.ok()) {
    const Value end = result.slice({parts, {}, {}});
    const Value filled = fill_where(end, scalar_value(1, Kind::boolean, release), stop);
    if (!filled.ok()) return filled;
  }
  return result;
}

}  // namespace fairplay::arraycore
