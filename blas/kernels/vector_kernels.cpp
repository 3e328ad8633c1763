#include "blas/kernels/vector_kernels.h"

#include "blas/kernels/parts.h"
#include "blas/vector/scalar_ops.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// Lanes hold partial sums; halves are added onto halves until one is left.
template <class R>
FAIRPLAY_ALWAYS_INLINE R sum_of_lanes(R* lanes) {
  for (int width = dot_lanes / 2; width >= 1; width /= 2)
    for (int i = 0; i < width; ++i) lanes[i] += lanes[i + width];
  return lanes[0];
}

template <class R>
static R dot_of_reals(Index n, const R* x, const R* y) {
  using V = Vector<R>;
  constexpr int registers = dot_lanes / V::lanes;
  V sums[registers];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j] = V::zero();
  Index i = 0;
  for (; i + dot_lanes <= n; i += dot_lanes) {
#pragma GCC unroll 16
    for (int j = 0; j < registers; ++j) sums[j] = fma(V::load(x + i + j * V::lanes), V::load(y + i + j * V::lanes), sums[j]);
  }
  alignas(64) R lanes[dot_lanes];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j].store(lanes + j * V::lanes);
  for (int lane = 0; i < n; ++i, ++lane) lanes[lane] = fma(x[i], y[i], lanes[lane]);
  return sum_of_lanes(lanes);
}

template <class T>
static T dot(Index n, const T* x, const T* y) {
  if constexpr (is_complex<T>) {
    T sum{};
    for (Index i = 0; i < n; ++i) sum = fma(x[i], y[i], sum);
    return sum;
  } else {
    return dot_of_reals(n, x, y);
  }
}

template <class T>
static void axpy(Index n, T alpha, const T* x, T* y) {
  Index i = 0;
  if constexpr (!is_complex<T>) {
    using V = Vector<T>;
    V factor = V::broadcast(alpha);
    for (; i + V::lanes <= n; i += V::lanes) fma(factor, V::load(x + i), V::load(y + i)).store(y + i);
  }
  for (; i < n; ++i) y[i] = fma(alpha, x[i], y[i]);
}

template <class T>
constinit const VectorKernels<T> VectorPart<T>::kernels = {.dot = &dot<T>, .axpy = &axpy<T>};

FAIRPLAY_FOR_ALL_TYPES(VectorPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
