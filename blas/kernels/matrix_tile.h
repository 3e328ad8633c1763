#pragma once
// The micro-kernel: one tile of C as sums held in registers, over operands that are packed or read where they stand.
//
// Every loop over the sums is unrolled by pragma: g++ 12 keeps an array of vectors in registers only if no index into
// it is left, and is three times slower otherwise.

#include "blas/kernels/matrix_kernels.h"
#include "blas/vector/interleave.h"
#include "blas/vector/scalar_ops.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// A group is one register's worth of rows (two registers for complex types). `groups` x `columns` sums fit the
// registers beside a column of A and an element of B.
template <class T>
struct TileShape {
#if defined(FAIRPLAY_ISA_AVX512) || defined(FAIRPLAY_ISA_EMULATED512)
  static constexpr int groups = is_complex<T> ? 1 : 3, columns = is_complex<T> ? 12 : 8;
#elif defined(FAIRPLAY_ISA_AVX2)
  static constexpr int groups = is_complex<T> ? 1 : 2, columns = 6;
#elif defined(FAIRPLAY_ISA_NEON)
  static constexpr int groups = is_complex<T> ? 2 : 4, columns = 6;
#else
  static constexpr int groups = is_complex<T> ? 1 : 2, columns = 2;
#endif
  static constexpr int group_rows = Vector<Real<T>>::lanes;
  static constexpr int rows = groups * group_rows;
  static constexpr int reals = reals_per<T>;  // of an element
};

// How much of A and B is packed at once: A's block stays in the second cache, B's in the last. No bit depends on it.
template <class T>
struct CacheBlocks {
  static constexpr Index a_bytes = 320 << 10, b_bytes = 8 << 20;
  static constexpr Index rows =
      a_bytes / (longest_block<T> * static_cast<Index>(sizeof(T))) / TileShape<T>::rows * TileShape<T>::rows;
  static constexpr Index columns =
      b_bytes / (longest_block<T> * static_cast<Index>(sizeof(T))) / TileShape<T>::columns * TileShape<T>::columns;
};

// A group of elements in registers, and what is done with it; the scalar counterparts are in scalar_ops.h.
template <class T>
struct Group {
  using R = T;
  Vector<R> v;
  FAIRPLAY_ALWAYS_INLINE static Group zero() { return {Vector<R>::zero()}; }
  FAIRPLAY_ALWAYS_INLINE static Group broadcast(T x) { return {Vector<R>::broadcast(x)}; }
  FAIRPLAY_ALWAYS_INLINE static Group load(const T* from) { return {Vector<R>::load(from)}; }
  FAIRPLAY_ALWAYS_INLINE void store(T* to) const { v.store(to); }
  FAIRPLAY_ALWAYS_INLINE static Group load_packed(const R* from) { return {Vector<R>::load(from)}; }
  FAIRPLAY_ALWAYS_INLINE void store_packed(R* to) const { v.store(to); }
  FAIRPLAY_ALWAYS_INLINE Group conjugated() const { return *this; }
};
template <class R>
struct Group<Complex<R>> {
  using T = Complex<R>;
  Parts<R> v;
  FAIRPLAY_ALWAYS_INLINE static Group zero() { return {{Vector<R>::zero(), Vector<R>::zero()}}; }
  FAIRPLAY_ALWAYS_INLINE static Group broadcast(T x) {
    return {{Vector<R>::broadcast(x.re), Vector<R>::broadcast(x.im)}};
  }
  FAIRPLAY_ALWAYS_INLINE static Group load(const T* from) { return {load_parts(from)}; }
  FAIRPLAY_ALWAYS_INLINE void store(T* to) const { store_parts(v, to); }
  FAIRPLAY_ALWAYS_INLINE static Group load_packed(const R* from) {
    return {{Vector<R>::load(from), Vector<R>::load(from + Vector<R>::lanes)}};
  }
  FAIRPLAY_ALWAYS_INLINE void store_packed(R* to) const {
    v.re.store(to);
    v.im.store(to + Vector<R>::lanes);
  }
  FAIRPLAY_ALWAYS_INLINE Group conjugated() const { return {{v.re, -v.im}}; }
};

template <class R>
FAIRPLAY_ALWAYS_INLINE Group<R> fma(Group<R> a, Group<R> b, Group<R> c) {
  return {fma(a.v, b.v, c.v)};
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Group<Complex<R>> fma(Group<Complex<R>> a, Group<Complex<R>> b, Group<Complex<R>> c) {
  return {{fnma(a.v.im, b.v.im, fma(a.v.re, b.v.re, c.v.re)), fma(a.v.im, b.v.re, fma(a.v.re, b.v.im, c.v.im))}};
}
// c - a*b
template <class R>
FAIRPLAY_ALWAYS_INLINE Group<R> fnma(Group<R> a, Group<R> b, Group<R> c) {
  return {fnma(a.v, b.v, c.v)};
}
template <class R>
FAIRPLAY_ALWAYS_INLINE Group<Complex<R>> fnma(Group<Complex<R>> a, Group<Complex<R>> b, Group<Complex<R>> c) {
  return {{fma(a.v.im, b.v.im, fnma(a.v.re, b.v.re, c.v.re)), fnma(a.v.im, b.v.re, fnma(a.v.re, b.v.im, c.v.im))}};
}
// For a factor whose imaginary part isn't to be multiplied by.
template <class T>
FAIRPLAY_ALWAYS_INLINE Group<T> fma_real(Group<T> a, Group<T> b, Group<T> c) {
  if constexpr (is_complex<T>)
    return {{fma(a.v.re, b.v.re, c.v.re), fma(a.v.re, b.v.im, c.v.im)}};
  else
    return fma(a, b, c);
}

template <class T>
FAIRPLAY_ALWAYS_INLINE T scaled(T beta, bool real_beta, T x) {
  if (real_beta) return make<T>(real(beta) * real(x), real(beta) * imag(x));
  return multiply(beta, x);
}

// C = update(C, sum).
template <class T>
FAIRPLAY_ALWAYS_INLINE T updated(const Update<T>& update, T sum, T c) {
  if (is_zero(update.beta))
    c = T{};
  else if (!is_one(update.beta))
    c = scaled(update.beta, update.real_beta, c);
  if constexpr (is_complex<T>) {
    if (update.real_alpha) return {fma(update.alpha.re, sum.re, c.re), fma(update.alpha.re, sum.im, c.im)};
  }
  return fma(update.alpha, sum, c);
}

// Where the tile finds A's columns and B's rows, one after another.
template <class T>
struct PackedRows {
  const Real<T>* at;
  FAIRPLAY_ALWAYS_INLINE Group<T> group(int g) const {
    return Group<T>::load_packed(at + g * TileShape<T>::group_rows * TileShape<T>::reals);
  }
  FAIRPLAY_ALWAYS_INLINE void next() { at += TileShape<T>::rows * TileShape<T>::reals; }
};
template <class T>
struct RowsInPlace {
  const T* at;
  Index stride;
  FAIRPLAY_ALWAYS_INLINE Group<T> group(int g) const { return Group<T>::load(at + g * TileShape<T>::group_rows); }
  FAIRPLAY_ALWAYS_INLINE void next() { at += stride; }
};
template <class T>
struct PackedColumns {
  const Real<T>* at;
  FAIRPLAY_ALWAYS_INLINE T element(int j) const { return reinterpret_cast<const T*>(at)[j]; }
  FAIRPLAY_ALWAYS_INLINE void next() { at += TileShape<T>::columns * TileShape<T>::reals; }
};
template <class T>
struct ColumnsInPlace {
  const T* at;
  Index row_stride;
  Index column_stride;
  FAIRPLAY_ALWAYS_INLINE T element(int j) const { return at[j * column_stride]; }
  FAIRPLAY_ALWAYS_INLINE void next() { at += row_stride; }
};

template <class T, int groups, int columns>
struct Tile {
  static constexpr int group_rows = TileShape<T>::group_rows;
  Group<T> sums[groups][columns];

  template <class A, class B>
  FAIRPLAY_ALWAYS_INLINE void accumulate(Index k, A a, B b) {
    FAIRPLAY_UNROLL(16)
    for (int j = 0; j < columns; ++j) FAIRPLAY_UNROLL(4)
    for (int g = 0; g < groups; ++g) sums[g][j] = Group<T>::zero();
    FAIRPLAY_UNROLL(4)
    for (Index l = 0; l < k; ++l) {
      Group<T> column[groups];
      FAIRPLAY_UNROLL(4)
      for (int g = 0; g < groups; ++g) column[g] = a.group(g);
      FAIRPLAY_UNROLL(16)
      for (int j = 0; j < columns; ++j) {
        Group<T> factor = Group<T>::broadcast(b.element(j));
        FAIRPLAY_UNROLL(4)
        for (int g = 0; g < groups; ++g) sums[g][j] = fma(column[g], factor, sums[g][j]);
      }
      a.next();
      b.next();
    }
  }

  template <bool fresh, bool real_alpha>
  FAIRPLAY_ALWAYS_INLINE void write_all(T alpha, T* c, Index ldc) const {
    Group<T> factor = Group<T>::broadcast(alpha);
    FAIRPLAY_UNROLL(16)
    for (int j = 0; j < columns; ++j) FAIRPLAY_UNROLL(4)
    for (int g = 0; g < groups; ++g) {
      T* to = c + j * ldc + g * group_rows;
      Group<T> before = fresh ? Group<T>::zero() : Group<T>::load(to);
      (real_alpha ? fma_real(factor, sums[g][j], before) : fma(factor, sums[g][j], before)).store(to);
    }
  }

  FAIRPLAY_ALWAYS_INLINE void spill(T* to) const {
    FAIRPLAY_UNROLL(16)
    for (int j = 0; j < columns; ++j) FAIRPLAY_UNROLL(4)
    for (int g = 0; g < groups; ++g) sums[g][j].store(to + (j * groups + g) * group_rows);
  }
};

}  // namespace fairplay::blas::FAIRPLAY_ISA
