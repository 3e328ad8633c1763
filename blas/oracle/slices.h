#pragma once
// The middle path: exact sums of whole blocks, where cancellation leaves the tiles' error bound too wide.
// K. Ozaki, T. Ogita, S. Oishi, S. M. Rump: "Error-free transformations of matrix multiplication by using fast routines
// of matrix multiplication and its applications", Numerical Algorithms 59 (2012).
//
// Scaled operands (below 1) are cut into slices of b bits: slice p holds multiples of 2^(-b (p + 1)), at most 2^b of
// them for p = 0 and 2^(b-1) for the others. The product of slices p and q is a sum of whole multiples of 2^(-b (p + q
// + 2)), and all products with the same p + q together, K terms each, stay below 2^53 such units: any order of fma
// computes them exactly, so that the fast gemm does it. An element is then the exact sum of one number for each p + q.
// The slices hold everything; where the entries of a row span too many bits for `most_slices`, the caller has to fall
// back to accumulators.

#include <cstdint>
#include <vector>

#include "blas/oracle/scaling.h"

namespace fairplay::blas::oracle {

inline constexpr int most_slices = 8;

class SlicedBlock {
 public:
  // Cuts rows first_row... of a and columns first_column... of b. All entries are finite.
  SlicedBlock(const Vectors& a, Index first_row, Index rows, const Vectors& b, Index first_column, Index columns,
              const Scaling& scaling);

  // Whether few enough slices hold all bits. If so, and only then, the rest may be called.
  bool fits() const { return bits_ > 0; }
  // Products of slices that multiply() will compute, each as long as a plain gemm.
  int products() const { return left_slices_ * right_slices_; }
  void multiply();

  // Element (i, j) of the block is the sum of integer(d, i, j) 2^exponent(d, i, j) over d in [0, diagonals()).
  int diagonals() const { return left_slices_ + right_slices_ - 1; }
  std::int64_t integer(int d, Index i, Index j) const;
  int exponent(int d, Index i, Index j) const;

 private:
  int depth(const Vectors& x, Index first, Index count, const std::vector<int>& own, int sign) const;

  Vectors a_, b_;
  Index first_row_, rows_, first_column_, columns_;
  const Scaling& scaling_;
  int bits_ = 0;  // b; 0: doesn't fit
  int left_slices_ = 0, right_slices_ = 0;
  std::vector<std::vector<double>> sums_;
};

}  // namespace fairplay::blas::oracle
