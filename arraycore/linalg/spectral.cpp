#include "arraycore/linalg/spectral.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/blas_types.h"
#include "arraycore/linalg/dense_matrix.h"
#include "arraycore/linalg/jacobi.h"
#include "arraycore/linalg/lapack_factors.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "blas/level3.h"
#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {
namespace {

Expected<MatrixStack> spectral_operand(const ConstDynamicView& a, Release release,
                                       MatrixForm form = MatrixForm::general) {
  if (form == MatrixForm::hermitian) {
    if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  }
  const auto kind = linalg_kind({a.dtype()});
  if (!kind) return std::unexpected(kind.error());
  return MatrixStack::of(a, *kind, release);
}

/// Operations of a sweep of rotations, or so: a matrix of 50 rows and columns.
constexpr double largest_by_rotations = 50.0 * 50.0 * 50.0;

/// LAPACK's element for a BLAS type: always of double precision.
template <class T>
using LapackScalar = std::conditional_t<blas::is_complex<T>, std::complex<double>, double>;

/// Calls work.operator()<T, S>() with the BLAS type of the stack and with what its matrices are decomposed in.
template <class Work>
Expected<void> with_working_types(const MatrixStack& stack, SpectralMethod method, Work&& work) {
  const auto m = static_cast<double>(stack.rows()), n = static_cast<double>(stack.columns());
  const bool is_large = m * n * std::min(m, n) > largest_by_rotations;
  const bool by_lapack = has_lapack_factors() && (is_large || method == SpectralMethod::lapack);
  return with_blas_type(stack.kind(), [&]<class T>() -> Expected<void> {
    if (by_lapack) return work.template operator()<T, LapackScalar<T>>();
    return work.template operator()<T, WideScalar<T>>();
  });
}

/// Nothing if an element isn't finite.
template <class T, class S>
std::optional<DenseMatrix<S>> working_matrix(MatrixStack& stack, std::int64_t place) {
  DenseMatrix<S> result(stack.rows(), stack.columns());
  const T* from = stack.matrix<T>(place);
  for (auto& element : result.elements) {
    element = static_cast<S>(widened(*from++));
    if (!std::isfinite(std::real(element)) || !std::isfinite(std::imag(element))) return std::nullopt;
  }
  return result;
}

template <class T, class S>
void store_matrix(MatrixStack& stack, std::int64_t place, const DenseMatrix<S>& matrix) {
  T* to = stack.matrix<T>(place);
  for (const S& element : matrix.elements) *to++ = narrowed<T>(static_cast<WideScalar<T>>(element));
}

template <class T>
void store_reals(Array& array, std::int64_t place, const std::vector<long double>& values) {
  using R = blas::Real<T>;
  R* to = reinterpret_cast<R*>(array.view().data()) + place * static_cast<std::int64_t>(values.size());
  for (const long double value : values) *to++ = static_cast<R>(value);
}

Expected<Array> real_lists(const MatrixStack& stack, std::int64_t length) {
  Extents shape = stack.loops();
  shape.push_back(length);
  return Array::zeros(real_kind(stack.kind()), shape);
}

template <class S>
constexpr bool is_lapack_scalar = std::is_same_v<S, double> || std::is_same_v<S, std::complex<double>>;

template <class S>
DenseMatrix<S> product(const DenseMatrix<S>& a, const DenseMatrix<S>& b) {
  DenseMatrix<S> result(a.rows, b.columns);
  if constexpr (is_lapack_scalar<S>) {
    using T = std::conditional_t<std::is_same_v<S, double>, double, blas::Complex<double>>;
    const auto leading = [](std::int64_t rows) { return std::max<blas::Index>(rows, 1); };
    blas::gemm<T>(blas::Trans::none, blas::Trans::none, a.rows, b.columns, a.columns, blas::make<T>(1),
                  reinterpret_cast<const T*>(a.elements.data()), leading(a.rows),
                  reinterpret_cast<const T*>(b.elements.data()), leading(b.rows), blas::make<T>(0),
                  reinterpret_cast<T*>(result.elements.data()), leading(a.rows));
    return result;
  }
  for (std::int64_t j = 0; j < b.columns; ++j) {
    for (std::int64_t k = 0; k < a.columns; ++k) {
      const S factor = b(k, j);
      for (std::int64_t i = 0; i < a.rows; ++i) result(i, j) += a(i, k) * factor;
    }
  }
  return result;
}

/// The Hermitian matrix that a triangle says, in place.
template <class S>
void mirror_triangle(DenseMatrix<S>& matrix, bool upper) {
  for (std::int64_t column = 0; column < matrix.columns; ++column) {
    matrix(column, column) = std::real(matrix(column, column));
    for (std::int64_t row = column + 1; row < matrix.rows; ++row) {
      if (upper) {
        matrix(row, column) = conjugate_of(matrix(column, row));
      } else {
        matrix(column, row) = conjugate_of(matrix(row, column));
      }
    }
  }
}

/// Nothing if LAPACK's iterations don't converge; Jacobi's always do.
template <class S>
std::optional<Eigenvalues<S>> eigenvalues_of(DenseMatrix<S> a) {
  if constexpr (is_lapack_scalar<S>) {
    return lapack_eigenvalues(std::move(a));
  } else {
    return hermitian_eigenvalues(std::move(a));
  }
}

/// Eigenvectors by falling magnitude of their values: U, and as V the same with the values' signs.
template <class S>
std::optional<SingularValues<S>> hermitian_singular_values(DenseMatrix<S> a) {
  mirror_triangle(a, false);
  const std::int64_t n = a.rows;
  const auto found = eigenvalues_of(std::move(a));
  if (!found) return std::nullopt;
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  const auto value_at = [&](std::int64_t place) { return found->values[static_cast<std::size_t>(place)]; };
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t one, std::int64_t other) {
    return std::abs(value_at(one)) > std::abs(value_at(other));
  });
  SingularValues<S> result{DenseMatrix<S>(n, n), {}, DenseMatrix<S>(n, n)};
  for (std::int64_t j = 0; j < n; ++j) {
    const std::int64_t place = order[static_cast<std::size_t>(j)];
    result.values.push_back(std::abs(value_at(place)));
    const S* vector = found->vectors.column(place);
    for (std::int64_t i = 0; i < n; ++i) {
      result.u(i, j) = vector[i];
      result.v(i, j) = value_at(place) < 0 ? -vector[i] : vector[i];
    }
  }
  return result;
}

template <class S>
std::optional<SingularValues<S>> singular_values_of(const DenseMatrix<S>& a, bool full, MatrixForm form) {
  if (form == MatrixForm::hermitian) return hermitian_singular_values(a);
  if constexpr (is_lapack_scalar<S>) {
    return lapack_singular_values(a, full);
  } else {
    return singular_values(a, full);
  }
}

template <class S>
using RealOf = decltype(std::real(S{}));

/// V times the reciprocal of the values above `cutoff`; the others count as infinite. How many are above.
template <class S>
std::int64_t divide_by_values(SingularValues<S>& factors, long double cutoff) {
  std::int64_t rank = 0;
  for (std::size_t j = 0; j < factors.values.size(); ++j) {
    const long double value = factors.values[j];
    const bool counts = value > cutoff;
    if (counts) ++rank;
    S* column = factors.v.column(static_cast<std::int64_t>(j));
    for (std::int64_t i = 0; i < factors.v.rows; ++i)
      column[i] = counts ? column[i] / static_cast<RealOf<S>>(value) : S{};
  }
  return rank;
}

std::unexpected<Error> no_convergence(const char* what) {
  return linalg_error(std::string(what) + " did not converge");
}

}  // namespace

Expected<SvdFactors> svd(const ConstDynamicView& a, bool full_matrices, Release release, MatrixForm form,
                         SpectralMethod method) {
  auto stack = spectral_operand(a, release, form);
  if (!stack) return std::unexpected(stack.error());
  const std::int64_t m = stack->rows(), n = stack->columns(), k = std::min(m, n);
  auto u = MatrixStack::zeros(stack->kind(), stack->loops(), m, full_matrices ? m : k);
  auto vh = MatrixStack::zeros(stack->kind(), stack->loops(), full_matrices ? n : k, n);
  auto s = real_lists(*stack, k);
  if (!u || !vh) return std::unexpected((!u ? u : vh).error());
  if (!s) return std::unexpected(s.error());
  const auto done = with_working_types(*stack, method, [&]<class T, class S>() -> Expected<void> {
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      const auto matrix = working_matrix<T, S>(*stack, i);
      if (!matrix) return no_convergence("SVD");
      const auto factors = singular_values_of(*matrix, full_matrices, form);
      if (!factors) return no_convergence("SVD");
      store_matrix<T>(*u, i, factors->u);
      store_matrix<T>(*vh, i, conjugate_transpose(factors->v));
      store_reals<T>(*s, i, factors->values);
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  auto left = u->result(), right = vh->result();
  if (!left || !right) return std::unexpected((!left ? left : right).error());
  return SvdFactors{std::move(*left), std::move(*s), std::move(*right)};
}

Expected<Array> svd_values(const ConstDynamicView& a, Release release, MatrixForm form) {
  auto factors = svd(a, false, release, form);
  if (!factors) return std::unexpected(factors.error());
  return std::move(factors->s);
}

Expected<EighFactors> eigh(const ConstDynamicView& a, bool upper, Release release, SpectralMethod method) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  auto stack = spectral_operand(a, release);
  if (!stack) return std::unexpected(stack.error());
  auto values = real_lists(*stack, stack->rows());
  if (!values) return std::unexpected(values.error());
  const auto done = with_working_types(*stack, method, [&]<class T, class S>() -> Expected<void> {
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      auto matrix = working_matrix<T, S>(*stack, i);
      if (!matrix) return no_convergence("Eigenvalues");
      mirror_triangle(*matrix, upper);
      const auto factors = eigenvalues_of(std::move(*matrix));
      if (!factors) return no_convergence("Eigenvalues");
      store_matrix<T>(*stack, i, factors->vectors);
      store_reals<T>(*values, i, factors->values);
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  auto vectors = stack->result();
  if (!vectors) return std::unexpected(vectors.error());
  return EighFactors{std::move(*values), std::move(*vectors)};
}

Expected<LeastSquares> least_squares(const ConstDynamicView& a, const ConstDynamicView& b, std::optional<double> rcond,
                                     Release release) {
  const auto kind = linalg_kind({a.dtype(), b.dtype()});
  if (!kind) return std::unexpected(kind.error());
  const bool vector = b.dimensions() == 1;
  ConstDynamicView right = b;
  if (vector) {
    const Axes last{-1};
    right = *b.with(expanded(b.layout(), last));
  }
  if (a.dimensions() != 2 || right.dimensions() != 2) {
    return linalg_error(std::to_string(a.dimensions() != 2 ? a.dimensions() : b.dimensions()) +
                        "-dimensional array given. Array must be two-dimensional");
  }
  if (a.shape()[0] != right.shape()[0]) return linalg_error("Incompatible dimensions");
  auto stack = MatrixStack::of(a, *kind, release);
  auto sides = MatrixStack::of(right, *kind, release);
  if (!stack || !sides) return std::unexpected((!stack ? stack : sides).error());
  const std::int64_t m = stack->rows(), n = stack->columns(), columns = sides->columns();
  auto x = MatrixStack::zeros(*kind, {}, n, columns);
  if (!x) return std::unexpected(x.error());
  auto s = real_lists(*stack, std::min(m, n));
  if (!s) return std::unexpected(s.error());
  const double relative =
      rcond.value_or(epsilon_of(*kind) * (release < Release{2, 0} ? 1.0 : static_cast<double>(std::max(m, n))));
  std::int64_t rank = 0;
  std::vector<long double> sums;
  const auto done = with_working_types(*stack, SpectralMethod::by_size, [&]<class T, class S>() -> Expected<void> {
    const auto matrix = working_matrix<T, S>(*stack, 0);
    const auto given = working_matrix<T, S>(*sides, 0);
    if (!matrix || !given) return no_convergence("SVD");
    auto factors = singular_values_of(*matrix, false, MatrixForm::general);
    if (!factors) return no_convergence("SVD");
    store_reals<T>(*s, 0, factors->values);
    const long double largest = factors->values.empty() ? 0 : factors->values.front();
    // A negative limit is LAPACK's own: the roundoff.
    const long double limit = relative < 0 ? static_cast<long double>(epsilon_of(*kind)) : relative;
    rank = divide_by_values(*factors, limit * largest);
    const auto solution = product(factors->v, product(conjugate_transpose(factors->u), *given));
    store_matrix<T>(*x, 0, solution);
    if (rank != n || m <= n) return {};
    const auto reached = product(*matrix, solution);
    for (std::int64_t j = 0; j < columns; ++j) {
      long double sum = 0;
      for (std::int64_t i = 0; i < m; ++i) {
        const long double distance = std::abs(reached(i, j) - (*given)(i, j));
        sum += distance * distance;
      }
      sums.push_back(sum);
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  const std::int64_t counted[]{static_cast<std::int64_t>(sums.size())};
  auto residuals = Array::zeros(real_kind(*kind), counted);
  if (!residuals) return std::unexpected(residuals.error());
  with_blas_type(*kind, [&]<class T>() { store_reals<T>(*residuals, 0, sums); });
  auto solution = x->result();
  if (solution && vector) {
    const std::int64_t flat[]{n};
    solution = std::move(*solution).reshaped(flat);
  }
  if (!solution) return std::unexpected(solution.error());
  Array values = std::move(*s);
  return LeastSquares{std::move(*solution), std::move(*residuals), rank, std::move(values)};
}

Expected<Array> pseudo_inverse(const ConstDynamicView& a, double rcond, Release release, MatrixForm form) {
  auto stack = spectral_operand(a, release, form);
  if (!stack) return std::unexpected(stack.error());
  auto inverses = MatrixStack::zeros(stack->kind(), stack->loops(), stack->columns(), stack->rows());
  if (!inverses) return std::unexpected(inverses.error());
  const auto done = with_working_types(*stack, SpectralMethod::by_size, [&]<class T, class S>() -> Expected<void> {
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      const auto matrix = working_matrix<T, S>(*stack, i);
      if (!matrix) return no_convergence("SVD");
      auto factors = singular_values_of(*matrix, false, form);
      if (!factors) return no_convergence("SVD");
      const long double largest = factors->values.empty() ? 0 : factors->values.front();
      divide_by_values(*factors, static_cast<long double>(rcond) * largest);
      store_matrix<T>(*inverses, i, product(factors->v, conjugate_transpose(factors->u)));
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return inverses->result();
}

Expected<Array> matrix_rank(const ConstDynamicView& a, std::optional<double> tolerance, Release release,
                            MatrixForm form) {
  // A vector has rank 1 unless every element is zero; its dtype and the tolerance don't matter.
  if (a.dimensions() < 2) {
    const auto truths = astype(a, Kind::boolean, release);
    if (!truths) return std::unexpected(truths.error());
    auto rank = Array::zeros(Kind::int64, {});
    if (!rank) return rank;
    const ConstDynamicView view = *truths;
    const std::int64_t any =
        std::any_of(view.data(), view.data() + view.count(), [](std::byte one) { return one != std::byte{0}; });
    std::memcpy(rank->view().data(), &any, sizeof any);
    return rank;
  }
  auto stack = spectral_operand(a, release, form);
  if (!stack) return std::unexpected(stack.error());
  auto ranks = Array::zeros(Kind::int64, stack->loops());
  if (!ranks) return ranks;
  const double relative = epsilon_of(stack->kind()) * static_cast<double>(std::max(stack->rows(), stack->columns()));
  const auto done = with_working_types(*stack, SpectralMethod::by_size, [&]<class T, class S>() -> Expected<void> {
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      const auto matrix = working_matrix<T, S>(*stack, i);
      if (!matrix) return no_convergence("SVD");
      const auto factors = singular_values_of(*matrix, false, form);
      if (!factors) return no_convergence("SVD");
      const auto& values = factors->values;
      const long double largest = values.empty() ? 0 : values.front();
      const long double limit = tolerance ? static_cast<long double>(*tolerance) : relative * largest;
      const auto rank = std::count_if(values.begin(), values.end(), [&](long double one) { return one > limit; });
      reinterpret_cast<std::int64_t*>(ranks->view().data())[i] = rank;
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return ranks;
}

}  // namespace fairplay::arraycore
