#pragma once
// One element, broadcast, that multiplies vectors of elements. Complex elements lie in vectors as in memory, real and
// imaginary parts in turn.
//
// Products follow the rule of scalar_ops.h: with f the factor and v the vector's element, f*v + c is
//   re = fma(-f.im, v.im, fma(f.re, v.re, c.re)), im = fma(f.im, v.re, fma(f.re, v.im, c.im)),
// two fma a register and one exchange of neighbours. Conjugation of v moves into the signs of the factor's parts and
// costs nothing.

#include "blas/vector/lanes.h"
#include "blas/vector/scalar_ops.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// Elements in one vector.
template <class T>
inline constexpr int elements = Vector<Real<T>>::lanes / reals_per<T>;

template <class T>
FAIRPLAY_ALWAYS_INLINE const Real<T>* reals(const T* x) {
  return reinterpret_cast<const Real<T>*>(x);
}
template <class T>
FAIRPLAY_ALWAYS_INLINE Real<T>* reals(T* x) {
  return reinterpret_cast<Real<T>*>(x);
}

namespace detail {
template <class R, int... index>
FAIRPLAY_ALWAYS_INLINE Vector<R> exchange(Vector<R> v, LaneNumbers<index...>) {
  return {__builtin_shufflevector(v.raw, v.raw, (index ^ 1)...)};
}
template <class R, int... index>
FAIRPLAY_ALWAYS_INLINE Vector<R> even(Vector<R> v, LaneNumbers<index...>) {
  return {__builtin_shufflevector(v.raw, v.raw, (index & ~1)...)};
}
template <class R, int... index>
FAIRPLAY_ALWAYS_INLINE Vector<R> odd(Vector<R> v, LaneNumbers<index...>) {
  return {__builtin_shufflevector(v.raw, v.raw, (index | 1)...)};
}
template <class R, int distance, int... index>
FAIRPLAY_ALWAYS_INLINE Vector<R> rotate(Vector<R> v, LaneNumbers<index...>) {
  return {__builtin_shufflevector(v.raw, v.raw, ((index + distance) % Vector<R>::lanes)...)};
}
template <class R, int... index>
FAIRPLAY_ALWAYS_INLINE Vector<R> alternate(R first, R second, LaneNumbers<index...>) {
  return {typename Vector<R>::Raw{(index % 2 == 0 ? first : second)...}};
}
}  // namespace detail

// (im, re) of every element.
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> exchange_parts(Vector<R> v) {
  return detail::exchange(v, detail::AllLanes<R>{});
}

// `conjugate_other`: the vectors it multiplies are to be conjugated first.
template <class T, bool conjugate_other = false>
struct Factor {
  Vector<T> value;

  FAIRPLAY_ALWAYS_INLINE static Factor broadcast(T x) { return {Vector<T>::broadcast(x)}; }
  // As many factors as elements fit a vector.
  FAIRPLAY_ALWAYS_INLINE static Factor each(Vector<T> v) { return {v}; }
  // factor * v + c
  FAIRPLAY_ALWAYS_INLINE Vector<T> multiply_add(Vector<T> v, Vector<T> c) const { return fma(value, v, c); }
  FAIRPLAY_ALWAYS_INLINE Vector<T> multiply(Vector<T> v) const { return value * v; }
};

template <class R, bool conjugate_other>
struct Factor<Complex<R>, conjugate_other> {
  Vector<R> direct;   // re, and -re where it meets an imaginary part to conjugate
  Vector<R> crossed;  // -im where it meets an imaginary part, and im

  FAIRPLAY_ALWAYS_INLINE static Factor broadcast(Complex<R> x) {
    if constexpr (conjugate_other)
      return {detail::alternate(x.re, -x.re, detail::AllLanes<R>{}),
              detail::alternate(x.im, x.im, detail::AllLanes<R>{})};
    else
      return {detail::alternate(x.re, x.re, detail::AllLanes<R>{}),
              detail::alternate(-x.im, x.im, detail::AllLanes<R>{})};
  }
  FAIRPLAY_ALWAYS_INLINE static Factor each(Vector<R> v) {
    Vector<R> re = detail::even(v, detail::AllLanes<R>{}), im = detail::odd(v, detail::AllLanes<R>{});
    // Exact: a product with 1 or -1. Unlike bit operations it needs no integer type.
    if constexpr (conjugate_other)
      return {re * detail::alternate(R{1}, R{-1}, detail::AllLanes<R>{}), im};
    else
      return {re, im * detail::alternate(R{-1}, R{1}, detail::AllLanes<R>{})};
  }
  FAIRPLAY_ALWAYS_INLINE Vector<R> multiply_add(Vector<R> v, Vector<R> c) const {
    return fma(crossed, exchange_parts(v), fma(direct, v, c));
  }
  FAIRPLAY_ALWAYS_INLINE Vector<R> multiply(Vector<R> v) const { return fma(crossed, exchange_parts(v), direct * v); }
};

// The sum of `count` vectors' lanes, one element: halves are added onto halves until one element is left, whatever the
// registers' width.
template <class T, int count>
FAIRPLAY_ALWAYS_INLINE T sum_of_lanes(Vector<Real<T>>* sums) {
  using R = Real<T>;
  using V = Vector<R>;
#pragma GCC unroll 8
  for (int half = count / 2; half >= 1; half /= 2) {
#pragma GCC unroll 16
    for (int j = 0; j < half; ++j) sums[j] = sums[j] + sums[j + half];
  }
  V v = sums[0];
  if constexpr (V::lanes >= 16 * reals_per<T>) v = v + detail::rotate<R, 8 * reals_per<T>>(v, detail::AllLanes<R>{});
  if constexpr (V::lanes >= 8 * reals_per<T>) v = v + detail::rotate<R, 4 * reals_per<T>>(v, detail::AllLanes<R>{});
  if constexpr (V::lanes >= 4 * reals_per<T>) v = v + detail::rotate<R, 2 * reals_per<T>>(v, detail::AllLanes<R>{});
  if constexpr (V::lanes >= 2 * reals_per<T>) v = v + detail::rotate<R, 1 * reals_per<T>>(v, detail::AllLanes<R>{});
  if constexpr (is_complex<T>)
    return {v.lane(0), v.lane(1)};
  else
    return v.lane(0);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
