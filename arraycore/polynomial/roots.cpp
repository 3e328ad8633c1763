#include "arraycore/polynomial/roots.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/join.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/eig.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Ones below the diagonal, and in the first row the coefficients but the leading one, over it and negated.
Expected<Array> companion_matrix(const Value& list, Release release) {
  const std::int64_t n = list.count() - 1;
  const Value row = -list.slice({1, {}, {}}) / list.at(0);
  if (!row.ok()) return row.result();
  const Value result(Array::zeros(list.dtype(), Extents{n, n}), release);
  if (!result.ok()) return result.result();
  if (const auto done = assign(result.at(0).target(), row.view()); !done) return std::unexpected(done.error());
  const Value below = result.under(diagonal(result.view().layout(), -1, 0, 1));
  const Value one = scalar_value(1, list.dtype(), release);
  if (!below.ok() || !one.ok()) return (!below.ok() ? below : one).result();
  if (const auto done = assign(below.target(), one.view()); !done) return std::unexpected(done.error());
  return result.result();
}

}  // namespace

Expected<Array> roots(const ConstDynamicView& coefficients, Release release) {
  if (coefficients.dimensions() > 1) return fail(ErrorKind::value, "Input must be a rank-1 array.");
  Value list = Value(coefficients, release).reshaped(Extents{coefficients.count()});
  const Value truths = list.as_type(Kind::boolean);
  const auto counts = truths.ok() ? integers_of(truths.view()) : std::unexpected(truths.error());
  if (!counts) return std::unexpected(counts.error());
  const auto first = std::find(counts->begin(), counts->end(), 1);
  if (first == counts->end()) return Array::zeros(Kind::float64, Extents{0});
  const auto behind = std::find(counts->rbegin(), counts->rend(), 1).base();
  list = list.slice({first - counts->begin(), behind - counts->begin(), {}});
  const Kind kind = list.dtype().kind();
  if (!is_real_floating(kind) && !is_complex(kind)) list = list.as_type(Kind::float64);
  if (!list.ok()) return list.result();
  const auto zeros = static_cast<std::int64_t>(counts->end() - behind);
  if (list.count() == 1) return Array::zeros(Kind::float64, Extents{zeros});
  const auto matrix = companion_matrix(list, release);
  if (!matrix) return std::unexpected(matrix.error());
  // Real ones stay real, also where eigenvalues don't any more.
  const auto found = eigenvalues(*matrix, std::min(release, Release{2, 4}));
  if (!found) return std::unexpected(found.error());
  const auto at_zero = Array::zeros(found->dtype(), Extents{zeros});
  if (!at_zero) return std::unexpected(at_zero.error());
  const std::array<ConstDynamicView, 2> both{*found, *at_zero};
  return concatenate(both, 0, release);
}

}  // namespace fairplay::arraycore
