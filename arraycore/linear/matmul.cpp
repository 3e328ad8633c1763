#include "arraycore/linear/matmul.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linear/matrix_product.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

/// One of the four products.
struct ProductForm {
  std::string_view name;
  std::string_view signature;
  Release first;
  std::size_t left_axes;   ///< of the first operand
  std::size_t right_axes;  ///< of the second one
  bool optional_axes;      ///< a matrix may be a vector (matmul)
  bool conjugates;         ///< the first operand
};
constexpr ProductForm matmul_form{"matmul", "(n?,k),(k,m?)->(n?,m?)", {0, 0}, 2, 2, true, false};
constexpr ProductForm vecdot_form{"vecdot", "(n),(n)->()", {2, 0}, 1, 1, false, true};
constexpr ProductForm matvec_form{"matvec", "(m,n),(n)->(m)", {2, 2}, 2, 1, false, false};
constexpr ProductForm vecmat_form{"vecmat", "(n),(n,m)->(m)", {2, 2}, 1, 2, false, true};

/// The axes of one operand that take part, and what it is as a matrix.
struct CoreLayout {
  Layout loops;  ///< the other axes
  std::int64_t rows = 1;
  std::int64_t columns = 1;
  std::int64_t row_stride = 0;
  std::int64_t column_stride = 0;
};

Expected<ConstDynamicView> with_axes_last(const ConstDynamicView& view, const Axes& axes) {
  Axes last;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    last.push_back(static_cast<std::int64_t>(i) - static_cast<std::int64_t>(axes.size()));
  }
  return view.with(axes_moved(view.layout(), axes, last));
}

/// A vector is a row on the left, a column on the right.
CoreLayout core_layout(const Layout& layout, std::size_t axes, bool is_left) {
  CoreLayout core;
  core.loops = layout;
  const std::size_t first = layout.dimensions() - axes;
  const std::int64_t extent = layout.shape[first], stride = layout.strides[first];
  if (axes == 2) {
    core.rows = extent;
    core.row_stride = stride;
    core.columns = layout.shape[first + 1];
    core.column_stride = layout.strides[first + 1];
  } else if (is_left) {
    core.columns = extent;
    core.column_stride = stride;
  } else {
    core.rows = extent;
    core.row_stride = stride;
  }
  core.loops.shape.resize(first);
  core.loops.strides.resize(first);
  return core;
}

Expected<DType> dtype_of_product(const ProductForm& form, const ConstDynamicView& a, const ConstDynamicView& b,
                                 const ProductOptions& options) {
  Expected<DType> dtype =
      options.dtype ? Expected<DType>(*options.dtype) : promote_types(a.dtype(), b.dtype(), options.release);
  if (!dtype) return dtype;
  if (!is_numeric(dtype->kind()) || !is_numeric(a.dtype().kind()) || !is_numeric(b.dtype().kind())) {
    return fail(ErrorKind::dtype, "ufunc '" + std::string(form.name) + "' has no loop for " + a.dtype().name() +
                                      " and " + b.dtype().name());
  }
  for (const ConstDynamicView& operand : {a, b}) {
    if (!can_cast(operand.dtype(), *dtype, options.casting, options.release)) {
      return fail(ErrorKind::dtype, "Cannot cast ufunc '" + std::string(form.name) + "' input from " +
                                        operand.dtype().name() + " to " + dtype->name());
    }
  }
  return dtype;
}

Error too_few_axes(const ProductForm& form, std::size_t operand, std::size_t has, std::size_t needs) {
  return {ErrorKind::value, std::string(form.name) + ": Input operand " + std::to_string(operand) +
                                " does not have enough dimensions (has " + std::to_string(has) +
                                ", gufunc core with signature " + std::string(form.signature) + " requires " +
                                std::to_string(needs) + ")"};
}

/// An operand in the product's dtype, conjugated if that is asked for; `memory` keeps a copy.
Expected<ConstDynamicView> prepared(const ConstDynamicView& view, DType dtype, bool conjugated, Release release,
                                    std::vector<Array>& memory) {
  ConstDynamicView result = view;
  if (view.dtype() != dtype) {
    auto cast = astype(view, dtype, release);
    if (!cast) return std::unexpected(cast.error());
    memory.push_back(std::move(*cast));
    result = memory.back().view();
  }
  if (conjugated && is_complex(dtype.kind())) {
    const ConstDynamicView inputs[]{result};
    auto turned = call_ufunc("conjugate", inputs, {.release = release});
    if (!turned) return std::unexpected(turned.error());
    memory.push_back(std::move(turned->front()));
    result = memory.back().view();
  }
  return result;
}

Expected<Array> product_of(const ProductForm& form, const ConstDynamicView& left, const ConstDynamicView& right,
                           const ProductOptions& options) {
  if (options.release < form.first) {
    return fail(ErrorKind::value, "NumPy " + std::to_string(options.release.major) + '.' +
                                      std::to_string(options.release.minor) + " has no ufunc '" +
                                      std::string(form.name) + "'");
  }
  // How many axes each operand's matrix has.
  const auto core_axes = [&](const ConstDynamicView& view, std::size_t axes) {
    return form.optional_axes && view.dimensions() == 1 ? std::size_t{1} : axes;
  };
  const std::size_t left_axes = core_axes(left, form.left_axes), right_axes = core_axes(right, form.right_axes);
  if (left.dimensions() < left_axes) {
    return std::unexpected(too_few_axes(form, 0, left.dimensions(), form.optional_axes ? 1 : left_axes));
  }
  if (right.dimensions() < right_axes) {
    return std::unexpected(too_few_axes(form, 1, right.dimensions(), form.optional_axes ? 1 : right_axes));
  }
  Expected<ConstDynamicView> a = left, b = right;
  if (options.axes) {
    if ((*options.axes)[0].size() != left_axes || (*options.axes)[1].size() != right_axes) {
      return fail(ErrorKind::value, "axes item of another length than the operand's core dimensions");
    }
    a = with_axes_last(left, (*options.axes)[0]);
    b = with_axes_last(right, (*options.axes)[1]);
    if (!a || !b) return std::unexpected((!a ? a : b).error());
  }
  const auto dtype = dtype_of_product(form, *a, *b, options);
  if (!dtype) return std::unexpected(dtype.error());
  std::vector<Array> memory;
  memory.reserve(4);
  a = prepared(*a, *dtype, form.conjugates, options.release, memory);
  if (!a) return std::unexpected(a.error());
  b = prepared(*b, *dtype, false, options.release, memory);
  if (!b) return std::unexpected(b.error());

  const CoreLayout first = core_layout(a->layout(), left_axes, true);
  const CoreLayout second = core_layout(b->layout(), right_axes, false);
  if (first.columns != second.rows) {
    return fail(ErrorKind::value, std::string(form.name) +
                                      ": Input operand 1 has a mismatch in its core dimension 0, with gufunc "
                                      "signature " +
                                      std::string(form.signature) + " (size " + std::to_string(second.rows) +
                                      " is different from " + std::to_string(first.columns) + ")");
  }
  const std::vector<Extents> loop_shapes{first.loops.shape, second.loops.shape};
  const auto loops = broadcast_shapes(loop_shapes);
  if (!loops) return std::unexpected(loops.error());
  Extents shape = *loops;
  if (left_axes == 2) shape.push_back(first.rows);
  if (right_axes == 2) shape.push_back(second.columns);
  auto result = Array::unset(*dtype, shape);
  if (!result || result->count() == 0) return result;

  // Broadcasting needs loops of whole matrices.
  const auto first_loops = broadcast(first.loops, *loops), second_loops = broadcast(second.loops, *loops);
  if (!first_loops || !second_loops) return std::unexpected((!first_loops ? first_loops : second_loops).error());
  const std::int64_t size = dtype->size();
  const Strides result_loops = contiguous_strides(*loops, size * first.rows * second.columns);
  const StridedLoop<3> loop(*loops, {&result_loops, &first_loops->strides, &second_loops->strides}, Visit::indexed);
  std::optional<Error> error;
  loop.run({result->view().data(), a->data() + first_loops->offset, b->data() + second_loops->offset},
           [&](std::array<const std::byte*, 3> at, const std::array<std::int64_t, 3>& strides, std::int64_t n) {
             for (std::int64_t i = 0; i < n && !error; ++i) {
               const auto done = multiply_matrices(
                   dtype->kind(), {at[1], first.rows, first.columns, first.row_stride, first.column_stride},
                   {at[2], second.rows, second.columns, second.row_stride, second.column_stride},
                   {const_cast<std::byte*>(at[0]), first.rows, second.columns, size * second.columns, size});
               if (!done) error = done.error();
               for (std::size_t operand = 0; operand < 3; ++operand) at[operand] += strides[operand];
             }
           });
  if (error) return std::unexpected(*error);
  if (options.keepdims) {
    if (left_axes != 1 || right_axes != 1) {
      return fail(ErrorKind::dtype, std::string(form.name) + " does not support keepdims");
    }
    shape.push_back(1);
    result = std::move(*result).reshaped(shape);
    if (!result) return result;
  }
  const std::size_t result_axes =
      (left_axes == 2 ? 1U : 0U) + (right_axes == 2 ? 1U : 0U) + (options.keepdims ? 1U : 0U);
  if (options.axes && result_axes != 0 && !(*options.axes)[2].empty()) {
    const Axes& to = (*options.axes)[2];
    if (to.size() != result_axes) {
      return fail(ErrorKind::value, "axes item of another length than the result's core dimensions");
    }
    Axes from;
    for (std::size_t i = 0; i < result_axes; ++i) {
      from.push_back(static_cast<std::int64_t>(i) - static_cast<std::int64_t>(result_axes));
    }
    const ConstDynamicView view = *result;
    const auto moved = view.with(axes_moved(view.layout(), from, to));
    if (!moved) return std::unexpected(moved.error());
    return Array::copy_of(*moved);
  }
  return result;
}

}  // namespace

Expected<Array> matmul(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options) {
  return product_of(matmul_form, a, b, options);
}
Expected<Array> vecdot(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options) {
  return product_of(vecdot_form, a, b, options);
}
Expected<Array> matvec(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options) {
  return product_of(matvec_form, a, b, options);
}
Expected<Array> vecmat(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options) {
  return product_of(vecmat_form, a, b, options);
}

Expected<void> product_into(Product product, const ConstDynamicView& a, const ConstDynamicView& b,
                            const DynamicView& out, const ProductOptions& options) {
  const auto result = product(a, b, options);
  if (!result) return std::unexpected(result.error());
  // The axes that are no matrix' may be broadcast to an output's.
  const std::size_t core = product == matmul   ? (a.dimensions() > 1 ? 1U : 0U) + (b.dimensions() > 1 ? 1U : 0U)
                           : product == vecdot ? (options.keepdims ? 1U : 0U)
                                               : 1U;
  const Extents& shape = result->shape();
  const bool fits = out.dimensions() >= shape.size() &&
                    std::equal(shape.end() - static_cast<std::ptrdiff_t>(core), shape.end(),
                               out.shape().end() - static_cast<std::ptrdiff_t>(core)) &&
                    broadcast(result->view().layout(), out.shape()).has_value();
  if (!fits) {
    return fail(ErrorKind::value,
                "an output of shape " + describe(out.shape()) + " for a product of shape " + describe(result->shape()));
  }
  if (!can_cast(result->dtype(), out.dtype(), options.casting, options.release)) {
    return fail(ErrorKind::dtype, "Cannot cast output from " + result->dtype().name() + " to " + out.dtype().name());
  }
  const auto done = assign_cast(out, *result, options.release);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace fairplay::arraycore
