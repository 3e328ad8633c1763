#pragma once
// Complex numbers in memory order (re, im, re, im ...) against one register of real and one of imaginary parts.
//
// Within each 16 bytes of the two registers, so that no instruction set pays for crossing: the lanes come in an order
// of their own, which interleave() undoes.

#include "blas/vector/lanes.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// The real and the imaginary parts of Vector<R>::lanes complex numbers, lane for lane.
template <class R>
struct Parts {
  Vector<R> re;
  Vector<R> im;
};

namespace detail {
inline constexpr int granule_bytes = 16;

// Lane i of `part` (0 real, 1 imaginary) among the lanes of x and y, numbered through.
template <class R>
constexpr int lane_of_part(int i, int part) {
  constexpr int width = granule_bytes / sizeof(R), half = width / 2;
  int granule = i / width, place = i % width;
  return (place < half ? 0 : Vector<R>::lanes) + granule * width + 2 * (place % half) + part;
}
// Lane i of the first (0) or second (1) register in memory order, among the lanes of re and im.
template <class R>
constexpr int lane_in_memory_order(int i, int which) {
  constexpr int width = granule_bytes / sizeof(R), half = width / 2;
  int granule = i / width, place = i % width;
  return (place % 2) * Vector<R>::lanes + granule * width + which * half + place / 2;
}

// Lane i after one step of a transposition: blocks of `step` lanes change places with the register `step` rows on.
template <class R>
constexpr int lane_of_step(int i, int step, int which) {
  return which == 0 ? ((i & step) != 0 ? Vector<R>::lanes + i - step : i)
                    : ((i & step) != 0 ? Vector<R>::lanes + i : i + step);
}
template <int step, class R, int... i>
FAIRPLAY_ALWAYS_INLINE void exchange(Vector<R>& x, Vector<R>& y, LaneNumbers<i...>) {
  Vector<R> first = {__builtin_shufflevector(x.raw, y.raw, lane_of_step<R>(i, step, 0)...)};
  y = {__builtin_shufflevector(x.raw, y.raw, lane_of_step<R>(i, step, 1)...)};
  x = first;
}
template <int step, class R>
FAIRPLAY_ALWAYS_INLINE void transpose_from(Vector<R>* rows) {
  constexpr int lanes = Vector<R>::lanes;
  if constexpr (step < lanes) {
    FAIRPLAY_UNROLL(16)
    for (int i = 0; i < lanes; ++i)
      if ((i & step) == 0) exchange<step>(rows[i], rows[i + step], AllLanes<R>{});
    transpose_from<2 * step>(rows);
  }
}

template <class R, int... i>
FAIRPLAY_ALWAYS_INLINE Parts<R> deinterleave(Vector<R> x, Vector<R> y, LaneNumbers<i...>) {
  return {{__builtin_shufflevector(x.raw, y.raw, lane_of_part<R>(i, 0)...)},
          {__builtin_shufflevector(x.raw, y.raw, lane_of_part<R>(i, 1)...)}};
}
template <class R, int... i>
FAIRPLAY_ALWAYS_INLINE Vector<R> interleave_first(Parts<R> p, LaneNumbers<i...>) {
  return {__builtin_shufflevector(p.re.raw, p.im.raw, lane_in_memory_order<R>(i, 0)...)};
}
template <class R, int... i>
FAIRPLAY_ALWAYS_INLINE Vector<R> interleave_second(Parts<R> p, LaneNumbers<i...>) {
  return {__builtin_shufflevector(p.re.raw, p.im.raw, lane_in_memory_order<R>(i, 1)...)};
}
}  // namespace detail

// The lane in which load_parts() puts each of its numbers.
template <class R>
struct Places {
  int of[Vector<R>::lanes];
};
template <class R>
consteval Places<R> lane_of_element() {
  Places<R> places{};
  for (int i = 0; i < Vector<R>::lanes; ++i) places.of[detail::lane_of_part<R>(i, 0) / 2] = i;
  return places;
}

// rows[i] lane j and rows[j] lane i change places, for all of Vector<R>::lanes rows.
template <class R>
FAIRPLAY_ALWAYS_INLINE void transpose(Vector<R>* rows) {
  detail::transpose_from<1>(rows);
}

// Vector<R>::lanes complex numbers, any alignment.
template <class R>
FAIRPLAY_ALWAYS_INLINE Parts<R> load_parts(const Complex<R>* from) {
  using V = Vector<R>;
  const R* reals = reinterpret_cast<const R*>(from);
  return detail::deinterleave(V::load(reals), V::load(reals + V::lanes), detail::AllLanes<R>{});
}
template <class R>
FAIRPLAY_ALWAYS_INLINE void store_parts(Parts<R> p, Complex<R>* to) {
  using V = Vector<R>;
  R* reals = reinterpret_cast<R*>(to);
  detail::interleave_first(p, detail::AllLanes<R>{}).store(reals);
  detail::interleave_second(p, detail::AllLanes<R>{}).store(reals + V::lanes);
}

}  // namespace fairplay::blas::FAIRPLAY_ISA
