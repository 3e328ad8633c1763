#pragma once
// The fast path of matrix products: every element of a block as an unevaluated sum of two doubles with one error bound
// for the whole block, for about two and a half times what the plain product costs.
//
// An element's products, scaled below 1, are added to sigma = 1.5 * 2^M, where 2^(M-1) exceeds the number of steps of a
// chunk: the sum stays within [2^M, 2^(M+1)), so that each fma(a, b, sum) keeps a whole multiple of 2^(M-52), the
// difference to the sum before is exact, and what the fma dropped is fma(a, b, sum before - sum after), at most
// 2^(M-53), rounded once. Those remainders are added plainly. With u = 2^-53, in units of 2^(M-106) = u 2^(M-53):
//   a chunk of c steps       rounds c remainders (1 each) and c sums of remainders, the j-th at most j 2^(M-53) large
//   (j each): c + c (c + 1) / 2; adding chunk t to `low`  rounds one number of at most t c 2^(M-53): t c; adding chunks
//   to `high`  is exact, K steps in all being at most 2^(M+1).
// Scaled operands that fall below the normal range lose at most 2^-1074 each, K of them far less than one unit; the
// relative second-order terms are below 2^-20. So |high + low - exact| <= (chunks (c (c + 1) / 2 + c) + c chunks
// (chunks + 1) / 2 + 8) (1 + 1/64) units.

#include <vector>

#include "blas/oracle/buffer.h"
#include "blas/oracle/scaling.h"

namespace fairplay::blas::oracle {

inline constexpr Index tile_chunk = 256;

// Scaled panels of up to `rows` vectors, whole length, in the kernels' layout.
class Panels {
 public:
  // width: the kernels' tile_rows or tile_columns; sign -1 for the left factor, 1 for the right one.
  Panels(const Vectors& x, Index first, Index count, int width, const Scaling& scaling, const std::vector<int>& own,
         int sign);

  const double* at(Index chunk_start, Index chunk, Index panel) const {
    return data_.data() + chunk_start * padded_ + panel * width_ * chunk;
  }
  Index padded() const { return padded_; }

 private:
  Index width_, padded_;
  Buffer data_;
};

struct Block {
  // Room for that many rows and columns.
  Block(Index most_rows, Index most_columns);

  Index rows, columns, ld;  // ld: rows, padded to whole tiles
  Buffer high, low;         // element (i, j) at [i + j * ld], scaled by 2^(-left - right)
  double error;
};

// Products of floats are exact in double, and so many bits longer than a float that plain sums will do: the library's
// own gemm, off by at most (K + 4) K 2^-53 in whatever order it adds K scaled products. Longer sums than this are
// better left to the tiles.
inline constexpr Index longest_plain = 8192;

// A scaled copy of vectors first ... first + count - 1.
Buffer scaled(const Vectors& x, Index first, Index count, const Scaling& scaling, const std::vector<int>& own,
              int sign);
// The block's contents are replaced. left and right are scaled copies.
void multiply_plainly(const Buffer& left, Index rows, const Buffer& right, Index columns, Index length, Block& block);

// The block's contents are replaced.
void multiply(const Panels& left, Index rows, const Panels& right, Index columns, Index length, Block& block);

}  // namespace fairplay::blas::oracle
