// Products with symmetric and Hermitian matrices.
//
// Full storage goes by blocks of columns: the diagonal block is mirrored into a small square, the rest of the columns
// serves both the rows below (or above) and, transposed, the block's own rows, while it is in cache. Bands and packed
// triangles go by rows of the result, each a sum formed apart from y: alpha comes last.

#include "blas/instantiate.h"
#include "blas/level2.h"
#include "blas/level2/matrix_vector.h"
#include "blas/level2/triangle.h"

namespace fairplay::blas {
namespace {

// Which of the two halves is conjugated; neither for a symmetric matrix.
struct Conjugation {
  bool hermitian;
  bool stored;  // the stored triangle (a row-major caller's Hermitian matrix)

  bool mirrored() const { return hermitian != stored; }
};

// The diagonal element's share of a row.
template <class T>
T add_diagonal(bool hermitian, T diagonal, T x, T sum) {
  if constexpr (is_complex<T>) {
    if (hermitian) return {fused(diagonal.re, x.re, sum.re), fused(diagonal.re, x.im, sum.im)};
  }
  return fused(diagonal, x, sum);
}

template <class T>
void by_rows(const Triangle<const T>& triangle, Conjugation conjugation, T alpha, const T* x, Index incx, T* y,
             Index incy) {
  constexpr Index rows = 4096 / sizeof(T);
  T sums[rows];
  for (Index first = 0; first < triangle.n; first += rows) {
    const Rows here = {first, triangle.n - first < rows ? triangle.n - first : rows};
    for (Index i = 0; i < here.count; ++i) sums[i] = T{};
    // The columns whose stored part may reach these rows.
    Index from = 0, end = triangle.n;
    if (triangle.uplo == Uplo::upper) {
      from = first;
      end = triangle.n - (here.first + here.count) < triangle.k ? triangle.n : here.first + here.count + triangle.k;
    } else {
      from = first < triangle.k ? 0 : first - triangle.k;
      end = here.first + here.count;
    }
    for (Index j = from; j < end; ++j) {
      const Rows stored = triangle.off_diagonal(j), shared = common_rows(here, stored);
      const T* column = triangle.column(j);
      if (shared.count > 0)
        add_column(conjugation.stored, shared.count, x[j * incx], column + shared.first, sums + (shared.first - first),
                   Index{1});
      if (j >= first && j < first + here.count) {
        T& row = sums[j - first];
        if (stored.count > 0)
          row = sum(row, column_product(conjugation.mirrored(), stored.count, column + stored.first,
                                        x + stored.first * incx, incx));
        row = add_diagonal(conjugation.hermitian, column[j], x[j * incx], row);
      }
    }
    add_column(false, here.count, alpha, static_cast<const T*>(sums), y + first * incy, incy);
  }
}

template <class T>
constexpr Index block_size = 16;

// square = the diagonal block at `a`, both triangles filled.
template <class T>
void mirror(Uplo uplo, Conjugation conjugation, Index n, const T* a, Index lda, T* square) {
  constexpr Index size = block_size<T>;
  for (Index j = 0; j < n; ++j) {
    const T diagonal = a[j + j * lda];
    square[j + j * size] = conjugation.hermitian ? make<T>(real(diagonal)) : diagonal;
    for (Index i = uplo == Uplo::upper ? 0 : j + 1, end = uplo == Uplo::upper ? j : n; i < end; ++i) {
      square[i + j * size] = conj_if(conjugation.stored, a[i + j * lda]);
      square[j + i * size] = conj_if(conjugation.mirrored(), a[i + j * lda]);
    }
  }
}

template <class T>
void by_blocks(Uplo uplo, Index n, Conjugation conjugation, T alpha, const T* a, Index lda, const T* x, Index incx,
               T* y, Index incy) {
  constexpr Index columns = block_size<T>, rows = 4096 / sizeof(T);
  const auto plain = plain_kernel<T>(conjugation.stored), transposed = transposed_kernel<T>(conjugation.mirrored()),
             square_product = plain_kernel<T>(false);
  T square[columns * columns];
  ReadPiece<T, columns> block_x;
  WrittenPiece<T, columns> block_y;
  ReadPiece<T, rows> piece_x;
  WrittenPiece<T, rows> piece_y;
  for (Index j = 0; j < n; j += columns) {
    const Index width = n - j < columns ? n - j : columns;
    mirror(uplo, conjugation, width, a + j + j * lda, lda, square);
    const T* xs = block_x.at(x, incx, j, width);
    T* ys = block_y.at(y, incy, j, width);
    square_product(width, width, alpha, square, columns, xs, ys);
    const Index first = uplo == Uplo::upper ? 0 : j + width, end = uplo == Uplo::upper ? j : n;
    for (Index i = first; i < end; i += rows) {
      const Index height = end - i < rows ? end - i : rows;
      const T* panel = a + i + j * lda;
      T* piece = piece_y.at(y, incy, i, height);
      plain(height, width, alpha, panel, lda, xs, piece);
      piece_y.put_back();
      transposed(height, width, alpha, panel, lda, piece_x.at(x, incx, i, height), ys);
    }
    block_y.put_back();
  }
}

// What all have in common: scaling y, and when there is nothing more to do. True where there is.
template <class T>
bool begin(Index n, T alpha, const T*& x, Index incx, T beta, T*& y, Index incy) {
  if (n <= 0 || (is_zero(alpha) && is_one(beta))) return false;
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  scale_result<T>(n, beta, y, incy);
  return !is_zero(alpha);
}

}  // namespace

template <class T>
void symv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_blocks<T>(uplo, n, {false, false}, alpha, a, lda, x, incx, y, incy);
}
template <class T>
void hemv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_blocks<T>(uplo, n, {true, conjugate}, alpha, a, lda, x, incx, y, incy);
}
template <class T>
void sbmv(Uplo uplo, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_rows<T>(band_triangle(uplo, n, k, a, lda), {false, false}, alpha, x, incx, y, incy);
}
template <class T>
void hbmv(Uplo uplo, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_rows<T>(band_triangle(uplo, n, k, a, lda), {true, conjugate}, alpha, x, incx, y, incy);
}
template <class T>
void spmv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* ap, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_rows<T>(packed_triangle(uplo, n, ap), {false, false}, alpha, x, incx, y, incy);
}
template <class T>
void hpmv(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* ap, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, bool conjugate) {
  if (begin<T>(n, alpha, x, incx, beta, y, incy))
    by_rows<T>(packed_triangle(uplo, n, ap), {true, conjugate}, alpha, x, incx, y, incy);
}

#define FAIRPLAY_SYMMETRIC(T)                                                                                         \
  template void symv<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index,                       \
                        std::type_identity_t<T>, T*, Index);                                                          \
  template void hemv<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index,                       \
                        std::type_identity_t<T>, T*, Index, bool);                                                    \
  template void sbmv<T>(Uplo, Index, Index, std::type_identity_t<T>, const T*, Index, const T*, Index,                \
                        std::type_identity_t<T>, T*, Index);                                                          \
  template void hbmv<T>(Uplo, Index, Index, std::type_identity_t<T>, const T*, Index, const T*, Index,                \
                        std::type_identity_t<T>, T*, Index, bool);                                                    \
  template void spmv<T>(Uplo, Index, std::type_identity_t<T>, const T*, const T*, Index, std::type_identity_t<T>, T*, \
                        Index);                                                                                       \
  template void hpmv<T>(Uplo, Index, std::type_identity_t<T>, const T*, const T*, Index, std::type_identity_t<T>, T*, \
                        Index, bool);
FAIRPLAY_INSTANTIATE(FAIRPLAY_SYMMETRIC)

}  // namespace fairplay::blas
