#pragma once

#include <complex>
#include <type_traits>

#include "arraycore/types/dtype.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {

/// Calls work.operator()<T>() with the type that the reference BLAS has for a kind that linalg_kind gives.
template <class Work>
auto with_blas_type(Kind kind, Work&& work) {
  switch (kind) {
    case Kind::float32: return work.template operator()<float>();
    case Kind::complex64: return work.template operator()<blas::Complex<float>>();
    case Kind::complex128: return work.template operator()<blas::Complex<double>>();
    default: return work.template operator()<double>();
  }
}

/// What such an element is computed in where rounding shouldn't count.
template <class T>
using WideScalar = std::conditional_t<blas::is_complex<T>, std::complex<long double>, long double>;

template <class T>
WideScalar<T> widened(T value) {
  if constexpr (blas::is_complex<T>) {
    return {static_cast<long double>(value.re), static_cast<long double>(value.im)};
  } else {
    return value;
  }
}

template <class T>
T narrowed(WideScalar<T> value) {
  using R = blas::Real<T>;
  if constexpr (blas::is_complex<T>) {
    return T{static_cast<R>(value.real()), static_cast<R>(value.imag())};
  } else {
    return static_cast<R>(value);
  }
}

}  // namespace fairplay::arraycore
