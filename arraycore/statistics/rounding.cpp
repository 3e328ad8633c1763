#include "arraycore/statistics/rounding.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/loop_table.h"

namespace fairplay::arraycore {
namespace {

/// As NumPy multiplies it up, exact up to 10^22.
double power_of_ten(std::int64_t exponent) {
  double result = 1;
  for (std::int64_t i = 0; i < exponent && std::isfinite(result); ++i) result *= 10;
  return result;
}

/// Rounds real numbers in `target`, which holds them.
Value round_in_place(const Value& target, std::int64_t decimals) {
  if (decimals == 0) return call_into("rint", {target}, target);
  const Value given = target.copy();
  const double factor = power_of_ten(std::min<std::int64_t>(std::abs(std::max<std::int64_t>(decimals, -400)), 400));
  const char* there = decimals > 0 ? "multiply" : "divide";
  const char* back = decimals > 0 ? "divide" : "multiply";
  Value result = call_into(there, {target, factor}, target);
  result = call_into("rint", {result}, result);
  result = call_into(back, {result, factor}, result);
  const Value lost =
      call("logical_and", {call("logical_not", {call("isfinite", {result})}), call("isfinite", {given})});
  if (!any(lost)) return result;
  // Numbers so large have no decimals, and no number is near so large a power.
  return fill_where(result, lost, decimals > 0 ? given : given * 0);
}

}  // namespace

Expected<Array> round(const ConstDynamicView& input, std::int64_t decimals, Release release) {
  const Kind kind = input.dtype().kind();
  if (!is_numeric(kind)) return fail(ErrorKind::dtype, "no rounding of " + input.dtype().name());
  if (is_integer(kind) && decimals >= 0) return Array::copy_of(input);
  const Value value(input, release);
  if (kind == Kind::boolean) {
    if (decimals != 0) return fail(ErrorKind::dtype, "truth values have no decimals");
    return call("rint", {value}).result();
  }
  if (is_integer(kind)) {
    return round_in_place(value.as_type(Kind::float64), decimals).as_type(input.dtype()).result();
  }
  const Value result = value.copy();
  if (!is_complex(kind)) return round_in_place(result, decimals).result();
  for (const std::int64_t which : {0, 1}) {
    const Value part = round_in_place(result.part(which), decimals);
    if (!part.ok()) return std::unexpected(part.error());
  }
  return result.result();
}

Expected<Array> clip(const ConstDynamicView& input, std::optional<ConstDynamicView> lower,
                     std::optional<ConstDynamicView> upper, Release release) {
  const Value value(input, release);
  if (!lower && !upper) {
    if (release < Release{2, 1}) return fail(ErrorKind::value, "One of max or min must be given");
    return call("positive", {value}).result();
  }
  const auto at_least = [&](const Value& one) { return call("maximum", {one, Value(*lower, release)}); };
  const auto at_most = [&](const Value& one) { return call("minimum", {one, Value(*upper, release)}); };
  if (!lower) return at_most(value).result();
  if (!upper) return at_least(value).result();
  // The ufunc is there from 1.17 on.
  if (find_ufunc("clip", release) == nullptr) return at_most(at_least(value)).result();
  return call("clip", {value, Value(*lower, release), Value(*upper, release)}).result();
}

}  // namespace fairplay::arraycore
