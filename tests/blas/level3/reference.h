#pragma once
// What a routine of level 3 must give, by the definition, in long double; and the bound on its error, element by
// element.

#include "tests/blas/level3/problem.h"

namespace fairplay::blas {

using Wide = std::complex<long double>;

struct Dense {
  Index rows = 0;
  Index columns = 0;
  std::vector<Wide> values;
  Dense() = default;
  Dense(Index r, Index c) : rows(r), columns(c), values(r * c) {}
  Wide& operator()(Index i, Index j) { return values[i + j * rows]; }
  Wide operator()(Index i, Index j) const { return values[i + j * rows]; }
};

template <class T>
Wide wide(T x) {
  return {static_cast<long double>(real(x)), static_cast<long double>(imag(x))};
}

template <class T>
Dense dense(const Matrix<T>& x, Trans trans) {
  Dense d(transposes(trans) ? x.columns : x.rows, transposes(trans) ? x.rows : x.columns);
  for (Index j = 0; j < d.columns; ++j)
    for (Index i = 0; i < d.rows; ++i) {
      Wide v = wide(transposes(trans) ? x(j, i) : x(i, j));
      d(i, j) = is_complex<T> && conjugates(trans) ? std::conj(v) : v;
    }
  return d;
}

// A symmetric, Hermitian or triangular matrix from the triangle that is stored.
template <class T>
Dense completed(const Problem& p, const Matrix<T>& x) {
  Dense d(x.rows, x.rows);
  for (Index j = 0; j < x.rows; ++j)
    for (Index i = 0; i < x.rows; ++i) {
      bool stored = p.uplo == Uplo::upper ? i <= j : i >= j;
      if (is_triangular(p.routine)) {
        d(i, j) = !stored ? Wide{} : i == j && p.diag == Diag::unit ? Wide{1} : wide(x(i, j));
      } else {
        d(i, j) = wide(stored ? x(i, j) : x(j, i));
        if (p.routine == Routine::hemm && is_complex<T>)
          d(i, j) = i == j ? Wide{d(i, j).real()} : stored ? d(i, j) : std::conj(d(i, j));
      }
    }
  return d;
}
inline Dense operated(const Dense& x, Trans trans) {
  Dense d(transposes(trans) ? x.columns : x.rows, transposes(trans) ? x.rows : x.columns);
  for (Index j = 0; j < d.columns; ++j)
    for (Index i = 0; i < d.rows; ++i) {
      Wide v = transposes(trans) ? x(j, i) : x(i, j);
      d(i, j) = conjugates(trans) ? std::conj(v) : v;
    }
  return d;
}

struct Expected {
  Dense value;
  Dense magnitude;  // |alpha| |A||B| + |beta| |C|
  Index terms = 0;  // k of the bound
};

// std::complex's own product looks for infinities and takes most of the time of a test.
inline Wide product(Wide x, Wide y) {
  return {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
}

inline void add(Expected& e, Wide alpha, const Dense& a, const Dense& b) {
  e.terms += a.columns;
  std::vector<long double> sizes(a.values.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i] = std::abs(a.values[i]);
  for (Index j = 0; j < b.columns; ++j)
    for (Index l = 0; l < a.columns; ++l) {
      Wide y = product(alpha, b(l, j));
      long double size = std::abs(y);
      for (Index i = 0; i < a.rows; ++i) {
        e.value(i, j) += product(a(i, l), y);
        e.magnitude(i, j) += sizes[i + l * a.rows] * size;
      }
    }
}

// For trsm: op(A) X or X op(A), of the computed X, which must be alpha B.
template <class T>
Expected expected(const Problem& p, const Operands<T>& before, const Operands<T>& after) {
  const Matrix<T>& c = before.c;
  Wide alpha{static_cast<Real<T>>(p.alpha[0]),
             is_complex<T> && p.routine != Routine::herk ? static_cast<Real<T>>(p.alpha[1]) : 0};
  Wide beta{static_cast<Real<T>>(p.beta[0]),
            is_complex<T> && !has_hermitian_result(p.routine) ? static_cast<Real<T>>(p.beta[1]) : 0};
  Expected e{Dense(c.rows, c.columns), Dense(c.rows, c.columns)};
  if (!is_triangular(p.routine) && beta != Wide{})
    for (Index j = 0; j < c.columns; ++j)
      for (Index i = 0; i < c.rows; ++i) {
        Wide v = wide(c(i, j));
        if (i == j && has_hermitian_result(p.routine)) v = v.real();
        e.value(i, j) = beta * v;
        e.magnitude(i, j) = std::abs(beta) * std::abs(v);
      }
  Trans flipped = is_complex<T> && has_hermitian_result(p.routine) ? Trans::conjugate : Trans::transpose;
  switch (p.routine) {
    case Routine::gemm:
    case Routine::gemmt: add(e, alpha, dense(before.a, p.transa), dense(before.b, p.transb)); break;
    case Routine::symm:
    case Routine::hemm:
      if (p.side == Side::left)
        add(e, alpha, completed(p, before.a), dense(before.b, Trans::none));
      else
        add(e, alpha, dense(before.b, Trans::none), completed(p, before.a));
      break;
    case Routine::syrk:
    case Routine::herk: {
      Dense x = dense(before.a, p.transa);
      add(e, alpha, x, operated(x, flipped));
      break;
    }
    case Routine::syr2k:
    case Routine::her2k: {
      Dense x = dense(before.a, p.transa), y = dense(before.b, p.transa);
      add(e, alpha, x, operated(y, flipped));
      add(e, flipped == Trans::conjugate ? std::conj(alpha) : alpha, y, operated(x, flipped));
      break;
    }
    case Routine::trmm:
    case Routine::trsm: {
      bool solves = p.routine == Routine::trsm;
      Dense triangle =
          operated(completed(p, before.a), is_complex<T> || !conjugates(p.transa) ? p.transa : Trans::transpose);
      Dense x = dense(solves ? after.c : c, Trans::none);
      if (p.side == Side::left)
        add(e, solves ? Wide{1} : alpha, triangle, x);
      else
        add(e, solves ? Wide{1} : alpha, x, triangle);
      break;
    }
  }
  return e;
}

// Every element against the bound, and every element outside of the result against what it was. Empty where all is
// well.
template <class T>
std::string mismatch(const Problem& p, const Operands<T>& before, const Operands<T>& after) {
  Expected e = expected(p, before, after);
  using R = Real<T>;
  long double u = std::numeric_limits<R>::epsilon() / 2, count = static_cast<long double>(e.terms + 3);
  long double gamma = count * u / (1 - count * u),
              underflow = count * std::numeric_limits<R>::denorm_min() *
                          std::max(1.0L, std::hypot(static_cast<long double>(p.alpha[0]),
                                                    static_cast<long double>(p.alpha[1])));
  long double factor = is_complex<T> ? 2 * std::sqrt(2.0L) : 1;
  const Matrix<T>& c = after.c;
  auto bits_differ = [](const T& x, const T& y) { return std::memcmp(&x, &y, sizeof(T)) != 0; };
  Matrix<T> untouched = after.c;
  for (Index j = 0; j < c.columns; ++j)
    for (Index i = 0; i < c.rows; ++i) {
      if (writes_triangle(p.routine) && (p.uplo == Uplo::upper ? i > j : i < j)) continue;
      untouched(i, j) = before.c(i, j);
      Wide got = p.routine == Routine::trsm ? e.value(i, j) : wide(c(i, j));
      Wide want = e.value(i, j);
      if (p.routine == Routine::trsm)
        want = Wide{static_cast<R>(p.alpha[0]), is_complex<T> ? static_cast<R>(p.alpha[1]) : 0} *
               (p.alpha[0] == 0 && p.alpha[1] == 0 ? Wide{} : wide(before.c(i, j)));
      long double bound = factor * (gamma * e.magnitude(i, j).real() + underflow);
      if (!(std::abs(got - want) <= bound))
        return fmt::format("{}: element ({}, {}) is off by {}, allowed {}", p.text(), i, j,
                           static_cast<double>(std::abs(got - want)), static_cast<double>(bound));
      if (i == j && has_hermitian_result(p.routine) && imag(c(i, j)) != 0)
        return fmt::format("{}: the diagonal's element {} isn't real", p.text(), i);
    }
  for (std::size_t i = 0; i < untouched.memory.size(); ++i)
    if (bits_differ(untouched.memory[i], before.c.memory[i]))
      return fmt::format("{}: wrote outside of the result, at offset {}", p.text(), static_cast<Index>(i) - c.offset);
  return {};
}

}  // namespace fairplay::blas
