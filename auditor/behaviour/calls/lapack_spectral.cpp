// LAPACK's eigenvalues and singular values: what NumPy and SciPy call.
#include "auditor/behaviour/calls/families.h"
#include "auditor/behaviour/calls/residuals.h"

namespace fairplay::auditor::behaviour {
namespace {

using namespace lapack;

template <class R>
Wrong in_order(const std::vector<R>& values, bool rising, const char* what) {
  for (std::size_t i = 1; i < values.size(); ++i)
    if (rising ? !(values[i - 1] <= values[i]) : !(values[i - 1] >= values[i]))
      return Mismatch{fmt::format("the {} aren't in order: {} and {}", what, i, i + 1), hex_text(values[i]),
                      fmt::format("{} {}", rising ? "at least" : "at most", hex_text(values[i - 1])), infinitely};
  return std::nullopt;
}

/// The columns of `v` times the values.
template <class T>
Matrix<T> scaled(Index rows, Index columns, Matrix<T> v, const std::vector<blas::Real<T>>& values) {
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) {
      T& x = v[static_cast<std::size_t>(i + j * rows)];
      const auto value = values[static_cast<std::size_t>(j)];
      x = blas::make<T>(blas::real(x) * value, blas::imag(x) * value);
    }
  return v;
}

template <class T>
double squares(const std::vector<T>& values) {
  double sum = 0;
  for (const T x : values) sum += modulus(x) * modulus(x);
  return sum;
}

/// Eigenvalues alone: their sum is the trace, that of their squares the squared Frobenius norm.
template <class T>
Wrong judge_eigenvalues(Index n, const Matrix<T>& a, const std::vector<blas::Real<T>>& w, double unit) {
  double trace = 0;
  for (Index i = 0; i < n; ++i)
    trace += static_cast<double>(blas::real(a[static_cast<std::size_t>(i + i * n)])) -
             static_cast<double>(w[static_cast<std::size_t>(i)]);
  const double count = static_cast<double>(std::max<Index>(n, 1));
  if (auto wrong = at_most("the trace minus the sum of eigenvalues", std::abs(trace), count * unit)) return wrong;
  return at_most("the difference of the sums of squares", std::abs(squares(a) - squares(w)),
                 count * unit * std::max(std::sqrt(squares(a)), least<T>));
}

/// All of a Hermitian matrix's: A Z = Z diag(w), Z unitary, w rising.
template <class T>
Wrong judge_hermitian(bool vectors, Index n, const Matrix<T>& a, const std::vector<blas::Real<T>>& w,
                      const Matrix<T>& z, const IntegerArray& info) {
  if (!all_finite(a)) return tells_non_finite<blas::Real<T>>("the eigenvalues", info, w);
  if (auto wrong = info_is(info, 0)) return wrong;
  if (auto wrong = in_order(w, true, "eigenvalues")) return wrong;
  const double count = static_cast<double>(std::max<Index>(n, 1)), unit = count * eps<T> * norm(n, n, a);
  if (auto wrong = judge_eigenvalues(n, a, w, unit)) return wrong;
  if (!vectors) return std::nullopt;
  if (auto wrong = orthonormal<T>("the eigenvectors' departure from orthonormal", n, n, z, false)) return wrong;
  return at_most("A Z - Z W", norm(n, n, product<T>(Trans::none, Trans::none, n, n, n, -1, a, z, scaled(n, n, z, w))),
                 unit);
}

/// The triangle that is read, and all of it as a place for eigenvectors.
template <class T>
MatrixView<T> triangle_to_overwrite(Call<T>& call, Index n, Uplo uplo, bool vectors) {
  MatrixView<T> a = call.result_matrix("a", n, n, part_of(uplo));
  for (Index i = 0; blas::is_complex<T> && i < n; ++i)
    a.operand->before()[a.at(i, i)] = blas::make<T>(blas::real(a.operand->before()[a.at(i, i)]));
  if (vectors)
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < n; ++i) a.operand->refer(a.at(i, j));
  return a;
}
template <class T>
Matrix<T> all_of(const MatrixView<T>& view, const std::vector<T>& values) {
  MatrixView<T> whole = view;
  whole.part = Part::all;
  return whole.dense(values);
}

enum class Method : std::uint8_t { qr, divide_and_conquer };

template <class T, Method method>
void syev(Call<T>& call) {
  using R = blas::Real<T>;
  const bool vectors = call.option("NV") == 'V';
  const Uplo uplo = call.uplo();
  const Index n = call.n();
  const auto a = triangle_to_overwrite(call, n, uplo, vectors);
  const auto w = call.template elements<R>("w", n, true);
  call.template work<T>("work");
  if constexpr (method == Method::qr) {
    if constexpr (blas::is_complex<T>) call.template scratch<R>("rwork", std::max<Index>(1, 3 * n - 2));
  } else {
    if constexpr (blas::is_complex<T>) call.template work<R>("rwork");
    call.integer_work("iwork");
  }
  const auto& info = call.info();
  call.judged_by([=, &info] {
    const Matrix<T> before = mirrored(uplo, n, a.dense(a.operand->before()));
    return judge_hermitian<T>(vectors, n, before, w.operand->now(), vectors ? all_of(a, a.operand->now()) : Matrix<T>(),
                              info);
  });
}

template <class T>
void syevr(Call<T>& call) {
  using R = blas::Real<T>;
  const bool vectors = call.option("NV") == 'V';
  call.fixed_option('A');
  const Uplo uplo = call.uplo();
  const Index n = call.n();
  const auto a = triangle_to_overwrite(call, n, uplo, false);
  // The whole triangle is destroyed; the range's ends aren't referred to.
  call.real(0), call.real(0);
  call.integer(0), call.integer(0);
  call.real(0);
  const auto& found = call.integers("m", 1);
  const auto w = call.template elements<R>("w", n, true);
  const auto z = call.result_matrix("z", vectors ? n : 0, vectors ? n : 0);
  call.integers("isuppz", 2 * std::max<Index>(1, n));
  call.template work<T>("work");
  if constexpr (blas::is_complex<T>) call.template work<R>("rwork");
  call.integer_work("iwork");
  const auto& info = call.info();
  call.judged_by([=, &found, &info]() -> Wrong {
    const Matrix<T> before = mirrored(uplo, n, a.dense(a.operand->before()));
    if (auto wrong = judge_hermitian<T>(vectors, n, before, w.operand->now(), z.dense(z.operand->now()), info))
      return wrong;
    if (!all_finite(before) || found[0] == n) return std::nullopt;
    return Mismatch{"m, the number of eigenvalues, is wrong", std::to_string(found[0]), std::to_string(n), infinitely};
  });
}

/// A = U S V^H of what was asked for; singular values alone by the Frobenius norm.
template <class T>
Wrong judge_singular(Index m, Index n, const Matrix<T>& a, const std::vector<blas::Real<T>>& s, Index left,
                     const Matrix<T>& u, Index right, const Matrix<T>& vt, const IntegerArray& info) {
  const Index p = std::min(m, n);
  if (!all_finite(a)) return tells_non_finite<blas::Real<T>>("the singular values", info, s);
  if (auto wrong = info_is(info, 0)) return wrong;
  if (p == 0) return std::nullopt;  // nothing is set then, U and V neither
  if (auto wrong = in_order(s, false, "singular values")) return wrong;
  if (!(s.back() >= 0))
    return Mismatch{"a singular value is negative", hex_text(s.back()), "at least zero", infinitely};
  const double count = static_cast<double>(std::max<Index>(std::max(m, n), 1)), unit = count * eps<T> * norm(m, n, a);
  if (auto wrong = at_most("the difference of the sums of squares", std::abs(squares(a) - squares(s)),
                           count * unit * std::max(std::sqrt(squares(a)), least<T>)))
    return wrong;
  if (left > 0)
    if (auto wrong = orthonormal<T>("U's departure from orthonormal", m, left, u, false)) return wrong;
  if (right > 0)
    if (auto wrong = orthonormal<T>("V's departure from orthonormal", right, n, vt, true)) return wrong;
  if (left < p || right < p) return std::nullopt;
  // Of V^H the first p rows.
  Matrix<T> rows(static_cast<std::size_t>(p * n));
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < p; ++i)
      rows[static_cast<std::size_t>(i + j * p)] = vt[static_cast<std::size_t>(i + j * right)];
  return at_most("A - U S V^H",
                 norm(m, n, product<T>(Trans::none, Trans::none, m, n, p, -1, scaled(m, p, u, s), rows, a)), unit);
}

constexpr Index columns_of(char job, Index all, Index thin) { return job == 'A' ? all : job == 'S' ? thin : 0; }

template <class T, Method method>
void gesvd(Call<T>& call) {
  using R = blas::Real<T>;
  const char job_u = call.option("ASN"), job_v = method == Method::qr ? call.option("ASN") : job_u;
  const Index m = call.m(), n = call.n(), shorter = std::min(m, n), longer = std::max(m, n);
  const Index left = columns_of(job_u, m, shorter), right = columns_of(job_v, n, shorter);
  const auto a = call.result_matrix("a", m, n);
  const auto s = call.template elements<R>("s", shorter, true);
  const auto u = call.result_matrix("u", job_u == 'N' ? 0 : m, left);
  const auto vt = call.result_matrix("vt", right, job_v == 'N' ? 0 : n);
  call.template work<T>("work");
  if constexpr (blas::is_complex<T>) {
    const Index values = method == Method::qr ? 5 * shorter : 7 * shorter;
    const Index vectors =
        std::max(5 * shorter * shorter + 5 * shorter, 2 * longer * shorter + 2 * shorter * shorter + shorter);
    call.template scratch<R>("rwork", std::max<Index>(1, method == Method::qr || job_u == 'N' ? values : vectors));
  }
  if constexpr (method == Method::divide_and_conquer) call.integers("iwork", 8 * shorter);
  const auto& info = call.info();
  call.judged_by([=, &info] {
    return judge_singular<T>(m, n, a.dense(a.operand->before()), s.operand->now(), left, u.dense(u.operand->now()),
                             right, vt.dense(vt.operand->now()), info);
  });
}

using Wide = std::complex<double>;

/// A general matrix's eigenvectors, one after the other: |A v - w v|, for vectors from the left |A^H u - conj(w) u|;
/// each of length 1.
template <class T>
Wrong judge_vectors(bool left, Index n, const Matrix<T>& a, const std::vector<Wide>& w, const Matrix<T>& stored,
                    double unit) {
  for (Index j = 0; j < n; ++j) {
    // Of a real matrix a pair of columns holds the real and the imaginary part of two conjugate vectors.
    std::vector<Wide> v(static_cast<std::size_t>(n));
    const bool second = !blas::is_complex<T> && w[static_cast<std::size_t>(j)].imag() < 0 && j > 0;
    const bool first = !blas::is_complex<T> && w[static_cast<std::size_t>(j)].imag() > 0 && j + 1 < n;
    for (Index i = 0; i < n; ++i) {
      auto part = [&](Index column) { return stored[static_cast<std::size_t>(i + column * n)]; };
      v[static_cast<std::size_t>(i)] = second  ? Wide(blas::real(part(j - 1)), -blas::real(part(j)))
                                       : first ? Wide(blas::real(part(j)), blas::real(part(j + 1)))
                                               : Wide(blas::real(part(j)), blas::imag(part(j)));
    }
    double length = 0, largest = 0;
    for (Index i = 0; i < n; ++i) {
      Wide sum = 0;
      for (Index l = 0; l < n; ++l) {
        const T element =
            left ? blas::conj(a[static_cast<std::size_t>(l + i * n)]) : a[static_cast<std::size_t>(i + l * n)];
        sum += Wide(blas::real(element), blas::imag(element)) * v[static_cast<std::size_t>(l)];
      }
      const Wide value = left ? std::conj(w[static_cast<std::size_t>(j)]) : w[static_cast<std::size_t>(j)];
      largest += std::abs(sum - value * v[static_cast<std::size_t>(i)]);
      length += std::norm(v[static_cast<std::size_t>(i)]);
    }
    if (auto wrong = at_most("an eigenvector's departure from length 1", std::abs(std::sqrt(length) - 1),
                             static_cast<double>(n) * eps<T>))
      return wrong;
    if (auto wrong = at_most(left ? "u^H A - w u^H" : "A v - w v", largest, unit)) return wrong;
  }
  return std::nullopt;
}

template <class T>
void geev(Call<T>& call) {
  using R = blas::Real<T>;
  const bool from_left = call.option("NV") == 'V', from_right = call.option("NV") == 'V';
  const Index n = call.n();
  const auto a = call.result_matrix("a", n, n);
  const auto w = call.template elements<T>(blas::is_complex<T> ? "w" : "wr", n, true);
  const auto wi = blas::is_complex<T> ? VectorView<R>() : call.template elements<R>("wi", n, true);
  const auto vl = call.result_matrix("vl", from_left ? n : 0, from_left ? n : 0);
  const auto vr = call.result_matrix("vr", from_right ? n : 0, from_right ? n : 0);
  call.template work<T>("work");
  if constexpr (blas::is_complex<T>) call.template scratch<R>("rwork", 2 * n);
  const auto& info = call.info();
  call.judged_by([=, &info]() -> Wrong {
    const Matrix<T> before = a.dense(a.operand->before());
    std::vector<Wide> values;
    std::vector<R> parts;
    for (Index i = 0; i < n; ++i) {
      const T value = w.operand->now()[static_cast<std::size_t>(i)];
      const R imaginary = blas::is_complex<T> ? blas::imag(value) : wi.operand->now()[static_cast<std::size_t>(i)];
      values.emplace_back(blas::real(value), imaginary);
      parts.push_back(blas::real(value)), parts.push_back(imaginary);
    }
    if (!all_finite(before)) return tells_non_finite<R>("the eigenvalues", info, parts);
    if (auto wrong = info_is(info, 0)) return wrong;
    const double count = static_cast<double>(std::max<Index>(n, 1)), unit = count * eps<T> * norm(n, n, before);
    Wide trace = 0;
    for (Index i = 0; i < n; ++i)
      trace += values[static_cast<std::size_t>(i)] - Wide(blas::real(before[static_cast<std::size_t>(i + i * n)]),
                                                          blas::imag(before[static_cast<std::size_t>(i + i * n)]));
    if (auto wrong = at_most("the trace minus the sum of eigenvalues", std::abs(trace), count * unit)) return wrong;
    if (from_left)
      if (auto wrong = judge_vectors<T>(true, n, before, values, vl.dense(vl.operand->now()), unit)) return wrong;
    return from_right ? judge_vectors<T>(false, n, before, values, vr.dense(vr.operand->now()), unit) : std::nullopt;
  });
}

const Family lapack_spectral_table[] = {
    {"syev", "vu", "n", "l", 5, syev<float, Method::qr>, syev<double, Method::qr>, nullptr, nullptr},
    {"heev", "vu", "n", "l", 5, nullptr, nullptr, syev<CF, Method::qr>, syev<CD, Method::qr>},
    {"syevd", "vu", "n", "l", 5, syev<float, Method::divide_and_conquer>, syev<double, Method::divide_and_conquer>,
     nullptr, nullptr},
    {"heevd", "vu", "n", "l", 5, nullptr, nullptr, syev<CF, Method::divide_and_conquer>,
     syev<CD, Method::divide_and_conquer>},
    {"syevr", "vu", "n", "l", 5, syevr<float>, syevr<double>, nullptr, nullptr},
    {"heevr", "vu", "n", "l", 5, nullptr, nullptr, syevr<CF>, syevr<CD>},
    {"gesdd", "a", "mn", "l", 5, gesvd<float, Method::divide_and_conquer>, gesvd<double, Method::divide_and_conquer>,
     gesvd<CF, Method::divide_and_conquer>, gesvd<CD, Method::divide_and_conquer>},
    {"gesvd", "aa", "mn", "l", 5, gesvd<float, Method::qr>, gesvd<double, Method::qr>, gesvd<CF, Method::qr>,
     gesvd<CD, Method::qr>},
    {"geev", "vv", "n", "l", 5, geev<float>, geev<double>, geev<CF>, geev<CD>},
};

}  // namespace

std::span<const Family> lapack_spectral_families() { return lapack_spectral_table; }

}  // namespace fairplay::auditor::behaviour
