#include "blas/lapack/orthogonal_complement.h"

#include <limits>

#include "blas/division.h"
#include "blas/instantiate.h"
#include "blas/lapack/sum_of_squares.h"
#include "blas/level1.h"
#include "blas/level2.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
Real<T> norm_of(const SplitVector<T>& x) {
  Real<T> scale = 1, sum = 0;
  add_squares(x.m1, x.x1, x.step1, scale, sum);
  add_squares(x.m2, x.x2, x.step2, scale, sum);
  return scale * square_root(sum);
}
template <class T>
void fill(const SplitVector<T>& x, T value) {
  for (Index i = 0; i < x.m1; ++i) x.x1[i * x.step1] = value;
  for (Index i = 0; i < x.m2; ++i) x.x2[i * x.step2] = value;
}
template <class T>
T over(T x, Divisor<T> divisor) {
  if constexpr (is_complex<T>)
    divisor.divide(x.re, x.im);
  else
    x = divisor.divide(x);
  return x;
}

}  // namespace

template <class T>
void project_out(const SplitVector<T>& x, const SplitBasis<T>& q, T* work) {
  using R = Real<T>;
  constexpr R enough = R(0.7071), precision = std::numeric_limits<R>::epsilon();
  const T one = make<T>(1), minus_one = make<T>(-1);
  R norm = norm_of(x);
  // Two projections are enough: what the second one shortens once more by much is rounding errors alone.
  for (int pass = 0; pass < 2; ++pass) {
    for (Index j = 0; j < q.n; ++j) work[j] = make<T>(0);
    gemv<T>(Trans::conjugate, x.m1, q.n, one, q.q1, q.ldq1, x.x1, x.step1, one, work, 1);
    gemv<T>(Trans::conjugate, x.m2, q.n, one, q.q2, q.ldq2, x.x2, x.step2, one, work, 1);
    gemv<T>(Trans::none, x.m1, q.n, minus_one, q.q1, q.ldq1, work, 1, one, x.x1, x.step1);
    gemv<T>(Trans::none, x.m2, q.n, minus_one, q.q2, q.ldq2, work, 1, one, x.x2, x.step2);
    const R left = norm_of(x);
    if (left >= enough * norm) return;
    if (left <= static_cast<R>(q.n) * precision * norm) break;
    norm = left;
  }
  fill(x, make<T>(0));
}

template <class T>
void vector_of_complement(const SplitVector<T>& x, const SplitBasis<T>& q, T* work) {
  using R = Real<T>;
  const R norm = norm_of(x);
  if (norm > static_cast<R>(q.n) * std::numeric_limits<R>::epsilon()) {
    const Divisor<T> divisor(make<T>(norm));
    for (Index i = 0; i < x.m1; ++i) x.x1[i * x.step1] = over(x.x1[i * x.step1], divisor);
    for (Index i = 0; i < x.m2; ++i) x.x2[i * x.step2] = over(x.x2[i * x.step2], divisor);
    project_out(x, q, work);
    if (norm_of(x) != 0) return;
  }
  for (Index i = 0; i < x.m1 + x.m2; ++i) {
    fill(x, make<T>(0));
    (i < x.m1 ? x.x1[i * x.step1] : x.x2[(i - x.m1) * x.step2]) = make<T>(1);
    project_out(x, q, work);
    if (norm_of(x) != 0) return;
  }
}

template <class T>
void positive_reflector(Index n, T& alpha, T* x, Index step, T& tau) {
  using R = Real<T>;
  using Limits = std::numeric_limits<R>;
  tau = make<T>(0);
  if (n <= 0) return;
  R norm = nrm2(n - 1, x, step);
  if (imag(alpha) == 0 && norm <= Limits::epsilon() / 2 * magnitude(real(alpha))) {
    if (real(alpha) >= 0) return;
    tau = make<T>(2);
    for (Index i = 0; i + 1 < n; ++i) x[i * step] = make<T>(0);
    alpha = make<T>(-real(alpha));
    return;
  }
  const auto length = [&] {
    R scale = 1, sum = 0;
    add_squares(1, &alpha, 1, scale, sum);
    add_squares(n - 1, x, step, scale, sum);
    return scale * square_root(sum);
  };
  // Tiny numbers are made larger, exactly, so that the quotients below are as accurate as ever.
  constexpr R safe = Limits::min() / Limits::epsilon() * 2, up = 1 / (Limits::epsilon() * Limits::epsilon()) * 4;
  R beta = length();
  const bool tiny = beta < safe;
  if (tiny) {
    alpha = make<T>(real(alpha) * up, imag(alpha) * up);
    for (Index i = 0; i + 1 < n; ++i) x[i * step] = make<T>(real(x[i * step]) * up, imag(x[i * step]) * up);
    norm = nrm2(n - 1, x, step);
    beta = length();
  }
  // beta - re(alpha) without cancellation.
  const R re = real(alpha), im = imag(alpha),
          gap = re <= 0 ? beta - re : im * (im / (re + beta)) + norm * (norm / (re + beta));
  tau = make<T>(gap / beta, -im / beta);
  const Divisor<T> divisor(make<T>(-gap, im));
  for (Index i = 0; i + 1 < n; ++i) x[i * step] = over(x[i * step], divisor);
  alpha = make<T>(tiny ? beta / up : beta);
}

#define FAIRPLAY_ROUTINES(T)                                                              \
  template void project_out<T>(const SplitVector<T>&, const SplitBasis<T>&, T*);          \
  template void vector_of_complement<T>(const SplitVector<T>&, const SplitBasis<T>&, T*); \
  template void positive_reflector<T>(Index, T&, T*, Index, T&);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)
#undef FAIRPLAY_ROUTINES

}  // namespace fairplay::blas::lapack
