// Level 1, as blas/level1.h describes it: vectors. Rotations are in rotations.cpp.
#include "blas/oracle/level1.h"
#include "auditor/behaviour/calls/families.h"

namespace fairplay::auditor::behaviour {
namespace {

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

void dsdot(Call<float>& call) {
  const Index n = call.n();
  const auto x = call.x(n), y = call.y(n);
  call.returns(Call<float>::Returns::wide_real);
  call.judged_by([=, &call] {
    return call.compare_result(call.returned_wide(), oracle::dsdot(n, x.before(), x.inc, y.before(), y.inc),
                               bounds::dsdot(n, x.before(), x.inc, y.before(), y.inc));
  });
}

void sdsdot(Call<float>& call) {
  const Index n = call.n();
  const float alpha = call.alpha();
  const auto x = call.x(n), y = call.y(n);
  call.returns(Call<float>::Returns::real);
  call.judged_by([=, &call] {
    return call.compare_result(call.returned_real(), oracle::sdsdot(n, alpha, x.before(), x.inc, y.before(), y.inc),
                               bounds::sdsdot(n, alpha, x.before(), x.inc, y.before(), y.inc));
  });
}

template <class T>
void axpy(Call<T>& call) {
  const Index n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(n), y = call.result_y(n);
  call.judged_by([=, &call] {
    std::vector<T> expected = y.dense(y.operand->before());
    oracle::axpy<T>(n, alpha, x.before(), x.inc, expected.data(), 1);
    return call.compare(y, expected,
                        bounds::axpby<T>(n, alpha, x.before(), x.inc, blas::make<T>(1), y.before(), y.inc));
  });
}

/// alpha x by the formula, each part rounded once: zero times NaN or infinity is NaN.
template <class T>
T product(T alpha, T x) {
  using R = blas::Real<T>;
  if constexpr (blas::is_complex<T>) {
    const R left[] = {alpha.re, -alpha.im}, crossed[] = {alpha.im, alpha.re}, right[] = {x.re, x.im};
    return {oracle::dot<R>(2, left, 1, right, 1), oracle::dot<R>(2, crossed, 1, right, 1)};
  } else {
    return alpha * x;
  }
}

template <class T, bool by_real>
void scal(Call<T>& call) {
  using R = blas::Real<T>;
  const Index n = call.n();
  const T alpha = by_real ? blas::make<T>(call.real_alpha()) : call.alpha();
  const auto x = call.result_x(n);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    if (x.inc < 0) return std::nullopt;  // nothing is done in Netlib's; BLIS scales
    const std::vector<T> before = x.dense(x.operand->before());
    std::vector<T> expected = before;
    for (T& element : expected)
      element = by_real
                    ? blas::make<T>(blas::real(alpha) * blas::real(element), blas::real(alpha) * blas::imag(element))
                    : product(alpha, element);
    auto bound = bounds::axpby<T>(n, T{}, before.data(), 1, alpha, before.data(), 1);
    // The bound knows nothing of the terms that beta = 0 leaves out.
    for (Index i = 0; i < n; ++i)
      if (!std::isfinite(blas::magnitude(before[static_cast<std::size_t>(i)]))) bound(i, 0) = 0;
    if (auto wrong = call.compare(x, expected, bound)) return wrong;
    // The formula has no freedom here: a part that is infinite by it is infinite. And NaN, unless alpha is real: then
    // libraries may scale each part for itself.
    const std::vector<T> got = x.dense(x.operand->now());
    const bool whole = !by_real && blas::imag(alpha) != 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
      const R wanted[] = {blas::real(expected[i]), blas::imag(expected[i])},
              are[] = {blas::real(got[i]), blas::imag(got[i])};
      for (int part = 0; part < 2; ++part) {
        const bool infinity_lost = std::isinf(wanted[part]) && are[part] != wanted[part],
                   nan_lost = whole && std::isnan(wanted[part]) && std::isfinite(are[part]);
        if (infinity_lost || nan_lost)
          return Mismatch{fmt::format("x[{}] lost {}", i, infinity_lost ? "an infinity" : "a NaN"),
                          hex_text(got[i]),
                          hex_text(expected[i]),
                          infinitely,
                          "x",
                          static_cast<std::int64_t>(x.at(static_cast<Index>(i)))};
      }
    }
    return std::nullopt;
  });
}

template <class T>
void copy(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n), y = call.result_y(n);
  call.judged_by([=, &call] { return call.compare(y, x.dense(x.operand->before()), bounds::Moduli(n, 1)); });
}

template <class T>
void swap(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.result_x(n), y = call.result_y(n);
  call.judged_by([=, &call] {
    if (auto wrong = call.compare(x, y.dense(y.operand->before()), bounds::Moduli(n, 1))) return wrong;
    return call.compare(y, x.dense(x.operand->before()), bounds::Moduli(n, 1));
  });
}

template <class T>
void asum(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n);
  call.returns(Call<T>::Returns::real);
  call.judged_by([=, &call] {
    if (x.inc < 0) return std::optional<Mismatch>();  // Netlib's gives 0, others the sum: documents don't say
    return call.compare_result(call.returned_real(), oracle::asum<T>(n, x.before(), x.inc),
                               bounds::asum<T>(n, x.before(), x.inc));
  });
}

template <class T>
void nrm2(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n);
  call.returns(Call<T>::Returns::real);
  call.judged_by([=, &call] {
    if (x.inc < 0) return std::optional<Mismatch>();  // 0 in Netlib's before 3.10, the norm since
    return call.compare_result(call.returned_real(), oracle::nrm2<T>(n, x.before(), x.inc),
                               bounds::nrm2<T>(n, x.before(), x.inc));
  });
}

/// The first of the largest |re| + |im|; a NaN's place is what BLAS libraries don't agree about.
template <class T>
void iamax(Call<T>& call) {
  const Index n = call.n();
  const auto x = call.x(n);
  call.returns(Call<T>::Returns::integer);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const std::vector<T> values = x.dense(x.operand->before());
    const std::int64_t got = call.returned_integer();
    std::size_t place = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isnan(blas::magnitude(values[i]))) {
        place = i;
        break;
      }
      if (blas::magnitude(values[i]) > blas::magnitude(values[place])) place = i;
    }
    const auto expected = x.inc < 0 || n == 0 ? 0 : static_cast<std::int64_t>(place) + 1;
    if (got == expected) return std::nullopt;
    // The sum of a complex element's parts may be rounded or not.
    if (blas::is_complex<T> && got > 0 && got <= n && expected > 0) {
      const double largest = blas::magnitude(values[place]),
                   chosen = blas::magnitude(values[static_cast<std::size_t>(got - 1)]);
      if (chosen >= largest * (1 - 2.0 * std::numeric_limits<blas::Real<T>>::epsilon())) return std::nullopt;
    }
    return Mismatch{"the place is wrong", std::to_string(got), std::to_string(expected), 0};
  });
}

const Family level1_table[] = {
    {"dot", "", "n", "i", 1, dot<float, false>, dot<double, false>, nullptr, nullptr},
    {"dotu", "", "n", "i", 1, nullptr, nullptr, dot<CF, false>, dot<CD, false>},
    {"dotc", "", "n", "i", 1, nullptr, nullptr, dot<CF, true>, dot<CD, true>},
    {"dsdot", "", "n", "i", 1, dsdot, nullptr, nullptr, nullptr, {""}},
    {"sdsdot", "", "n", "ai", 1, sdsdot, nullptr, nullptr, nullptr, {""}},
    {"axpy", "", "n", "ai", 1, FAIRPLAY_ALL_TYPES(axpy)},
    {"scal", "", "n", "ai", 1, scal<float, false>, scal<double, false>, scal<CF, false>, scal<CD, false>},
    {"scal", "", "n", "ai", 1, nullptr, nullptr, scal<CF, true>, scal<CD, true>, {"", "", "cs", "zd"}},
    {"copy", "", "n", "i", 1, FAIRPLAY_ALL_TYPES(copy)},
    {"swap", "", "n", "i", 1, FAIRPLAY_ALL_TYPES(swap)},
    {"asum", "", "n", "i", 1, FAIRPLAY_ALL_TYPES(asum), {"s", "d", "sc", "dz"}},
    {"nrm2", "", "n", "i", 1, FAIRPLAY_ALL_TYPES(nrm2), {"s", "d", "sc", "dz"}},
    {"amax", "", "n", "i", 1, FAIRPLAY_ALL_TYPES(iamax), {"is", "id", "ic", "iz"}},
};

}  // namespace

std::span<const Family> level1_families() { return level1_table; }

}  // namespace fairplay::auditor::behaviour
