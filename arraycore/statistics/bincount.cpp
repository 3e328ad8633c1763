#include "arraycore/statistics/bincount.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> bincount(const ConstDynamicView& values, std::optional<ConstDynamicView> weights,
                         std::int64_t minimum_length, Release release) {
  if (minimum_length < 0) {
    return fail(ErrorKind::value, "'minlength' must not be negative: " + std::to_string(minimum_length));
  }
  if (values.dimensions() != 1) {
    return fail(ErrorKind::value, "values to count have one axis, not the shape " + describe(values.shape()));
  }
  Extents shape{minimum_length};
  // Nothing has no weight, as in NumPy, and no dtype that counts.
  if (values.count() == 0) return Array::zeros(Kind::int64, shape);
  if (!is_integer(values.dtype().kind()) && values.dtype().kind() != Kind::boolean) {
    return fail(ErrorKind::dtype, "integers are counted, not " + values.dtype().name());
  }
  const auto numbers = integers_of(values);
  if (!numbers) return std::unexpected(numbers.error());
  const auto [lowest, highest] = std::minmax_element(numbers->begin(), numbers->end());
  if (*lowest < 0) {
    return fail(ErrorKind::value, "values to count must not be negative: " + std::to_string(*lowest));
  }
  if (*highest == INT64_MAX) return fail(ErrorKind::size, "counts up to " + std::to_string(*highest));
  shape[0] = std::max(minimum_length, *highest + 1);
  std::optional<Array> shares;
  if (weights) {
    auto converted = astype(*weights, Kind::float64, Casting::safe, release);
    if (!converted) return converted;
    if (weights->dimensions() != 1 || weights->count() != values.count()) {
      return fail(ErrorKind::value, "The weights and list don't have the same length: " + describe(weights->shape()) +
                                        ", " + describe(values.shape()));
    }
    shares = std::move(*converted);
  }
  auto result = Array::zeros(weights ? Kind::float64 : Kind::int64, shape);
  if (!result) return result;
  for (std::size_t i = 0; i < numbers->size(); ++i) {
    std::byte* place = result->view().data() + (*numbers)[i] * 8;
    if (shares) {
      store(place, load<double>(place) + load<double>(shares->view().data() + i * sizeof(double)));
    } else {
      store(place, load<std::int64_t>(place) + 1);
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
