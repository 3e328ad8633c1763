#include "blas/kernels/oracle_kernels.h"

#include "blas/kernels/parts.h"
#include "blas/vector/scalar_ops.h"

namespace fairplay::blas::FAIRPLAY_ISA {

using V = Vector<double>;

// high + low = a + b exactly (Knuth).
template <class X>
FAIRPLAY_ALWAYS_INLINE void two_sum(X a, X b, X& high, X& low) {
  high = a + b;
  X b_part = high - a;
  low = (a - (high - b_part)) + (b - b_part);
}

FAIRPLAY_ALWAYS_INLINE V absolute(V x) {
  typedef std::int64_t Bits __attribute__((vector_size(vector_bytes)));
  return {(V::Raw)((Bits)x.raw & INT64_MAX)};
}

struct CompensatedSum {
  V high, low, magnitude;

  FAIRPLAY_ALWAYS_INLINE void add_product(V x, V y) {
    V product = x * y;
    V error = fma(x, y, -product);
    V lost;
    two_sum(high, product, high, lost);
    low = low + (lost + error);
    magnitude = magnitude + absolute(product);
  }
};

static void dot(Index n, const double* x, const double* y, double* result) {
  constexpr int registers = 4;
  static_assert(registers * V::lanes <= oracle_dot_lanes);
  CompensatedSum sums[registers];
#pragma GCC unroll 4
  for (int j = 0; j < registers; ++j) sums[j] = {V::zero(), V::zero(), V::zero()};
  Index i = 0;
  for (; i + registers * V::lanes <= n; i += registers * V::lanes) {
#pragma GCC unroll 4
    for (int j = 0; j < registers; ++j)
      sums[j].add_product(V::load(x + i + j * V::lanes), V::load(y + i + j * V::lanes));
  }
  for (; i + V::lanes <= n; i += V::lanes) sums[0].add_product(V::load(x + i), V::load(y + i));
  if (i < n)
    sums[1].add_product(V::load_first(x + i, n - i),
                        V::load_first(y + i, n - i));  // sums[0] has had up to `registers` more than the others
  double high = 0, low = 0, magnitude = 0;
  for (int j = 0; j < registers; ++j)
    for (int lane = 0; lane < V::lanes; ++lane) {
      double lost;
      two_sum(high, sums[j].high.lane(lane), high, lost);
      low += lost + sums[j].low.lane(lane);
      magnitude += sums[j].magnitude.lane(lane);
    }
  result[0] = high;
  result[1] = low;
  result[2] = magnitude;
}

#if defined(FAIRPLAY_ISA_AVX512) || defined(FAIRPLAY_ISA_EMULATED512) || defined(FAIRPLAY_ISA_NEON)
static constexpr int columns = 6;  // 2 x 6 sums and as many small parts in 32 registers
#else
static constexpr int columns = 3;
#endif
static constexpr int row_vectors = 2;
static constexpr int rows = row_vectors * V::lanes;

static void tile(Index k, const double* a, const double* b, double sigma, double* high, double* low, Index ld) {
  V sum[columns][row_vectors], small[columns][row_vectors];
#pragma GCC unroll 8
  for (int j = 0; j < columns; ++j)
#pragma GCC unroll 2
    for (int i = 0; i < row_vectors; ++i) {
      sum[j][i] = V::broadcast(sigma);
      small[j][i] = V::zero();
    }
  for (Index p = 0; p < k; ++p, a += rows, b += columns) {
    V left[row_vectors];
#pragma GCC unroll 2
    for (int i = 0; i < row_vectors; ++i) left[i] = V::load(a + i * V::lanes);
#pragma GCC unroll 8
    for (int j = 0; j < columns; ++j) {
      V right = V::broadcast(b[j]);
#pragma GCC unroll 2
      for (int i = 0; i < row_vectors; ++i) {
        V next = fma(left[i], right, sum[j][i]);
        small[j][i] = small[j][i] + fma(left[i], right, sum[j][i] - next);
        sum[j][i] = next;
      }
    }
  }
#pragma GCC unroll 8
  for (int j = 0; j < columns; ++j)
#pragma GCC unroll 2
    for (int i = 0; i < row_vectors; ++i) {
      double* to_high = high + j * ld + i * V::lanes;
      double* to_low = low + j * ld + i * V::lanes;
      (V::load(to_high) + (sum[j][i] - V::broadcast(sigma))).store(to_high);
      (V::load(to_low) + small[j][i]).store(to_low);
    }
}

template <int width>
static void pack_full(Index k, const double* x, Index stride, const double* row_factors, const double* factors,
                      double* panel) {
  double row[width];
  for (int r = 0; r < width; ++r) row[r] = row_factors[r];
  for (Index p = 0; p < k; ++p, panel += width)
#pragma GCC unroll 16
    for (int r = 0; r < width; ++r) panel[r] = x[r * stride + p] * (row[r] * factors[p]);
}

static void pack(Index k, int used, int width, const double* x, Index stride, const double* row_factors,
                 const double* factors, double* panel) {
  if (used == width && width == rows) return pack_full<rows>(k, x, stride, row_factors, factors, panel);
  if (used == width && width == columns) return pack_full<columns>(k, x, stride, row_factors, factors, panel);
  for (Index p = 0; p < k; ++p, panel += width)
    for (int r = 0; r < width; ++r) panel[r] = r < used ? x[r * stride + p] * (row_factors[r] * factors[p]) : 0;
}

FAIRPLAY_ALWAYS_INLINE double larger(double a, double b) { return a > b ? a : b; }

static void raise_maxima(Index n, const double* x, double* maxima) {
  for (Index p = 0; p < n; ++p) maxima[p] = larger(__builtin_fabs(x[p]), maxima[p]);
}

static double maximum(Index n, const double* x, const double* factors) {
  double lanes[16] = {};
  Index p = 0;
  for (; p + 16 <= n; p += 16)
    for (int i = 0; i < 16; ++i) lanes[i] = larger(__builtin_fabs(x[p + i] * factors[p + i]), lanes[i]);
  for (; p < n; ++p) lanes[0] = larger(__builtin_fabs(x[p] * factors[p]), lanes[0]);
  for (int i = 1; i < 16; ++i) lanes[0] = larger(lanes[i], lanes[0]);
  return lanes[0];
}

static bool all_finite(Index n, const double* x) {
  V sums[4] = {V::zero(), V::zero(), V::zero(), V::zero()};
  V zero = V::zero();
  Index p = 0;
  for (; p + 4 * V::lanes <= n; p += 4 * V::lanes)
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) sums[i] = sums[i] + V::load(x + p + i * V::lanes) * zero;
  V sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double total = 0;
  for (int i = 0; i < V::lanes; ++i) total += sum.lane(i);
  for (; p < n; ++p) total += x[p] * 0.0;
  return total == 0;
}

static Index certify_double(Index n, const double* high, const double* low, double error, const double* row_factors,
                            double column_factor, double* value) {
  Index open = 0;
  double widened = error * (1 + 0x1p-40);
  for (Index i = 0; i < n; ++i) {
    double h, l;
    two_sum(high[i], low[i], h, l);
    double w = widened + __builtin_fabs(l) * 0x1p-51;
    double above = h + (l + w), below = h + (l - w);
    double scaled = above * row_factors[i];
    double magnitude = __builtin_fabs(scaled);
    double result = scaled * column_factor;
    double size = __builtin_fabs(result);
    // Multiplying by powers of two rounds nothing while both products are normal.
    bool settled = (above == below) & (magnitude >= 0x1p-1000) & (magnitude <= 0x1p1000) & (size >= 0x1p-1000) &
                   (size <= 0x1p1000);
    value[i] = settled ? result : __builtin_nan("");
    open += !settled;
  }
  return open;
}

// Factors stay within 2^+-500, so that the scaled ends are exact or far below float's least number.
static Index certify_float(Index n, const double* high, const double* low, double error, const double* row_factors,
                           double column_factor, float* value) {
  Index open = 0;
  double widened = error * (1 + 0x1p-40);
  for (Index i = 0; i < n; ++i) {
    double middle = high[i] + low[i];
    double w = widened + __builtin_fabs(middle) * 0x1p-51;
    double factor = row_factors[i] * column_factor;
    float above = static_cast<float>((middle + w) * factor), below = static_cast<float>((middle - w) * factor);
    bool settled = above == below;
    value[i] = settled ? above : __builtin_nanf("");
    open += !settled;
  }
  return open;
}

constinit const OracleKernels oracle_kernels = {.dot = &dot,
                                                .tile_rows = rows,
                                                .tile_columns = columns,
                                                .tile = &tile,
                                                .pack = &pack,
                                                .raise_maxima = &raise_maxima,
                                                .maximum = &maximum,
                                                .all_finite = &all_finite,
                                                .certify_double = &certify_double,
                                                .certify_float = &certify_float};

}  // namespace fairplay::blas::FAIRPLAY_ISA
