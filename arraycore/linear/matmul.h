#pragma once

#include <array>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of NumPy's generalized ufuncs.
struct ProductOptions {
  Release release = newest_release;
  /// What the product is computed in; without it the operands' common dtype.
  std::optional<DType> dtype = std::nullopt;
  Casting casting = Casting::same_kind;
  /// Which axes of the two operands and of the result are the matrices' or vectors': the last ones without.
  std::optional<std::array<Axes, 3>> axes = std::nullopt;
  /// The axis that is added up stays, with extent 1 (vecdot).
  bool keepdims = false;
};

/// numpy.matmul, signature (n?,k),(k,m?)->(n?,m?): products of the matrices in the last two axes; all other axes are
/// broadcast. An operand of one axis is a row (left) or a column (right), and that axis is missing in the result.
/// Errors of all: an operand with too few axes, extents that don't fit, no numbers, `casting` forbids it, no memory.
Expected<Array> matmul(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options = {});
/// numpy.vecdot, (n),(n)->(): the sum of conj(a) b over the last axes. Error also: a release before 2.0.
Expected<Array> vecdot(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options = {});
/// numpy.matvec, (m,n),(n)->(m). Error also: a release before 2.2.
Expected<Array> matvec(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options = {});
/// numpy.vecmat, (n),(n,m)->(m): the vector is conjugated. Error also: a release before 2.2.
Expected<Array> vecmat(const ConstDynamicView& a, const ConstDynamicView& b, const ProductOptions& options = {});

/// The same into an array that is there, as if overlapping operands had been copied before. Errors also: another shape
/// than the result's is broadcast to (its matrices' axes aren't), a cast that `casting` forbids.
using Product = Expected<Array> (*)(const ConstDynamicView&, const ConstDynamicView&, const ProductOptions&);
Expected<void> product_into(Product product, const ConstDynamicView& a, const ConstDynamicView& b,
                            const DynamicView& out, const ProductOptions& options = {});

}  // namespace fairplay::arraycore
