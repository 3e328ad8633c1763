#pragma once
// What the routines of level 2 share: vectors of any increment in pieces on the stack, and the kernel for an option.

#include "blas/isa.h"
#include "blas/level1/strides.h"

namespace fairplay::blas {

template <class T>
FAIRPLAY_ALWAYS_INLINE T conj_if(bool conjugate, T x) {
  return conjugate ? conj(x) : x;
}

// A contiguous piece of a vector that is only read: the vector itself where that is contiguous.
template <class T, Index capacity>
class ReadPiece {
 public:
  // `x` is the vector's first element.
  const T* at(const T* x, Index incx, Index first, Index count) {
    if (incx == 1) return x + first;
    gather<T>(count, x + first * incx, incx, copy_);
    return copy_;
  }

 private:
  T copy_[capacity];
};

// The same for one that is changed; `put_back` when it has been.
template <class T, Index capacity>
class WrittenPiece {
 public:
  T* at(T* x, Index incx, Index first, Index count) {
    if (incx == 1) return x + first;
    to_ = x + first * incx;
    inc_ = incx;
    count_ = count;
    gather<T>(count, to_, incx, copy_);
    return copy_;
  }
  void put_back() {
    if (to_ != nullptr) scatter<T>(count_, copy_, to_, inc_);
    to_ = nullptr;
  }

 private:
  T* to_ = nullptr;
  Index inc_ = 1;
  Index count_ = 0;
  T copy_[capacity];
};

// y = beta y, y the first element.
template <class T>
void scale_result(Index n, T beta, T* y, Index incy) {
  if (is_one(beta)) return;
  if (is_zero(beta)) {
    for (Index i = 0; i < n; ++i) y[i * incy] = T{};
    return;
  }
  const auto* kernels = kernels_for<T>().vector;
  for_written_pieces(n, y, incy, [=](Index count, T* ys) { kernels->scale(count, beta, ys); });
}

template <class T>
auto plain_kernel(bool conjugate) {
  return conjugate ? kernels_for<T>().gemv->plain_conjugate : kernels_for<T>().gemv->plain;
}
template <class T>
auto transposed_kernel(bool conjugate) {
  return conjugate ? kernels_for<T>().gemv->transposed_conjugate : kernels_for<T>().gemv->transposed;
}

// y += alpha op(A) x for an m x n block; x and y first elements. In the order of sums of gemv_kernels.h, chains of the
// transposed product starting again every 16 KB of x.
template <class T>
void add_product(Trans trans, Index m, Index n, T alpha, const T* a, Index lda, const T* x, Index incx, T* y,
                 Index incy);

// y[i] = fma(alpha, a[i] or its conjugate, y[i]), y the first element.
template <class T>
void add_column(bool conjugate, Index count, T alpha, const T* a, T* y, Index incy) {
  const auto kernel = conjugate ? kernels_for<T>().vector->axpy_conjugate : kernels_for<T>().vector->axpy;
  if (incy == 1) return kernel(count, alpha, a, y);
  for_pieces(count, a, Index{1}, y, incy, [=](Index size, const T* from, T* to) { kernel(size, alpha, from, to); });
}
// sum of a[i] x[i], a conjugated or not.
template <class T>
T column_product(bool conjugate, Index count, const T* a, const T* x, Index incx) {
  return (conjugate ? kernels_for<T>().vector->dot_conjugate : kernels_for<T>().vector->dot)(count, a, 1, x, incx);
}
// a x + c and a x of single elements, by the rules of the kernels.
template <class T>
T fused(T a, T x, T c) {
  kernels_for<T>().vector->axpy(1, a, &x, &c);
  return c;
}
template <class T>
T product(T a, T x) {
  kernels_for<T>().vector->scale(1, a, &x);
  return x;
}
template <class T>
T sum(T a, T b) {
  return make<T>(real(a) + real(b), imag(a) + imag(b));
}

}  // namespace fairplay::blas
