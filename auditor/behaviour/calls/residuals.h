#pragma once

#include <complex>
#include <vector>

#include "auditor/behaviour/calls/families.h"
#include "blas/oracle/matrices.h"

/// How LAPACK's results are judged: by what a factorisation leaves of the matrix and by how orthogonal its factors are
/// (LAPACK Users' Guide, 3rd ed., chapter 4; E. Anderson et al., LAPACK working note 41 on the testers): at most 30 n
/// eps |A|. eps is twice the unit roundoff here, which is room enough for every healthy build.
namespace fairplay::auditor::behaviour::lapack {

using Wrong = std::optional<Mismatch>;

template <class T>
using Matrix = std::vector<T>;  ///< column by column without gaps

template <class T>
inline constexpr double eps = std::numeric_limits<blas::Real<T>>::epsilon();
template <class T>
inline constexpr double least = std::numeric_limits<blas::Real<T>>::denorm_min();
inline constexpr double most_of_a_test = 30;

template <class T>
double modulus(T x) {
  return std::hypot(static_cast<double>(blas::real(x)), static_cast<double>(blas::imag(x)));
}
template <class T>
bool finite(T x) {
  return std::isfinite(blas::real(x)) && std::isfinite(blas::imag(x));
}
template <class T>
bool all_finite(const std::vector<T>& values) {
  return std::ranges::all_of(values, [](T x) { return finite(x); });
}

/// The largest sum of a column.
template <class T>
double norm(Index rows, Index columns, const Matrix<T>& a) {
  double largest = 0;
  for (Index j = 0; j < columns; ++j) {
    double sum = 0;
    for (Index i = 0; i < rows; ++i) sum += modulus(a[static_cast<std::size_t>(i + j * rows)]);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}

/// alpha op(A) op(B) + C, m x n over k terms, each element rounded once.
template <class T>
Matrix<T> product(Trans transa, Trans transb, Index m, Index n, Index k, double alpha, const Matrix<T>& a,
                  const Matrix<T>& b, Matrix<T> c) {
  c.resize(static_cast<std::size_t>(m * n));
  auto ld = [](Index rows) { return std::max<Index>(rows, 1); };
  blas::oracle::gemm<T>(transa, transb, m, n, k, blas::make<T>(static_cast<blas::Real<T>>(alpha)), a.data(),
                        ld(blas::transposes(transa) ? k : m), b.data(), ld(blas::transposes(transb) ? n : k),
                        blas::make<T>(1), c.data(), ld(m));
  return c;
}

/// `value` may be at most 30 times `unit`.
inline Wrong at_most(const char* what, double value, double unit) {
  if (value <= most_of_a_test * unit) return std::nullopt;
  const double ratio = unit > 0 && !std::isnan(value) ? value / (most_of_a_test * unit) : infinitely;
  return Mismatch{fmt::format("{} is too large", what), hex_text(value),
                  fmt::format("at most {}", hex_text(most_of_a_test * unit)), ratio};
}

template <class T>
Matrix<T> identity(Index n) {
  Matrix<T> one(static_cast<std::size_t>(n * n));
  for (Index i = 0; i < n; ++i) one[static_cast<std::size_t>(i * n + i)] = blas::make<T>(1);
  return one;
}

/// |Q^H Q - I| for orthonormal columns, |Q Q^H - I| for orthonormal rows.
template <class T>
Wrong orthonormal(const char* what, Index rows, Index columns, const Matrix<T>& q, bool by_rows) {
  const Index order = by_rows ? rows : columns, inner = by_rows ? columns : rows;
  const Matrix<T> rest =
      by_rows ? product<T>(Trans::none, Trans::conjugate, order, order, inner, -1, q, q, identity<T>(order))
              : product<T>(Trans::conjugate, Trans::none, order, order, inner, -1, q, q, identity<T>(order));
  return at_most(what, norm(order, order, rest), static_cast<double>(std::max<Index>(inner, 1)) * eps<T>);
}

/// Element (i, j) of a Hermitian matrix whose triangle `uplo` is given.
template <class T>
Matrix<T> mirrored(Uplo uplo, Index n, Matrix<T> a) {
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i) {
      T& upper = a[static_cast<std::size_t>(i + j * n)];
      T& lower = a[static_cast<std::size_t>(j + i * n)];
      if (i == j)
        upper = blas::make<T>(blas::real(upper));
      else if (uplo == Uplo::upper)
        lower = blas::conj(upper);
      else
        upper = blas::conj(lower);
    }
  return a;
}

/// What `info` says when an argument is illegal or a workspace too short never fits a legal call.
inline Wrong info_is(const IntegerArray& info, std::int64_t expected) {
  if (info[0] == expected) return std::nullopt;
  return Mismatch{.what = "info is wrong",
                  .got = std::to_string(info[0]),
                  .expected = std::to_string(expected),
                  .bound_ratio = infinitely,
                  .symptom = Symptom::wrong_info};
}

/// With NaN or infinity in the input, finite results are wrong unless info reports it.
template <class R>
Wrong reports_non_finite(const char* what, const IntegerArray& info, const std::vector<R>& values) {
  if (info[0] != 0 || values.empty() || !all_finite(values)) return std::nullopt;
  return Mismatch{.what = fmt::format("{} of a matrix that isn't finite are all finite, and info is 0", what),
                  .got = hex_text(values[0]),
                  .expected = "NaN, infinity or info other than 0",
                  .bound_ratio = infinitely,
                  .symptom = Symptom::finite_values};
}

}  // namespace fairplay::auditor::behaviour::lapack
