#include "arraycore/casting/numeric_casts.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

template <std::size_t I>
struct NumberAt;
// clang-format off
template <> struct NumberAt<0> { using Type = bool; };
template <> struct NumberAt<1> { using Type = std::int8_t; };
template <> struct NumberAt<2> { using Type = std::uint8_t; };
template <> struct NumberAt<3> { using Type = std::int16_t; };
template <> struct NumberAt<4> { using Type = std::uint16_t; };
template <> struct NumberAt<5> { using Type = std::int32_t; };
template <> struct NumberAt<6> { using Type = std::uint32_t; };
template <> struct NumberAt<7> { using Type = std::int64_t; };
template <> struct NumberAt<8> { using Type = std::uint64_t; };
template <> struct NumberAt<9> { using Type = Float16; };
template <> struct NumberAt<10> { using Type = float; };
template <> struct NumberAt<11> { using Type = double; };
template <> struct NumberAt<12> { using Type = long double; };
template <> struct NumberAt<13> { using Type = std::complex<float>; };
template <> struct NumberAt<14> { using Type = std::complex<double>; };
template <> struct NumberAt<15> { using Type = std::complex<long double>; };
// clang-format on

template <class T>
inline constexpr bool is_complex_number = false;
template <class T>
inline constexpr bool is_complex_number<std::complex<T>> = true;

/// The integer part. What the type doesn't hold is counted.
template <class To, class From>
To to_integer(From value, std::int64_t& unspecified) {
  // A power of two, and so exact in every floating type: the first number above the integer's.
  constexpr From above = From(std::uint64_t{1} << (std::numeric_limits<To>::digits - 1)) * From(2);
  constexpr From lowest = std::is_signed_v<To> ? -above : From(0);
  // Down to one below the lowest, the part behind the point is cut off; not every type has numbers there.
  const bool fits = (value >= lowest || value > lowest - From(1)) && value < above;
  unspecified += fits ? 0 : 1;
  return fits ? static_cast<To>(value) : std::numeric_limits<To>::min();
}

#if defined(__SSE2__)
/// Doubles to int32, as far as four at a time go; returns how many. The instruction makes the smallest integer of what
/// doesn't fit, too, so that only where it comes out there is something to count.
std::int64_t doubles_to_int32(const std::byte* source, std::byte* target, std::int64_t n, std::int64_t& unspecified) {
  const __m128i smallest = _mm_set1_epi32(std::numeric_limits<std::int32_t>::min());
  std::int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const auto* four = static_cast<const double*>(static_cast<const void*>(source + 8 * i));
    const __m128i first = _mm_cvttpd_epi32(_mm_loadu_pd(four));
    const __m128i second = _mm_cvttpd_epi32(_mm_loadu_pd(four + 2));
    const __m128i result = _mm_unpacklo_epi64(first, second);
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(target + 4 * i)), result);
    if (_mm_movemask_epi8(_mm_cmpeq_epi32(result, smallest)) == 0) continue;
    for (std::int64_t k = i; k < i + 4; ++k) to_integer<std::int32_t>(load<double>(source + 8 * k), unspecified);
  }
  return i;
}
#endif

template <class To, class From>
To convert(From value, std::int64_t& unspecified) {
  if constexpr (std::is_same_v<To, From>) {
    return value;
  } else if constexpr (std::is_same_v<To, bool>) {
    if constexpr (std::is_same_v<From, Float16>) {
      return (value.bits() & 0x7fff) != 0;
    } else {
      return value != From(0);
    }
  } else if constexpr (std::is_same_v<From, Float16>) {
    if constexpr (std::is_same_v<To, double>) {
      return value.to_double();
    } else {
      return convert<To>(value.to_float(), unspecified);
    }
  } else if constexpr (is_complex_number<To>) {
    using Part = typename To::value_type;
    if constexpr (is_complex_number<From>) {
      return To(static_cast<Part>(value.real()), static_cast<Part>(value.imag()));
    } else {
      return To(convert<Part>(value, unspecified), Part(0));
    }
  } else if constexpr (is_complex_number<From>) {
    return convert<To>(value.real(), unspecified);
  } else if constexpr (std::is_same_v<To, Float16>) {
    if constexpr (std::is_floating_point_v<From>) {
      return Float16::from(value);
    } else {
      // Integers that a double doesn't hold are far above float16's largest number.
      return Float16::from(static_cast<double>(value));
    }
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    return to_integer<To>(value, unspecified);
  } else {
    return static_cast<To>(value);
  }
}

template <std::size_t FromIndex, std::size_t ToIndex>
std::int64_t cast_run(const std::byte* source, std::int64_t source_stride, std::byte* target,
                      std::int64_t target_stride, std::int64_t n) {
  using From = typename NumberAt<FromIndex>::Type;
  using To = typename NumberAt<ToIndex>::Type;
  std::int64_t unspecified = 0;
  if (source_stride == sizeof(From) && target_stride == sizeof(To)) {
    std::int64_t i = 0;
#if defined(__SSE2__)
    if constexpr (std::is_same_v<From, double> && std::is_same_v<To, std::int32_t>) {
      i = doubles_to_int32(source, target, n, unspecified);
    }
#endif
    // Strides that the compiler knows: it can use vectors.
    for (; i < n; ++i) {
      store<To>(target + i * std::int64_t{sizeof(To)},
                convert<To>(load<From>(source + i * std::int64_t{sizeof(From)}), unspecified));
    }
  } else {
    for (std::int64_t i = 0; i < n; ++i) {
      store<To>(target + i * target_stride, convert<To>(load<From>(source + i * source_stride), unspecified));
    }
  }
  return unspecified;
}

constexpr std::size_t numbers = 16;

template <std::size_t... Pairs>
constexpr std::array<CastLoop, sizeof...(Pairs)> all_casts(std::index_sequence<Pairs...> /*pairs*/) {
  return {cast_run<Pairs / numbers, Pairs % numbers>...};
}

constexpr auto casts = all_casts(std::make_index_sequence<numbers * numbers>());

}  // namespace

CastLoop numeric_cast(Kind from, Kind to) {
  return casts[static_cast<std::size_t>(from) * numbers + static_cast<std::size_t>(to)];
}

}  // namespace fairplay::arraycore
