// trmm and trsm.
//
// Both sides are one problem: a triangle M of order n and `count` right-hand sides, X op(A) being op(A)^T X^T. M is
// halved (at multiples of triangle_block) until a block of at most triangle_block is left for the kernel; the square
// between the halves is a matrix product. Sizes alone decide where it is cut: less than two blocks in the middle, as
// LAPACK's rectangular full packed format has them (?tfsm), so that the two agree to the last bit where n is even.

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level3.h"
#include "blas/level3/partition.h"
#include "blas/level3/product.h"

namespace fairplay::blas {
using namespace level3;

namespace {

// They don't pay for a packed triangle, and are solved for one by one where its columns can be read as they stand.
constexpr Index few_right_hand_sides = 3;

template <class T>
struct Triangular {
  View<T> m;  // of order n
  bool upper;
  bool unit;
  Side side;  // right: the right-hand sides are rows of b
  Index n;
  Index count;
  T* b;
  Index ldb;
  bool few;  // right-hand sides, of the whole problem: threads don't change what each of them gets

  Index along() const { return side == Side::left ? 1 : ldb; }  // from one unknown to the next
  Index across() const { return side == Side::left ? ldb : 1; }
  Triangular part(Index first, Index length) const {
    Triangular p = *this;
    p.m = m.at(first, first);
    p.n = length;
    p.b = b + first * along();
    return p;
  }
};

// The triangle as the kernels take it; an upper one is turned round, its last unknown first.
template <class T>
struct PackedTriangle {
  T elements[triangle_block * (triangle_block + 1) / 2];
  T* b;
  Index along;

  explicit PackedTriangle(const Triangular<T>& p)
      : b(p.upper ? p.b + (p.n - 1) * p.along() : p.b), along(p.upper ? -p.along() : p.along()) {
    T* to = elements;
    for (Index i = 0; i < p.n; ++i)
      for (Index k = 0; k <= i; ++k) {
        T value = make<T>(1);
        if (k < i || !p.unit) {
          View<T> at = p.upper ? p.m.at(p.n - 1 - i, p.n - 1 - k) : p.m.at(i, k);
          value = at.conjugate ? conj(*at.data) : *at.data;
        }
        *to++ = value;
      }
  }
};

// The unknowns [to, to + rows) += factor * M(to ..., from ...) times the unknowns [from, from + columns).
template <class T>
void add_product(const Triangular<T>& p, T factor, Index to, Index rows, Index from, Index columns) {
  View<T> m = p.m.at(to, from);
  T* target = p.b + to * p.along();
  View<T> source = {p.b + from * p.along(), 1, p.ldb};
  Update<T> update = {factor, make<T>(1), imag(factor) == 0 && (real(factor) == 1 || real(factor) == -1), false};
  if (p.side == Side::left)
    multiply_alone<T>({.rows = rows,
                       .columns = p.count,
                       .k = columns,
                       .update = update,
                       .a = {m},
                       .b = {source},
                       .c = target,
                       .ldc = p.ldb});
  else
    multiply_alone<T>({.rows = p.count,
                       .columns = rows,
                       .k = columns,
                       .update = update,
                       .a = {source},
                       .b = {{m.data, m.column_stride, m.row_stride, m.conjugate}},
                       .c = target,
                       .ldc = p.ldb});
}

Index first_half(Index n) {
  if (n < 2 * triangle_block) return n / 2;
  return (n / 2 + triangle_block - 1) / triangle_block * triangle_block;
}

template <class T>
[[gnu::noinline]] void solve_block(const Triangular<T>& p) {
  if (p.few && p.along() == 1 && p.m.row_stride == 1 && !p.m.conjugate) {
    for (Index j = 0; j < p.count; ++j)
      kernels_for<T>().elimination->solve(p.upper, p.unit, p.n, p.m.data, p.m.column_stride, p.b + j * p.across());
    return;
  }
  PackedTriangle<T> packed(p);
  kernels_for<T>().triangle->solve(p.n, p.count, packed.elements, packed.b, packed.along, p.across());
}
template <class T>
[[gnu::noinline]] void multiply_block(const Triangular<T>& p, T alpha) {
  PackedTriangle<T> packed(p);
  kernels_for<T>().triangle->multiply(p.n, p.count, alpha, packed.elements, packed.b, packed.along, p.across());
}

template <class T>
void solve(const Triangular<T>& p) {
  if (p.n <= triangle_block) return solve_block(p);
  Index half = first_half(p.n), rest = p.n - half;
  T minus = make<T>(-1);
  if (p.upper) {
    solve(p.part(half, rest));
    add_product(p, minus, 0, half, half, rest);
    solve(p.part(0, half));
  } else {
    solve(p.part(0, half));
    add_product(p, minus, half, rest, 0, half);
    solve(p.part(half, rest));
  }
}

template <class T>
void multiply_triangle(const Triangular<T>& p, T alpha) {
  if (p.n <= triangle_block) return multiply_block(p, alpha);
  Index half = first_half(p.n), rest = p.n - half;
  if (p.upper) {
    multiply_triangle(p.part(0, half), alpha);
    add_product(p, alpha, 0, half, half, rest);
    multiply_triangle(p.part(half, rest), alpha);
  } else {
    multiply_triangle(p.part(half, rest), alpha);
    add_product(p, alpha, half, rest, 0, half);
    multiply_triangle(p.part(0, half), alpha);
  }
}

template <class T>
Triangular<T> triangular(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, const T* a, Index lda, T* b,
                         Index ldb) {
  View<T> view = op(trans, a, lda);
  bool upper = (uplo == Uplo::upper) != transposes(trans);
  if (side == Side::right) {
    view = {view.data, view.column_stride, view.row_stride, view.conjugate};
    upper = !upper;
  }
  return {view,
          upper,
          diag == Diag::unit,
          side,
          side == Side::left ? m : n,
          side == Side::left ? n : m,
          b,
          ldb,
          (side == Side::left ? n : m) <= few_right_hand_sides};
}

// work(part of the right-hand sides), on several threads where there is enough of it.
template <class T, class Work>
void for_right_hand_sides(const Triangular<T>& p, Work&& work) {
  double n = static_cast<double>(p.n);
  int parts = parts_for(n * n * static_cast<double>(p.count) * (is_complex<T> ? 2 : 0.5));
  if (parts <= 1) return work(p);
  constexpr Index step = 32;
  in_parallel(p.count, step, parts, Growth::even, [&](Index first, Index count) {
    Triangular<T> part = p;
    part.b = p.b + first * p.across();
    part.count = count;
    work(part);
  });
}

template <class T>
void scale(Index m, Index n, T alpha, T* b, Index ldb) {
  for (Index j = 0; j < n; ++j) kernels_for<T>().matrix->scale(m, alpha, false, b + j * ldb);
}

}  // namespace

template <class T>
void trmm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb) {
  if (m == 0 || n == 0) return;
  if (is_zero<T>(alpha)) return scale<T>(m, n, alpha, b, ldb);
  for_right_hand_sides(triangular(side, uplo, trans, diag, m, n, a, lda, b, ldb),
                       [&](const Triangular<T>& part) { multiply_triangle<T>(part, alpha); });
}

template <class T>
void trsm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb) {
  if (m == 0 || n == 0) return;
  if (!is_one<T>(alpha)) scale<T>(m, n, alpha, b, ldb);
  if (is_zero<T>(alpha)) return;
  for_right_hand_sides(triangular(side, uplo, trans, diag, m, n, a, lda, b, ldb),
                       [&](const Triangular<T>& part) { solve(part); });
}

#define FAIRPLAY_ROUTINES(T)                                                                \
  template void trmm(Side, Uplo, Trans, Diag, Index, Index, T, const T*, Index, T*, Index); \
  template void trsm(Side, Uplo, Trans, Diag, Index, Index, T, const T*, Index, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas
