#include "blas/kernels/gemv_kernels.h"

#include "blas/kernels/factor.h"
#include "blas/kernels/parts.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// `columns` columns over all rows.
template <class T, bool conjugate, int columns>
static void plain_group(Index m, T alpha, const T* a, Index lda, const T* x, T* y) {
  using V = Vector<Real<T>>;
  constexpr int registers = is_complex<T> ? 2 : 4;  // rows at a time
  Factor<T, conjugate> factors[columns];
#pragma GCC unroll 8
  for (int j = 0; j < columns; ++j) factors[j] = Factor<T, conjugate>::broadcast(x[j]);
  auto factor = Factor<T>::broadcast(alpha);
  const Real<T>* from = reals(a);
  Real<T>* to = reals(y);
  const Index stride = lda * reals_per<T>, count = m * reals_per<T>;
  Index i = 0;
  for (; i + registers * V::lanes <= count; i += registers * V::lanes) {
    V sums[registers];
#pragma GCC unroll 4
    for (int k = 0; k < registers; ++k) sums[k] = V::zero();
#pragma GCC unroll 8
    for (int j = 0; j < columns; ++j) {
#pragma GCC unroll 4
      for (int k = 0; k < registers; ++k)
        sums[k] = factors[j].multiply_add(V::load(from + i + j * stride + k * V::lanes), sums[k]);
    }
#pragma GCC unroll 4
    for (int k = 0; k < registers; ++k)
      factor.multiply_add(sums[k], V::load(to + i + k * V::lanes)).store(to + i + k * V::lanes);
  }
  for (; i + V::lanes <= count; i += V::lanes) {
    V sum = V::zero();
#pragma GCC unroll 8
    for (int j = 0; j < columns; ++j) sum = factors[j].multiply_add(V::load(from + i + j * stride), sum);
    factor.multiply_add(sum, V::load(to + i)).store(to + i);
  }
  for (Index row = i / reals_per<T>; row < m; ++row) {
    T sum{};
#pragma GCC unroll 8
    for (int j = 0; j < columns; ++j) {
      T element = a[row + j * lda];
      sum = fma(x[j], conjugate ? conj(element) : element, sum);
    }
    y[row] = fma(alpha, sum, y[row]);
  }
}

template <class T, bool conjugate>
static void plain(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y) {
  constexpr int columns = gemv_columns<T>;
  Index j = 0;
  for (; j + columns <= n; j += columns) plain_group<T, conjugate, columns>(m, alpha, a + j * lda, lda, x + j, y);
  a += j * lda;
  x += j;
  switch (n - j) {
    case 1: return plain_group<T, conjugate, 1>(m, alpha, a, lda, x, y);
    case 2: return plain_group<T, conjugate, 2>(m, alpha, a, lda, x, y);
    case 3: return plain_group<T, conjugate, 3>(m, alpha, a, lda, x, y);
    default: break;
  }
  if constexpr (columns == 8) {
    switch (n - j) {
      case 4: return plain_group<T, conjugate, 4>(m, alpha, a, lda, x, y);
      case 5: return plain_group<T, conjugate, 5>(m, alpha, a, lda, x, y);
      case 6: return plain_group<T, conjugate, 6>(m, alpha, a, lda, x, y);
      case 7: return plain_group<T, conjugate, 7>(m, alpha, a, lda, x, y);
      default: break;
    }
  }
}

// `columns` columns' sums at once, for x to be loaded once: how many changes no bit.
template <class T, bool conjugate, int columns>
FAIRPLAY_ALWAYS_INLINE void transposed_group(Index m, T alpha, const T* a, Index lda, const T* x, T* y) {
  using V = Vector<Real<T>>;
  constexpr int registers = gemv_bytes / vector_bytes;
  const Real<T>* from = reals(a);
  const Real<T>* xs = reals(x);
  const Index stride = lda * reals_per<T>, count = m * reals_per<T>;
  V sums[columns][registers];
#pragma GCC unroll 8
  for (int j = 0; j < columns; ++j) {
#pragma GCC unroll 4
    for (int k = 0; k < registers; ++k) sums[j][k] = V::zero();
  }
  Index i = 0;
  for (; i + registers * V::lanes <= count; i += registers * V::lanes) {
#pragma GCC unroll 4
    for (int k = 0; k < registers; ++k) {
      auto factor = Factor<T, conjugate>::each(V::load(xs + i + k * V::lanes));
#pragma GCC unroll 8
      for (int j = 0; j < columns; ++j)
        sums[j][k] = factor.multiply_add(V::load(from + i + j * stride + k * V::lanes), sums[j][k]);
    }
  }
  if (i < count) {
    // Every lane takes part, those past the end with 0*0.
#pragma GCC unroll 4
    for (int k = 0; k < registers; ++k) {
      Index left = count - i - k * V::lanes;
      left = left < 0 ? 0 : left > V::lanes ? V::lanes : left;
      const Index at = left > 0 ? i + k * V::lanes : i;
      auto factor = Factor<T, conjugate>::each(V::load_first(xs + at, left));
#pragma GCC unroll 8
      for (int j = 0; j < columns; ++j)
        sums[j][k] = factor.multiply_add(V::load_first(from + at + j * stride, left), sums[j][k]);
    }
  }
#pragma GCC unroll 8
  for (int j = 0; j < columns; ++j) y[j] = fma(alpha, sum_of_lanes<T, registers>(sums[j]), y[j]);
}

template <class T, bool conjugate>
static void transposed(Index m, Index n, T alpha, const T* a, Index lda, const T* x, T* y) {
  constexpr int columns = vector_bytes / 8;  // what the registers hold
  Index j = 0;
  for (; j + columns <= n; j += columns) transposed_group<T, conjugate, columns>(m, alpha, a + j * lda, lda, x, y + j);
  for (; j < n; ++j) transposed_group<T, conjugate, 1>(m, alpha, a + j * lda, lda, x, y + j);
}

template <class T>
constinit const GemvKernels<T> GemvPart<T>::kernels = {.plain = &plain<T, false>,
                                                       .plain_conjugate = &plain<T, is_complex<T>>,
                                                       .transposed = &transposed<T, false>,
                                                       .transposed_conjugate = &transposed<T, is_complex<T>>};

FAIRPLAY_FOR_ALL_TYPES(GemvPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
