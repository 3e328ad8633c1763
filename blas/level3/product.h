#pragma once
// C = alpha A B + beta C with operands as every routine of level 3 needs them: plain, transposed, conjugated, or given
// by one triangle; C whole or one triangle of it.

#include "blas/kernels/matrix_kernels.h"

namespace fairplay::blas::level3 {

// A matrix where it stands: element (i, j) at data[i * row_stride + j * column_stride], conjugated on reading where
// `conjugate` is set.
template <class T>
struct View {
  const T* data;
  Index row_stride;
  Index column_stride;
  bool conjugate = false;

  View at(Index i, Index j) const {
    return {data + i * row_stride + j * column_stride, row_stride, column_stride, conjugate};
  }
};

// op(X) of a column-major X.
template <class T>
View<T> op(Trans trans, const T* x, Index ldx) {
  return {x, transposes(trans) ? ldx : 1, transposes(trans) ? 1 : ldx, is_complex<T> && conjugates(trans)};
}

// How the elements of an operand follow from what is stored.
enum class Stored : char {
  all,
  upper,            // symmetric, the upper triangle stored
  lower,            // symmetric, the lower triangle stored
  hermitian_upper,  // as above, an element of the other triangle being the conjugate; the imaginary parts of the
                    // diagonal aren't read
  hermitian_lower,
};

// Element (i, j) of the operand is element (row + i, column + j) of `view`, or what stands for it.
template <class T>
struct Operand {
  View<T> view;
  Stored stored = Stored::all;
  Index row = 0;
  Index column = 0;

  Operand at(Index i, Index j) const { return {view, stored, row + i, column + j}; }
  View<T> plain() const { return view.at(row, column); }  // where all is stored
};

inline Region region_of(Uplo uplo) { return uplo == Uplo::upper ? Region::upper : Region::lower; }

// A factor of one multiplies nothing, so that an infinite sum meets no zero in its imaginary part.
template <class T>
Update<T> update_by(T alpha, T beta) {
  return {alpha, beta, is_one(alpha), false};
}

template <class T>
struct Product {
  Region region = Region::full;
  Index below = 0;  // i - j of C's first element, where `region` isn't full
  Index rows;
  Index columns;
  Index k;
  Update<T> update;
  Operand<T> a;  // rows x k
  Operand<T> b;  // k x columns
  T* c;
  Index ldc;
};

// Computes it, on several threads where it is large. rows, columns, k >= 0; k = 0 or alpha = 0 scales C by beta.
template <class T>
void multiply(const Product<T>& product);
// The same on the caller's thread.
template <class T>
void multiply_alone(const Product<T>& product);

}  // namespace fairplay::blas::level3
