// Level 3, as blas/level3.h describes it; the oracle is blas/oracle/matrices.h, a solve is judged by its residual.
#include "auditor/behaviour/calls/families.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/matrices.h"
#include "blas/oracle/residual.h"

namespace auditor::behaviour {
namespace {

namespace bounds = blas::bounds;
namespace oracle = blas::oracle;

constexpr bool turns(Trans trans) { return trans == Trans::transpose || trans == Trans::conjugate; }

/// A matrix whose op() is rows x columns.
template <class T>
MatrixView<T> operand(Call<T>& call, const char* name, Trans trans, Index rows, Index columns) {
  return turns(trans) ? call.matrix(name, columns, rows) : call.matrix(name, rows, columns);
}

template <class T>
void gemm(Call<T>& call) {
  const Trans transa = call.trans(), transb = call.trans();
  const Index m = call.m(), n = call.n(), k = call.k();
  const T alpha = call.alpha();
  const auto a = operand(call, "a", transa, m, k), b = operand(call, "b", transb, k, n);
  const T beta = call.beta();
  const auto c = call.result_matrix("c", m, n);
  call.judged_by([=, &call] {
    std::vector<T> expected = c.operand->before();
    oracle::gemm<T>(transa, transb, m, n, k, alpha, a.before(), a.ld, b.before(), b.ld, beta, expected.data(), c.ld);
    return call.compare(c, expected, bounds::gemm<T>(transa, transb, m, n, k, alpha, a.before(), a.ld, b.before(), b.ld, beta, c.before(), c.ld));
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
    std::vector<T> expected = c.operand->before();
    (hermitian ? oracle::hemm<T> : oracle::symm<T>)(side, uplo, m, n, alpha, a.before(), a.ld, b.before(), b.ld, beta, expected.data(), c.ld, nullptr);
    return call.compare(c, expected, bounds::symm<T>(side, uplo, hermitian, m, n, alpha, a.before(), a.ld, b.before(), b.ld, beta, c.before(), c.ld));
  });
}

template <class T>
void syrk(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans(blas::is_complex<T> ? "NT" : "NTC");
  const Index n = call.n(), k = call.k();
  const T alpha = call.alpha();
  const auto a = operand(call, "a", trans, n, k);
  const T beta = call.beta();
  const auto c = call.result_symmetric("c", n, uplo, false);
  call.judged_by([=, &call] {
    std::vector<T> expected = c.operand->before();
    oracle::syrk<T>(uplo, trans, n, k, alpha, a.before(), a.ld, beta, expected.data(), c.ld);
    return call.compare(c, expected, bounds::syrk<T>(uplo, false, trans, n, k, alpha, a.before(), a.ld, beta, c.before(), c.ld));
  });
}

template <class T>
void herk(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans("NC");
  const Index n = call.n(), k = call.k();
  const auto alpha = call.real_alpha();
  const auto a = operand(call, "a", trans, n, k);
  const auto beta = call.real_beta();
  const auto c = call.result_symmetric("c", n, uplo, true);
  call.judged_by([=, &call] {
    std::vector<T> expected = c.operand->before();
    oracle::herk<T>(uplo, trans, n, k, alpha, a.before(), a.ld, beta, expected.data(), c.ld);
    return call.compare(c, expected, bounds::syrk<T>(uplo, true, trans, n, k, blas::make<T>(alpha), a.before(), a.ld, blas::make<T>(beta), c.before(), c.ld));
  });
}

/// The part of B that a triangular product or solve overwrites: all of it.
template <class T>
void trmm(Call<T>& call) {
  const Side side = call.side();
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans();
  const Diag diag = call.diag();
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.triangle("a", side == Side::left ? m : n, uplo, diag);
  const auto b = call.result_matrix("b", m, n);
  call.judged_by([=, &call] {
    std::vector<T> expected = b.operand->before();
    oracle::trmm<T>(side, uplo, trans, diag, m, n, alpha, a.before(), a.ld, expected.data(), b.ld);
    return call.compare(b, expected, bounds::trmm<T>(side, uplo, trans, diag, m, n, alpha, a.before(), a.ld, b.before(), b.ld));
  });
}

template <class T>
void trsm(Call<T>& call) {
  const Side side = call.side();
  const Uplo uplo = call.uplo();
  const Trans trans = call.trans();
  const Diag diag = call.diag();
  const Index m = call.m(), n = call.n();
  const T alpha = call.alpha();
  const auto a = call.triangle("a", side == Side::left ? m : n, uplo, diag);
  const auto b = call.result_matrix("b", m, n);
  call.judged_by([=, &call]() -> std::optional<Mismatch> {
    const std::vector<T> x = b.operand->now();
    std::vector<T> residual(x.size()), none(x.size());
    oracle::residual<T>(side, uplo, trans, diag, m, n, alpha, a.before(), a.ld, b.before(), b.ld, x.data(), b.ld, residual.data(), b.ld);
    const auto worst = bounds::worst<T>(m, n, residual.data(), b.ld, none.data(), b.ld, bounds::trsm<T>(side, uplo, trans, diag, m, n, alpha, a.before(), a.ld, b.before(), b.ld, x.data(), b.ld));
    if (worst.ratio <= 1) return std::nullopt;
    const auto at = static_cast<std::size_t>(worst.i + worst.j * b.ld);
    return Mismatch{fmt::format("x({}, {}) doesn't solve the equations: got is the residual", worst.i, worst.j), hex_text(residual[at]), hex_text(T{}), worst.ratio};
  });
}

#define FAIRPLAY_ALL_TYPES(function) function<float>, function<double>, function<blas::Complex<float>>, function<blas::Complex<double>>
const Family families[] = {
    {"gemm", "tt", "mnk", "abl", 3, FAIRPLAY_ALL_TYPES(gemm)},
    {"symm", "su", "mn", "abl", 3, symm<float, false>, symm<double, false>, symm<blas::Complex<float>, false>, symm<blas::Complex<double>, false>},
    {"hemm", "su", "mn", "abl", 3, nullptr, nullptr, symm<blas::Complex<float>, true>, symm<blas::Complex<double>, true>},
    {"syrk", "uT", "nk", "abl", 3, FAIRPLAY_ALL_TYPES(syrk)},
    {"herk", "uH", "nk", "abl", 3, nullptr, nullptr, herk<blas::Complex<float>>, herk<blas::Complex<double>>},
    {"trmm", "sutd", "mn", "al", 3, FAIRPLAY_ALL_TYPES(trmm)},
    {"trsm", "sutd", "mn", "al", 3, FAIRPLAY_ALL_TYPES(trsm)},
};

}  // namespace

std::span<const Family> level3_families() { return families; }

}  // namespace auditor::behaviour
