#include "arraycore/polynomial/windows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Beyond, the result is larger than any long double.
constexpr long double largest_argument = 11400;

long double series_i0(long double x) {
  if (std::isnan(x)) return x;
  const long double magnitude = std::fabs(x);
  if (magnitude > largest_argument) return std::numeric_limits<long double>::infinity();
  const long double quarter = magnitude * magnitude / 4;
  long double term = 1;
  long double sum = 1;
  for (int k = 1; term > sum * std::numeric_limits<long double>::epsilon() / 4; ++k) {
    term *= quarter / (static_cast<long double>(k) * static_cast<long double>(k));
    sum += term;
  }
  return sum;
}

/// 1 - count, 3 - count, ... count - 1.
Expected<Array> odd_steps(std::int64_t count) {
  auto result = Array::unset(Kind::float64, Extents{std::max<std::int64_t>(count, 0)});
  if (!result) return result;
  for (std::int64_t i = 0; i < count; ++i) {
    store<double>(result->view().data() + i * 8, static_cast<double>(2 * i + 1 - count));
  }
  return result;
}

/// A sum of cosines; `weights` are those of 0, 1, ... times pi n / (count - 1).
Expected<Array> sum_of_cosines(std::int64_t count, std::initializer_list<double> weights) {
  const Value n(odd_steps(count), newest_release);
  if (!n.ok()) return n.result();
  Value sum = n * 0.0;
  if (count <= 1) return (sum + 1.0).result();
  double multiple = 0;
  for (const double weight : weights) {
    const Value angle = Value(multiple * std::numbers::pi) * n / static_cast<double>(count - 1);
    sum = sum + (multiple == 0 ? Value(weight) : Value(weight) * call("cos", {angle}));
    multiple += 1;
  }
  return sum.result();
}

}  // namespace

Expected<Array> bartlett(std::int64_t count) {
  auto result = odd_steps(count);
  if (!result) return result;
  const auto whole = static_cast<double>(count - 1);
  for (std::int64_t i = 0; i < count; ++i) {
    std::byte* place = result->view().data() + i * 8;
    store<double>(place, count == 1 ? 1.0 : 1 - std::fabs(load<double>(place) / whole));
  }
  return result;
}

Expected<Array> blackman(std::int64_t count) { return sum_of_cosines(count, {0.42, 0.5, 0.08}); }
Expected<Array> hamming(std::int64_t count) { return sum_of_cosines(count, {0.54, 0.46}); }
Expected<Array> hanning(std::int64_t count) { return sum_of_cosines(count, {0.5, 0.5}); }

Expected<Array> kaiser(std::int64_t count, double beta) {
  auto result = odd_steps(count);
  if (!result) return result;
  const auto whole = static_cast<long double>(count - 1);
  const long double scale = series_i0(beta);
  for (std::int64_t i = 0; i < count; ++i) {
    std::byte* place = result->view().data() + i * 8;
    const long double way = count == 1 ? 0.0L : static_cast<long double>(load<double>(place)) / whole;
    const long double argument = static_cast<long double>(beta) * std::sqrt((1 - way) * (1 + way));
    store<double>(place, count == 1 ? 1.0 : static_cast<double>(series_i0(argument) / scale));
  }
  return result;
}

Expected<Array> bessel_i0(const ConstDynamicView& x, Release release) {
  const Kind kind = x.dtype().kind();
  if (!is_numeric(kind) || is_complex(kind)) {
    return fail(ErrorKind::dtype, "i0 not supported for values of " + x.dtype().name());
  }
  auto wide = astype(x, Kind::long_double, release);
  if (!wide) return wide;
  for (std::int64_t i = 0; i < wide->count(); ++i) {
    std::byte* place = wide->view().data() + i * std::int64_t{sizeof(long double)};
    store<long double>(place, series_i0(load<long double>(place)));
  }
  return astype(*wide, is_real_floating(kind) ? x.dtype() : DType(Kind::float64), release);
}

}  // namespace fairplay::arraycore
