#include "arraycore/linalg/eig.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linalg/matrix_stack.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "blas/netlib/geev.h"
#include "blas/scalar.h"

namespace fairplay::arraycore {
namespace {

using WideComplex = blas::Complex<double>;

struct Eigensystem {
  Array values;
  std::optional<MatrixStack> vectors;
};

template <class T>
bool is_finite(T element) {
  return std::isfinite(blas::real(element)) && std::isfinite(blas::imag(element));
}

/// T: double or WideComplex, the stack's elements, which are overwritten.
template <class T>
Expected<void> decompose_stack(MatrixStack& stack, Eigensystem& result) {
  const std::int64_t n = stack.rows();
  // Checked as a whole: no matrix is decomposed if another one isn't finite.
  for (std::int64_t i = 0; i < stack.count(); ++i) {
    const T* matrix = stack.matrix<T>(i);
    if (!std::all_of(matrix, matrix + n * n, is_finite<T>)) return linalg_error("Array must not contain infs or NaNs");
  }
  std::vector<T> work(static_cast<std::size_t>(blas::netlib::geev_work(n)));
  std::vector<double> real_work(static_cast<std::size_t>(blas::netlib::geev_real_work(n)));
  for (std::int64_t i = 0; i < stack.count(); ++i) {
    auto* values = reinterpret_cast<WideComplex*>(result.values.view().data()) + i * n;
    WideComplex* vectors = result.vectors ? result.vectors->matrix<WideComplex>(i) : nullptr;
    if (blas::netlib::geev<T>(n, stack.matrix<T>(i), values, vectors, work.data(), real_work.data()) != 0) {
      return linalg_error("Eigenvalues did not converge");
    }
  }
  return {};
}

/// In complex128.
Expected<Eigensystem> eigensystem(const ConstDynamicView& a, bool with_vectors, Release release) {
  if (const auto fits = must_be_square(a); !fits) return std::unexpected(fits.error());
  const auto kind = linalg_kind({a.dtype()});
  if (!kind) return std::unexpected(kind.error());
  if (!has_eig()) return linalg_error("eigenvalues need Netlib's LAPACK, which this build doesn't have");
  auto stack = MatrixStack::of(a, is_complex(*kind) ? Kind::complex128 : Kind::float64, release);
  if (!stack) return std::unexpected(stack.error());
  Extents shape = stack->loops();
  shape.push_back(stack->rows());
  auto values = Array::zeros(Kind::complex128, shape);
  if (!values) return std::unexpected(values.error());
  Eigensystem result{std::move(*values), std::nullopt};
  if (with_vectors) {
    auto vectors = MatrixStack::zeros(Kind::complex128, stack->loops(), stack->rows(), stack->rows());
    if (!vectors) return std::unexpected(vectors.error());
    result.vectors = std::move(*vectors);
  }
  const auto done =
      is_complex(*kind) ? decompose_stack<WideComplex>(*stack, result) : decompose_stack<double>(*stack, result);
  if (!done) return std::unexpected(done.error());
  return result;
}

bool is_real(const Array& complex) {
  const auto* elements = reinterpret_cast<const WideComplex*>(complex.view().data());
  return std::all_of(elements, elements + complex.count(), [](WideComplex element) { return element.im == 0; });
}

/// The dtype of the results for operands of one, where they are `real` or not.
DType result_type(DType operand, bool real) {
  const bool single = operand.kind() == Kind::float32 || operand.kind() == Kind::complex64;
  if (real) return single ? Kind::float32 : Kind::float64;
  return single ? Kind::complex64 : Kind::complex128;
}

bool gives_real_results(const ConstDynamicView& a, const Array& values, Release release) {
  return release < Release{2, 5} && !is_complex(a.dtype().kind()) && is_real(values);
}

}  // namespace

bool has_eig() { return blas::netlib::has_geev; }

Expected<EigFactors> eig(const ConstDynamicView& a, Release release) {
  auto found = eigensystem(a, true, release);
  if (!found) return std::unexpected(found.error());
  const DType dtype = result_type(a.dtype(), gives_real_results(a, found->values, release));
  auto vectors = found->vectors->result();
  if (!vectors) return std::unexpected(vectors.error());
  auto narrow_values = astype(found->values, dtype, release);
  auto narrow_vectors = astype(*vectors, dtype, release);
  if (!narrow_values || !narrow_vectors) {
    return std::unexpected((!narrow_values ? narrow_values : narrow_vectors).error());
  }
  return EigFactors{std::move(*narrow_values), std::move(*narrow_vectors)};
}

Expected<Array> eigenvalues(const ConstDynamicView& a, Release release) {
  auto found = eigensystem(a, false, release);
  if (!found) return std::unexpected(found.error());
  return astype(found->values, result_type(a.dtype(), gives_real_results(a, found->values, release)), release);
}

}  // namespace fairplay::arraycore
