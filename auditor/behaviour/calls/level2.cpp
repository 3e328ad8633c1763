// Level 2, as blas/level2.h describes it. Matrices in band and packed storage are judged as the dense ones that they
// stand for.
#include "auditor/behaviour/calls/families.h"
#include "auditor/behaviour/calls/rank_two.h"
#include "auditor/behaviour/calls/triangular_residual.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/matrices.h"
#include "blas/oracle/residual.h"

namespace fairplay::auditor::behaviour {
namespace {

template <class T, Storage storage>
void gemv(Call<T>& call) {
  const Trans trans = call.trans();
  const Index m = call.m(), n = call.n(), below = storage == Storage::band ? call.k() : 0,
              above = storage == Storage::band ? call.ku() : 0;
  const T alpha = call.alpha();
  const auto a = storage == Storage::band ? call.band("a", m, n, below, above) : call.matrix("a", m, n);
  const auto x = call.x(trans == Trans::none ? n : m);
  const T beta = call.beta();
  const auto y = call.result_y(trans == Trans::none ? m : n);
  call.judged_by([=, &call] {
    const std::vector<T> full = a.dense(a.operand->before());
    std::vector<T> expected = y.dense(y.operand->before());
    const auto bound =
        bounds::gemv<T>(trans, m, n, alpha, full.data(), at_least_one(m), x.before(), x.inc, beta, expected.data(), 1);
    oracle::gemv<T>(trans, m, n, alpha, full.data(), at_least_one(m), x.before(), x.inc, beta, expected.data(), 1);
    return call.compare(y, expected, bound);
  });
}

template <class T, bool conjugate>
void ger(Call<T>& call) {
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(m), y = call.y(n);
  const auto a = call.result_matrix("a", m, n);
  call.judged_by([=, &call] {
    std::vector<T> expected = a.dense(a.operand->before());
    const auto bound =
        bounds::ger<T>(m, n, alpha, x.before(), x.inc, y.before(), y.inc, expected.data(), at_least_one(m));
    oracle::ger<T>(conjugate, m, n, alpha, x.before(), x.inc, y.before(), y.inc, expected.data(), at_least_one(m));
    return call.compare(a, expected, bound);
  });
}

/// symv, sbmv, spmv and the Hermitian ones: symm with one column.
template <class T, Storage storage, bool hermitian>
void symv(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Index n = call.n(), k = storage == Storage::band ? call.k() : 0;
  const T alpha = call.alpha();
  const auto a = call.symmetric("a", n, uplo, hermitian, false, storage, k);
  const auto x = call.x(n);
  const T beta = call.beta();
  const auto y = call.result_y(n);
  call.judged_by([=, &call] {
    const std::vector<T> full = a.dense(a.operand->before()), from = x.dense(x.operand->before());
    std::vector<T> expected = y.dense(y.operand->before());
    const Index ld = at_least_one(n);
    const auto bound = bounds::symm<T>(Side::left, uplo, hermitian, n, 1, alpha, full.data(), ld, from.data(), ld, beta,
                                       expected.data(), ld);
    (hermitian ? oracle::hemm<T> : oracle::symm<T>)(Side::left, uplo, n, 1, alpha, full.data(), ld, from.data(), ld,
                                                    beta, expected.data(), ld, nullptr);
    return call.compare(y, expected, bound);
  });
}

/// trmv, tbmv, tpmv; trsv, tbsv, tpsv where `solves`.
template <class T, Storage storage, bool solves>
void trmv(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans();
  const Diag diag = call.diag();
  const Index n = call.n(), k = storage == Storage::band ? call.k() : 0;
  const auto a = call.triangle("a", n, uplo, diag, storage, k);
  const auto x = call.result_x(n);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const std::vector<T> full = a.dense(a.operand->before()), before = x.dense(x.operand->before());
    const Index ld = at_least_one(n);
    const auto t = bounds::triangular<T>(uplo, trans, diag, n, full.data(), ld);
    if constexpr (!solves) {
      std::vector<T> expected = before;
      oracle::trmm<T>(Side::left, uplo, trans, diag, n, 1, blas::make<T>(1), full.data(), ld, expected.data(), ld);
      return call.compare(x, expected, bounds::trmv<T>(t, before.data(), 1));
    } else {
      const std::vector<T> solution = x.dense(x.operand->now());
      return TriangularSystem<T>{Side::left, uplo, trans, diag, n, 1, blas::make<T>(1), full.data(), ld}.judge(
          before, solution, bounds::trsv<T>(t, before.data(), 1, solution.data(), 1),
          [](Index i, Index) { return fmt::format("x[{}]", i); });
    }
  });
}

/// A = alpha x x^T + A; Hermitian: alpha real, x x^H.
template <class T, Storage storage, bool hermitian>
void syr(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Index n = call.n();
  const auto alpha = call.real_alpha();
  const auto x = call.x(n);
  const auto a = call.symmetric("a", n, uplo, hermitian, true, storage);
  call.judged_by([=, &call] {
    const std::vector<T> column = x.dense(x.operand->before());
    std::vector<T> expected = a.dense(a.operand->before());
    const Index ld = at_least_one(n);
    const auto bound = bounds::syr<T>(blas::make<T>(alpha), column.data(), 1,
                                      bounds::symmetric<T>(uplo, hermitian, n, expected.data(), ld));
    if constexpr (hermitian) {
      // alpha = 0 leaves A as it is, or zeroes the diagonal's imaginary parts: both are in use.
      if (alpha == 0) return std::optional<Mismatch>();
      oracle::herk<T>(uplo, Trans::none, n, 1, alpha, column.data(), ld, 1, expected.data(), ld);
    } else {
      oracle::syrk<T>(uplo, Trans::none, n, 1, alpha, column.data(), ld, 1, expected.data(), ld);
    }
    return call.compare(a, expected, bound);
  });
}

/// A = alpha x y^T + alpha y x^T + A; Hermitian: alpha x y^H + conj(alpha) y x^H.
template <class T, Storage storage, bool hermitian>
void syr2(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Index n = call.n();
  const T alpha = call.alpha();
  const auto x = call.x(n), y = call.y(n);
  const auto a = call.symmetric("a", n, uplo, hermitian, true, storage);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    if (hermitian && blas::is_zero(alpha)) return std::nullopt;
    const std::vector<T> left = x.dense(x.operand->before()), right = y.dense(y.operand->before());
    std::vector<T> expected = a.dense(a.operand->before());
    const Index ld = at_least_one(n);
    const auto bound = bounds::syr2<T>(alpha, left.data(), 1, right.data(), 1,
                                       bounds::symmetric<T>(uplo, hermitian, n, expected.data(), ld));
    return call.compare(a,
                        rank_two<T>(uplo, hermitian, Trans::none, n, 1, alpha, left.data(), right.data(), ld,
                                    blas::make<T>(1), std::move(expected)),
                        with_two_steps(bound));
  });
}

#define FAIRPLAY_SYMMETRIC(function, storage) \
  function<float, storage, false>, function<double, storage, false>, nullptr, nullptr
#define FAIRPLAY_HERMITIAN(function, storage) nullptr, nullptr, function<CF, storage, true>, function<CD, storage, true>
const Family level2_table[] = {
    {"gemv", "t", "mn", "abil", 2, FAIRPLAY_ALL_TYPES(gemv, Storage::dense)},
    {"gbmv", "t", "mnku", "abil", 2, FAIRPLAY_ALL_TYPES(gemv, Storage::band)},
    {"ger", "", "mn", "ail", 2, ger<float, false>, ger<double, false>, nullptr, nullptr},
    {"geru", "", "mn", "ail", 2, nullptr, nullptr, ger<CF, false>, ger<CD, false>},
    {"gerc", "", "mn", "ail", 2, nullptr, nullptr, ger<CF, true>, ger<CD, true>},
    {"symv", "u", "n", "abil", 2, FAIRPLAY_SYMMETRIC(symv, Storage::dense)},
    {"hemv", "u", "n", "abil", 2, FAIRPLAY_HERMITIAN(symv, Storage::dense)},
    {"sbmv", "u", "nk", "abil", 2, FAIRPLAY_SYMMETRIC(symv, Storage::band)},
    {"hbmv", "u", "nk", "abil", 2, FAIRPLAY_HERMITIAN(symv, Storage::band)},
    {"spmv", "u", "n", "abi", 2, FAIRPLAY_SYMMETRIC(symv, Storage::packed)},
    {"hpmv", "u", "n", "abi", 2, FAIRPLAY_HERMITIAN(symv, Storage::packed)},
    {"trmv", "utd", "n", "il", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::dense, false)},
    {"tbmv", "utd", "nk", "il", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::band, false)},
    {"tpmv", "utd", "n", "i", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::packed, false)},
    {"trsv", "utd", "n", "il", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::dense, true)},
    {"tbsv", "utd", "nk", "il", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::band, true)},
    {"tpsv", "utd", "n", "i", 2, FAIRPLAY_ALL_TYPES(trmv, Storage::packed, true)},
    {"syr", "u", "n", "ail", 2, FAIRPLAY_SYMMETRIC(syr, Storage::dense)},
    {"her", "u", "n", "ail", 2, FAIRPLAY_HERMITIAN(syr, Storage::dense)},
    {"spr", "u", "n", "ai", 2, FAIRPLAY_SYMMETRIC(syr, Storage::packed)},
    {"hpr", "u", "n", "ai", 2, FAIRPLAY_HERMITIAN(syr, Storage::packed)},
    {"syr2", "u", "n", "ail", 2, FAIRPLAY_SYMMETRIC(syr2, Storage::dense)},
    {"her2", "u", "n", "ail", 2, FAIRPLAY_HERMITIAN(syr2, Storage::dense)},
    {"spr2", "u", "n", "ai", 2, FAIRPLAY_SYMMETRIC(syr2, Storage::packed)},
    {"hpr2", "u", "n", "ai", 2, FAIRPLAY_HERMITIAN(syr2, Storage::packed)},
};

}  // namespace

std::span<const Family> level2_families() { return level2_table; }

}  // namespace fairplay::auditor::behaviour
