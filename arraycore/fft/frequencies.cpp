#include "arraycore/fft/frequencies.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/repeat.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// `count` frequencies, those from `wrap` on less n.
Expected<Array> frequencies(std::int64_t n, double spacing, std::int64_t count, std::int64_t wrap) {
  // NumPy multiplies by this factor, too, so that the bits are the same.
  const double factor = 1.0 / (static_cast<double>(n) * spacing);
  const std::int64_t shape[]{count};
  auto result = Array::unset(Kind::float64, shape);
  if (!result) return result;
  std::byte* to = result->view().data();
  for (std::int64_t k = 0; k < count; ++k, to += sizeof(double)) {
    store<double>(to, static_cast<double>(k < wrap ? k : k - n) * factor);
  }
  return result;
}

std::optional<Error> wrong_spacing(std::int64_t n, double spacing) {
  if (n < 1) return Error{ErrorKind::value, "frequencies of " + std::to_string(n) + " points"};
  if (spacing == 0) return Error{ErrorKind::value, "frequencies of points without distance"};
  return std::nullopt;
}

Expected<Array> shifted(const ConstDynamicView& array, std::optional<std::span<const std::int64_t>> axes, bool back) {
  std::vector<std::int64_t> places;
  std::vector<std::int64_t> shifts;
  const std::size_t count = axes ? axes->size() : array.dimensions();
  for (std::size_t i = 0; i < count; ++i) {
    const auto place = normal_axis(axes ? (*axes)[i] : static_cast<std::int64_t>(i), array.dimensions());
    if (!place) return std::unexpected(place.error());
    const std::int64_t half = array.shape()[*place] / 2;
    places.push_back(static_cast<std::int64_t>(*place));
    shifts.push_back(back ? -half : half);
  }
  return roll(array, shifts, places);
}

}  // namespace

Expected<Array> fft_frequencies(std::int64_t n, double spacing) {
  if (const auto error = wrong_spacing(n, spacing)) return std::unexpected(*error);
  return frequencies(n, spacing, n, (n - 1) / 2 + 1);
}

Expected<Array> rfft_frequencies(std::int64_t n, double spacing) {
  if (const auto error = wrong_spacing(n, spacing)) return std::unexpected(*error);
  return frequencies(n, spacing, n / 2 + 1, n / 2 + 1);
}

Expected<Array> fft_shift(const ConstDynamicView& array, std::optional<std::span<const std::int64_t>> axes) {
  return shifted(array, axes, false);
}
Expected<Array> inverse_fft_shift(const ConstDynamicView& array, std::optional<std::span<const std::int64_t>> axes) {
  return shifted(array, axes, true);
}

}  // namespace fairplay::arraycore
