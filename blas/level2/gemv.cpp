// gemv. Threads take rows of the result, so that no bit depends on them.

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level2.h"
#include "blas/level2/matrix_vector.h"
#include "blas/threads/parallel.h"

namespace fairplay::blas {
namespace {

constexpr Index piece_of_result_bytes = 8192, piece_of_x_bytes = 4096;
// Rows that one chain of the transposed product runs over, as a constant of the algorithm: 16 KB of x stay in the first
// cache.
template <class T>
constexpr Index gemv_rows = 16384 / static_cast<Index>(sizeof(T));

// y += alpha A x, x and y first elements.
template <class T>
void plain(bool conjugate, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T* y, Index incy) {
  constexpr Index rows = piece_of_result_bytes / sizeof(T), columns = piece_of_x_bytes / sizeof(T);
  static_assert(columns % gemv_columns<T> == 0);
  const auto kernel = plain_kernel<T>(conjugate);
  ReadPiece<T, columns> xs;
  WrittenPiece<T, rows> ys;
  for (Index i = 0; i < m; i += rows) {
    const Index height = m - i < rows ? m - i : rows;
    T* to = ys.at(y, incy, i, height);
    if (incx == 1) {
      kernel(height, n, alpha, a + i, lda, x, to);
    } else {
      for (Index j = 0; j < n; j += columns) {
        const Index width = n - j < columns ? n - j : columns;
        kernel(height, width, alpha, a + i + j * lda, lda, xs.at(x, incx, j, width), to);
      }
    }
    ys.put_back();
  }
}

// y += alpha A^T x
template <class T>
void transposed(bool conjugate, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T* y,
                Index incy) {
  constexpr Index rows = gemv_rows<T>, columns = piece_of_x_bytes / sizeof(T);
  const auto kernel = transposed_kernel<T>(conjugate);
  ReadPiece<T, rows> xs;
  WrittenPiece<T, columns> ys;
  for (Index i = 0; i < m; i += rows) {
    const Index height = m - i < rows ? m - i : rows;
    const T* from = xs.at(x, incx, i, height);
    const Index piece = incy == 1 ? n : columns;
    for (Index j = 0; j < n; j += piece) {
      const Index width = n - j < piece ? n - j : piece;
      kernel(height, width, alpha, a + i + j * lda, lda, from, ys.at(y, incy, j, width));
      ys.put_back();
    }
  }
}

}  // namespace

template <class T>
void add_product(Trans trans, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T* y,
                 Index incy) {
  if (transposes(trans))
    transposed<T>(conjugates(trans), m, n, alpha, a, lda, x, incx, y, incy);
  else
    plain<T>(conjugates(trans), m, n, alpha, a, lda, x, incx, y, incy);
}

template <class T>
void gemv(Trans trans, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy) {
  if (m <= 0 || n <= 0 || (is_zero(alpha) && is_one(beta))) return;
  const bool turned = transposes(trans);
  const Index results = turned ? n : m, inputs = turned ? m : n;
  x = first_element(inputs, x, incx);
  y = first_element(results, y, incy);
  scale_result<T>(results, beta, y, incy);
  if (is_zero(alpha)) return;
  // 2^18 elements take 50 microseconds at least; below twice that a thread costs what it saves.
  const Index parts_worth = m * n / (Index{1} << 19);
  int parts = threads();
  if (parts > parts_worth) parts = parts_worth < 1 ? 1 : static_cast<int>(parts_worth);
  const Index share = ((results + parts - 1) / parts + 63) / 64 * 64;
  auto part = [&](int number) {
    const Index first = number * share, count = results - first < share ? results - first : share;
    if (count <= 0) return;
    if (turned)
      add_product<T>(trans, m, count, alpha, a + first * lda, lda, x, incx, y + first * incy, incy);
    else
      add_product<T>(trans, count, n, alpha, a + first, lda, x, incx, y + first * incy, incy);
  };
  if (parts == 1)
    part(0);
  else
    parallel(parts, part);
}

#define FAIRPLAY_GEMV(T)                                                                                \
  template void add_product<T>(Trans, Index, Index, T, const T*, Index, const T*, Index, T*, Index);    \
  template void gemv<T>(Trans, Index, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, \
                        std::type_identity_t<T>, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_GEMV)

}  // namespace fairplay::blas
