#include "blas/lapack/reflectors.h"

#include <limits>

#include "blas/division.h"
#include "blas/instantiate.h"
#include "blas/level1.h"
#include "blas/level2.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

template <class T>
void copy_matrix(Index m, Index n, const T* from, Index ldfrom, T* to, Index ldto) {
  for (Index j = 0; j < n; ++j) copy(m, from + j * ldfrom, 1, to + j * ldto, 1);
}
template <class T>
void subtract_matrix(Index m, Index n, const T* what, Index ldwhat, T* from, Index ldfrom) {
  for (Index j = 0; j < n; ++j) axpy(m, make<T>(-1), what + j * ldwhat, 1, from + j * ldfrom, 1);
}

}  // namespace

template <class T>
T make_reflector(Index n, T& alpha, T* x) {
  using R = Real<T>;
  if (n <= 0) return T{};
  R norm = nrm2(n - 1, x, 1);
  if (norm == 0 && imag(alpha) == 0) return T{};
  const auto beta_of = [&] {
    const R parts[3] = {real(alpha), imag(alpha), norm};
    const R length = nrm2(Index{3}, parts, 1);
    return real(alpha) < 0 || (real(alpha) == 0 && __builtin_signbit(real(alpha))) ? length : -length;
  };
  R beta = beta_of();
  // A length without its full precision is brought back into the normal range by a power of two, and beta out of it at
  // the end.
  constexpr int digits = std::numeric_limits<R>::digits;
  constexpr R small = std::numeric_limits<R>::min() * static_cast<R>(std::uint64_t{1} << (digits - 1));
  constexpr R up = 1 / std::numeric_limits<R>::epsilon() / std::numeric_limits<R>::epsilon();
  const bool scaled = beta < small && beta > -small;
  if (scaled) {
    scal_by_real(n - 1, up, x, 1);
    alpha = make<T>(real(alpha) * up, imag(alpha) * up);
    norm = nrm2(n - 1, x, 1);
    beta = beta_of();
  }
  const T tau = make<T>((beta - real(alpha)) / beta, -imag(alpha) / beta);
  const Divisor<T> divisor(make<T>(real(alpha) - beta, imag(alpha)));
  for (Index i = 0; i < n - 1; ++i) x[i] = divisor.divide(x[i]);
  alpha = make<T>(scaled ? beta / up : beta);
  return tau;
}

template <class T>
void form_block(Index m, Index k, const T* v, Index ldv, const T* tau, T* t, Index ldt) {
  for (Index i = 0; i < k; ++i) {
    T* column = t + i * ldt;
    column[i] = tau[i];
    if (i == 0) continue;
    // column = -tau_i T V[:, :i]^H v_i, whose leading element is the 1 that isn't stored
    for (Index j = 0; j < i; ++j) {
      const T above = conj(v[i + j * ldv]);
      column[j] = above;
    }
    gemv(Trans::conjugate, m - i - 1, i, make<T>(1), v + i + 1, ldv, v + i + 1 + i * ldv, 1, make<T>(1), column, 1);
    trmm(Side::left, Uplo::upper, Trans::none, Diag::non_unit, i, Index{1}, make<T>(-real(tau[i]), -imag(tau[i])), t,
         ldt, column, ldt);
  }
}

template <class T>
void apply_block_from_left(Trans trans, Index m, Index n, Index k, const T* v, Index ldv, const T* t, Index ldt, T* c,
                           Index ldc, T* work, Index ldwork) {
  if (m == 0 || n == 0 || k == 0) return;
  const T one = make<T>(1), minus_one = make<T>(-1);
  const T* v2 = v + k;
  T* c2 = c + k;
  copy_matrix(k, n, c, ldc, work, ldwork);
  trmm(Side::left, Uplo::lower, Trans::conjugate, Diag::unit, k, n, one, v, ldv, work, ldwork);
  if (m > k) gemm(Trans::conjugate, Trans::none, k, n, m - k, one, v2, ldv, c2, ldc, one, work, ldwork);
  trmm(Side::left, Uplo::upper, trans, Diag::non_unit, k, n, one, t, ldt, work, ldwork);
  if (m > k) gemm(Trans::none, Trans::none, m - k, n, k, minus_one, v2, ldv, work, ldwork, one, c2, ldc);
  trmm(Side::left, Uplo::lower, Trans::none, Diag::unit, k, n, one, v, ldv, work, ldwork);
  subtract_matrix(k, n, work, ldwork, c, ldc);
}

template <class T>
void apply_block_from_right(Trans trans, Index m, Index n, Index k, const T* v, Index ldv, const T* t, Index ldt, T* c,
                            Index ldc, T* work, Index ldwork) {
  if (m == 0 || n == 0 || k == 0) return;
  const T one = make<T>(1), minus_one = make<T>(-1);
  const T* v2 = v + k;
  T* c2 = c + k * ldc;
  copy_matrix(m, k, c, ldc, work, ldwork);
  trmm(Side::right, Uplo::lower, Trans::none, Diag::unit, m, k, one, v, ldv, work, ldwork);
  if (n > k) gemm(Trans::none, Trans::none, m, k, n - k, one, c2, ldc, v2, ldv, one, work, ldwork);
  trmm(Side::right, Uplo::upper, trans, Diag::non_unit, m, k, one, t, ldt, work, ldwork);
  if (n > k) gemm(Trans::none, Trans::conjugate, m, n - k, k, minus_one, work, ldwork, v2, ldv, one, c2, ldc);
  trmm(Side::right, Uplo::lower, Trans::conjugate, Diag::unit, m, k, one, v, ldv, work, ldwork);
  subtract_matrix(m, k, work, ldwork, c, ldc);
}

#define FAIRPLAY_ROUTINES(T)                                                                                           \
  template T make_reflector<T>(Index, T&, T*);                                                                         \
  template void form_block<T>(Index, Index, const T*, Index, const T*, T*, Index);                                     \
  template void apply_block_from_left<T>(Trans, Index, Index, Index, const T*, Index, const T*, Index, T*, Index, T*,  \
                                         Index);                                                                       \
  template void apply_block_from_right<T>(Trans, Index, Index, Index, const T*, Index, const T*, Index, T*, Index, T*, \
                                          Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
