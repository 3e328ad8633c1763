#pragma once
// Vectors of any increment as contiguous pieces: kernels see nothing else.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas {

// The first element; x points at the lowest address.
template <class T>
FAIRPLAY_ALWAYS_INLINE T* first_element(Index n, T* x, Index inc) {
  return inc < 0 && n > 0 ? x + (1 - n) * inc : x;
}

template <class T>
FAIRPLAY_ALWAYS_INLINE void gather(Index count, const T* x, Index inc, T* to) {
  for (Index i = 0; i < count; ++i) to[i] = x[i * inc];
}
template <class T>
FAIRPLAY_ALWAYS_INLINE void scatter(Index count, const T* from, T* x, Index inc) {
  for (Index i = 0; i < count; ++i) x[i * inc] = from[i];
}

inline constexpr int piece_bytes = 2048;
template <class T>
inline constexpr Index piece_size = piece_bytes / static_cast<Index>(sizeof(T));

// work(count, x, y) on contiguous pieces of two vectors; what it wrote to y (and x, where that isn't const) is put
// back. x and y are first elements. An increment of zero makes every element see what the one before it wrote.
template <class X, class T, class Work>
void for_pieces(Index n, X* x, Index incx, T* y, Index incy, Work work) {
  if (incx == 1 && incy == 1) return work(n, x, y);
  const bool one_by_one = incy == 0 || (incx == 0 && !std::is_const_v<X>);
  const Index piece = one_by_one ? 1 : piece_size<T>;
  T xs[piece_size<T>], ys[piece_size<T>];
  for (Index i = 0; i < n; i += piece) {
    const Index count = n - i < piece ? n - i : piece;
    X* at = x + i * incx;
    if (incx != 1) {
      gather<T>(count, at, incx, xs);
      at = xs;
    }
    T* to = y + i * incy;
    if (incy != 1) {
      gather<T>(count, to, incy, ys);
      to = ys;
    }
    work(count, at, to);
    if (incy != 1) scatter<T>(count, ys, y + i * incy, incy);
    if constexpr (!std::is_const_v<X>) {
      if (incx != 1) scatter<T>(count, xs, x + i * incx, incx);
    }
  }
}

// work(count, x) on contiguous pieces of one vector that is only read. The sizes of pieces are multiples of every lane
// count.
template <class T, class Work>
void for_read_pieces(Index n, const T* x, Index incx, Index piece, Work work) {
  T xs[piece_size<T>];
  if (incx != 1 && piece > piece_size<T>) piece = piece_size<T>;
  for (Index i = 0; i < n; i += piece) {
    const Index count = n - i < piece ? n - i : piece;
    if (incx != 1) gather<T>(count, x + i * incx, incx, xs);
    work(count, incx == 1 ? x + i : xs);
  }
}

// The same where work changes the vector. incx isn't zero.
template <class T, class Work>
void for_written_pieces(Index n, T* x, Index incx, Work work) {
  if (incx == 1) return work(n, x);
  T xs[piece_size<T>];
  for (Index i = 0; i < n; i += piece_size<T>) {
    const Index count = n - i < piece_size<T> ? n - i : piece_size<T>;
    gather<T>(count, x + i * incx, incx, xs);
    work(count, xs);
    scatter<T>(count, xs, x + i * incx, incx);
  }
}

}  // namespace fairplay::blas
