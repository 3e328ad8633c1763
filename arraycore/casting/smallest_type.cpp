#include "arraycore/casting/smallest_type.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "arraycore/casting/numeric_casts.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore {
namespace {

template <class To>
To value_of(const std::byte* element, Kind kind) {
  std::byte room[sizeof(To)];
  numeric_cast(kind, dtype_of<To>.kind())(element, 0, room, 0, 1);
  return load<To>(room);
}

Kind smallest_unsigned(std::uint64_t value) {
  if (value <= std::numeric_limits<std::uint8_t>::max()) return Kind::uint8;
  if (value <= std::numeric_limits<std::uint16_t>::max()) return Kind::uint16;
  return value <= std::numeric_limits<std::uint32_t>::max() ? Kind::uint32 : Kind::uint64;
}

Kind smallest_signed(std::int64_t value) {
  if (value >= std::numeric_limits<std::int8_t>::min()) return Kind::int8;
  if (value >= std::numeric_limits<std::int16_t>::min()) return Kind::int16;
  return value >= std::numeric_limits<std::int32_t>::min() ? Kind::int32 : Kind::int64;
}

constexpr long double float16_range = 65000;
constexpr long double float32_range = 3.4e38;
constexpr long double float64_range = 1.7e308;

bool lies_within(long double value, long double range) { return value > -range && value < range; }

Kind smallest_floating(long double value, Kind kind) {
  if (lies_within(value, float16_range) || !std::isfinite(value)) return Kind::float16;
  if (kind >= Kind::float32 && lies_within(value, float32_range)) return Kind::float32;
  return kind == Kind::long_double && lies_within(value, float64_range) ? Kind::float64 : kind;
}

Kind smallest_complex(const std::complex<long double>& value, Kind kind) {
  const auto both = [&](long double range) {
    return lies_within(value.real(), range) && lies_within(value.imag(), range);
  };
  if (kind == Kind::complex64 || both(float32_range)) return Kind::complex64;
  return kind == Kind::complex_long_double && both(float64_range) ? Kind::complex128 : kind;
}

}  // namespace

DType smallest_type(const std::byte* element, DType dtype) {
  const Kind kind = dtype.kind();
  if (is_signed_integer(kind)) {
    const auto value = value_of<std::int64_t>(element, kind);
    return value < 0 ? smallest_signed(value) : smallest_unsigned(static_cast<std::uint64_t>(value));
  }
  if (is_unsigned_integer(kind)) return smallest_unsigned(value_of<std::uint64_t>(element, kind));
  if (is_real_floating(kind)) return smallest_floating(value_of<long double>(element, kind), kind);
  if (is_complex(kind)) return smallest_complex(value_of<std::complex<long double>>(element, kind), kind);
  return dtype;
}

}  // namespace fairplay::arraycore
