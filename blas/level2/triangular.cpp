// Products with, and solutions of, triangular systems.
//
// Bands and packed triangles go column by column; full storage by blocks, whose rectangular parts are matrix-vector
// products.

#include "blas/division.h"
#include "blas/instantiate.h"
#include "blas/level2.h"
#include "blas/level2/matrix_vector.h"
#include "blas/level2/triangle.h"

namespace fairplay::blas {
namespace {

// Columns in the order in which x may be overwritten. A plain product uses x_j for rows that come before it in the
// triangle's direction, so that an upper one goes forwards; a transposed product, and a plain solution, the other way
// round.
inline bool forwards(Uplo uplo, bool transposed, bool solve) { return (uplo == Uplo::upper) != (transposed != solve); }

template <class T>
void multiply_by_columns(const Triangle<const T>& triangle, Trans trans, Diag diag, T* x, Index incx) {
  const bool turned = transposes(trans), conjugate = conjugates(trans),
             forward = forwards(triangle.uplo, turned, false);
  for (Index step = 0; step < triangle.n; ++step) {
    const Index j = forward ? step : triangle.n - 1 - step;
    const Rows rows = triangle.off_diagonal(j);
    const T* column = triangle.column(j);
    T& element = x[j * incx];
    T* others = x + rows.first * incx;
    if (turned) {
      const T own = diag == Diag::unit ? element : product(conj_if(conjugate, column[j]), element);
      element =
          rows.count == 0
              ? own
              : sum(column_product(conjugate, rows.count, column + rows.first, static_cast<const T*>(others), incx),
                    own);
    } else {
      if (rows.count != 0) add_column(conjugate, rows.count, element, column + rows.first, others, incx);
      if (diag == Diag::non_unit) element = product(conj_if(conjugate, column[j]), element);
    }
  }
}

template <class T>
void solve_by_columns(const Triangle<const T>& triangle, Trans trans, Diag diag, T* x, Index incx) {
  const bool turned = transposes(trans), conjugate = conjugates(trans), forward = forwards(triangle.uplo, turned, true);
  for (Index step = 0; step < triangle.n; ++step) {
    const Index j = forward ? step : triangle.n - 1 - step;
    const Rows rows = triangle.off_diagonal(j);
    const T* column = triangle.column(j);
    T& element = x[j * incx];
    T* others = x + rows.first * incx;
    if (turned && rows.count != 0) {
      const T known = column_product(conjugate, rows.count, column + rows.first, static_cast<const T*>(others), incx);
      element = make<T>(real(element) - real(known), imag(element) - imag(known));
    }
    if (diag == Diag::non_unit) element = Divisor<T>(conj_if(conjugate, column[j])).divide(element);
    if (!turned && rows.count != 0)
      add_column(conjugate, rows.count, make<T>(-real(element), -imag(element)), column + rows.first, others, incx);
  }
}

template <class T>
void by_blocks(bool solve, Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda, T* x, Index incx) {
  constexpr Index size = 16;
  const bool turned = transposes(trans), forward = forwards(uplo, turned, solve);
  const Index blocks = (n + size - 1) / size;
  for (Index step = 0; step < blocks; ++step) {
    const Index j = (forward ? step : blocks - 1 - step) * size, width = n - j < size ? n - j : size;
    const Rows rows = uplo == Uplo::upper ? Rows{0, j} : Rows{j + width, n - j - width};
    const T* panel = a + rows.first + j * lda;
    auto within = [&] {
      const Triangle<const T> block = full_triangle(uplo, width, a + j + j * lda, lda);
      if (solve)
        solve_by_columns<T>(block, trans, diag, x + j * incx, incx);
      else
        multiply_by_columns<T>(block, trans, diag, x + j * incx, incx);
    };
    auto beside = [&] {
      if (rows.count == 0) return;
      T* block = x + j * incx;
      T* others = x + rows.first * incx;
      const T factor = make<T>(static_cast<Real<T>>(solve ? -1 : 1));
      add_product<T>(trans, rows.count, width, factor, panel, lda, turned ? others : block, incx,
                     turned ? block : others, incx);
    };
    // A product's rectangle needs the block as it was, if it is the input, and the block's own product first, if it is
    // the output; a solution the reverse.
    if (turned == solve) {
      beside();
      within();
    } else {
      within();
      beside();
    }
  }
}

}  // namespace

template <class T>
void trmv(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda, T* x, Index incx) {
  by_blocks<T>(false, uplo, trans, diag, n, a, lda, first_element(n, x, incx), incx);
}
template <class T>
void tbmv(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* a, Index lda, T* x, Index incx) {
  multiply_by_columns<T>(band_triangle(uplo, n, k, a, lda), trans, diag, first_element(n, x, incx), incx);
}
template <class T>
void tpmv(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap, T* x, Index incx) {
  multiply_by_columns<T>(packed_triangle(uplo, n, ap), trans, diag, first_element(n, x, incx), incx);
}
template <class T>
void trsv(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda, T* x, Index incx) {
  by_blocks<T>(true, uplo, trans, diag, n, a, lda, first_element(n, x, incx), incx);
}
template <class T>
void tbsv(Uplo uplo, Trans trans, Diag diag, Index n, Index k, const T* a, Index lda, T* x, Index incx) {
  solve_by_columns<T>(band_triangle(uplo, n, k, a, lda), trans, diag, first_element(n, x, incx), incx);
}
template <class T>
void tpsv(Uplo uplo, Trans trans, Diag diag, Index n, const T* ap, T* x, Index incx) {
  solve_by_columns<T>(packed_triangle(uplo, n, ap), trans, diag, first_element(n, x, incx), incx);
}

#define FAIRPLAY_TRIANGULAR(T)                                                        \
  template void trmv<T>(Uplo, Trans, Diag, Index, const T*, Index, T*, Index);        \
  template void tbmv<T>(Uplo, Trans, Diag, Index, Index, const T*, Index, T*, Index); \
  template void tpmv<T>(Uplo, Trans, Diag, Index, const T*, T*, Index);               \
  template void trsv<T>(Uplo, Trans, Diag, Index, const T*, Index, T*, Index);        \
  template void tbsv<T>(Uplo, Trans, Diag, Index, Index, const T*, Index, T*, Index); \
  template void tpsv<T>(Uplo, Trans, Diag, Index, const T*, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_TRIANGULAR)

}  // namespace fairplay::blas
