// Level 3, as blas/level3.h describes it; the oracle is blas/oracle/matrices.h, a solve is judged by its residual.
#include "auditor/behaviour/calls/families.h"
#include "auditor/behaviour/calls/rank_two.h"
#include "auditor/behaviour/calls/triangular_residual.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/matrices.h"
#include "blas/oracle/residual.h"

namespace fairplay::auditor::behaviour {
namespace {

/// A matrix whose op() is rows x columns.
template <class T>
MatrixView<T> operand(Call<T>& call, const char* name, Trans trans, Index rows, Index columns) {
  return blas::transposes(trans) ? call.matrix(name, columns, rows) : call.matrix(name, rows, columns);
}

/// An operand as it was before the call, column by column without gaps: what the oracle takes.
template <class T>
struct ByColumns {
  explicit ByColumns(const MatrixView<T>& view)
      : values(view.dense(view.operand->before())), ld(at_least_one(view.rows)) {}
  const T* data() const { return values.data(); }

  std::vector<T> values;
  Index ld;
};

template <class T, bool three_products>
void gemm(Call<T>& call) {
  const Trans transa = call.trans(), transb = call.trans();
  const Index m = call.m(), n = call.n(), k = call.k();
  const T alpha = call.alpha();
  const auto a = operand(call, "a", transa, m, k), b = operand(call, "b", transb, k, n);
  const T beta = call.beta();
  const auto c = call.result_matrix("c", m, n);
  call.judged_by([=, &call] {
    const ByColumns<T> left(a), right(b);
    std::vector<T> expected = c.dense(c.operand->before());
    auto bound = bounds::gemm<T>(transa, transb, m, n, k, alpha, left.data(), left.ld, right.data(), right.ld, beta,
                                 expected.data(), at_least_one(m));
    // 3M adds real and imaginary parts before it multiplies: three sums of products, of at most twice the modulus
    // (Higham, section 23.2.4).
    if (three_products)
      for (double& each : bound.data) each *= 2;
    oracle::gemm<T>(transa, transb, m, n, k, alpha, left.data(), left.ld, right.data(), right.ld, beta, expected.data(),
                    at_least_one(m));
    return call.compare(c, expected, bound);
  });
}

template <class T>
void gemmt(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans transa = call.trans(), transb = call.trans();
  const Index n = call.n(), k = call.k();
  const T alpha = call.alpha();
  const auto a = operand(call, "a", transa, n, k), b = operand(call, "b", transb, k, n);
  const T beta = call.beta();
  const auto c = call.result_matrix("c", n, n, part_of(uplo));
  call.judged_by([=, &call] {
    const ByColumns<T> left(a), right(b);
    std::vector<T> expected = c.dense(c.operand->before());
    const auto bound = bounds::gemm<T>(transa, transb, n, n, k, alpha, left.data(), left.ld, right.data(), right.ld,
                                       beta, expected.data(), at_least_one(n));
    oracle::gemmt<T>(uplo, transa, transb, n, k, alpha, left.data(), left.ld, right.data(), right.ld, beta,
                     expected.data(), at_least_one(n));
    return call.compare(c, expected, bound);
  });
}

template <class T, bool hermitian>
void symm(Call<T>& call) {
  const Side side = call.side();
  const Uplo uplo = call.uplo();
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.symmetric("a", side == Side::left ? m : n, uplo, hermitian);
  const auto b = call.matrix("b", m, n);
  const T beta = call.beta();
  const auto c = call.result_matrix("c", m, n);
  call.judged_by([=, &call] {
    const ByColumns<T> left(a), right(b);
    std::vector<T> expected = c.dense(c.operand->before());
    const auto bound = bounds::symm<T>(side, uplo, hermitian, m, n, alpha, left.data(), left.ld, right.data(), right.ld,
                                       beta, expected.data(), at_least_one(m));
    (hermitian ? oracle::hemm<T> : oracle::symm<T>)(side, uplo, m, n, alpha, left.data(), left.ld, right.data(),
                                                    right.ld, beta, expected.data(), at_least_one(m), nullptr);
    return call.compare(c, expected, bound);
  });
}

/// C stays as it is then, or the imaginary parts of a Hermitian diagonal are set to zero: both are in use.
constexpr bool changes_nothing(Index k, bool alpha_is_zero, bool beta_is_one) {
  return (k == 0 || alpha_is_zero) && beta_is_one;
}

/// herk's scalars and her2k's beta are real.
template <bool real, class T>
auto scalar(Call<T>& call, bool alpha) {
  if constexpr (real)
    return alpha ? call.real_alpha() : call.real_beta();
  else
    return alpha ? call.alpha() : call.beta();
}

template <class T, bool hermitian>
void syrk(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans(hermitian ? "NC" : blas::is_complex<T> ? "NT" : "NTC");
  const Index n = call.n(), k = call.k();
  const auto alpha = scalar<hermitian>(call, true);
  const auto a = operand(call, "a", trans, n, k);
  const auto beta = scalar<hermitian>(call, false);
  const auto c = call.symmetric("c", n, uplo, hermitian, true);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const ByColumns<T> left(a);
    if (hermitian && changes_nothing(k, blas::real(alpha) == 0, blas::real(beta) == 1)) return std::nullopt;
    std::vector<T> expected = c.dense(c.operand->before());
    const Index ld = at_least_one(n);
    const auto bound =
        bounds::syrk<T>(uplo, hermitian, trans, n, k, blas::make<T>(blas::real(alpha), blas::imag(alpha)), left.data(),
                        left.ld, blas::make<T>(blas::real(beta), blas::imag(beta)), expected.data(), ld);
    if constexpr (hermitian)
      oracle::herk<T>(uplo, trans, n, k, alpha, left.data(), left.ld, beta, expected.data(), ld);
    else
      oracle::syrk<T>(uplo, trans, n, k, alpha, left.data(), left.ld, beta, expected.data(), ld);
    return call.compare(c, expected, bound);
  });
}

template <class T, bool hermitian>
void syr2k(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans(hermitian ? "NC" : blas::is_complex<T> ? "NT" : "NTC");
  const Index n = call.n(), k = call.k();
  const T alpha = call.alpha();
  const auto a = operand(call, "a", trans, n, k), b = operand(call, "b", trans, n, k);
  const auto real_or_not = scalar<hermitian>(call, false);
  const T beta = blas::make<T>(blas::real(real_or_not), blas::imag(real_or_not));
  const auto c = call.symmetric("c", n, uplo, hermitian, true);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const ByColumns<T> left(a), right(b);
    if (hermitian && changes_nothing(k, blas::is_zero(alpha), blas::real(beta) == 1)) return std::nullopt;
    const Index ld = at_least_one(n);
    std::vector<T> expected = c.dense(c.operand->before());
    const auto bound = bounds::syr2k<T>(uplo, hermitian, trans, n, k, alpha, left.data(), left.ld, right.data(),
                                        right.ld, beta, expected.data(), ld);
    return call.compare(
        c,
        rank_two<T>(uplo, hermitian, trans, n, k, alpha, left.data(), right.data(), left.ld, beta, std::move(expected)),
        with_two_steps(bound));
  });
}

/// trmm, and trsm where `solves`: all of B is overwritten.
template <class T, bool solves>
void trmm(Call<T>& call) {
  const Side side = call.side();
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans();
  const Diag diag = call.diag();
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.triangle("a", side == Side::left ? m : n, uplo, diag);
  const auto b = call.result_matrix("b", m, n);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const ByColumns<T> left(a);
    const std::vector<T> before = b.dense(b.operand->before());
    const Index ld = at_least_one(m);
    if constexpr (!solves) {
      std::vector<T> expected = before;
      oracle::trmm<T>(side, uplo, trans, diag, m, n, alpha, left.data(), left.ld, expected.data(), ld);
      return call.compare(
          b, expected, bounds::trmm<T>(side, uplo, trans, diag, m, n, alpha, left.data(), left.ld, before.data(), ld));
    } else {
      const std::vector<T> x = b.dense(b.operand->now());
      return TriangularSystem<T>{side, uplo, trans, diag, m, n, alpha, left.data(), left.ld}.judge(
          before, x,
          bounds::trsm<T>(side, uplo, trans, diag, m, n, alpha, left.data(), left.ld, before.data(), ld, x.data(), ld),
          [](Index i, Index j) { return fmt::format("x({}, {})", i, j); });
    }
  });
}

const Family level3_table[] = {
    {"gemm", "tt", "mnk", "abl", 3, FAIRPLAY_ALL_TYPES(gemm, false)},
    {"gemm3m", "tt", "mnk", "abl", 3, nullptr, nullptr, FAIRPLAY_COMPLEX(gemm, true)},
    {"gemmt", "utt", "nk", "abl", 3, FAIRPLAY_ALL_TYPES(gemmt)},
    {"symm", "su", "mn", "abl", 3, FAIRPLAY_ALL_TYPES(symm, false)},
    {"hemm", "su", "mn", "abl", 3, nullptr, nullptr, FAIRPLAY_COMPLEX(symm, true)},
    {"syrk", "uT", "nk", "abl", 3, FAIRPLAY_ALL_TYPES(syrk, false)},
    {"herk", "uH", "nk", "abl", 3, nullptr, nullptr, FAIRPLAY_COMPLEX(syrk, true)},
    {"syr2k", "uT", "nk", "abl", 3, FAIRPLAY_ALL_TYPES(syr2k, false)},
    {"her2k", "uH", "nk", "abl", 3, nullptr, nullptr, FAIRPLAY_COMPLEX(syr2k, true)},
    {"trmm", "sutd", "mn", "al", 3, FAIRPLAY_ALL_TYPES(trmm, false)},
    {"trsm", "sutd", "mn", "al", 3, FAIRPLAY_ALL_TYPES(trmm, true)},
};

}  // namespace

std::span<const Family> level3_families() { return level3_table; }

}  // namespace fairplay::auditor::behaviour
