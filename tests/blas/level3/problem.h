#pragma once
// A call of any routine of level 3: its arguments as data, operands filled with garbage wherever the routine may not
// look, and what the result must be.

#include <complex>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "blas/level3.h"

namespace fairplay::blas {

enum class Routine { gemm, gemmt, symm, hemm, syrk, herk, syr2k, her2k, trmm, trsm };
inline constexpr Routine all_routines[] = {Routine::gemm, Routine::gemmt, Routine::symm,  Routine::hemm, Routine::syrk,
                                           Routine::herk, Routine::syr2k, Routine::her2k, Routine::trmm, Routine::trsm};
inline constexpr const char* routine_names[] = {"gemm", "gemmt", "symm",  "hemm", "syrk",
                                                "herk", "syr2k", "her2k", "trmm", "trsm"};

// m, n and k mean what they mean to the routine; gemmt and the updates of a triangle have no m, the others of one shape
// no k.
struct Problem {
  Routine routine;
  Index m;
  Index n;
  Index k;
  Side side = Side::left;
  Uplo uplo = Uplo::upper;
  Trans transa = Trans::none;
  Trans transb = Trans::none;
  Diag diag = Diag::non_unit;
  double alpha[2] = {1, 0};
  double beta[2] = {1, 0};

  std::string text() const {
    return fmt::format("{} side {} uplo {} trans {}{} diag {} m {} n {} k {} alpha ({},{}) beta ({},{})",
                       routine_names[static_cast<int>(routine)], static_cast<char>(side), static_cast<char>(uplo),
                       static_cast<char>(transa), static_cast<char>(transb), static_cast<char>(diag), m, n, k, alpha[0],
                       alpha[1], beta[0], beta[1]);
  }
};

inline bool writes_triangle(Routine r) {
  return r == Routine::gemmt || r == Routine::syrk || r == Routine::herk || r == Routine::syr2k || r == Routine::her2k;
}
inline bool is_rank_update(Routine r) {
  return r == Routine::syrk || r == Routine::herk || r == Routine::syr2k || r == Routine::her2k;
}
inline bool is_triangular(Routine r) { return r == Routine::trmm || r == Routine::trsm; }
inline bool has_hermitian_result(Routine r) { return r == Routine::herk || r == Routine::her2k; }

template <class T>
T garbage() {
  return make<T>(std::numeric_limits<Real<T>>::quiet_NaN(), std::numeric_limits<Real<T>>::quiet_NaN());
}

// Column-major, in the middle of a larger buffer: `offset` elements before it, so that alignment can be chosen, and
// garbage all around.
template <class T>
struct Matrix {
  Index rows = 0;
  Index columns = 0;
  Index ld = 1;
  Index offset = 0;
  std::vector<T> memory;

  Matrix() = default;
  Matrix(Index r, Index c, Index gap, Index shift)
      : rows(r), columns(c), ld((r > 0 ? r : 1) + gap), offset(shift), memory(shift + ld * c + 16, garbage<T>()) {}
  T* data() { return memory.data() + offset; }
  const T* data() const { return memory.data() + offset; }
  T& operator()(Index i, Index j) { return memory[offset + i + j * ld]; }
  T operator()(Index i, Index j) const { return memory[offset + i + j * ld]; }
};

template <class T>
struct Operands {
  Matrix<T> a;
  Matrix<T> b;
  Matrix<T> c;  // what is overwritten; trmm's and trsm's B
};

template <class T>
T random_value(std::mt19937_64& random) {
  auto real_part = [&] {
    return static_cast<Real<T>>(static_cast<double>(static_cast<std::int64_t>(random())) * 0x1p-63);
  };
  Real<T> re = real_part();
  return make<T>(re, is_complex<T> ? real_part() : 0);
}

// Everything random where the routine reads, NaN where it may not. `nan_c` leaves NaN in all of C, for beta = 0.
template <class T>
Operands<T> operands_of(const Problem& p, unsigned seed, Index gap = 3, Index shift = 0, bool nan_c = false) {
  std::mt19937_64 random(seed);
  Operands<T> o;
  Index order = p.side == Side::left ? p.m : p.n;
  bool has_order = p.routine == Routine::symm || p.routine == Routine::hemm || is_triangular(p.routine);
  auto fill = [&](Matrix<T>& x) {
    for (Index j = 0; j < x.columns; ++j)
      for (Index i = 0; i < x.rows; ++i) x(i, j) = random_value<T>(random);
  };
  auto shape = [&](Index rows, Index columns, Trans trans) {
    return transposes(trans) ? Matrix<T>(columns, rows, gap, shift) : Matrix<T>(rows, columns, gap, shift);
  };
  if (has_order)
    o.a = Matrix<T>(order, order, gap, shift);
  else
    o.a = shape(is_rank_update(p.routine) || p.routine == Routine::gemmt ? p.n : p.m, p.k, p.transa);
  fill(o.a);
  if (p.routine == Routine::gemm || p.routine == Routine::gemmt)
    o.b = shape(p.k, p.n, p.transb);
  else if (p.routine == Routine::symm || p.routine == Routine::hemm)
    o.b = Matrix<T>(p.m, p.n, gap, shift);
  else if (p.routine == Routine::syr2k || p.routine == Routine::her2k)
    o.b = shape(p.n, p.k, p.transa);
  fill(o.b);
  o.c = Matrix<T>(writes_triangle(p.routine) ? p.n : p.m, p.n, gap, shift);
  if (!nan_c) fill(o.c);
  auto in_triangle = [&](Index i, Index j) { return p.uplo == Uplo::upper ? i <= j : i >= j; };
  if (has_order)
    for (Index j = 0; j < order; ++j)
      for (Index i = 0; i < order; ++i) {
        if (!in_triangle(i, j)) o.a(i, j) = garbage<T>();
        if (i == j && p.routine == Routine::hemm && is_complex<T>)
          o.a(i, i) = make<T>(real(o.a(i, i)), std::numeric_limits<Real<T>>::quiet_NaN());
        if (i == j && is_triangular(p.routine))
          o.a(i, i) = p.diag == Diag::unit ? garbage<T>()
                                           : make<T>(real(o.a(i, i)) + (real(o.a(i, i)) < 0 ? -4 : 4), imag(o.a(i, i)));
        // Off the diagonal small, so that solutions don't grow beyond all bounds.
        if (i != j && p.routine == Routine::trsm && in_triangle(i, j))
          o.a(i, j) = make<T>(real(o.a(i, j)) / Real<T>(order), imag(o.a(i, j)) / Real<T>(order));
      }
  if (writes_triangle(p.routine))
    for (Index j = 0; j < p.n; ++j)
      for (Index i = 0; i < p.n; ++i) {
        if (!in_triangle(i, j)) o.c(i, j) = garbage<T>();
        if (i == j && has_hermitian_result(p.routine) && is_complex<T>)
          o.c(i, i) = make<T>(real(o.c(i, i)), std::numeric_limits<Real<T>>::quiet_NaN());
      }
  return o;
}

template <class T>
void run_on(const Problem& p, const T* a, Index lda, const T* b, Index ldb, T* c, Index ldc) {
  T alpha = make<T>(static_cast<Real<T>>(p.alpha[0]), static_cast<Real<T>>(p.alpha[1])),
    beta = make<T>(static_cast<Real<T>>(p.beta[0]), static_cast<Real<T>>(p.beta[1]));
  switch (p.routine) {
    case Routine::gemm: return gemm<T>(p.transa, p.transb, p.m, p.n, p.k, alpha, a, lda, b, ldb, beta, c, ldc);
    case Routine::gemmt: return gemmt<T>(p.uplo, p.transa, p.transb, p.n, p.k, alpha, a, lda, b, ldb, beta, c, ldc);
    case Routine::symm: return symm<T>(p.side, p.uplo, p.m, p.n, alpha, a, lda, b, ldb, beta, c, ldc);
    case Routine::hemm: return hemm<T>(p.side, p.uplo, p.m, p.n, alpha, a, lda, b, ldb, beta, c, ldc);
    case Routine::syrk: return syrk<T>(p.uplo, p.transa, p.n, p.k, alpha, a, lda, beta, c, ldc);
    case Routine::herk: return herk<T>(p.uplo, p.transa, p.n, p.k, real(alpha), a, lda, real(beta), c, ldc);
    case Routine::syr2k: return syr2k<T>(p.uplo, p.transa, p.n, p.k, alpha, a, lda, b, ldb, beta, c, ldc);
    case Routine::her2k: return her2k<T>(p.uplo, p.transa, p.n, p.k, alpha, a, lda, b, ldb, real(beta), c, ldc);
    case Routine::trmm: return trmm<T>(p.side, p.uplo, p.transa, p.diag, p.m, p.n, alpha, a, lda, c, ldc);
    case Routine::trsm: return trsm<T>(p.side, p.uplo, p.transa, p.diag, p.m, p.n, alpha, a, lda, c, ldc);
  }
}

template <class T>
void run(const Problem& p, Operands<T>& o) {
  run_on(p, o.a.data(), o.a.ld, o.b.data(), o.b.ld, o.c.data(), o.c.ld);
}

// Option combinations that exist for a routine and type, each at one size.
template <class T>
std::vector<Problem> option_combinations(Routine routine, Index m, Index n, Index k) {
  std::vector<Problem> all;
  const Trans every_trans[] = {Trans::none, Trans::transpose, Trans::conjugate, Trans::conjugate_only};
  auto add = [&](Problem p) {
    p.routine = routine;
    p.m = m;
    p.n = n;
    p.k = k;
    all.push_back(p);
  };
  Problem blank{routine, m, n, k};
  for (Trans ta : every_trans) {
    if (!is_complex<T> && conjugates(ta) && ta == Trans::conjugate_only) continue;
    if (is_rank_update(routine)) {
      bool hermitian = has_hermitian_result(routine);
      if (ta == Trans::conjugate_only || (is_complex<T> && ta == (hermitian ? Trans::transpose : Trans::conjugate)))
        continue;
    }
    if ((routine == Routine::symm || routine == Routine::hemm) && ta != Trans::none) continue;
    for (Uplo uplo : {Uplo::upper, Uplo::lower}) {
      if (routine == Routine::gemm && uplo == Uplo::lower) continue;
      Problem p = blank;
      p.transa = ta;
      p.uplo = uplo;
      if (routine == Routine::gemm || routine == Routine::gemmt) {
        for (Trans tb : every_trans) {
          if (!is_complex<T> && tb == Trans::conjugate_only) continue;
          p.transb = tb;
          add(p);
        }
      } else if (is_rank_update(routine)) {
        add(p);
      } else {
        for (Side side : {Side::left, Side::right})
          for (Diag diag : {Diag::non_unit, Diag::unit}) {
            if (diag == Diag::unit && !is_triangular(routine)) continue;
            p.side = side;
            p.diag = diag;
            add(p);
          }
      }
    }
  }
  return all;
}

}  // namespace fairplay::blas
