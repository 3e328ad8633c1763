#pragma once
// The oracle's inner loops, per instruction set. All of them work on doubles: floats are widened, complex numbers are
// taken apart. What they return differs from one instruction set to the next in the last bits of a bound; the oracle's
// results, being correctly rounded, don't.

#include "blas/scalar.h"

namespace fairplay::blas {

inline constexpr int oracle_dot_lanes = 32;  // at most this many partial sums in OracleKernels::dot

struct OracleKernels {
  // Dot2 (T. Ogita, S. M. Rump, S. Oishi: "Accurate sum and dot product", SIAM J. Sci. Comput. 26, 2005) in lanes:
  // result[0] + result[1] is x[0] y[0] + ... + x[n-1] y[n-1] up to an error that result[2], the sum of |x[i] y[i]|,
  // bounds: see oracle/real_dot.cpp. n >= 0.
  void (*dot)(Index n, const double* x, const double* y, double* result);

  // A tile of an exact product: for each of tile_rows x tile_columns elements, with a and b packed panels of k steps
  // and every |a b| < 1, sum = sigma; per step: next = fma(a, b, sum), small = small + fma(a, b, sum - next), sum =
  // next; then high += sum - sigma and low += small. See oracle/tiles.cpp. Element (i, j) stands at [i + j * ld].
  int tile_rows, tile_columns;
  void (*tile)(Index k, const double* a, const double* b, double sigma, double* high, double* low, Index ld);

  // Panels of `width` vectors, width = tile_rows or tile_columns: panel[p * width + r] = x[r * stride + p] *
  // (row_factors[r] * factors[p]) for r < rows, 0 for the rest.
  void (*pack)(Index k, int rows, int width, const double* x, Index stride, const double* row_factors,
               const double* factors, double* panel);

  // maxima[p] = max(maxima[p], |x[p]|)
  void (*raise_maxima)(Index n, const double* x, double* maxima);
  // max |x[p] factors[p]|
  double (*maximum)(Index n, const double* x, const double* factors);
  bool (*all_finite)(Index n, const double* x);

  // value[i] = high[i] + low[i], known to `error`, times row_factors[i] column_factor (powers of two), rounded once to
  // double or to float; NaN where the bound doesn't settle it, or where a double isn't well inside the normal range.
  // Returns how many are NaN.
  Index (*certify_double)(Index n, const double* high, const double* low, double error, const double* row_factors,
                          double column_factor, double* value);
  Index (*certify_float)(Index n, const double* high, const double* low, double error, const double* row_factors,
                         double column_factor, float* value);
};

}  // namespace fairplay::blas
