#include "arraycore/linalg/qr.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/blas_types.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/types/error.h"
#include "blas/lapack/qr.h"
#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {

Expected<QrFactors> qr(const ConstDynamicView& a, QrMode mode, Release release) {
  const auto kind = linalg_kind({a.dtype()});
  if (!kind) return std::unexpected(kind.error());
  auto stack = MatrixStack::of(a, *kind, release);
  if (!stack) return std::unexpected(stack.error());
  const std::int64_t m = stack->rows(), n = stack->columns(), k = std::min(m, n);
  const std::int64_t q_columns = mode == QrMode::complete ? m : k;
  auto q =
      MatrixStack::zeros(*kind, stack->loops(), mode == QrMode::reduced || mode == QrMode::complete ? m : 0, q_columns);
  if (!q) return std::unexpected(q.error());
  auto r = MatrixStack::zeros(*kind, stack->loops(), mode == QrMode::complete ? m : k, n);
  if (!r) return std::unexpected(r.error());
  Extents tau_shape = stack->loops();
  tau_shape.push_back(k);
  auto tau = Array::zeros(*kind, tau_shape);
  if (!tau) return std::unexpected(tau.error());
  const std::int64_t work_shape[]{std::max<std::int64_t>(std::max(n, q_columns), 1) * blas::lapack::qr_columns};
  auto work = Array::zeros(*kind, work_shape);
  if (!work) return std::unexpected(work.error());
  with_blas_type(*kind, [&]<class T>() {
    T* working = reinterpret_cast<T*>(work->view().data());
    for (std::int64_t i = 0; i < stack->count(); ++i) {
      T* matrix = stack->matrix<T>(i);
      T* factors = reinterpret_cast<T*>(tau->view().data()) + i * k;
      blas::lapack::geqrf<T>(m, n, matrix, stack->leading(), factors, working, work_shape[0]);
      for (std::int64_t column = 0; column < n; ++column) {
        T* to = r->matrix<T>(i) + column * r->rows();
        for (std::int64_t row = 0; row < std::min(column + 1, k); ++row) to[row] = matrix[row + column * m];
      }
      if (q->rows() == 0) continue;
      T* orthogonal = q->matrix<T>(i);
      std::copy(matrix, matrix + m * k, orthogonal);
      blas::lapack::orgqr<T>(m, q_columns, k, orthogonal, q->leading(), factors, working, work_shape[0]);
    }
  });
  if (mode == QrMode::raw) {
    // NumPy gives the transpose of what LAPACK keeps by columns: the memory as it is.
    auto raw = MatrixStack::zeros(*kind, stack->loops(), n, m);
    if (!raw) return std::unexpected(raw.error());
    with_blas_type(*kind, [&]<class T>() {
      for (std::int64_t i = 0; i < stack->count(); ++i) {
        for (std::int64_t row = 0; row < m; ++row) {
          for (std::int64_t column = 0; column < n; ++column) {
            raw->matrix<T>(i)[column + row * n] = stack->matrix<T>(i)[row + column * m];
          }
        }
      }
    });
    auto transposed_matrix = raw->result();
    if (!transposed_matrix) return std::unexpected(transposed_matrix.error());
    return QrFactors{std::move(*transposed_matrix), std::move(*tau)};
  }
  auto upper = r->result();
  if (!upper) return std::unexpected(upper.error());
  if (mode == QrMode::r) return QrFactors{std::nullopt, std::move(*upper)};
  auto orthogonal = q->result();
  if (!orthogonal) return std::unexpected(orthogonal.error());
  return QrFactors{std::move(*orthogonal), std::move(*upper)};
}

}  // namespace fairplay::arraycore
