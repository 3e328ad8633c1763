#include "blas/oracle/level1.h"

#include <cmath>
#include <limits>

#include "blas/oracle/combination.h"
#include "blas/oracle/entry.h"
#include "blas/oracle/real_dot.h"

namespace fairplay::blas::oracle {
namespace {

// first + x . y rounded to R.
template <class R>
R rounded_dot(Index n, const double* x, const double* y, double first, Statistics& statistics) {
  R value;
  Estimate sum = estimate_dot(n, x, y);
  if (first != 0) {
    Combination with_first;
    with_first.add(1, sum);
    with_first.add(1, first);
    sum = with_first.total();
  }
  if (certify(sum, &value)) {
    ++statistics.certified;
    return value;
  }
  double special = 0;
  if (not_finite_dot(n, x, y, &special) || !std::isfinite(first)) {
    ++statistics.not_finite;
    return static_cast<R>(special + first);  // `special` is 0, infinite or NaN
  }
  Accumulator exact;
  ProductSums().add_to(exact, n, x, y);
  exact.add(first);
  ++statistics.exact;
  return exact.round<R>();
}

template <class T>
[[gnu::noinline]] T dot_of(Index n, const T* x, Index incx, const T* y, Index incy, bool conjugate,
                           Statistics& statistics) {
  if (n <= 0) return T{};
  if constexpr (is_complex<T>) {
    std::vector<double> wide_x = widened(n, x, incx), wide_y = widened(n, y, incy);
    if (conjugate) wide_x = for_real_part(wide_x);  // the same change of signs
    std::vector<double> real_part = for_real_part(wide_y), imaginary_part = for_imaginary_part(wide_y);
    return {rounded_dot<Real<T>>(2 * n, wide_x.data(), real_part.data(), 0, statistics),
            rounded_dot<Real<T>>(2 * n, wide_x.data(), imaginary_part.data(), 0, statistics)};
  } else {
    if constexpr (std::is_same_v<T, double>)
      if (incx == 1 && incy == 1) return rounded_dot<double>(n, x, y, 0, statistics);
    return rounded_dot<T>(n, widened(n, x, incx).data(), widened(n, y, incy).data(), 0, statistics);
  }
}

template <class R>
[[gnu::noinline]] R dot_of_floats(Index n, float alpha, const float* x, Index incx, const float* y, Index incy,
                                  Statistics& statistics) {
  if (n < 0) n = 0;
  return rounded_dot<R>(n, widened(n, x, incx).data(), widened(n, y, incy).data(), static_cast<double>(alpha),
                        statistics);
}

// a x + b z + y rounded to R.
template <class R>
R rounded_axpy(double a, double x, double b, double z, double y, Statistics& statistics) {
  Combination sum;
  sum.add(a, x);
  sum.add(b, z);
  sum.add(1, y);
  R value;
  if (certify(sum.total(), &value)) {
    ++statistics.certified;
    return value;
  }
  double left[] = {a, b, 1}, right[] = {x, z, y}, special;
  if (not_finite_dot(3, left, right, &special)) {
    ++statistics.not_finite;
    return static_cast<R>(special);
  }
  Accumulator exact;
  exact.add_products(3, left, right);
  ++statistics.exact;
  return exact.round<R>();
}

template <class T>
[[gnu::noinline]] void axpy_of(Index n, T alpha, const T* x, Index incx, T* y, Index incy, Statistics& statistics) {
  if (n <= 0 || is_zero(alpha)) return;
  std::vector<double> wide_x = widened(n, x, incx);
  if (incy < 0) y += (1 - n) * incy;
  for (Index i = 0; i < n; ++i) {
    T& to = y[i * incy];
    if constexpr (is_complex<T>) {
      double re = wide_x[static_cast<std::size_t>(2 * i)], im = wide_x[static_cast<std::size_t>(2 * i + 1)];
      to = {rounded_axpy<Real<T>>(alpha.re, re, -alpha.im, im, to.re, statistics),
            rounded_axpy<Real<T>>(alpha.re, im, alpha.im, re, to.im, statistics)};
    } else {
      to = rounded_axpy<T>(alpha, wide_x[static_cast<std::size_t>(i)], 0, 0, to, statistics);
    }
  }
}

// The root of an estimate: with r = fl(sqrt(h)) and l small against h, sqrt(h + l) = r + (h - r^2 + l) / 2r less the
// square of that over 2r.
Estimate root(Estimate square) {
  double h, l;
  two_sum(square.high, square.low, h, l);
  if (!(h >= 0x1p-900 && h <= 0x1p1000 && square.error <= h * 0x1p-60))
    return {0, 0, std::numeric_limits<double>::infinity()};
  double r = std::sqrt(h);
  double correction = (std::fma(-r, r, h) + l) / (2 * r);
  return {r, correction, square.error / r + std::fabs(correction) * 0x1p-50 + r * 0x1p-103};
}

template <class T>
[[gnu::noinline]] Real<T> nrm2_of(Index n, const T* x, Index incx, Statistics& statistics) {
  using R = Real<T>;
  if (n <= 0) return 0;
  std::vector<double> wide = widened(n, x, incx);
  Index count = static_cast<Index>(wide.size());
  R value;
  if (certify(root(estimate_dot(count, wide.data(), wide.data())), &value)) {
    ++statistics.certified;
    return value;
  }
  double special;
  if (not_finite_dot(count, wide.data(), wide.data(), &special)) {
    ++statistics.not_finite;
    return static_cast<R>(special);
  }
  Accumulator exact;
  ProductSums().add_to(exact, count, wide.data(), wide.data());
  ++statistics.exact;
  return exact.round_sqrt<R>();
}

template <class T>
[[gnu::noinline]] Real<T> asum_of(Index n, const T* x, Index incx, Statistics& statistics) {
  if (n <= 0) return 0;
  std::vector<double> wide = widened(n, x, incx);
  for (double& part : wide) part = std::fabs(part);
  std::vector<double> ones(wide.size(), 1.0);
  return rounded_dot<Real<T>>(static_cast<Index>(wide.size()), wide.data(), ones.data(), 0, statistics);
}

}  // namespace

template <class T>
T dot(Index n, const T* x, Index incx, const T* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  return dot_of(n, x, incx, y, incy, false, entry.counted);
}
template <class T>
T dotc(Index n, const T* x, Index incx, const T* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  return dot_of(n, x, incx, y, incy, true, entry.counted);
}
double dsdot(Index n, const float* x, Index incx, const float* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  return dot_of_floats<double>(n, 0, x, incx, y, incy, entry.counted);
}
float sdsdot(Index n, float alpha, const float* x, Index incx, const float* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  return dot_of_floats<float>(n, alpha, x, incx, y, incy, entry.counted);
}
template <class T>
void axpy(Index n, T alpha, const T* x, Index incx, T* y, Index incy, Statistics* statistics) {
  Entry entry(statistics);
  axpy_of(n, alpha, x, incx, y, incy, entry.counted);
}
template <class T>
Real<T> nrm2(Index n, const T* x, Index incx, Statistics* statistics) {
  Entry entry(statistics);
  return nrm2_of(n, x, incx, entry.counted);
}
template <class T>
Real<T> asum(Index n, const T* x, Index incx, Statistics* statistics) {
  Entry entry(statistics);
  return asum_of(n, x, incx, entry.counted);
}

#define FAIRPLAY_ORACLE_LEVEL1(T)                                        \
  template T dot(Index, const T*, Index, const T*, Index, Statistics*);  \
  template T dotc(Index, const T*, Index, const T*, Index, Statistics*); \
  template void axpy(Index, T, const T*, Index, T*, Index, Statistics*); \
  template Real<T> nrm2(Index, const T*, Index, Statistics*);            \
  template Real<T> asum(Index, const T*, Index, Statistics*);
FAIRPLAY_ORACLE_LEVEL1(float)
FAIRPLAY_ORACLE_LEVEL1(double)
FAIRPLAY_ORACLE_LEVEL1(Complex<float>)
FAIRPLAY_ORACLE_LEVEL1(Complex<double>)

}  // namespace fairplay::blas::oracle
