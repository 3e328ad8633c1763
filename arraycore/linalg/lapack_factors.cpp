#include "arraycore/linalg/lapack_factors.h"

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/linalg/dense_matrix.h"
#include "blas/netlib/gesdd.h"
#include "blas/netlib/heevd.h"
#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {
namespace {

/// The BLAS's type of these elements, which lies in memory as they do.
template <class S>
using BlasScalar = std::conditional_t<std::is_floating_point_v<S>, double, blas::Complex<double>>;

template <class S>
BlasScalar<S>* blas_elements(DenseMatrix<S>& matrix) {
  return reinterpret_cast<BlasScalar<S>*>(matrix.elements.data());
}

std::size_t sized(std::int64_t size) { return static_cast<std::size_t>(size); }

}  // namespace

bool has_lapack_factors() { return blas::netlib::has_gesdd && blas::netlib::has_heevd; }

template <class S>
std::optional<SingularValues<S>> lapack_singular_values(DenseMatrix<S> a, bool full) {
  using T = BlasScalar<S>;
  const std::int64_t m = a.rows, n = a.columns, k = std::min(m, n);
  SingularValues<S> result{DenseMatrix<S>(m, full ? m : k), {}, {}};
  DenseMatrix<S> vh(full ? n : k, n);
  if (k == 0) {
    // LAPACK leaves both as they are then.
    for (std::int64_t i = 0; i < result.u.columns; ++i) result.u(i, i) = 1;
    for (std::int64_t i = 0; i < vh.rows; ++i) vh(i, i) = 1;
    result.v = std::move(vh);
    return result;
  }
  std::vector<double> values(sized(k));
  std::vector<T> work(sized(blas::netlib::gesdd_work<T>(m, n, full)));
  std::vector<double> real_work(sized(blas::netlib::gesdd_real_work(m, n)));
  std::vector<blas::Index> integers(sized(8 * k));
  const auto size = static_cast<blas::Index>(work.size());
  if (blas::netlib::gesdd<T>(m, n, full, blas_elements(a), values.data(), blas_elements(result.u), blas_elements(vh),
                             work.data(), size, real_work.data(), integers.data()) != 0) {
    return std::nullopt;
  }
  result.values.assign(values.begin(), values.end());
  result.v = conjugate_transpose(vh);
  return result;
}

template <class S>
std::optional<Eigenvalues<S>> lapack_eigenvalues(DenseMatrix<S> a) {
  using T = BlasScalar<S>;
  const std::int64_t n = a.rows;
  std::vector<double> values(sized(n));
  std::vector<T> work(sized(blas::netlib::heevd_work(n)));
  std::vector<double> real_work(sized(blas::netlib::heevd_real_work(n)));
  std::vector<blas::Index> integers(sized(blas::netlib::heevd_integers(n)));
  if (blas::netlib::heevd<T>(n, blas_elements(a), values.data(), work.data(), real_work.data(), integers.data()) != 0) {
    return std::nullopt;
  }
  return Eigenvalues<S>{{values.begin(), values.end()}, std::move(a)};
}

template std::optional<SingularValues<double>> lapack_singular_values(DenseMatrix<double>, bool);
template std::optional<SingularValues<std::complex<double>>> lapack_singular_values(DenseMatrix<std::complex<double>>,
                                                                                    bool);
template std::optional<Eigenvalues<double>> lapack_eigenvalues(DenseMatrix<double>);
template std::optional<Eigenvalues<std::complex<double>>> lapack_eigenvalues(DenseMatrix<std::complex<double>>);

}  // namespace fairplay::arraycore
