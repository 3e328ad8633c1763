#include "arraycore/linalg/solve.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/blas_types.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "blas/lapack/cholesky.h"
#include "blas/lapack/lu.h"
#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {
namespace {

/// Solves in place; B's matrices become X's.
Expected<void> solve_stack(MatrixStack& a, MatrixStack& b) {
  return with_blas_type(a.kind(), [&]<class T>() -> Expected<void> {
    std::vector<std::int64_t> pivots(static_cast<std::size_t>(a.rows()));
    for (std::int64_t i = 0; i < a.count(); ++i) {
      T* matrix = a.matrix<T>(i);
      if (blas::lapack::getrf<T, std::int64_t>(a.rows(), a.rows(), matrix, a.leading(), pivots.data()) != 0) {
        return linalg_error("Singular matrix");
      }
      blas::lapack::getrs<T, std::int64_t>(blas::Trans::none, a.rows(), b.columns(), matrix, a.leading(), pivots.data(),
                                           b.matrix<T>(i), b.leading());
    }
    return {};
  });
}

Extents loops_of(const ConstDynamicView& view) { return Extents(view.shape().begin(), view.shape().end() - 2); }

/// Sign and logarithm or, without the latter, the determinant, of every matrix.
struct PivotProducts {
  Array sign;
  Array logarithm;
};

Expected<PivotProducts> pivot_products(const ConstDynamicView& view, Release release, bool logarithmic) {
  if (const auto fits = must_be_square(view); !fits) return std::unexpected(fits.error());
  const auto kind = linalg_kind({view.dtype()});
  if (!kind) return std::unexpected(kind.error());
  auto stack = MatrixStack::of(view, *kind, release);
  if (!stack) return std::unexpected(stack.error());
  auto sign = Array::unset(*kind, stack->loops());
  auto logarithm = Array::unset(real_kind(*kind), stack->loops());
  if (!sign || !logarithm) return std::unexpected((!sign ? sign : logarithm).error());
  with_blas_type(*kind, [&]<class T>() {
    using R = blas::Real<T>;
    const std::int64_t n = stack->rows();
    std::vector<std::int64_t> pivots(static_cast<std::size_t>(n));
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      T* matrix = stack->matrix<T>(i);
      const bool singular = blas::lapack::getrf<T, std::int64_t>(n, n, matrix, stack->leading(), pivots.data()) != 0;
      WideScalar<T> product = singular ? 0 : 1;
      long double sum = singular ? -std::numeric_limits<long double>::infinity() : 0;
      for (std::int64_t j = 0; j < n && !singular; ++j) {
        WideScalar<T> pivot = widened(matrix[j + j * stack->leading()]);
        if (pivots[static_cast<std::size_t>(j)] != j + 1) pivot = -pivot;
        if (logarithmic) {
          const long double size = std::abs(pivot);
          sum += std::log(size);
          pivot /= size;
        }
        product *= pivot;
      }
      reinterpret_cast<T*>(sign->view().data())[i] = narrowed<T>(product);
      reinterpret_cast<R*>(logarithm->view().data())[i] = static_cast<R>(sum);
    }
  });
  return PivotProducts{std::move(*sign), std::move(*logarithm)};
}

}  // namespace

Expected<Array> solve(const ConstDynamicView& a, const ConstDynamicView& b, Release release) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  const auto kind = linalg_kind({a.dtype(), b.dtype()});
  if (!kind) return std::unexpected(kind.error());
  const bool vector = release < Release{2, 0} ? b.dimensions() + 1 == a.dimensions() : b.dimensions() == 1;
  ConstDynamicView right = b;
  if (vector) {
    const Axes last{-1};
    right = *b.with(expanded(b.layout(), last));
  }
  if (right.dimensions() < 2) return fail(ErrorKind::value, "solve: Input operand 1 does not have enough dimensions");
  const std::int64_t n = a.shape().back(), rows = right.shape()[right.dimensions() - 2];
  if (rows != n) {
    return fail(ErrorKind::value,
                "solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
                "(m,m),(m,n)->(m,n) (size " +
                    std::to_string(rows) + " is different from " + std::to_string(n) + ")");
  }
  const std::vector<Extents> both{loops_of(a), loops_of(right)};
  const auto loops = broadcast_shapes(both);
  if (!loops) return std::unexpected(loops.error());
  auto left = MatrixStack::of(a, *kind, release, *loops);
  if (!left) return std::unexpected(left.error());
  auto solution = MatrixStack::of(right, *kind, release, *loops);
  if (!solution) return std::unexpected(solution.error());
  if (const auto done = solve_stack(*left, *solution); !done) return std::unexpected(done.error());
  auto result = solution->result();
  if (!result || !vector) return result;
  Extents shape = result->shape();
  shape.pop_back();
  return std::move(*result).reshaped(shape);
}

Expected<Array> inverse(const ConstDynamicView& a, Release release) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  const auto kind = linalg_kind({a.dtype()});
  if (!kind) return std::unexpected(kind.error());
  auto left = MatrixStack::of(a, *kind, release);
  if (!left) return std::unexpected(left.error());
  auto identity = MatrixStack::zeros(*kind, left->loops(), left->rows(), left->rows());
  if (!identity) return std::unexpected(identity.error());
  with_blas_type(*kind, [&]<class T>() {
    for (std::int64_t i = 0; i < identity->count(); ++i) {
      for (std::int64_t j = 0; j < identity->rows(); ++j) {
        identity->matrix<T>(i)[j * (identity->rows() + 1)] = blas::make<T>(1);
      }
    }
  });
  if (const auto done = solve_stack(*left, *identity); !done) return std::unexpected(done.error());
  return identity->result();
}

Expected<Array> determinant(const ConstDynamicView& a, Release release) {
  auto found = pivot_products(a, release, false);
  if (!found) return std::unexpected(found.error());
  return std::move(found->sign);
}

Expected<SignAndLogarithm> sign_and_log_determinant(const ConstDynamicView& a, Release release) {
  auto found = pivot_products(a, release, true);
  if (!found) return std::unexpected(found.error());
  return SignAndLogarithm{std::move(found->sign), std::move(found->logarithm)};
}

Expected<Array> cholesky(const ConstDynamicView& a, bool upper, Release release) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  const auto kind = linalg_kind({a.dtype()});
  if (!kind) return std::unexpected(kind.error());
  auto stack = MatrixStack::of(a, *kind, release);
  if (!stack) return std::unexpected(stack.error());
  const auto done = with_blas_type(*kind, [&]<class T>() -> Expected<void> {
    const std::int64_t n = stack->rows();
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      T* matrix = stack->matrix<T>(i);
      const auto triangle = upper ? blas::Uplo::upper : blas::Uplo::lower;
      if (blas::lapack::potrf<T>(triangle, n, matrix, stack->leading()) != 0) {
        return linalg_error("Matrix is not positive definite");
      }
      for (std::int64_t column = 0; column < n; ++column) {
        for (std::int64_t row = 0; row < n; ++row) {
          if (upper ? row > column : row < column) matrix[row + column * n] = blas::make<T>(0);
        }
      }
    }
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return stack->result();
}

}  // namespace fairplay::arraycore
