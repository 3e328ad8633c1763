#pragma once
// Pairs of matrices whose products find errors. docs/oracle.md says what each family is for.

#include <vector>

#include "blas/hunting/random.h"

namespace fairplay::blas::hunting {

enum class MatrixFamily {
  uniform,   // evenly distributed in (-1, 1)
  integers,  // small whole numbers: every result is exact, so that equality is the only tolerance
  spread,    // exponents all over a range of 2^80 (float: 2^20)
  graded,    // rows and columns scaled by powers of two over 2^200 (float: 2^40), with the inverse scales in the other
             // factor: nothing cancels
  cancelling,   // the second half of A's columns is the negated first, the second half of B's rows its first half up to
                // the last bits: every element cancels
  annihilated,  // the same with equal halves: every element of A B is zero, exactly
  halfway,      // every element is a midpoint of two neighbours, or a hair beside one, with cancelling terms beside
  subnormal,    // products about the least numbers
  huge,         // products about the overflow threshold
};
inline constexpr MatrixFamily matrix_families[] = {
    MatrixFamily::uniform, MatrixFamily::integers,   MatrixFamily::spread,
    MatrixFamily::graded,  MatrixFamily::cancelling, MatrixFamily::annihilated,
    MatrixFamily::halfway, MatrixFamily::subnormal,  MatrixFamily::huge};
const char* name_of(MatrixFamily family);

// A is m x k and B k x n, column-major without gaps; all entries are finite.
template <class T>
struct Pair {
  std::vector<T> a, b;
};
template <class T>
Pair<T> make_pair_of(MatrixFamily family, Index m, Index n, Index k, Random& random);

// A pair in which every element of A B has condition number 2 (|A||B|) / |A B| about 2^log2_condition, within a factor
// of 2^10, by test: equal halves that cancel exactly, and a last inner index that is left over. k >= 3; the exponent
// range of T's parts has to hold it (float: log2_condition <= 100).
template <class T>
Pair<T> conditioned_pair(Index m, Index n, Index k, int log2_condition, Random& random);

// An n x n triangular matrix with condition number (in the norm of row sums) between 2^c / 4 and 4 * 2^c: D (I + N),
// where the diagonal D falls from 1 to 2^-c and the rows of N sum up to at most a half, so that (I + N)^-1 is bounded
// by 2. The other triangle holds NaN. n >= 2.
template <class T>
std::vector<T> conditioned_triangle(Uplo uplo, Index n, int c, Random& random);

// What a routine must neither read into a result nor write: NaN in the elements of a rows x columns matrix with leading
// dimension ld that lie between columns, and in the triangle opposite to `uplo` and on a unit diagonal of a triangular
// one.
template <class T>
void fill_gaps(Index rows, Index columns, T* x, Index ld);
template <class T>
void fill_unreferenced(Uplo uplo, Diag diag, Index n, T* x, Index ld);

// Zeros of both signs, infinities, a quiet NaN, the least and largest subnormal and normal numbers, one, and its
// neighbours.
template <class T>
std::vector<T> special_values();

// Calls visit(position, value) for every special value at every position of n.
template <class T, class Visit>
void for_special_positions(Index n, Visit&& visit) {
  for (T value : special_values<T>())
    for (Index position = 0; position < n; ++position) visit(position, value);
}

// Sizes just around every multiple of the blocks, unrollings and tiles in use (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48,
// 64, 96, 128, 192, 256, 384, 512, ...), each once, rising, up to `limit`.
std::vector<Index> edge_sizes(Index limit);
// Lengths of vectors that cross every edge up to 100,003.
std::vector<Index> edge_lengths();

}  // namespace fairplay::blas::hunting
