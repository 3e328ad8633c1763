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
    for (int j = 0; j < registers; ++j) sums[j].add_product(V::load(x + i + j * V::lanes), V::load(y + i + j * V::lanes));
  }
  for (; i + V::lanes <= n; i += V::lanes) sums[0].add_product(V::load(x + i), V::load(y + i));
  if (i < n) sums[1].add_product(V::load_first(x + i, n - i), V::load_first(y + i, n - i));  // sums[0] has had up to `registers` more than the others
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

constinit const OracleKernels oracle_kernels = {.dot = &dot};

}  // namespace fairplay::blas::FAIRPLAY_ISA
