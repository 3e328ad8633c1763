// Vendors' extensions of levels 1 and 3: OpenBLAS's and MKL's axpby, OpenBLAS's geadd.
#include "auditor/behaviour/calls/families.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/level1.h"

namespace fairplay::auditor::behaviour {
namespace {

/// alpha x + beta y, each part rounded once.
template <class T>
T scaled_sum(T alpha, T x, T beta, T y) {
  using R = blas::Real<T>;
  if constexpr (blas::is_complex<T>) {
    const R re[] = {alpha.re, -alpha.im, beta.re, -beta.im}, im[] = {alpha.im, alpha.re, beta.im, beta.re},
            parts[] = {x.re, x.im, y.re, y.im};
    return {oracle::dot<R>(4, re, 1, parts, 1), oracle::dot<R>(4, im, 1, parts, 1)};
  } else {
    const R factors[] = {alpha, beta}, values[] = {x, y};
    return oracle::dot<R>(2, factors, 1, values, 1);
  }
}

template <class T>
std::vector<T> scaled_sums(T alpha, const std::vector<T>& x, T beta, std::vector<T> y) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = scaled_sum(alpha, x[i], beta, y[i]);
  return y;
}

/// y = alpha x + beta y.
template <class T>
void axpby(Call<T>& call) {
  const Index n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(n);
  const T beta = call.beta();
  const auto y = call.result_y(n);
  call.judged_by([=, &call] {
    const std::vector<T> from = x.dense(x.operand->before()), before = y.dense(y.operand->before());
    return call.compare(y, scaled_sums(alpha, from, beta, before),
                        bounds::axpby<T>(n, alpha, from.data(), 1, beta, before.data(), 1));
  });
}

/// C = alpha A + beta C.
template <class T>
void geadd(Call<T>& call) {
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.matrix("a", m, n);
  const T beta = call.beta();
  const auto c = call.result_matrix("c", m, n);
  call.judged_by([=, &call] {
    const std::vector<T> from = a.dense(a.operand->before()), before = c.dense(c.operand->before());
    const bounds::Moduli flat = bounds::axpby<T>(m * n, alpha, from.data(), 1, beta, before.data(), 1);
    bounds::Moduli bound(m, n);
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < m; ++i) bound(i, j) = flat(i + j * m, 0);
    return call.compare(c, scaled_sums(alpha, from, beta, before), bound);
  });
}

const Family extensions_table[] = {
    {"axpby", "", "n", "abi", 1, FAIRPLAY_ALL_TYPES(axpby)},
    {"geadd", "", "mn", "abl", 3, FAIRPLAY_ALL_TYPES(geadd)},
};

}  // namespace

std::span<const Family> extension_families() { return extensions_table; }

}  // namespace fairplay::auditor::behaviour
