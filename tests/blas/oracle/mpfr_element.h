#pragma once
// One element of a product of matrices by MPFR, from accessors: the definition, term by term.

#include "tests/blas/oracle/mpfr_sum.h"

namespace fairplay::blas::oracle {

template <class T>
T op(Trans trans, const T* a, Index lda, Index i, Index j) {
  T value = transposes(trans) ? a[j + i * lda] : a[i + j * lda];
  return conjugates(trans) ? conj(value) : value;
}

// alpha (sum of left(p) right(p), p < k) + beta c
template <class T, class Left, class Right>
T mpfr_element(MpfrSum& sum, Index k, T alpha, Left&& left, Right&& right, T beta, T c) {
  using R = Real<T>;
  R parts[2] = {};
  for (int part = 0; part < reals_per<T>; ++part) {
    sum.clear();
    auto add = [&](T factor, T x, T y) {
      if constexpr (is_complex<T>) {
        double f[2] = {factor.re, factor.im};
        // Real part of x y: x.re y.re - x.im y.im; imaginary: x.re y.im + x.im y.re. Times f likewise.
        double product[2][2][2] = {{{x.re, y.re}, {-static_cast<double>(x.im), y.im}}, {{x.re, y.im}, {x.im, y.re}}};
        for (int t = 0; t < 2; ++t) {
          sum.add(f[0], product[part][t][0], product[part][t][1]);
          sum.add(part == 0 ? -f[1] : f[1], product[1 - part][t][0], product[1 - part][t][1]);
        }
      } else {
        sum.add(factor, x, y);
      }
    };
    if (!is_zero(alpha))
      for (Index p = 0; p < k; ++p) add(alpha, left(p), right(p));
    if (!is_zero(beta)) add(beta, make<T>(1), c);
    parts[part] = sum.template rounded<R>();
  }
  return make<T>(parts[0], parts[1]);
}

template <class T>
bool same_parts(T a, T b) {
  return same(real(a), real(b)) && same(imag(a), imag(b));
}

}  // namespace fairplay::blas::oracle
