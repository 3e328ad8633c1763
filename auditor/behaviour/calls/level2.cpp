// Level 2, as blas/level2.h describes it.
#include "auditor/behaviour/calls/families.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/matrices.h"

namespace auditor::behaviour {
namespace {

namespace bounds = blas::bounds;
namespace oracle = blas::oracle;

template <class T>
void gemv(Call<T>& call) {
  const Trans trans = call.trans();
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.matrix("a", m, n);
  const auto x = call.x(trans == Trans::none ? n : m);
  const T beta = call.beta();
  const auto y = call.result_y(trans == Trans::none ? m : n);
  call.judged_by([=, &call] {
    std::vector<T> expected = y.operand->before();
    oracle::gemv<T>(trans, m, n, alpha, a.before(), a.ld, x.before(), x.inc, beta, expected.data(), y.inc);
    return call.compare(y, expected, bounds::gemv<T>(trans, m, n, alpha, a.before(), a.ld, x.before(), x.inc, beta, y.before(), y.inc));
  });
}

template <class T, bool conjugate>
void ger(Call<T>& call) {
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(m), y = call.y(n);
  const auto a = call.result_matrix("a", m, n);
  call.judged_by([=, &call] {
    std::vector<T> expected = a.operand->before();
    oracle::ger<T>(conjugate, m, n, alpha, x.before(), x.inc, y.before(), y.inc, expected.data(), a.ld);
    return call.compare(a, expected, bounds::ger<T>(m, n, alpha, x.before(), x.inc, y.before(), y.inc, a.before(), a.ld));
  });
}

using CF = blas::Complex<float>;
using CD = blas::Complex<double>;
const Family families[] = {
    {"gemv", "t", "mn", "abil", 2, gemv<float>, gemv<double>, gemv<CF>, gemv<CD>},
    {"ger", "", "mn", "ail", 2, ger<float, false>, ger<double, false>, nullptr, nullptr},
    {"geru", "", "mn", "ail", 2, nullptr, nullptr, ger<CF, false>, ger<CD, false>},
    {"gerc", "", "mn", "ail", 2, nullptr, nullptr, ger<CF, true>, ger<CD, true>},
};

}  // namespace

std::span<const Family> level2_families() { return families; }

}  // namespace auditor::behaviour
