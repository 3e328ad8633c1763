#include "arraycore/statistics/unwrap.h"

#include <cstdint>
#include <utility>
#include <variant>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/difference.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Half a period, as the steps are compared with it.
struct HalfPeriod {
  Value high;
  Value low;
  /// Whether a step can be half a period.
  bool is_exact;
};

HalfPeriod half_of(const std::variant<std::int64_t, double>& period, DType dtype) {
  if (const auto* whole = std::get_if<std::int64_t>(&period)) {
    if (is_integer(dtype.kind())) {
      // Python's divmod rounds down.
      const std::int64_t rest = *whole & 1, half = (*whole - rest) / 2;
      return {half, -half, rest == 0};
    }
    const double half = static_cast<double>(*whole) / 2;
    return {half, -half, true};
  }
  const double half = std::get<double>(period) / 2;
  return {half, -half, true};
}

Value as_value(const std::variant<std::int64_t, double>& period) {
  return std::visit([](auto number) { return Value(number); }, period);
}

}  // namespace

Expected<Array> unwrap(const ConstDynamicView& phases, const UnwrapOptions& options) {
  DifferenceOptions along;
  along.release = options.release;
  along.axis = options.axis;
  const Value steps(diff(phases, along), options.release);
  if (!steps.ok()) return steps.result();
  if (!is_numeric(steps.dtype().kind()) && steps.dtype().kind() != Kind::boolean) {
    return fail(ErrorKind::dtype, "no phases of " + phases.dtype().name());
  }
  const auto scalar = std::visit([](auto number) { return PythonScalar::of(number); }, options.period);
  auto dtype = result_type(steps.dtype(), scalar, options.release);
  if (!dtype) return std::unexpected(dtype.error());
  if (options.release < Release{1, 21}) dtype = Kind::float64;
  const HalfPeriod half = half_of(options.period, *dtype);
  const double whole = std::visit([](auto number) { return static_cast<double>(number); }, options.period);
  const Value period = as_value(options.period);
  const Value nearest = call("remainder", {steps - half.low, period}) + half.low;
  if (!nearest.ok()) return nearest.result();
  if (half.is_exact) {
    const Value at_end = call("logical_and", {call("equal", {nearest, half.low}), call("greater", {steps, 0})});
    const Value kept_sign = fill_where(nearest, at_end, half.high.as_type(nearest.dtype()));
    if (!kept_sign.ok()) return kept_sign.result();
  }
  const Value correction = nearest - steps;
  if (!correction.ok()) return correction.result();
  const Value small = call("less", {call("absolute", {steps}), options.discontinuity.value_or(whole / 2)});
  const Value zero = scalar_value(0, correction.dtype(), options.release);
  const Value corrected = fill_where(correction, small, zero);
  if (!corrected.ok()) return corrected.result();
  const Value sums(accumulate("add", corrected.view(), options.axis, std::nullopt, options.release), options.release);
  const Value given(phases, options.release);
  const Value moved = given.slice({1, {}, {}}, options.axis) + sums;
  if (!moved.ok()) return moved.result();
  const Value result = Value(Array::copy_of(phases), options.release).as_type(*dtype);
  const Value behind_first = result.slice({1, {}, {}}, options.axis);
  if (!behind_first.ok()) return behind_first.result();
  if (const auto done = assign(behind_first.target(), moved.view()); !done) return std::unexpected(done.error());
  return result.result();
}

}  // namespace fairplay::arraycore
