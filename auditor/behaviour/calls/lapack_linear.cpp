// LAPACK's factorisations and solvers of linear systems: what NumPy calls, and what that rests on.
#include "auditor/behaviour/calls/families.h"
#include "auditor/behaviour/calls/residuals.h"

namespace fairplay::auditor::behaviour {
namespace {

using namespace lapack;

/// The factors in getrf's result: m x p unit lower trapezoidal, p x n upper, p = min(m, n).
template <class T>
struct LowerUpper {
  Matrix<T> l, u;
};
template <class T>
LowerUpper<T> factors(Index m, Index n, const Matrix<T>& lu) {
  const Index p = std::min(m, n);
  LowerUpper<T> both{Matrix<T>(static_cast<std::size_t>(m * p)), Matrix<T>(static_cast<std::size_t>(p * n))};
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) {
      const T x = lu[static_cast<std::size_t>(i + j * m)];
      if (i > j && j < p) both.l[static_cast<std::size_t>(i + j * m)] = x;
      if (i == j) both.l[static_cast<std::size_t>(i + j * m)] = blas::make<T>(1);
      if (i <= j && i < p) both.u[static_cast<std::size_t>(i + j * p)] = x;
    }
  return both;
}

template <class T>
void exchange_rows(Index m, Index columns, Index first, std::int64_t second, Matrix<T>& a) {
  for (Index j = 0; j < columns; ++j)
    std::swap(a[static_cast<std::size_t>(first + j * m)], a[static_cast<std::size_t>(second - 1 + j * m)]);
}

/// Pivots within their rows, |l| <= 1 (a complex pivot is the largest |re| + |im|: the square root of 2), P A = L U,
/// and info at U's first zero pivot.
template <class T>
Wrong judge_lu(Index m, Index n, Matrix<T> a, const Matrix<T>& lu, const IntegerArray& pivots,
               const IntegerArray& info) {
  if (!all_finite(a)) return std::nullopt;
  const Index p = std::min(m, n);
  for (Index i = 0; i < p; ++i) {
    const std::int64_t pivot = pivots[static_cast<std::size_t>(i)];
    if (pivot <= i || pivot > m)
      return Mismatch{.what = fmt::format("pivot {} isn't one of the rows left", i + 1),
                      .got = std::to_string(pivot),
                      .expected = fmt::format("{} to {}", i + 1, m),
                      .bound_ratio = infinitely,
                      .symptom = Symptom::wrong_pivot};
  }
  const double scale = norm(m, n, a);
  for (Index i = 0; i < p; ++i) exchange_rows(m, n, i, pivots[static_cast<std::size_t>(i)], a);
  const LowerUpper<T> both = factors(m, n, lu);
  const double largest = (blas::is_complex<T> ? 1.4142135623730951 : 1) * (1 + 8 * eps<T>);
  for (std::size_t i = 0; i < both.l.size(); ++i)
    if (!(modulus(both.l[i]) <= largest))
      return Mismatch{fmt::format("l({}, {}) is larger than 1: the pivot wasn't the column's largest element",
                                  i % static_cast<std::size_t>(m), i / static_cast<std::size_t>(m)),
                      hex_text(both.l[i]),
                      "a modulus of at most 1",
                      modulus(both.l[i]),
                      "a",
                      0,
                      Symptom::wrong_pivot};
  std::int64_t first_zero = 0;
  for (Index i = p; i-- > 0;)
    if (blas::is_zero(both.u[static_cast<std::size_t>(i + i * p)])) first_zero = i + 1;
  if (auto wrong = info_is(info, first_zero)) return wrong;
  const double count = static_cast<double>(std::max<Index>(std::max(m, n), 1));
  // L U grows beyond A in rare cases that are no mistake; every product may underflow.
  const double unit = count * eps<T> * std::max(scale, norm(p, n, both.u)) + count * count * least<T>;
  return at_most("P A - L U",
                 norm(m, n, product<T>(Trans::none, Trans::none, m, n, p, -1, both.l, both.u, std::move(a))), unit);
}

template <class T>
void getrf(Call<T>& call) {
  const Index m = call.m(), n = call.n();
  const auto a = call.result_matrix("a", m, n);
  const auto& pivots = call.integers("ipiv", std::min(m, n));
  const auto& info = call.info();
  call.judged_by([=, &pivots, &info] {
    return judge_lu<T>(m, n, a.dense(a.operand->before()), a.dense(a.operand->now()), pivots, info);
  });
}

/// op(A) X = B within the solver's backward error.
template <class T>
Wrong judge_solution(Trans trans, Index n, Index columns, const Matrix<T>& a, const Matrix<T>& x, const Matrix<T>& b) {
  const double left = norm(n, columns, product<T>(trans, Trans::none, n, columns, n, -1, a, x, b));
  const double count = static_cast<double>(std::max<Index>(n, 1)),
               size = blas::transposes(trans) ? count * norm(n, n, a) : norm(n, n, a);
  return at_most("B - A X", left,
                 count * eps<T> * (size * norm(n, columns, x) + norm(n, columns, b)) +
                     count * count * least<T> * std::max(1.0, norm(n, columns, x)));
}

template <class T>
void gesv(Call<T>& call) {
  const Index n = call.n(), columns = call.k();
  const auto a = call.result_matrix("a", n, n);
  const auto& pivots = call.integers("ipiv", n);
  const auto b = call.result_matrix("b", n, columns);
  const auto& info = call.info();
  call.judged_by([=, &call, &pivots, &info]() -> Wrong {
    const Matrix<T> before = a.dense(a.operand->before()), right = b.dense(b.operand->before());
    if (!all_finite(before) || !all_finite(right)) return std::nullopt;
    if (auto wrong = judge_lu<T>(n, n, before, a.dense(a.operand->now()), pivots, info)) return wrong;
    if (info[0] != 0) return std::nullopt;
    const Matrix<T> x = b.dense(b.operand->now());
    // With pivots among the least numbers a solution may overflow.
    if (call.given().data == Data::subnormal && !all_finite(x)) return std::nullopt;
    return judge_solution<T>(Trans::none, n, columns, before, x, right);
  });
}

/// Pivots that permute rows in a way that follows from the seed, and a well-conditioned L and U.
template <class T>
void getrs(Call<T>& call) {
  const Trans trans = call.trans();
  const Index n = call.n(), columns = call.k();
  const auto a = call.matrix("a", n, n);
  call.weigh_diagonal(a);
  auto& pivots = call.integers("ipiv", n, false);
  std::vector<std::int64_t> rows;
  for (Index i = 0; i < n; ++i)
    rows.push_back(i + 1 +
                   static_cast<Index>(element_bits(call.given().seed, 99, static_cast<std::uint64_t>(i)) %
                                      static_cast<std::uint64_t>(n - i)));
  pivots.set(rows);
  const auto b = call.result_matrix("b", n, columns);
  const auto& info = call.info();
  call.judged_by([=, &info]() -> Wrong {
    const Matrix<T> lu = a.dense(a.operand->before()), right = b.dense(b.operand->before()),
                    x = b.dense(b.operand->now());
    if (!all_finite(lu) || !all_finite(right)) return std::nullopt;
    if (auto wrong = info_is(info, 0)) return wrong;
    const LowerUpper<T> both = factors(n, n, lu);
    Matrix<T> whole = product<T>(Trans::none, Trans::none, n, n, n, 1, both.l, both.u, {});
    for (Index i = n; i-- > 0;) exchange_rows(n, n, i, rows[static_cast<std::size_t>(i)], whole);
    return judge_solution<T>(trans, n, columns, whole, x, right);
  });
}

/// A - L L^H or A - U^H U; info where the first leading minor isn't positive definite.
template <class T>
Wrong judge_cholesky(Uplo uplo, Index n, const Matrix<T>& a, const Matrix<T>& factor, const IntegerArray& info) {
  if (!all_finite(a)) return std::nullopt;
  std::int64_t expected = 0;
  for (Index i = n; i-- > 0;)
    if (blas::real(a[static_cast<std::size_t>(i + i * n)]) <= 0)
      expected = i + 1;  // all others are dominant, so the order of the first bad minor
  if (auto wrong = info_is(info, expected)) return wrong;
  if (expected != 0) return std::nullopt;
  const Matrix<T> whole = mirrored(uplo, n, a);
  const Matrix<T> rest = uplo == Uplo::upper
                             ? product<T>(Trans::conjugate, Trans::none, n, n, n, -1, factor, factor, whole)
                             : product<T>(Trans::none, Trans::conjugate, n, n, n, -1, factor, factor, whole);
  return at_most("A minus the product of its factors", norm(n, n, rest),
                 static_cast<double>(std::max<Index>(n, 1)) * eps<T> * norm(n, n, whole));
}

template <class T>
void potrf(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Index n = call.n();
  const auto a = call.result_matrix("a", n, n, part_of(uplo));
  call.weigh_diagonal(a);
  for (Index i = 0; i < n; ++i)
    a.operand->before()[a.at(i, i)] = blas::make<T>(blas::real(a.operand->before()[a.at(i, i)]));
  const auto& info = call.info();
  call.judged_by(
      [=, &info] { return judge_cholesky<T>(uplo, n, a.dense(a.operand->before()), a.dense(a.operand->now()), info); });
}

template <class T>
void potrs(Call<T>& call) {
  const Uplo uplo = call.uplo();
  const Index n = call.n(), columns = call.k();
  const auto a = call.triangle("a", n, uplo, Diag::non_unit);
  for (Index i = 0; i < n; ++i)
    a.operand->before()[a.at(i, i)] = blas::make<T>(blas::real(a.operand->before()[a.at(i, i)]));
  const auto b = call.result_matrix("b", n, columns);
  const auto& info = call.info();
  call.judged_by([=, &info]() -> Wrong {
    const Matrix<T> factor = a.dense(a.operand->before()), right = b.dense(b.operand->before());
    if (!all_finite(factor) || !all_finite(right)) return std::nullopt;
    if (auto wrong = info_is(info, 0)) return wrong;
    const Matrix<T> whole = uplo == Uplo::upper
                                ? product<T>(Trans::conjugate, Trans::none, n, n, n, 1, factor, factor, {})
                                : product<T>(Trans::none, Trans::conjugate, n, n, n, 1, factor, factor, {});
    return judge_solution<T>(Trans::none, n, columns, whole, b.dense(b.operand->now()), right);
  });
}

/// H = I - tau v v^H on rows `first` and below of a matrix in double precision, v's first element being 1.
void reflect(Index m, Index columns, Index first, const std::vector<std::complex<double>>& v, std::complex<double> tau,
             std::vector<std::complex<double>>& a) {
  for (Index j = 0; j < columns; ++j) {
    std::complex<double> sum = 0;
    for (Index i = first; i < m; ++i)
      sum += std::conj(v[static_cast<std::size_t>(i)]) * a[static_cast<std::size_t>(i + j * m)];
    sum *= tau;
    for (Index i = first; i < m; ++i) a[static_cast<std::size_t>(i + j * m)] -= sum * v[static_cast<std::size_t>(i)];
  }
}
template <class T>
std::complex<double> wide(T x) {
  return {static_cast<double>(blas::real(x)), static_cast<double>(blas::imag(x))};
}
template <class T>
std::vector<std::complex<double>> reflector(Index m, Index column, const Matrix<T>& a) {
  std::vector<std::complex<double>> v(static_cast<std::size_t>(m));
  v[static_cast<std::size_t>(column)] = 1;
  for (Index i = column + 1; i < m; ++i)
    v[static_cast<std::size_t>(i)] = wide(a[static_cast<std::size_t>(i + column * m)]);
  return v;
}
/// |x - y| by columns. Reflectors are applied in double precision, with its own rounding errors: `unit` has room for
/// them.
template <class T>
double distance(Index m, Index columns, const std::vector<std::complex<double>>& x, const Matrix<T>& y) {
  double largest = 0;
  for (Index j = 0; j < columns; ++j) {
    double sum = 0;
    for (Index i = 0; i < m; ++i)
      sum += std::abs(x[static_cast<std::size_t>(i + j * m)] - wide(y[static_cast<std::size_t>(i + j * m)]));
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

template <class T>
void geqrf(Call<T>& call) {
  const Index m = call.m(), n = call.n(), p = std::min(m, n);
  const auto a = call.result_matrix("a", m, n);
  const auto tau = call.template elements<T>("tau", p, true);
  call.template work<T>("work");
  const auto& info = call.info();
  call.judged_by([=, &info]() -> Wrong {
    const Matrix<T> before = a.dense(a.operand->before()), after = a.dense(a.operand->now());
    if (!all_finite(before)) return std::nullopt;
    if (auto wrong = info_is(info, 0)) return wrong;
    std::vector<std::complex<double>> whole(before.size());
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i <= std::min(j, m - 1); ++i)
        whole[static_cast<std::size_t>(i + j * m)] = wide(after[static_cast<std::size_t>(i + j * m)]);
    const double count = static_cast<double>(std::max<Index>(std::max(m, n), 1));
    for (Index j = p; j-- > 0;) {
      const auto v = reflector(m, j, after);
      double length = 0;
      for (const auto x : v) length += std::norm(x);
      const std::complex<double> factor = wide(tau.operand->now()[static_cast<std::size_t>(j)]);
      if (auto wrong = at_most("a reflector's departure from unitary",
                               std::abs(2 * factor.real() - std::norm(factor) * length), count * eps<T>))
        return wrong;
      reflect(m, n, j, v, factor, whole);
    }
    return at_most("A - Q R", distance(m, n, whole, before), count * eps<T> * norm(m, n, before));
  });
}

/// orgqr and ungqr of reflectors that follow from the data, with the tau that makes each of them unitary.
template <class T>
void orgqr(Call<T>& call) {
  const Index m = call.m(), n = call.n(), k = call.k();
  if (n > m || k > n) throw Impossible{"m >= n >= k isn't so"};
  const auto a = call.result_matrix("a", m, n);
  const auto tau = call.template elements<T>("tau", k, false);
  for (Index j = 0; j < k; ++j) {
    double length = 0;
    for (const auto x : reflector(m, j, a.dense(a.operand->before()))) length += std::norm(x);
    tau.operand->before()[static_cast<std::size_t>(j)] = blas::make<T>(static_cast<blas::Real<T>>(2 / length));
  }
  call.template work<T>("work");
  const auto& info = call.info();
  call.judged_by([=, &info]() -> Wrong {
    const Matrix<T> before = a.dense(a.operand->before()), q = a.dense(a.operand->now());
    if (!all_finite(before)) return std::nullopt;
    if (auto wrong = info_is(info, 0)) return wrong;
    std::vector<std::complex<double>> expected(before.size());
    for (Index j = 0; j < n; ++j) expected[static_cast<std::size_t>(j + j * m)] = 1;
    for (Index j = k; j-- > 0;)
      reflect(m, n, j, reflector(m, j, before), wide(tau.before()[static_cast<std::size_t>(j)]), expected);
    return at_most("Q minus the product of its reflectors", distance(m, n, expected, q),
                   static_cast<double>(std::max<Index>(m, 1)) * eps<T>);
  });
}

/// Least squares: the residual is orthogonal to A's columns, and for more unknowns than equations zero.
template <class T>
void gelsd(Call<T>& call) {
  using R = blas::Real<T>;
  const Index m = call.m(), n = call.n(), columns = call.k(), p = std::min(m, n), longer = std::max(m, n);
  if (columns == 0) throw Impossible{"without right-hand sides DLALSD takes its arguments for illegal"};
  const auto a = call.result_matrix("a", m, n);
  const auto b = call.result_matrix("b", longer, columns);
  const auto s = call.template elements<R>("s", p, true);
  call.real(-1);
  const auto& rank = call.integers("rank", 1);
  call.template work<T>("work");
  if constexpr (blas::is_complex<T>) call.template work<R>("rwork", false);
  call.integer_work("iwork", false);
  const auto& info = call.info();
  call.judged_by([=, &rank, &info]() -> Wrong {
    const Matrix<T> before = a.dense(a.operand->before()), all = b.dense(b.operand->before()),
                    solved = b.dense(b.operand->now());
    Matrix<T> right(static_cast<std::size_t>(m * columns)), x(static_cast<std::size_t>(n * columns));
    for (Index j = 0; j < columns; ++j) {
      for (Index i = 0; i < m; ++i)
        right[static_cast<std::size_t>(i + j * m)] = all[static_cast<std::size_t>(i + j * longer)];
      for (Index i = 0; i < n; ++i)
        x[static_cast<std::size_t>(i + j * n)] = solved[static_cast<std::size_t>(i + j * longer)];
    }
    if (!all_finite(before)) return reports_non_finite<R>("the singular values", info, s.operand->now());
    if (!all_finite(right)) return std::nullopt;
    if (auto wrong = info_is(info, 0)) return wrong;
    if (rank[0] != p)
      return std::nullopt;  // nearly singular: the solution of least norm depends on where the rank is cut
    const double count = static_cast<double>(std::max<Index>(longer, 1)), size = norm(m, n, before);
    const Matrix<T> rest = product<T>(Trans::none, Trans::none, m, columns, n, -1, before, x, right);
    const double left = count * eps<T> * (size * norm(n, columns, x) + norm(m, columns, right));
    if (m <= n) return at_most("B - A X", norm(m, columns, rest), left);
    return at_most("A^H (B - A X)",
                   norm(n, columns, product<T>(Trans::conjugate, Trans::none, n, columns, m, 1, before, rest, {})),
                   count * size * left);
  });
}

const Family lapack_linear_table[] = {
    {"getrf", "", "mn", "l", 4, FAIRPLAY_ALL_TYPES(getrf)},
    {"gesv", "", "nk", "l", 4, FAIRPLAY_ALL_TYPES(gesv)},
    {"getrs", "t", "nk", "l", 4, FAIRPLAY_ALL_TYPES(getrs)},
    {"potrf", "u", "n", "l", 4, FAIRPLAY_ALL_TYPES(potrf)},
    {"potrs", "u", "nk", "l", 4, FAIRPLAY_ALL_TYPES(potrs)},
    {"geqrf", "", "mn", "l", 4, FAIRPLAY_ALL_TYPES(geqrf)},
    {"orgqr", "", "mnk", "l", 4, orgqr<float>, orgqr<double>, nullptr, nullptr},
    {"ungqr", "", "mnk", "l", 4, nullptr, nullptr, orgqr<CF>, orgqr<CD>},
    {"gelsd", "", "mnk", "l", 5, FAIRPLAY_ALL_TYPES(gelsd)},
};

}  // namespace

std::span<const Family> lapack_linear_families() { return lapack_linear_table; }

}  // namespace fairplay::auditor::behaviour
