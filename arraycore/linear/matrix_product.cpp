#include "arraycore/linear/matrix_product.h"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/statistics/dot.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "blas/level3.h"
#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {
namespace {

/// A matrix as BLAS reads it, whose rows follow one another: by columns it is the transpose.
template <class T>
struct BlasOperand {
  const T* data = nullptr;
  blas::Index leading = 1;
  blas::Trans trans = blas::Trans::none;
  std::optional<Array> copy;
};

template <class T>
bool is_aligned(const void* data) {
  return reinterpret_cast<std::uintptr_t>(data) % alignof(T) == 0;
}

/// Whether lines of `length` elements of size `size` lie without gaps, `stride` bytes apart.
bool are_lines(std::int64_t length, std::int64_t count, std::int64_t step, std::int64_t stride, std::int64_t size) {
  if (length > 1 && step != size) return false;
  return count <= 1 || (stride % size == 0 && stride >= size * length && stride > 0);
}

blas::Index leading_of(std::int64_t length, std::int64_t count, std::int64_t stride, std::int64_t size) {
  const std::int64_t least = length > 1 ? length : 1;
  const std::int64_t given = count > 1 ? stride / size : least;
  return given > least ? given : least;
}

template <class T>
Expected<BlasOperand<T>> blas_operand(Kind kind, const ConstMatrix& matrix) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(T));
  BlasOperand<T> operand;
  const auto whole = [&](const std::byte* data) { return reinterpret_cast<const T*>(data); };
  if (is_aligned<T>(matrix.data)) {
    if (are_lines(matrix.columns, matrix.rows, matrix.column_stride, matrix.row_stride, size)) {
      operand.data = whole(matrix.data);
      operand.leading = leading_of(matrix.columns, matrix.rows, matrix.row_stride, size);
      return operand;
    }
    if (are_lines(matrix.rows, matrix.columns, matrix.row_stride, matrix.column_stride, size)) {
      operand.data = whole(matrix.data);
      operand.leading = leading_of(matrix.rows, matrix.columns, matrix.column_stride, size);
      operand.trans = blas::Trans::transpose;
      return operand;
    }
  }
  const std::int64_t shape[]{matrix.rows, matrix.columns};
  auto copy = Array::unset(kind, shape);
  if (!copy) return std::unexpected(copy.error());
  std::byte* to = copy->view().data();
  for (std::int64_t i = 0; i < matrix.rows; ++i) {
    const std::byte* from = matrix.data + i * matrix.row_stride;
    for (std::int64_t j = 0; j < matrix.columns; ++j, to += size, from += matrix.column_stride) {
      std::memcpy(to, from, sizeof(T));
    }
  }
  operand.data = whole(copy->view().data());
  operand.leading = matrix.columns > 1 ? matrix.columns : 1;
  operand.copy = std::move(*copy);
  return operand;
}

template <class T>
Expected<void> multiply_by_blas(Kind kind, const ConstMatrix& a, const ConstMatrix& b, const Matrix& c) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(T));
  const auto left = blas_operand<T>(kind, a);
  if (!left) return std::unexpected(left.error());
  const auto right = blas_operand<T>(kind, b);
  if (!right) return std::unexpected(right.error());
  // By columns all are transposes: C^T = B^T A^T.
  const auto multiply = [&](std::byte* to, blas::Index leading) {
    blas::gemm<T>(right->trans, left->trans, c.columns, c.rows, a.columns, blas::make<T>(1), right->data,
                  right->leading, left->data, left->leading, blas::make<T>(0), reinterpret_cast<T*>(to), leading);
  };
  if (is_aligned<T>(c.data) && are_lines(c.columns, c.rows, c.column_stride, c.row_stride, size)) {
    multiply(c.data, leading_of(c.columns, c.rows, c.row_stride, size));
    return {};
  }
  const std::int64_t shape[]{c.rows, c.columns};
  auto result = Array::unset(kind, shape);
  if (!result) return std::unexpected(result.error());
  const std::byte* from = result->view().data();
  multiply(result->view().data(), c.columns);
  for (std::int64_t i = 0; i < c.rows; ++i) {
    std::byte* to = c.data + i * c.row_stride;
    for (std::int64_t j = 0; j < c.columns; ++j, from += size, to += c.column_stride) {
      std::memcpy(to, from, sizeof(T));
    }
  }
  return {};
}

}  // namespace

Expected<void> multiply_matrices(Kind kind, const ConstMatrix& a, const ConstMatrix& b, const Matrix& c) {
  if (c.rows == 0 || c.columns == 0) return {};
  switch (kind) {
    case Kind::float32: return multiply_by_blas<float>(kind, a, b, c);
    case Kind::float64: return multiply_by_blas<double>(kind, a, b, c);
    case Kind::complex64: return multiply_by_blas<blas::Complex<float>>(kind, a, b, c);
    case Kind::complex128: return multiply_by_blas<blas::Complex<double>>(kind, a, b, c);
    default: break;
  }
  const DotLoop loop = dot_loop(kind);
  if (loop == nullptr) return fail(ErrorKind::dtype, "no product of matrices of " + DType(kind).name());
  for (std::int64_t i = 0; i < c.rows; ++i) {
    for (std::int64_t j = 0; j < c.columns; ++j) {
      loop(a.data + i * a.row_stride, a.column_stride, b.data + j * b.column_stride, b.row_stride, a.columns,
           c.data + i * c.row_stride + j * c.column_stride);
    }
  }
  return {};
}

}  // namespace fairplay::arraycore
