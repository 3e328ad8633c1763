// dot, axpy and what else goes through two vectors once.

#include <cstring>

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level1.h"
#include "blas/level1/strides.h"

namespace fairplay::blas {

template <class T>
T dot(Index n, const T* x, Index incx, const T* y, Index incy) {
  if (n <= 0) return T{};
  return kernels_for<T>().vector->dot(n, first_element(n, x, incx), incx, first_element(n, y, incy), incy);
}

template <class T>
T dotc(Index n, const T* x, Index incx, const T* y, Index incy) {
  if (n <= 0) return T{};
  return kernels_for<T>().vector->dot_conjugate(n, first_element(n, x, incx), incx, first_element(n, y, incy), incy);
}

double dsdot(Index n, double start, const float* x, Index incx, const float* y, Index incy) {
  constexpr Index piece = piece_size<double>;
  if (n <= 0) return start;
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  double sum = start, xs[piece], ys[piece];
  for (Index i = 0; i < n; i += piece) {
    const Index count = n - i < piece ? n - i : piece;
    for (Index k = 0; k < count; ++k) xs[k] = x[(i + k) * incx];
    for (Index k = 0; k < count; ++k) ys[k] = y[(i + k) * incy];
    sum += kernels_for<double>().vector->dot(count, xs, 1, ys, 1);
  }
  return sum;
}

template <class T>
void axpy(Index n, std::type_identity_t<T> alpha, const T* x, Index incx, T* y, Index incy) {
  if (n <= 0 || is_zero(alpha)) return;
  const auto* kernels = kernels_for<T>().vector;
  for_pieces(n, first_element(n, x, incx), incx, first_element(n, y, incy), incy,
             [=](Index count, const T* xs, T* ys) { kernels->axpy(count, alpha, xs, ys); });
}

template <class T>
void axpby(Index n, std::type_identity_t<T> alpha, const T* x, Index incx, std::type_identity_t<T> beta, T* y,
           Index incy) {
  if (n <= 0) return;
  const auto* kernels = kernels_for<T>().vector;
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  if (is_zero(beta)) {
    if (is_zero(alpha)) {
      for (Index i = 0; i < n; ++i) y[i * incy] = T{};
      return;
    }
    for_pieces(n, x, incx, y, incy, [=](Index count, const T* xs, T* ys) {
      std::memmove(ys, xs, static_cast<std::size_t>(count) * sizeof(T));
      kernels->scale(count, alpha, ys);
    });
  } else if (is_zero(alpha)) {
    if (incy == 0)
      for (Index i = 0; i < n; ++i) kernels->scale(1, beta, y);
    else
      for_written_pieces(n, y, incy, [=](Index count, T* ys) { kernels->scale(count, beta, ys); });
  } else {
    for_pieces(n, x, incx, y, incy,
               [=](Index count, const T* xs, T* ys) { kernels->axpby(count, alpha, xs, beta, ys); });
  }
}

template <class T>
void copy(Index n, const T* x, Index incx, T* y, Index incy) {
  if (n <= 0) return;
  if (incx == 1 && incy == 1) {
    std::memmove(y, x, static_cast<std::size_t>(n) * sizeof(T));
    return;
  }
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  for (Index i = 0; i < n; ++i) y[i * incy] = x[i * incx];
}

template <class T>
void swap(Index n, T* x, Index incx, T* y, Index incy) {
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  for (Index i = 0; i < n; ++i) {
    T kept = x[i * incx];
    x[i * incx] = y[i * incy];
    y[i * incy] = kept;
  }
}

template <class T>
void rot(Index n, T* x, Index incx, T* y, Index incy, Real<T> c, Real<T> s) {
  if (n <= 0) return;
  const auto* kernels = kernels_for<T>().vector;
  for_pieces(n, first_element(n, x, incx), incx, first_element(n, y, incy), incy,
             [=](Index count, T* xs, T* ys) { kernels->transform(count, xs, ys, c, s, -s, c); });
}

template <class T>
void rot_complex(Index n, T* x, Index incx, T* y, Index incy, Real<T> c, T s) {
  x = first_element(n, x, incx);
  y = first_element(n, y, incy);
  for (Index i = 0; i < n; ++i) {
    const T a = x[i * incx], b = y[i * incy];
    if constexpr (is_complex<T>) {
      x[i * incx] = {c * a.re + (s.re * b.re - s.im * b.im), c * a.im + (s.re * b.im + s.im * b.re)};
      y[i * incy] = {c * b.re - (s.re * a.re + s.im * a.im), c * b.im - (s.re * a.im - s.im * a.re)};
    } else {
      x[i * incx] = c * a + s * b;
      y[i * incy] = c * b - s * a;
    }
  }
}

template <class R>
void rotm(Index n, R* x, Index incx, R* y, Index incy, const R* param) {
  const R flag = param[0];
  if (n <= 0 || flag == -2) return;
  const R h11 = flag == 0 ? 1 : param[1], h21 = flag > 0 ? -1 : param[2], h12 = flag > 0 ? 1 : param[3],
          h22 = flag == 0 ? 1 : param[4];
  const auto* kernels = kernels_for<R>().vector;
  for_pieces(n, first_element(n, x, incx), incx, first_element(n, y, incy), incy,
             [=](Index count, R* xs, R* ys) { kernels->transform(count, xs, ys, h11, h12, h21, h22); });
}

template <class T>
void scal(Index n, std::type_identity_t<T> alpha, T* x, Index incx) {
  if (n <= 0 || incx <= 0) return;
  const auto* kernels = kernels_for<T>().vector;
  for_written_pieces(n, x, incx, [=](Index count, T* xs) { kernels->scale(count, alpha, xs); });
}

template <class T>
void scal_by_real(Index n, Real<T> alpha, T* x, Index incx) {
  if (n <= 0 || incx <= 0) return;
  const auto* kernels = kernels_for<Real<T>>().vector;
  constexpr Index parts = reals_per<T>;
  if (incx == 1) return kernels->scale(n * parts, alpha, reinterpret_cast<Real<T>*>(x));
  for (Index i = 0; i < n; ++i) kernels->scale(parts, alpha, reinterpret_cast<Real<T>*>(x + i * incx));
}

#define FAIRPLAY_PRODUCTS(T)                                                                                   \
  template T dot<T>(Index, const T*, Index, const T*, Index);                                                  \
  template T dotc<T>(Index, const T*, Index, const T*, Index);                                                 \
  template void axpy<T>(Index, std::type_identity_t<T>, const T*, Index, T*, Index);                           \
  template void axpby<T>(Index, std::type_identity_t<T>, const T*, Index, std::type_identity_t<T>, T*, Index); \
  template void scal<T>(Index, std::type_identity_t<T>, T*, Index);                                            \
  template void scal_by_real<T>(Index, Real<T>, T*, Index);                                                    \
  template void copy<T>(Index, const T*, Index, T*, Index);                                                    \
  template void swap<T>(Index, T*, Index, T*, Index);                                                          \
  template void rot<T>(Index, T*, Index, T*, Index, Real<T>, Real<T>);                                         \
  template void rot_complex<T>(Index, T*, Index, T*, Index, Real<T>, T);
FAIRPLAY_INSTANTIATE(FAIRPLAY_PRODUCTS)
template void rotm<float>(Index, float*, Index, float*, Index, const float*);
template void rotm<double>(Index, double*, Index, double*, Index, const double*);

}  // namespace fairplay::blas
