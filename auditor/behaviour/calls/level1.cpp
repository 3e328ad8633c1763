// Level 1, as blas/level1.h describes it.
#include "auditor/behaviour/calls/families.h"
#include "blas/oracle/level1.h"

namespace auditor::behaviour {
namespace {

namespace bounds = blas::bounds;
namespace oracle = blas::oracle;
using CF = blas::Complex<float>;
using CD = blas::Complex<double>;

template <class T, bool conjugate>
void dot(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n), y = call.y(n);
  call.returns(Call<T>::Returns::element);
  call.judged_by([=, &call] {
    const T expected = (conjugate ? oracle::dotc<T> : oracle::dot<T>)(n, x.before(), x.inc, y.before(), y.inc, nullptr);
    return call.compare_result(call.returned(), expected, bounds::dot<T>(n, x.before(), x.inc, y.before(), y.inc));
  });
}

template <class T>
void axpy(Call<T>& call) {
  const Index n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(n), y = call.result_y(n);
  call.judged_by([=, &call] {
    std::vector<T> expected = y.operand->before();
    oracle::axpy<T>(n, alpha, x.before(), x.inc, expected.data(), y.inc);
    return call.compare(y, expected, bounds::axpby<T>(n, alpha, x.before(), x.inc, blas::make<T>(1), y.before(), y.inc));
  });
}

template <class T>
void asum(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n);
  call.returns(Call<T>::Returns::real);
  call.judged_by([=, &call] {
    if (x.inc < 0) return std::optional<Mismatch>();  // Netlib's gives 0, others the sum: documents don't say
    return call.compare_result(call.returned_real(), oracle::asum<T>(n, x.before(), x.inc), bounds::asum<T>(n, x.before(), x.inc));
  });
}

template <class T>
void nrm2(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n);
  call.returns(Call<T>::Returns::real);
  call.judged_by([=, &call] {
    if (x.inc < 0) return std::optional<Mismatch>();  // 0 in Netlib's before 3.10, the norm since
    return call.compare_result(call.returned_real(), oracle::nrm2<T>(n, x.before(), x.inc), bounds::nrm2<T>(n, x.before(), x.inc));
  });
}

const Family families[] = {
    {"dot", "", "n", "i", 1, dot<float, false>, dot<double, false>, nullptr, nullptr},
    {"dotu", "", "n", "i", 1, nullptr, nullptr, dot<CF, false>, dot<CD, false>},
    {"dotc", "", "n", "i", 1, nullptr, nullptr, dot<CF, true>, dot<CD, true>},
    {"axpy", "", "n", "ai", 1, axpy<float>, axpy<double>, axpy<CF>, axpy<CD>},
    {"asum", "", "n", "i", 1, asum<float>, asum<double>, asum<CF>, asum<CD>},
    {"nrm2", "", "n", "i", 1, nrm2<float>, nrm2<double>, nrm2<CF>, nrm2<CD>},
};

}  // namespace

std::span<const Family> level1_families() { return families; }

}  // namespace auditor::behaviour
