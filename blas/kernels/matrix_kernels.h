#pragma once
// Products of matrices, per instruction set: what all of level 3 is made of. docs/blas-kernels.md describes all of it.
//
// The order of every sum is a constant of the algorithm: k is cut into blocks (product_block); within a block each
// element of C is one chain of fma in rising k from +0 (a complex one two chains, as vector/scalar_ops.h defines the
// product); then C = fma(alpha, chain, C), C being +0 where beta = 0, and beta C, rounded, where beta isn't 1, in the
// first block.

#include "blas/scalar.h"

namespace fairplay::blas {

// The part of C that a product may write: all of it, or one triangle. Of a block whose first element is (i0, j0),
// `below` is i0 - j0.
enum class Region : char { full, upper, lower };

// What becomes of C once a block's chains are known.
template <class T>
struct Update {
  T alpha;
  T beta;
  bool real_alpha;  // alpha, or beta, is real by the routine's definition (herk, her2k) or one, so that its imaginary
                    // part multiplies nothing, not even by zero
  bool real_beta;
};

template <class T>
struct MatrixKernels {
  // One pass of the micro-kernel fills tile_rows x tile_columns elements of C. No bit depends on these four.
  Index tile_rows;
  Index tile_columns;
  Index block_rows;     // of A, packed at once: a multiple of tile_rows
  Index block_columns;  // of B, packed at once: a multiple of tile_columns

  // Packs `rows` x k elements of A (element (i, l) at a[i * row_stride + l * column_stride]) into panels of tile_rows;
  // complex ones as planes of real and imaginary parts. A panel holds (reals of T) * tile_rows * k reals. What a short
  // panel lacks repeats its last row, so that no operand is made up.
  void (*pack_rows)(Index rows, Index k, const T* a, Index row_stride, Index column_stride, bool conjugate,
                    Real<T>* to);
  // Packs k x `columns` elements of B (element (l, j) at b[l * row_stride + j * column_stride]) into panels of
  // tile_columns, likewise; complex ones in memory order.
  void (*pack_columns)(Index columns, Index k, const T* b, Index row_stride, Index column_stride, bool conjugate,
                       Real<T>* to);

  // C (rows x columns, within `region`) = update(C, A B) for packed A and B, one block of k: 1 <= k <= product_block.
  void (*multiply_packed)(Region region, Index below, Index rows, Index columns, Index k, const Update<T>& update,
                          const Real<T>* a, const Real<T>* b, T* c, Index ldc);
  // The same for all of a C that is too small for packing to pay: A's rows are contiguous or are packed into `panel`,
  // which holds one panel; B is read where it stands.
  void (*multiply_small)(Index rows, Index columns, Index k, const Update<T>& update, const T* a, Index a_row_stride,
                         Index a_column_stride, bool conjugate_a, const T* b, Index b_row_stride, Index b_column_stride,
                         T* c, Index ldc, Real<T>* panel);
  // One element's chain carried on from `sum` over k more products, for the rare call that gets no working memory.
  T(*chain)
  (T sum, Index k, const T* a, Index a_stride, bool conjugate_a, const T* b, Index b_stride, bool conjugate_b);
  // C = update(C, sum) for one element.
  T (*update)(const Update<T>& update, T sum, T c);
  // x[i] = beta x[i], and +0 where beta is 0.
  void (*scale)(Index n, T beta, bool real_beta, T* x);
};

// Longest block of k: B's panel stays in the first cache, A's block in the second. A constant of the type: it is part
// of the order of sums.
template <class T>
inline constexpr Index longest_block = sizeof(T) == 4    ? 384
                                       : sizeof(T) == 16 ? 192
                                                         : 256;

// k is cut into as few blocks as that allows, all of this length but the last.
template <class T>
FAIRPLAY_ALWAYS_INLINE constexpr Index product_block(Index k) {
  Index blocks = (k + longest_block<T> - 1) / longest_block<T>;
  return blocks <= 1 ? k : (k + blocks - 1) / blocks;
}

}  // namespace fairplay::blas
