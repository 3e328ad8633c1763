#pragma once
// Partial loads and stores on instruction sets without masks. Included by vector.h's files alone.

namespace fairplay::blas::FAIRPLAY_ISA {

template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> Vector<R>::load_first(const R* from, Index count) {
  Vector v = zero();
  for (Index i = 0; i < count; ++i) v.raw[i] = from[i];
  return v;
}
template <class R>
FAIRPLAY_ALWAYS_INLINE void Vector<R>::store_first(R* to, Index count) const {
  for (Index i = 0; i < count; ++i) to[i] = raw[i];
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
