#pragma once

#include <cstddef>
#include <cstdint>

#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// A matrix in somebody's memory: element (i, j) is i * row_stride + j * column_stride bytes from `data`. Strides may
/// be negative or zero, data misaligned.
template <class Byte>
struct BasicMatrix {
  Byte* data;
  std::int64_t rows;
  std::int64_t columns;
  std::int64_t row_stride;
  std::int64_t column_stride;
};
using Matrix = BasicMatrix<std::byte>;
using ConstMatrix = BasicMatrix<const std::byte>;

/// C = A B for elements of one kind; C overlaps neither. float32, float64 and their complex numbers by the reference
/// BLAS; its error is at most 4 k eps |A||B| for k columns of A. Others as dot_loop adds up
/// (arraycore/statistics/dot.h): integers wrap, truth values are joined, float16 is added up in float32, long double
/// one after the other. Errors: no numbers, no memory for a copy of what BLAS can't read.
Expected<void> multiply_matrices(Kind kind, const ConstMatrix& a, const ConstMatrix& b, const Matrix& c);

}  // namespace fairplay::arraycore
