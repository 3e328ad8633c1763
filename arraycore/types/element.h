#pragma once

#include <complex>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "arraycore/types/dtype.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore {

/// The kind whose elements are stored as C++'s T; no member `kind` for types that no array holds.
template <class T>
struct ElementKind {};
template <Kind K>
struct ElementKindIs {
  static constexpr Kind kind = K;
};
template <>
struct ElementKind<bool> : ElementKindIs<Kind::boolean> {};
template <>
struct ElementKind<std::int8_t> : ElementKindIs<Kind::int8> {};
template <>
struct ElementKind<std::uint8_t> : ElementKindIs<Kind::uint8> {};
template <>
struct ElementKind<std::int16_t> : ElementKindIs<Kind::int16> {};
template <>
struct ElementKind<std::uint16_t> : ElementKindIs<Kind::uint16> {};
template <>
struct ElementKind<std::int32_t> : ElementKindIs<Kind::int32> {};
template <>
struct ElementKind<std::uint32_t> : ElementKindIs<Kind::uint32> {};
template <>
struct ElementKind<std::int64_t> : ElementKindIs<Kind::int64> {};
template <>
struct ElementKind<std::uint64_t> : ElementKindIs<Kind::uint64> {};
template <>
struct ElementKind<Float16> : ElementKindIs<Kind::float16> {};
template <>
struct ElementKind<float> : ElementKindIs<Kind::float32> {};
template <>
struct ElementKind<double> : ElementKindIs<Kind::float64> {};
template <>
struct ElementKind<long double> : ElementKindIs<Kind::long_double> {};
template <>
struct ElementKind<std::complex<float>> : ElementKindIs<Kind::complex64> {};
template <>
struct ElementKind<std::complex<double>> : ElementKindIs<Kind::complex128> {};
template <>
struct ElementKind<std::complex<long double>> : ElementKindIs<Kind::complex_long_double> {};

/// C++ types that an array's elements can have. Times and strings have none: their dtype has parameters.
template <class T>
concept Element = requires {
  ElementKind<std::remove_const_t<T>>::kind;
};

/// What `work.operator()<T>()` gives for the type T of a kind of numbers, so that a loop over them is chosen; of other
/// kinds a result without a value (nullptr).
template <class Work>
auto for_number_type(Kind kind, Work&& work) -> decltype(work.template operator()<bool>()) {
  switch (kind) {
    case Kind::boolean: return work.template operator()<bool>();
    case Kind::int8: return work.template operator()<std::int8_t>();
    case Kind::uint8: return work.template operator()<std::uint8_t>();
    case Kind::int16: return work.template operator()<std::int16_t>();
    case Kind::uint16: return work.template operator()<std::uint16_t>();
    case Kind::int32: return work.template operator()<std::int32_t>();
    case Kind::uint32: return work.template operator()<std::uint32_t>();
    case Kind::int64: return work.template operator()<std::int64_t>();
    case Kind::uint64: return work.template operator()<std::uint64_t>();
    case Kind::float16: return work.template operator()<Float16>();
    case Kind::float32: return work.template operator()<float>();
    case Kind::float64: return work.template operator()<double>();
    case Kind::long_double: return work.template operator()<long double>();
    case Kind::complex64: return work.template operator()<std::complex<float>>();
    case Kind::complex128: return work.template operator()<std::complex<double>>();
    case Kind::complex_long_double: return work.template operator()<std::complex<long double>>();
    default: return {};
  }
}

/// The dtype of T's elements.
template <Element T>
inline constexpr DType dtype_of{ElementKind<std::remove_const_t<T>>::kind};

/// The element at an address of any alignment. A bool is any byte that isn't 0, as NumPy reads it.
template <Element T>
T load(const void* address) {
  if constexpr (std::is_same_v<T, bool>) {
    std::uint8_t byte;
    std::memcpy(&byte, address, 1);
    return byte != 0;
  } else {
    T value;
    std::memcpy(&value, address, sizeof value);
    return value;
  }
}

/// Writes an element to an address of any alignment. A long double's padding bytes become 0, so that equal arrays
/// have equal bytes.
template <Element T>
void store(void* address, T value) {
  if constexpr (std::is_same_v<T, long double> && sizeof(long double) == 16 && __LDBL_MANT_DIG__ == 64) {
    std::memset(static_cast<char*>(address) + 10, 0, 6);
    std::memcpy(address, &value, 10);
  } else if constexpr (std::is_same_v<T, std::complex<long double>>) {
    store<long double>(address, value.real());
    store<long double>(static_cast<char*>(address) + sizeof(long double), value.imag());
  } else {
    std::memcpy(address, &value, sizeof value);
  }
}

}  // namespace fairplay::arraycore
