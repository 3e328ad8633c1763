#include "arraycore/linalg/matrix_stack.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

Layout with_last_axes_exchanged(Layout layout) {
  const std::size_t n = layout.dimensions();
  std::swap(layout.shape[n - 1], layout.shape[n - 2]);
  std::swap(layout.strides[n - 1], layout.strides[n - 2]);
  return layout;
}

Expected<void> must_have_matrices(const ConstDynamicView& view) {
  if (view.dimensions() >= 2) return {};
  return linalg_error(std::to_string(view.dimensions()) +
                      "-dimensional array given. Array must be at least two-dimensional");
}

}  // namespace

Expected<Kind> linalg_kind(std::initializer_list<DType> dtypes) {
  bool is_double = false, has_complex = false;
  for (const DType dtype : dtypes) {
    const Kind kind = dtype.kind();
    if (!is_numeric(kind) || kind == Kind::float16 || kind == Kind::long_double || kind == Kind::complex_long_double) {
      return fail(ErrorKind::dtype, "array type " + dtype.name() + " is unsupported in linalg");
    }
    has_complex = has_complex || is_complex(kind);
    is_double = is_double || (kind != Kind::float32 && kind != Kind::complex64);
  }
  if (is_double) return has_complex ? Kind::complex128 : Kind::float64;
  return has_complex ? Kind::complex64 : Kind::float32;
}

double epsilon_of(Kind kind) {
  switch (kind) {
    case Kind::float16: return 0x1p-10;
    case Kind::float32:
    case Kind::complex64: return std::numeric_limits<float>::epsilon();
    case Kind::long_double:
    case Kind::complex_long_double: return static_cast<double>(std::numeric_limits<long double>::epsilon());
    default: return std::numeric_limits<double>::epsilon();
  }
}

Kind real_kind(Kind kind) { return kind == Kind::complex64 || kind == Kind::float32 ? Kind::float32 : Kind::float64; }

Expected<MatrixStack> MatrixStack::of(const ConstDynamicView& view, Kind kind, Release release) {
  if (const auto fits = must_have_matrices(view); !fits) return std::unexpected(fits.error());
  const Layout turned = with_last_axes_exchanged(view.layout());
  auto memory = Array::copy_of(view.with(turned));
  if (memory && memory->dtype() != DType(kind)) memory = astype(*memory, kind, release);
  if (!memory) return std::unexpected(memory.error());
  const std::size_t n = view.dimensions();
  Extents loops(view.shape().begin(), view.shape().end() - 2);
  return MatrixStack(std::move(*memory), std::move(loops), view.shape()[n - 2], view.shape()[n - 1]);
}

Expected<MatrixStack> MatrixStack::of(const ConstDynamicView& view, Kind kind, Release release, const Extents& loops) {
  if (const auto fits = must_have_matrices(view); !fits) return std::unexpected(fits.error());
  Extents shape = loops;
  shape.insert(shape.end(), view.shape().end() - 2, view.shape().end());
  const auto whole = view.with(broadcast(view.layout(), shape));
  if (!whole) return std::unexpected(whole.error());
  return of(*whole, kind, release);
}

Expected<MatrixStack> MatrixStack::zeros(Kind kind, const Extents& loops, std::int64_t rows, std::int64_t columns) {
  Extents shape = loops;
  shape.insert(shape.end(), {columns, rows});
  auto memory = Array::zeros(kind, shape);
  if (!memory) return std::unexpected(memory.error());
  return MatrixStack(std::move(*memory), loops, rows, columns);
}

Expected<Array> MatrixStack::result() const {
  const ConstDynamicView view = memory_;
  return Array::copy_of(view.with(with_last_axes_exchanged(view.layout())));
}

Expected<void> must_be_square(const ConstDynamicView& view) {
  if (const auto fits = must_have_matrices(view); !fits) return fits;
  const std::size_t n = view.dimensions();
  if (view.shape()[n - 1] == view.shape()[n - 2]) return {};
  return linalg_error("Last 2 dimensions of the array must be square");
}

}  // namespace fairplay::arraycore
