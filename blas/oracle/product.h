#pragma once
// alpha (a . b) + beta c for every element of a matrix, each real result rounded once: what all of the oracle's matrix
// routines come down to.

#include "blas/oracle/buffer.h"
#include "blas/oracle/scaling.h"
#include "blas/oracle/statistics.h"
#include "blas/scalar.h"

namespace fairplay::blas::oracle {

enum class Region { all, upper, lower };  // the elements (i, j) that are wanted: i <= j, i >= j
enum class Support {
  full,
  from_diagonal,
  up_to_diagonal
};  // the terms of row i that exist: p >= i, p <= i; the others are zero and don't meet infinities

// Vectors contiguous in the inner index, widened to double; a complex one as re, im, re, im...
struct Factor {
  Index count = 0;
  Index length = 0;  // doubles
  Buffer data;

  Vectors view() const { return {count, length, data.data()}; }
  double* operator[](Index i) { return data.data() + i * length; }
};

template <class T>
struct Product {
  Index m, n;
  Factor a;  // m vectors, the rows of the left factor
  Factor b;  // n vectors, the columns of the right factor; of complex types 2 n, what makes the real part and what
             // makes the imaginary part of each column
  T alpha, beta;
  T* c;  // element (i, j) at c[i * row_stride + j * column_stride]
  Index row_stride, column_stride;
  Region region = Region::all;
  Support support = Support::full;
  bool hermitian = false;  // alpha and beta are real; the diagonal's imaginary parts are taken as zero and set to zero

  bool wants(Index i, Index j) const { return region == Region::all || (region == Region::upper ? i <= j : i >= j); }
};

// Changes the factors' contents. Called under the oracle's Environment.
template <class T>
void compute(Product<T>& product, Statistics& statistics);

}  // namespace fairplay::blas::oracle
