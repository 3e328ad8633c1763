#include "blas/kernels/triangle_kernels.h"

#include "blas/kernels/matrix_tile.h"
#include "blas/kernels/parts.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// Right-hand sides at a time: 256 bytes of each unknown, eight registers of AVX2.
template <class T>
struct RightHandSides {
  static constexpr int bytes = 256;
  static constexpr int count = bytes / static_cast<int>(sizeof(T));
  static constexpr int group_rows = TileShape<T>::group_rows;
  static constexpr int groups = count / group_rows;
  static constexpr int group_reals = group_rows * TileShape<T>::reals;

  alignas(64) Real<T> reals[triangle_block * count * TileShape<T>::reals];

  FAIRPLAY_ALWAYS_INLINE Real<T>* group(Index i, int g) { return reals + (i * groups + g) * group_reals; }

  // Missing right-hand sides repeat the last one, so that nothing made up is computed with.
  FAIRPLAY_ALWAYS_INLINE void load(Index n, Index here, const T* b, Index along, Index across) {
    for (Index i = 0; i < n; ++i) {
      const T* row = b + i * along;
      T gathered[count];
      if (across != 1 || here < count) {
        for (Index j = 0; j < count; ++j) gathered[j] = row[(j < here ? j : here - 1) * across];
        row = gathered;
      }
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < groups; ++g) Group<T>::load(row + g * group_rows).store_packed(group(i, g));
    }
  }
  FAIRPLAY_ALWAYS_INLINE void store(Index n, Index here, T* b, Index along, Index across) {
    for (Index i = 0; i < n; ++i) {
      T* row = b + i * along;
      T gathered[count];
      T* to = across != 1 || here < count ? gathered : row;
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < groups; ++g) Group<T>::load_packed(group(i, g)).store(to + g * group_rows);
      if (to == gathered)
        for (Index j = 0; j < here; ++j) row[j * across] = gathered[j];
    }
  }
};

// --- quotients by one number ---

// What a vector is divided by.
template <class T>
struct Divisor {
  T d;
  FAIRPLAY_ALWAYS_INLINE explicit Divisor(T diagonal) : d(diagonal) {}
  FAIRPLAY_ALWAYS_INLINE Group<T> operator()(Group<T> x) const { return {x.v / Vector<T>::broadcast(d)}; }
};

template <class R>
struct Divisor<Complex<R>> {
  enum class Way : char { real, by_real_part, by_imaginary_part };
  Way way;
  R ratio;        // of the smaller part to the larger
  R denominator;  // (larger^2 + smaller^2) / larger
  R scale[2];     // both multiply the quotient

  FAIRPLAY_ALWAYS_INLINE explicit Divisor(Complex<R> d) : way(Way::real), ratio(0), denominator(d.re), scale{1, 1} {
    if (d.im == 0) return;
    R re = d.re < 0 ? -d.re : d.re, im = d.im < 0 ? -d.im : d.im;
    way = re >= im ? Way::by_real_part : Way::by_imaginary_part;
    R larger = re >= im ? re : im;
    constexpr bool is_double = sizeof(R) == 8;
    constexpr R huge = is_double ? R(0x1p1000) : R(0x1p120f), tiny = is_double ? R(0x1p-900) : R(0x1p-90f), step = is_double ? R(0x1p500) : R(0x1p60f);
    if (larger > huge) {
      scale[0] = 1 / step;
    } else if (larger < tiny) {
      scale[0] = scale[1] = step;
    }
    d.re = d.re * scale[0] * scale[1];
    d.im = d.im * scale[0] * scale[1];
    if (way == Way::by_real_part) {
      ratio = d.im / d.re;
      denominator = fma(ratio, d.im, d.re);
    } else {
      ratio = d.re / d.im;
      denominator = fma(ratio, d.re, d.im);
    }
  }
  FAIRPLAY_ALWAYS_INLINE Group<Complex<R>> operator()(Group<Complex<R>> x) const {
    using V = Vector<R>;
    V by = V::broadcast(denominator);
    if (way == Way::real) return {{x.v.re / by, x.v.im / by}};
    V r = V::broadcast(ratio), re, im;
    if (way == Way::by_real_part) {
      re = fma(x.v.im, r, x.v.re) / by;
      im = fnma(x.v.re, r, x.v.im) / by;
    } else {
      re = fma(x.v.re, r, x.v.im) / by;
      im = fma(x.v.im, r, -x.v.re) / by;
    }
    if (scale[0] == 1) return {{re, im}};
    V first = V::broadcast(scale[0]), second = V::broadcast(scale[1]);
    return {{re * first * second, im * first * second}};
  }
};

// --- the two kernels ---

template <class T>
static void multiply(Index n, Index count, T alpha, const T* triangle, T* b, Index along, Index across) {
  using Sides = RightHandSides<T>;
  Sides sides;
  for (Index first = 0; first < count; first += Sides::count) {
    Index here = count - first < Sides::count ? count - first : Sides::count;
    sides.load(n, here, b + first * across, along, across);
    for (Index i = n - 1; i >= 0; --i) {
      const T* row = triangle + i * (i + 1) / 2;
      Group<T> sums[Sides::groups];
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g) sums[g] = Group<T>::zero();
      for (Index k = 0; k <= i; ++k) {
        Group<T> factor = Group<T>::broadcast(row[k]);
        FAIRPLAY_UNROLL(16)
        for (int g = 0; g < Sides::groups; ++g) sums[g] = fma(factor, Group<T>::load_packed(sides.group(k, g)), sums[g]);
      }
      Group<T> factor = Group<T>::broadcast(alpha);
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g) (is_one(alpha) ? fma_real(factor, sums[g], Group<T>::zero()) : fma(factor, sums[g], Group<T>::zero())).store_packed(sides.group(i, g));
    }
    sides.store(n, here, b + first * across, along, across);
  }
}

template <class T>
static void solve(Index n, Index count, const T* triangle, T* b, Index along, Index across) {
  using Sides = RightHandSides<T>;
  Sides sides;
  for (Index first = 0; first < count; first += Sides::count) {
    Index here = count - first < Sides::count ? count - first : Sides::count;
    sides.load(n, here, b + first * across, along, across);
    for (Index i = 0; i < n; ++i) {
      const T* row = triangle + i * (i + 1) / 2;
      Group<T> rest[Sides::groups];
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g) rest[g] = Group<T>::load_packed(sides.group(i, g));
      for (Index k = 0; k < i; ++k) {
        Group<T> factor = Group<T>::broadcast(row[k]);
        FAIRPLAY_UNROLL(16)
        for (int g = 0; g < Sides::groups; ++g) rest[g] = fnma(factor, Group<T>::load_packed(sides.group(k, g)), rest[g]);
      }
      Divisor<T> divided(row[i]);
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g) divided(rest[g]).store_packed(sides.group(i, g));
    }
    sides.store(n, here, b + first * across, along, across);
  }
}

template <class T>
constinit const TriangleKernels<T> TrianglePart<T>::kernels = {.multiply = &multiply<T>, .solve = &solve<T>};

FAIRPLAY_FOR_ALL_TYPES(TrianglePart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
