#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/units.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/complex_order.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

template <class T>
auto comparable(const std::byte* place) {
  if constexpr (std::is_same_v<T, Float16>) {
    return load<T>(place).to_float();
  } else if constexpr (is_ticks<T>) {
    return read_element<T>(place).ticks;
  } else {
    return load<T>(place);
  }
}

template <class Element, class T>
bool undefined(T value) {
  if constexpr (is_ticks<Element>) {
    return value == not_a_time;
  } else if constexpr (is_complex_type<T>) {
    return complex_nan(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return std::isnan(value);
  } else {
    return false;
  }
}

template <class T>
bool below(T a, T b) {
  if constexpr (is_complex_type<T>) {
    return complex_less(a, b);
  } else {
    return a < b;
  }
}

template <class T>
std::int64_t extreme_place(const std::byte* first, std::int64_t stride, std::int64_t n, bool largest) {
  auto best = comparable<T>(first);
  std::int64_t place = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const auto value = comparable<T>(first + i * stride);
    if (undefined<T>(value)) return i;
    if (largest ? below(best, value) : below(value, best)) {
      best = value;
      place = i;
    }
  }
  return place;
}

using PlaceFunction = std::int64_t (*)(const std::byte*, std::int64_t, std::int64_t, bool);

PlaceFunction place_function(Kind kind) {
  if (kind == Kind::datetime) return extreme_place<DatetimeTicks>;
  if (kind == Kind::timedelta) return extreme_place<TimedeltaTicks>;
  return for_number_type(kind, []<class T>() -> PlaceFunction { return extreme_place<T>; });
}

Expected<Array> extreme_places(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims,
                               bool largest) {
  const PlaceFunction function = place_function(input.dtype().kind());
  if (function == nullptr) {
    return fail(ErrorKind::dtype, "no argmax or argmin of " + input.dtype().name() + " yet");
  }
  if (!axis) {
    const auto flat = Array::copy_of(input);
    if (!flat) return std::unexpected(flat.error());
    if (flat->count() == 0) return fail(ErrorKind::value, "attempt to get argmax or argmin of an empty sequence");
    auto result = Array::zeros(Kind::int64, keepdims ? Extents(input.dimensions(), 1) : Extents{});
    if (!result) return result;
    store<std::int64_t>(result->view().data(),
                        function(flat->view().data(), input.dtype().size(), flat->count(), largest));
    return result;
  }
  const auto place = normal_axis(*axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  Layout firsts = input.layout();
  const std::int64_t extent = firsts.shape[*place];
  firsts.shape[*place] = 1;
  if (extent == 0) {
    return fail(ErrorKind::value, "attempt to get argmax or argmin of an empty sequence");
  }
  auto result = Array::zeros(Kind::int64, firsts.shape);
  if (!result) return result;
  const std::int64_t stride = input.strides()[*place];
  std::byte* to = result->view().data();
  for (const std::int64_t offset : offsets_of(firsts.shape, firsts.strides)) {
    store<std::int64_t>(to, function(input.data() + offset, stride, extent, largest));
    to += sizeof(std::int64_t);
  }
  if (keepdims) return result;
  firsts.shape.erase(firsts.shape.begin() + static_cast<std::ptrdiff_t>(*place));
  return std::move(*result).reshaped(firsts.shape);
}

}  // namespace

Expected<Array> argmax(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims) {
  return extreme_places(input, axis, keepdims, true);
}

Expected<Array> argmin(const ConstDynamicView& input, std::optional<std::int64_t> axis, bool keepdims) {
  return extreme_places(input, axis, keepdims, false);
}

}  // namespace fairplay::arraycore
