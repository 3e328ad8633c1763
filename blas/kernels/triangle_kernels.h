#pragma once
// Products with and solves by a small triangle, per instruction set: the blocks on the diagonal of trmm and trsm.
// Right-hand sides lie across the lanes, so that each is computed by itself and in the same order on every instruction
// set.

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr Index triangle_block = 32;  // longest diagonal block: a constant of the algorithm

// A lower triangle L of order n <= triangle_block, row after row, element (i, k) at triangle[i * (i + 1) / 2 + k]; a
// unit diagonal is written out as ones. Element i of right-hand side j stands at b[i * along + j * across]; strides may
// be negative.
template <class T>
struct TriangleKernels {
  // b_i = fma(alpha, sum, +0), where sum is the chain of L(i, k) b_k over k = 0 ... i from +0; alpha = 1 multiplies
  // nothing.
  void (*multiply)(Index n, Index count, T alpha, const T* triangle, T* b, Index along, Index across);
  // b_i = (b_i - L(i, 0) b_0 - ... - L(i, i-1) b_{i-1}) / L(i, i): one chain of fused operations, and a quotient
  // (blas/division.h).
  void (*solve)(Index n, Index count, const T* triangle, T* b, Index along, Index across);
};

}  // namespace fairplay::blas
