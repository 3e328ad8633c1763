#include "blas/kernels/vector_kernels.h"

#include "blas/kernels/factor.h"
#include "blas/kernels/parts.h"

namespace fairplay::blas::FAIRPLAY_ISA {

template <class T, bool conjugate>
FAIRPLAY_ALWAYS_INLINE T element(T x) {
  return conjugate ? conj(x) : x;
}

// Adds x[i] y[i] into the lanes. In the last step, groups of 64 bytes (the widest register) that hold no element are
// left out; lanes of the others all take part, with 0*0 where there is no element: which lanes do is no matter of a
// register's width.
template <class T, bool conjugate>
FAIRPLAY_ALWAYS_INLINE void add_products(Index n, const T* x, const T* y, Vector<Real<T>>* sums) {
  using V = Vector<Real<T>>;
  constexpr int registers = dot_bytes / vector_bytes, group = 64 / vector_bytes;
  const Real<T>* xs = reals(x);
  const Real<T>* ys = reals(y);
  n *= reals_per<T>;
  Index i = 0;
  for (; i + registers * V::lanes <= n; i += registers * V::lanes) {
#pragma GCC unroll 16
    for (int j = 0; j < registers; ++j)
      // The factor is y, so that the conjugate is x's.
      sums[j] = Factor<T, conjugate>::each(V::load(ys + i + j * V::lanes))
                    .multiply_add(V::load(xs + i + j * V::lanes), sums[j]);
  }
#pragma GCC unroll 4
  for (int g = 0; g < registers / group; ++g) {
    if (i >= n) return;
    if (n - i >= group * V::lanes) {
#pragma GCC unroll 4
      for (int j = 0; j < group; ++j)
        sums[g * group + j] = Factor<T, conjugate>::each(V::load(ys + i + j * V::lanes))
                                  .multiply_add(V::load(xs + i + j * V::lanes), sums[g * group + j]);
    } else {
#pragma GCC unroll 4
      for (int j = 0; j < group; ++j) {
        const Index left = n - i - j * V::lanes,
                    count = left < 0          ? 0
                            : left > V::lanes ? V::lanes
                                              : left,
                    at = left > 0 ? i + j * V::lanes : i;
        sums[g * group + j] = Factor<T, conjugate>::each(V::load_first(ys + at, count))
                                  .multiply_add(V::load_first(xs + at, count), sums[g * group + j]);
      }
    }
    i += group * V::lanes;
  }
}

template <class T, bool conjugate>
static T dot(Index n, const T* x, Index incx, const T* y, Index incy) {
  constexpr int registers = dot_bytes / vector_bytes;
  constexpr Index piece = 8 * dot_lanes<T>;
  Vector<Real<T>> sums[registers];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j] = Vector<Real<T>>::zero();
  if (incx == 1 && incy == 1) {
    add_products<T, conjugate>(n, x, y, sums);
  } else {
    T xs[piece], ys[piece];
    for (Index i = 0; i < n; i += piece) {
      Index count = n - i < piece ? n - i : piece;
      for (Index k = 0; k < count; ++k) xs[k] = x[(i + k) * incx];
      for (Index k = 0; k < count; ++k) ys[k] = y[(i + k) * incy];
      add_products<T, conjugate>(count, xs, ys, sums);
    }
  }
  return sum_of_lanes<T, registers>(sums);
}

// y[i] = f(x[i], y[i]) by vectors, then by elements: a tail never meets a number that isn't there.
template <class T, class ByVector, class ByElement>
FAIRPLAY_ALWAYS_INLINE void each_pair(Index n, const T* x, T* y, ByVector by_vector, ByElement by_element) {
  using V = Vector<Real<T>>;
  const Real<T>* xs = reals(x);
  Real<T>* ys = reals(y);
  Index count = n * reals_per<T>, i = 0;
  for (; i + 4 * V::lanes <= count; i += 4 * V::lanes) {
    V results[4];
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) results[j] = by_vector(V::load(xs + i + j * V::lanes), V::load(ys + i + j * V::lanes));
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) results[j].store(ys + i + j * V::lanes);
  }
  for (; i + V::lanes <= count; i += V::lanes) by_vector(V::load(xs + i), V::load(ys + i)).store(ys + i);
  for (Index k = i / reals_per<T>; k < n; ++k) y[k] = by_element(x[k], y[k]);
}

template <class T, bool conjugate>
static void axpy(Index n, T alpha, const T* x, T* y) {
  using V = Vector<Real<T>>;
  auto factor = Factor<T, conjugate>::broadcast(alpha);
  each_pair(
      n, x, y, [factor](V xs, V ys) __attribute__((always_inline)) { return factor.multiply_add(xs, ys); },
      [alpha](T a, T b) __attribute__((always_inline)) { return fma(alpha, element<T, conjugate>(a), b); });
}

template <class T, bool conjugate>
static void outer(Index n, T alpha, T s, const T* x, T* y) {
  using V = Vector<Real<T>>;
  auto factor = Factor<T>::broadcast(alpha);
  auto inner = Factor<T, conjugate>::broadcast(s);
  each_pair(
      n, x, y, [=](V xs, V ys) __attribute__((always_inline)) { return factor.multiply_add(inner.multiply(xs), ys); },
      [=](T a, T b) __attribute__((always_inline)) { return fma(alpha, multiply(s, element<T, conjugate>(a)), b); });
}

template <class T>
static void axpby(Index n, T alpha, const T* x, T beta, T* y) {
  using V = Vector<Real<T>>;
  auto factor = Factor<T>::broadcast(alpha);
  auto scale_y = Factor<T>::broadcast(beta);
  each_pair(
      n, x, y, [=](V xs, V ys) __attribute__((always_inline)) { return factor.multiply_add(xs, scale_y.multiply(ys)); },
      [=](T a, T b) __attribute__((always_inline)) { return fma(alpha, a, multiply(beta, b)); });
}

template <class T>
static void scale(Index n, T alpha, T* x) {
  using V = Vector<Real<T>>;
  auto factor = Factor<T>::broadcast(alpha);
  each_pair(
      n, x, x, [factor](V xs, V) __attribute__((always_inline)) { return factor.multiply(xs); },
      [alpha](T a, T) __attribute__((always_inline)) { return multiply(alpha, a); });
}

template <class T>
static void transform(Index n, T* x, T* y, Real<T> h11, Real<T> h12, Real<T> h21, Real<T> h22) {
  using R = Real<T>;
  using V = Vector<R>;
  V v11 = V::broadcast(h11), v12 = V::broadcast(h12), v21 = V::broadcast(h21), v22 = V::broadcast(h22);
  R* xs = reals(x);
  R* ys = reals(y);
  Index count = n * reals_per<T>, i = 0;
  for (; i + 4 * V::lanes <= count; i += 4 * V::lanes) {
    V a[4], b[4];
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
      a[j] = V::load(xs + i + j * V::lanes);
      b[j] = V::load(ys + i + j * V::lanes);
    }
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
      fma(v12, b[j], v11 * a[j]).store(xs + i + j * V::lanes);
      fma(v22, b[j], v21 * a[j]).store(ys + i + j * V::lanes);
    }
  }
  for (; i + V::lanes <= count; i += V::lanes) {
    V a = V::load(xs + i), b = V::load(ys + i);
    fma(v12, b, v11 * a).store(xs + i);
    fma(v22, b, v21 * a).store(ys + i);
  }
  for (; i < count; ++i) {
    R a = xs[i], b = ys[i];
    xs[i] = fma(h12, b, h11 * a);
    ys[i] = fma(h22, b, h21 * a);
  }
}

template <class T>
constinit const VectorKernels<T> VectorPart<T>::kernels = {.dot = &dot<T, false>,
                                                           .dot_conjugate = &dot<T, is_complex<T>>,
                                                           .axpy = &axpy<T, false>,
                                                           .axpy_conjugate = &axpy<T, is_complex<T>>,
                                                           .outer = &outer<T, false>,
                                                           .outer_conjugate = &outer<T, is_complex<T>>,
                                                           .axpby = &axpby<T>,
                                                           .scale = &scale<T>,
                                                           .transform = &transform<T>};

FAIRPLAY_FOR_ALL_TYPES(VectorPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
