#pragma once
// What the exported symbols are called and how arguments travel: one set of sources for every variant of the library.
//
//   FAIRPLAY_BLAS_PREFIX, FAIRPLAY_BLAS_SUFFIX   around every name (scipy_ and 64_ give scipy_dgemm_64_ and
//   scipy_cblas_dgemm64_); empty by default FAIRPLAY_BLAS_INT_BITS                       32 (LP64, default) or 64
//   (ILP64): Fortran's INTEGER and CBLAS's int FAIRPLAY_BLAS_COMPLEX_BY_ARGUMENT            complex functions return by
//   a hidden first argument (Intel's and f2c's convention) instead of registers (GNU's)
//
// Fortran passes the lengths of character arguments behind the others. Only first characters matter here, so that they
// aren't declared: callers that don't pass them work.

#include <cstddef>
#include <cstdint>

#include "blas/scalar.h"

#ifndef FAIRPLAY_BLAS_PREFIX
#define FAIRPLAY_BLAS_PREFIX
#endif
#ifndef FAIRPLAY_BLAS_SUFFIX
#define FAIRPLAY_BLAS_SUFFIX
#endif
#ifndef FAIRPLAY_BLAS_INT_BITS
#define FAIRPLAY_BLAS_INT_BITS 32
#endif

#define FAIRPLAY_JOINED(a, b, c) a##b##c
#define FAIRPLAY_JOIN(a, b, c) FAIRPLAY_JOINED(a, b, c)
#define FAIRPLAY_SYMBOL(name) FAIRPLAY_JOIN(FAIRPLAY_BLAS_PREFIX, name, FAIRPLAY_BLAS_SUFFIX)
#define FAIRPLAY_PUBLIC [[gnu::visibility("default")]]

namespace fairplay::blas {

#if FAIRPLAY_BLAS_INT_BITS == 64
using Int = std::int64_t;
#else
using Int = std::int32_t;
#endif

// Returned as C's _Complex is: in the registers that a structure of two floats or doubles takes.
static_assert(sizeof(Complex<float>) == 2 * sizeof(float) && sizeof(Complex<double>) == 2 * sizeof(double));

// CBLAS passes real scalars by value, complex ones by address.
template <class T>
struct CScalar {
  using type = T;
};
template <class R>
struct CScalar<Complex<R>> {
  using type = const Complex<R>*;
};
template <class T>
FAIRPLAY_ALWAYS_INLINE T value_of(T x) {
  return x;
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Complex<R> value_of(const Complex<R>* x) {
  return *x;
}

// The types that a shim's parameters are written with; T is the element type of the namespace it is in.
#define FAIRPLAY_ELEMENT(letter, Type)           \
  namespace of_##letter {                        \
    using T = Type;                              \
    using R = Real<Type>;                        \
    using Scalar = typename CScalar<Type>::type; \
  }
FAIRPLAY_ELEMENT(s, float)
FAIRPLAY_ELEMENT(d, double)
FAIRPLAY_ELEMENT(c, Complex<float>)
FAIRPLAY_ELEMENT(z, Complex<double>)
#undef FAIRPLAY_ELEMENT

// Defines one exported symbol: a line that calls a template.
#define FAIRPLAY_EXPORT(letter, result, name, parameters, call)                         \
  namespace of_##letter {                                                               \
    extern "C" FAIRPLAY_PUBLIC result FAIRPLAY_SYMBOL(name) parameters { return call; } \
  }

}  // namespace fairplay::blas
