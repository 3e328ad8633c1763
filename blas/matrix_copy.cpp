#include "blas/matrix_copy.h"

#include <cstring>

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/threads/scratch.h"

namespace fairplay::blas {
namespace {

template <class T>
void scale(Index n, bool conjugate, T alpha, T* x) {
  if constexpr (is_complex<T>) {
    if (conjugate)
      for (Index i = 0; i < n; ++i) x[i].im = -x[i].im;
  }
  kernels_for<T>().vector->scale(n, alpha, x);
}

// The columns of a matrix moved to another leading dimension, in place, in the order that overwrites nothing unread.
template <class T>
void restride(Index rows, Index cols, T* a, Index from, Index to) {
  if (from == to) return;
  for (Index step = 0; step < cols; ++step) {
    const Index j = to < from ? step : cols - 1 - step;
    std::memmove(a + j * to, a + j * from, static_cast<std::size_t>(rows) * sizeof(T));
  }
}

// rows x cols, without gaps, becomes cols x rows: every cycle of the permutation is followed once, from its least
// element.
template <class T>
void transpose_by_cycles(Index rows, Index cols, T* a) {
  // Element i = r + c rows goes to c + r cols.
  auto target = [=](Index i) { return i / rows + (i % rows) * cols; };
  for (Index start = 0; start < rows * cols; ++start) {
    Index i = target(start);
    while (i > start) i = target(i);
    if (i < start) continue;
    T moving = a[start];
    do {
      i = target(i);
      T displaced = a[i];
      a[i] = moving;
      moving = displaced;
    } while (i != start);
  }
}

template <class T>
void transpose_in_place(Index rows, Index cols, T* a, Index lda, Index ldb) {
  if (rows == cols && lda == ldb) {
    for (Index j = 0; j < cols; ++j)
      for (Index i = 0; i < j; ++i) {
        T kept = a[i + j * lda];
        a[i + j * lda] = a[j + i * lda];
        a[j + i * lda] = kept;
      }
    return;
  }
  restride(rows, cols, a, lda, rows);
  Scratch copy(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols) * sizeof(T));
  if (T* from = copy.as<T>()) {
    std::memcpy(from, a, static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols) * sizeof(T));
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j) a[j + i * ldb] = from[i + j * rows];
    return;
  }
  transpose_by_cycles(rows, cols, a);
  restride(cols, rows, a, cols, ldb);
}

}  // namespace

template <class T>
void omatcopy(Trans trans, Index rows, Index cols, std::type_identity_t<T> alpha, const T* a, Index lda, T* b,
              Index ldb) {
  if (rows <= 0 || cols <= 0) return;
  if (!transposes(trans)) {
    for (Index j = 0; j < cols; ++j) {
      std::memcpy(b + j * ldb, a + j * lda, static_cast<std::size_t>(rows) * sizeof(T));
      scale<T>(rows, conjugates(trans), alpha, b + j * ldb);
    }
    return;
  }
  // Blocks of rows keep the strided side in cache.
  constexpr Index block = 32;
  for (Index first = 0; first < rows; first += block) {
    const Index end = rows - first < block ? rows : first + block;
    for (Index j = 0; j < cols; ++j)
      for (Index i = first; i < end; ++i) b[j + i * ldb] = a[i + j * lda];
    for (Index i = first; i < end; ++i) scale<T>(cols, conjugates(trans), alpha, b + i * ldb);
  }
}

template <class T>
void imatcopy(Trans trans, Index rows, Index cols, std::type_identity_t<T> alpha, T* a, Index lda, Index ldb) {
  if (rows <= 0 || cols <= 0) return;
  for (Index j = 0; j < cols; ++j) scale<T>(rows, conjugates(trans), alpha, a + j * lda);
  if (transposes(trans))
    transpose_in_place(rows, cols, a, lda, ldb);
  else
    restride(rows, cols, a, lda, ldb);
}

#define FAIRPLAY_COPIES(T)                                                                             \
  template void omatcopy<T>(Trans, Index, Index, std::type_identity_t<T>, const T*, Index, T*, Index); \
  template void imatcopy<T>(Trans, Index, Index, std::type_identity_t<T>, T*, Index, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_COPIES)

}  // namespace fairplay::blas
