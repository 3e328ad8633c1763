#pragma once

#include <vector>

#include "blas/bounds/moduli.h"
#include "blas/oracle/matrices.h"

namespace fairplay::auditor::behaviour {

/// One triangle of alpha (A B^T + B A^T) + beta C, or alpha A B^H + conj(alpha) B A^H + beta C of Hermitian ones;
/// transposed: A^T B + B^T A, A^H B. Two correctly rounded steps, for which with_two_steps gives room.
template <class T>
std::vector<T> rank_two(fairplay::blas::Uplo uplo, bool hermitian, fairplay::blas::Trans trans, fairplay::blas::Index n,
                        fairplay::blas::Index k, T alpha, const T* a, const T* b, fairplay::blas::Index ld, T beta,
                        std::vector<T> c) {
  namespace blas = fairplay::blas;
  using blas::Trans;
  const blas::Index ldc = std::max<blas::Index>(n, 1);
  if constexpr (blas::is_complex<T>)
    for (blas::Index i = 0; hermitian && i < n; ++i) c[static_cast<std::size_t>(i + i * ldc)].im = 0;
  const Trans turned = hermitian ? Trans::conjugate : Trans::transpose;
  const Trans left = trans == Trans::none ? Trans::none : turned, right = trans == Trans::none ? turned : Trans::none;
  blas::oracle::gemmt<T>(uplo, left, right, n, k, alpha, a, ld, b, ld, beta, c.data(), ldc);
  blas::oracle::gemmt<T>(uplo, left, right, n, k, hermitian ? blas::conj(alpha) : alpha, b, ld, a, ld, blas::make<T>(1),
                         c.data(), ldc);
  if constexpr (blas::is_complex<T>)
    for (blas::Index i = 0; hermitian && i < n; ++i) c[static_cast<std::size_t>(i + i * ldc)].im = 0;
  return c;
}

/// Bounds of a sum of `terms` products leave room for one rounding of the reference; this, for two more.
inline fairplay::blas::bounds::Moduli with_two_steps(fairplay::blas::bounds::Moduli bounds) {
  for (double& bound : bounds.data) bound *= 1.7;
  return bounds;
}

}  // namespace fairplay::auditor::behaviour
