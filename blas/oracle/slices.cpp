#include "blas/oracle/slices.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "blas/level3.h"
#include "blas/oracle/accumulator.h"

namespace fairplay::blas::oracle {
namespace {

// 2^(2b) K (1 + s / 4) <= 2^53: the first slices' product has K terms of at most 2^(2b) units, the two products that
// have one of them 2^(2b-1), others 2^(2b-2).
int bits_a_slice(Index length, int slices) {
  double terms = static_cast<double>(length) * (1 + slices / 4.0);
  return (53 - exponent_above(terms)) / 2;
}

// Cuts elements [start, start + chunk) of `count` vectors; slice p of vector i at [(p * count + i) * chunk].
void cut(const Vectors& x, Index first, Index count, Index start, Index chunk, const Scaling& scaling,
         const std::vector<int>& own, int sign, int bits, int slices, std::vector<double>& to) {
  to.resize(static_cast<std::size_t>(slices * count * chunk));
  std::vector<double> scaled(static_cast<std::size_t>(chunk)), inner(scaled.size());
  bool plain = true;
  for (Index p = 0; p < chunk; ++p) {
    int exponent = scaling.inner[static_cast<std::size_t>(start + p)];
    plain = plain && exponent >= -400 && exponent <= 400;
    inner[static_cast<std::size_t>(p)] = std::ldexp(1.0, sign * exponent);
  }
  for (Index i = 0; i < count; ++i) {
    const double* from = x[first + i] + start;
    int exponent = own[static_cast<std::size_t>(first + i)];
    if (plain && exponent >= -600 && exponent <= 600) {
      double factor = std::ldexp(1.0, -exponent);
      for (Index p = 0; p < chunk; ++p)
        scaled[static_cast<std::size_t>(p)] = from[p] * (factor * inner[static_cast<std::size_t>(p)]);
    } else {
      for (Index p = 0; p < chunk; ++p)
        scaled[static_cast<std::size_t>(p)] =
            std::ldexp(from[p], sign * scaling.inner[static_cast<std::size_t>(start + p)] - exponent);
    }
    for (int slice = 0; slice < slices; ++slice) {
      double sigma = std::ldexp(1.5, 52 - bits * (slice + 1));  // its last bit is the slice's unit
      double* out = to.data() + (slice * count + i) * chunk;
      for (Index p = 0; p < chunk; ++p) {
        double& rest = scaled[static_cast<std::size_t>(p)];
        double part = (rest + sigma) - sigma;
        out[p] = part;
        rest -= part;
      }
    }
  }
}

bool all_zero(const double* x, Index n) {
  return std::all_of(x, x + n, [](double value) { return value == 0; });
}

}  // namespace

SlicedBlock::SlicedBlock(const Vectors& a, Index first_row, Index rows, const Vectors& b, Index first_column,
                         Index columns, const Scaling& scaling)
    : a_(a),
      b_(b),
      first_row_(first_row),
      rows_(rows),
      first_column_(first_column),
      columns_(columns),
      scaling_(scaling) {
  int left = depth(a, first_row, rows, scaling.left, -1), right = depth(b, first_column, columns, scaling.right, 1);
  for (int slices = 1; slices <= most_slices; ++slices) {
    int bits = bits_a_slice(a.length, slices);
    if (bits * slices < left || bits * slices < right) continue;
    bits_ = bits;
    left_slices_ = std::max(1, (left + bits - 1) / bits);
    right_slices_ = std::max(1, (right + bits - 1) / bits);
    return;
  }
}

// All scaled entries are multiples of 2^-depth.
int SlicedBlock::depth(const Vectors& x, Index first, Index count, const std::vector<int>& own, int sign) const {
  int deepest = 0;
  for (Index i = first; i < first + count; ++i) {
    int row = own[static_cast<std::size_t>(i)];
    for (Index p = 0; p < x.length; ++p) {
      Decoded value = decode(x[i][p]);
      if (value.significand == 0) continue;
      int last_bit = value.exponent + std::countr_zero(value.significand) +
                     sign * scaling_.inner[static_cast<std::size_t>(p)] - row;
      deepest = std::max(deepest, -last_bit);
    }
  }
  return deepest;
}

void SlicedBlock::multiply() {
  sums_.assign(static_cast<std::size_t>(diagonals()),
               std::vector<double>(static_cast<std::size_t>(rows_ * columns_), 0.0));
  std::vector<double> left, right;
  constexpr Index longest = 2048;  // of what is cut at once: slices of a block stay below some 100 MB
  for (Index start = 0; start < a_.length; start += longest) {
    Index chunk = std::min(longest, a_.length - start);
    cut(a_, first_row_, rows_, start, chunk, scaling_, scaling_.left, -1, bits_, left_slices_, left);
    cut(b_, first_column_, columns_, start, chunk, scaling_, scaling_.right, 1, bits_, right_slices_, right);
    for (int p = 0; p < left_slices_; ++p) {
      const double* x = left.data() + p * rows_ * chunk;
      if (all_zero(x, rows_ * chunk)) continue;
      for (int q = 0; q < right_slices_; ++q) {
        const double* y = right.data() + q * columns_ * chunk;
        if (all_zero(y, columns_ * chunk)) continue;
        gemm<double>(Trans::transpose, Trans::none, rows_, columns_, chunk, 1.0, x, chunk, y, chunk, 1.0,
                     sums_[static_cast<std::size_t>(p + q)].data(), rows_);
      }
    }
  }
}

std::int64_t SlicedBlock::integer(int d, Index i, Index j) const {
  return static_cast<std::int64_t>(sums_[static_cast<std::size_t>(d)][static_cast<std::size_t>(i + j * rows_)] *
                                   std::ldexp(1.0, bits_ * (d + 2)));
}

int SlicedBlock::exponent(int d, Index i, Index j) const {
  return -bits_ * (d + 2) + scaling_.left[static_cast<std::size_t>(first_row_ + i)] +
         scaling_.right[static_cast<std::size_t>(first_column_ + j)];
}

}  // namespace fairplay::blas::oracle
