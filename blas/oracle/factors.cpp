#include "blas/oracle/factors.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace fairplay::blas::oracle {
namespace {

template <class T>
Factor room(Index vectors, Index elements) {
  Factor factor;
  factor.count = vectors;
  factor.length = reals_per<T> * elements;
  factor.data = Buffer(factor.count * factor.length);
  return factor;
}
// The same, all zero.
template <class T>
Factor zeros(Index vectors, Index elements) {
  Factor factor = room<T>(vectors, elements);
  std::fill_n(factor.data.data(), factor.data.size(), 0.0);
  return factor;
}

template <class T>
void put(Factor& factor, Index vector, Index p, T value) {
  double* to = factor[vector] + reals_per<T> * p;
  to[0] = static_cast<double>(real(value));
  if constexpr (is_complex<T>) to[1] = static_cast<double>(imag(value));
}

// Vector i's element p is x[i * vector_stride + p * element_stride]. Strided reading goes by blocks, so that a line of
// cache serves all its elements.
template <class T>
Factor gathered(Index vectors, Index elements, const T* x, Index vector_stride, Index element_stride, bool conjugate) {
  Factor factor = room<T>(vectors, elements);
  if constexpr (std::is_same_v<T, double>)
    if (element_stride == 1) {
      for (Index i = 0; i < vectors && elements > 0; ++i)
        std::memcpy(factor[i], x + i * vector_stride, static_cast<std::size_t>(elements) * sizeof(double));
      return factor;
    }
  constexpr Index block = 16;
  for (Index first = 0; first < elements; first += block)
    for (Index i = 0; i < vectors; ++i) {
      Index end = first + block < elements ? first + block : elements;
      for (Index p = first; p < end; ++p) {
        T value = x[i * vector_stride + p * element_stride];
        put(factor, i, p, conjugate ? conj(value) : value);
      }
    }
  return factor;
}

// From columns (re, im) the two vectors each that give real and imaginary parts.
template <class T>
Factor doubled(Factor columns) {
  if constexpr (!is_complex<T>) {
    return columns;
  } else {
    Factor factor;
    factor.count = 2 * columns.count;
    factor.length = columns.length;
    factor.data = Buffer(factor.count * factor.length);
    for (Index j = 0; j < columns.count; ++j) {
      const double* from = columns[j];
      double *re = factor[2 * j], *im = factor[2 * j + 1];
      for (Index p = 0; p + 1 < columns.length; p += 2) {
        re[p] = from[p];
        re[p + 1] = -from[p + 1];
        im[p] = from[p + 1];
        im[p + 1] = from[p];
      }
    }
    return factor;
  }
}

}  // namespace

template <class T>
Factor left_factor(Trans trans, Index m, Index k, const T* a, Index lda) {
  return transposes(trans) ? gathered(m, k, a, lda, 1, conjugates(trans))
                           : gathered(m, k, a, 1, lda, conjugates(trans));
}

template <class T>
Factor right_factor(Trans trans, Index k, Index n, const T* b, Index ldb) {
  return doubled<T>(transposes(trans) ? gathered(n, k, b, 1, ldb, conjugates(trans))
                                      : gathered(n, k, b, ldb, 1, conjugates(trans)));
}

template <class T>
Factor symmetric_factor(Uplo uplo, bool hermitian, Index n, const T* a, Index lda) {
  Factor factor = zeros<T>(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = uplo == Uplo::upper ? 0 : j; i < (uplo == Uplo::upper ? j + 1 : n); ++i) {
      T value = a[i + j * lda];
      if (hermitian && i == j) value = make<T>(real(value));
      put(factor, i, j, value);
      put(factor, j, i, hermitian && i != j ? conj(value) : value);
    }
  return factor;
}

template <class T>
Factor triangular_factor(Uplo uplo, Trans trans, Diag diag, Index n, const T* a, Index lda) {
  Factor factor = zeros<T>(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = uplo == Uplo::upper ? 0 : j; i < (uplo == Uplo::upper ? j + 1 : n); ++i) {
      T value = i == j && diag == Diag::unit ? make<T>(1) : a[i + j * lda];
      if (conjugates(trans)) value = conj(value);
      put(factor, transposes(trans) ? j : i, transposes(trans) ? i : j, value);
    }
  return factor;
}

#define FAIRPLAY_ORACLE_FACTORS(T)                                      \
  template Factor left_factor(Trans, Index, Index, const T*, Index);    \
  template Factor right_factor(Trans, Index, Index, const T*, Index);   \
  template Factor symmetric_factor(Uplo, bool, Index, const T*, Index); \
  template Factor triangular_factor(Uplo, Trans, Diag, Index, const T*, Index);
FAIRPLAY_ORACLE_FACTORS(float)
FAIRPLAY_ORACLE_FACTORS(double)
FAIRPLAY_ORACLE_FACTORS(Complex<float>)
FAIRPLAY_ORACLE_FACTORS(Complex<double>)

}  // namespace fairplay::blas::oracle
