// Updates of rank one and two. Every element is fma(alpha y_j, x_i, a_ij), twice for rank two, or fma(alpha, y_j x_i,
// a_ij) where alpha y_j would over- or underflow. LAPACK's factorisations of tiny matrices update by x x^T / d: 1 / d
// is huge, and y_j x_i alone would be lost. Strided vectors are taken in pieces of rows, each copied once for all
// columns.

#include <limits>

#include "blas/instantiate.h"
#include "blas/level2.h"
#include "blas/level2/matrix_vector.h"
#include "blas/level2/triangle.h"

namespace fairplay::blas {
namespace {

template <class T>
constexpr Index piece_rows = 4096 / sizeof(T);

// The encoded exponents of a number's parts that aren't zero.
struct Exponents {
  int least;
  int most;
};
template <class T>
Exponents exponents_of(T x) {
  const int re = encoded_exponent(real(x)), im = encoded_exponent(imag(x));
  if (imag(x) == 0) return {re, re};
  if (real(x) == 0) return {im, im};
  return {re < im ? re : im, re < im ? im : re};
}

// Whether every part of alpha s is zero or far from over- and underflow.
template <class T>
bool product_is_safe(T alpha, T s) {
  constexpr int bias = std::numeric_limits<Real<T>>::max_exponent - 1, margin = 2;
  if (is_zero(s)) return true;
  const Exponents a = exponents_of(alpha), b = exponents_of(s);
  if (a.least == 0 || b.least == 0) return false;
  return a.least + b.least > bias + margin && a.most + b.most < 3 * bias - margin;
}

// column += alpha s x, or conj(x)
template <class T>
void update_column(bool conjugate, Index n, T alpha, T s, const T* x, T* column) {
  const VectorKernels<T>& vector = *kernels_for<T>().vector;
  if (product_is_safe(alpha, s))
    (conjugate ? vector.axpy_conjugate : vector.axpy)(n, product(alpha, s), x, column);
  else
    (conjugate ? vector.outer_conjugate : vector.outer)(n, alpha, s, x, column);
}

// One product x y^T, or with conjugates, of a rank-1 or rank-2 update of a triangle: element (i, j) gets alpha x_i y_j.
template <class T>
struct Term {
  T alpha;
  const T* x;  // first elements
  Index incx;
  bool conjugate_x;
  const T* y;
  Index incy;
  bool conjugate_y;
};

template <class T>
void update_triangle(const Triangle<T>& triangle, bool hermitian, const Term<T>* terms, int count) {
  ReadPiece<T, piece_rows<T>> pieces[2];
  const T* from[2] = {};
  for (Index first = 0; first < triangle.n; first += piece_rows<T>) {
    const Rows here = {first, triangle.n - first < piece_rows<T> ? triangle.n - first : piece_rows<T>};
    for (int t = 0; t < count; ++t) from[t] = pieces[t].at(terms[t].x, terms[t].incx, first, here.count);
    const bool upper = triangle.uplo == Uplo::upper;
    for (Index j = upper ? first : 0, end = upper ? triangle.n : first + here.count; j < end; ++j) {
      // With the diagonal, which off_diagonal leaves out.
      Rows rows = triangle.off_diagonal(j);
      rows = common_rows(here, upper ? Rows{rows.first, rows.count + 1} : Rows{j, rows.count + 1});
      if (rows.count <= 0) continue;
      T* column = triangle.column(j);
      const bool diagonal = j >= first && j < first + here.count;
      if constexpr (is_complex<T>) {
        if (hermitian && diagonal) column[j].im = 0;
      }
      for (int t = 0; t < count; ++t)
        update_column(terms[t].conjugate_x, rows.count, terms[t].alpha,
                      conj_if(terms[t].conjugate_y, terms[t].y[j * terms[t].incy]), from[t] + (rows.first - first),
                      column + rows.first);
      if constexpr (is_complex<T>) {
        if (hermitian && diagonal) column[j].im = 0;
      }
    }
  }
}

template <class T>
void rank_1(const Triangle<T>& triangle, bool hermitian, T alpha, const T* x, Index incx, bool conjugate = false) {
  if (triangle.n <= 0 || is_zero(alpha)) return;
  x = first_element(triangle.n, x, incx);
  const Term<T> term = {alpha, x, incx, conjugate, x, incx, hermitian != conjugate};
  update_triangle(triangle, hermitian, &term, 1);
}

template <class T>
void rank_2(const Triangle<T>& triangle, bool hermitian, T alpha, const T* x, Index incx, const T* y, Index incy,
            bool conjugate = false) {
  if (triangle.n <= 0 || is_zero(alpha)) return;
  x = first_element(triangle.n, x, incx);
  y = first_element(triangle.n, y, incy);
  const Term<T> terms[2] = {{alpha, x, incx, conjugate, y, incy, hermitian != conjugate},
                            {conj_if(hermitian, alpha), y, incy, conjugate, x, incx, hermitian != conjugate}};
  update_triangle(triangle, hermitian, terms, 2);
}

}  // namespace

template <class T>
void ger(Index m, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
         Index lda, Conjugated conjugated) {
  if (m <= 0 || n <= 0 || is_zero(alpha)) return;
  x = first_element(m, x, incx);
  y = first_element(n, y, incy);
  ReadPiece<T, piece_rows<T>> piece;
  const Index step = incx == 1 ? m : piece_rows<T>;
  for (Index i = 0; i < m; i += step) {
    const Index count = m - i < step ? m - i : step;
    const T* from = piece.at(x, incx, i, count);
    for (Index j = 0; j < n; ++j)
      update_column(conjugated == Conjugated::first, count, alpha,
                    conj_if(conjugated == Conjugated::second, y[j * incy]), from, a + i + j * lda);
  }
}

template <class T>
void syr(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* a, Index lda) {
  rank_1<T>(full_triangle(uplo, n, a, lda), false, alpha, x, incx);
}
template <class T>
void spr(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* ap) {
  rank_1<T>(packed_triangle(uplo, n, ap), false, alpha, x, incx);
}
template <class T>
void syr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
          Index lda) {
  rank_2<T>(full_triangle(uplo, n, a, lda), false, alpha, x, incx, y, incy);
}
template <class T>
void spr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* ap) {
  rank_2<T>(packed_triangle(uplo, n, ap), false, alpha, x, incx, y, incy);
}
template <class T>
void her(Uplo uplo, Index n, Real<T> alpha, const T* x, Index incx, T* a, Index lda, bool conjugate) {
  rank_1<T>(full_triangle(uplo, n, a, lda), true, make<T>(alpha), x, incx, conjugate);
}
template <class T>
void hpr(Uplo uplo, Index n, Real<T> alpha, const T* x, Index incx, T* ap, bool conjugate) {
  rank_1<T>(packed_triangle(uplo, n, ap), true, make<T>(alpha), x, incx, conjugate);
}
template <class T>
void her2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* a,
          Index lda, bool conjugate) {
  rank_2<T>(full_triangle(uplo, n, a, lda), true, alpha, x, incx, y, incy, conjugate);
}
template <class T>
void hpr2(Uplo uplo, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y, Index incy, T* ap,
          bool conjugate) {
  rank_2<T>(packed_triangle(uplo, n, ap), true, alpha, x, incx, y, incy, conjugate);
}

#define FAIRPLAY_RANK(T)                                                                                          \
  template void ger<T>(Index, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, T*, Index,        \
                       Conjugated);                                                                               \
  template void syr<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, T*, Index);                         \
  template void spr<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, T*);                                \
  template void syr2<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, T*, Index);       \
  template void spr2<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, T*);              \
  template void her<T>(Uplo, Index, Real<T>, const T*, Index, T*, Index, bool);                                   \
  template void hpr<T>(Uplo, Index, Real<T>, const T*, Index, T*, bool);                                          \
  template void her2<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, T*, Index, bool); \
  template void hpr2<T>(Uplo, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, T*, bool);
FAIRPLAY_INSTANTIATE(FAIRPLAY_RANK)

}  // namespace fairplay::blas
