#include <cstdint>

#include "arraycore/reduction/reduce.h"
#include "arraycore/sorting/search.h"
#include "arraycore/sorting/sort.h"
#include "arraycore/statistics/quantile_lines.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// The share of the weights up to each element; none where nothing weighs anything, which no quantile falls on.
Value shares(const Value& weights, DType quantiles) {
  const Value sums(accumulate("add", weights.view(), 0, DType(Kind::float64), weights.release()), weights.release());
  if (!sums.ok()) return sums;
  Value result = sums / sums.at(-1);
  if (any(call("isnan", {result.at(-1)}))) {
    return Value::failed(ErrorKind::value, "Weights included NaN, inf or were all zero.");
  }
  if (is_real_floating(quantiles.kind())) result = result.as_type(quantiles);
  const Value nothing = call("equal", {result, 0});
  if (!any(nothing.at(0))) return result;
  return fill_where(result.copy(), nothing, scalar_value(-1, result.dtype(), result.release()));
}

}  // namespace

Value weighted_quantile_of_line(const Value& line, const Value& q, const Value& weights) {
  if (!line.ok() || !weights.ok()) return line.ok() ? weights : line;
  if (line.count() == 0) return Value::failed(ErrorKind::index, "no quantile of an axis without elements");
  const Release release = line.release();
  const Value order(sorting_places(line.view(), 0), release);
  const Value share = shares(weights.take(order), q.dtype());
  if (!share.ok()) return share;
  const Value place(search_sorted(share.view(), q.view(), Side::left, release), release);
  const Value sorted = line.take(order);
  Value result = sorted.take(call("minimum", {place, line.count() - 1}));
  if (!is_real_floating(line.dtype().kind())) return result;
  const Value last = sorted.at(-1);
  const Value missing = call("isnan", {last});
  return any(missing) ? fill_where(result, missing, last) : result;
}

}  // namespace fairplay::arraycore
