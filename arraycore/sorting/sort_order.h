#pragma once

#include <bit>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "arraycore/casting/units.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {

/// Elements of bytes and of text, whose size only the dtype knows.
struct BytesElement {};
struct TextElement {};

/// An element of bytes (Unit is a byte) or text (Unit is a code point) as it is compared.
template <class Unit>
struct CharactersKey {
  const std::byte* data;
  std::int64_t size;  ///< bytes
};

template <class T>
inline constexpr bool is_characters_key = false;
template <class Unit>
inline constexpr bool is_characters_key<CharactersKey<Unit>> = true;

/// An element as it is compared in a sort; `size` is that of its dtype.
template <class T>
auto sort_key(const std::byte* place, std::int64_t size) {
  if constexpr (std::is_same_v<T, Float16>) {
    return load<T>(place).to_float();
  } else if constexpr (std::is_same_v<T, BytesElement>) {
    return CharactersKey<std::uint8_t>{place, size};
  } else if constexpr (std::is_same_v<T, TextElement>) {
    return CharactersKey<char32_t>{place, size};
  } else if constexpr (is_ticks<T>) {
    return read_element<T>(place);
  } else {
    return load<T>(place);
  }
}

/// Below, equal or above, as std::memcmp.
template <class Unit>
int compare_characters(const CharactersKey<Unit>& a, const CharactersKey<Unit>& b) {
  if constexpr (sizeof(Unit) == 1) {
    return std::memcmp(a.data, b.data, static_cast<std::size_t>(a.size));
  } else {
    for (std::int64_t i = 0; i < a.size; i += std::int64_t{sizeof(Unit)}) {
      Unit left;
      Unit right;
      std::memcpy(&left, a.data + i, sizeof left);
      std::memcpy(&right, b.data + i, sizeof right);
      if (left != right) return left < right ? -1 : 1;
    }
    return 0;
  }
}

/// NumPy's order of sorting: NaN and NaT come last. Complex numbers go by their real, then by their imaginary parts;
/// those with a NaN in the imaginary part come behind the others, then those with one in the real part. Bytes and text
/// go by their bytes and code points, which aren't negative.
template <class T>
bool sorts_before(const T& a, const T& b) {
  if constexpr (is_complex_type<T>) {
    const bool real_nan = std::isnan(a.real());
    if (real_nan != std::isnan(b.real())) return !real_nan;
    const bool imaginary_nan = std::isnan(a.imag());
    if (imaginary_nan != std::isnan(b.imag())) return !imaginary_nan;
    if (!real_nan && a.real() != b.real()) return a.real() < b.real();
    return a.imag() < b.imag();
  } else if constexpr (std::is_floating_point_v<T>) {
    return a < b || (std::isnan(b) && !std::isnan(a));
  } else if constexpr (is_ticks<T>) {
    if (a.ticks == not_a_time) return false;
    return b.ticks == not_a_time || a.ticks < b.ticks;
  } else if constexpr (is_characters_key<T>) {
    return compare_characters(a, b) < 0;
  } else {
    return a < b;
  }
}

/// Whether `==` holds: of a NaN and of NaT it never does.
template <class T>
bool is_equal(const T& a, const T& b) {
  if constexpr (is_ticks<T>) {
    return a.ticks == b.ticks && a.ticks != not_a_time;
  } else if constexpr (is_characters_key<T>) {
    return compare_characters(a, b) == 0;
  } else {
    return a == b;
  }
}

/// Whether it is a NaN, has one in a part, or is NaT.
template <class T>
bool is_unordered(const T& a) {
  if constexpr (is_characters_key<T>) {
    return false;
  } else {
    return !is_equal(a, a);
  }
}

/// The unsigned integer that has the bits of an element of at most 8 bytes; `void` for elements without one.
template <std::size_t size>
struct BitsOfSize {};
template <>
struct BitsOfSize<1> {
  using type = std::uint8_t;
};
template <>
struct BitsOfSize<2> {
  using type = std::uint16_t;
};
template <>
struct BitsOfSize<4> {
  using type = std::uint32_t;
};
template <>
struct BitsOfSize<8> {
  using type = std::uint64_t;
};

/// Types whose order is that of an integer of their size.
template <class T>
inline constexpr bool has_integer_key = std::is_integral_v<T> || std::is_same_v<T, Float16> ||
                                        std::is_same_v<T, float> || std::is_same_v<T, double> || is_ticks<T>;

/// The integer that sorts as the element with these bits does. Elements that sort alike have one: both zeros, all NaNs.
template <class T>
auto integer_key(typename BitsOfSize<sizeof(T)>::type bits) {
  using Bits = decltype(bits);
  constexpr auto sign = static_cast<Bits>(Bits{1} << (8 * sizeof(Bits) - 1));
  if constexpr (std::is_same_v<T, bool>) {
    return static_cast<Bits>(bits != 0);
  } else if constexpr (is_ticks<T>) {
    return static_cast<Bits>((bits ^ sign) - 1);  // NaT is the smallest
  } else if constexpr (std::is_unsigned_v<T>) {
    return bits;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<Bits>(bits ^ sign);
  } else {
    constexpr Bits infinity = sizeof(Bits) == 2   ? Bits{0x7c00}
                              : sizeof(Bits) == 4 ? static_cast<Bits>(0x7f800000)
                                                  : static_cast<Bits>(0x7ff0000000000000);
    const auto negative = static_cast<Bits>(Bits{0} - (bits >> (8 * sizeof(Bits) - 1)));
    const auto ordered = static_cast<Bits>((bits ^ static_cast<Bits>(negative | sign)) + (bits == sign));
    return static_cast<Bits>(bits & ~sign) > infinity ? static_cast<Bits>(~Bits{0}) : ordered;
  }
}

}  // namespace fairplay::arraycore
