#include "blas/kernels/triangle_kernels.h"

#include "blas/division.h"
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

template <class T>
FAIRPLAY_ALWAYS_INLINE Group<T> quotient(Group<T> x, const Divisor<T>& divisor) {
  if constexpr (is_complex<T>)
    divisor.divide(x.v.re, x.v.im);
  else
    x.v = divisor.divide(x.v);
  return x;
}

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
        for (int g = 0; g < Sides::groups; ++g)
          sums[g] = fma(factor, Group<T>::load_packed(sides.group(k, g)), sums[g]);
      }
      Group<T> factor = Group<T>::broadcast(alpha);
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g)
        (is_one(alpha) ? fma_real(factor, sums[g], Group<T>::zero()) : fma(factor, sums[g], Group<T>::zero()))
            .store_packed(sides.group(i, g));
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
        for (int g = 0; g < Sides::groups; ++g)
          rest[g] = fnma(factor, Group<T>::load_packed(sides.group(k, g)), rest[g]);
      }
      const Divisor<T> diagonal(row[i]);
      FAIRPLAY_UNROLL(16)
      for (int g = 0; g < Sides::groups; ++g) quotient<T>(rest[g], diagonal).store_packed(sides.group(i, g));
    }
    sides.store(n, here, b + first * across, along, across);
  }
}

template <class T>
constinit const TriangleKernels<T> TrianglePart<T>::kernels = {.multiply = &multiply<T>, .solve = &solve<T>};

FAIRPLAY_FOR_ALL_TYPES(TrianglePart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
