#pragma once
// Operands of any kind on their way into packed panels, or element by element where there is no memory for panels.

#include "blas/level3/product.h"

namespace fairplay::blas::level3 {

// Panels of the kernels' tile_rows rows, from rows x k elements.
template <class T>
void pack_rows(const Operand<T>& a, Index rows, Index k, Real<T>* to);
// Panels of the kernels' tile_columns columns, from k x columns elements.
template <class T>
void pack_columns(const Operand<T>& b, Index k, Index columns, Real<T>* to);

// The chain of products of row i of `a` and column j of `b` over [first, first + k).
template <class T>
T chain(const Operand<T>& a, const Operand<T>& b, Index i, Index j, Index first, Index k);

}  // namespace fairplay::blas::level3
