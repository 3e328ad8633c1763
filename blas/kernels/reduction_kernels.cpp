#include "blas/kernels/reduction_kernels.h"

#include "blas/kernels/factor.h"
#include "blas/kernels/parts.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// Magnitudes are compared as integers: ordered as the numbers are, NaN above all, and without the exception that
// comparing a NaN raises.
template <class R>
struct Magnitudes {
  using Bits = std::conditional_t<sizeof(R) == 8, std::int64_t, std::int32_t>;
  typedef Bits Raw __attribute__((vector_size(vector_bytes)));
  Raw raw;

  FAIRPLAY_ALWAYS_INLINE static Magnitudes of(Vector<R> v) {
    return {(Raw)v.raw & (sizeof(R) == 8 ? static_cast<Bits>(INT64_MAX) : static_cast<Bits>(INT32_MAX))};
  }
  FAIRPLAY_ALWAYS_INLINE Vector<R> value() const { return {(typename Vector<R>::Raw)raw}; }
};
template <class R>
FAIRPLAY_ALWAYS_INLINE typename Magnitudes<R>::Bits bits_of(R x) {
  return __builtin_bit_cast(typename Magnitudes<R>::Bits, x);
}

template <class R>
static void add_magnitudes(Index n, const R* x, Lanes<R>& lanes) {
  using V = Vector<R>;
  constexpr int registers = Lanes<R>::count / V::lanes;
  V sums[registers];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j] = V::load(lanes.sums + j * V::lanes);
  Index i = 0;
  for (; i + Lanes<R>::count <= n; i += Lanes<R>::count) {
#pragma GCC unroll 16
    for (int j = 0; j < registers; ++j) sums[j] = sums[j] + Magnitudes<R>::of(V::load(x + i + j * V::lanes)).value();
  }
  // Sums of magnitudes are no less than +0, which adding +0 doesn't change.
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) {
    const Index left = n - i - j * V::lanes;
    if (left <= 0) break;
    const V v = left >= V::lanes ? V::load(x + i + j * V::lanes) : V::load_first(x + i + j * V::lanes, left);
    sums[j] = sums[j] + Magnitudes<R>::of(v).value();
  }
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j].store(lanes.sums + j * V::lanes);
}

template <class R>
static R sum(const Lanes<R>& lanes) {
  using V = Vector<R>;
  constexpr int registers = Lanes<R>::count / V::lanes;
  V sums[registers];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j] = V::load(lanes.sums + j * V::lanes);
  return sum_of_lanes<R, registers>(sums);
}

template <class R>
static bool add_squares(Index n, const R* x, Lanes<R>& lanes) {
  using V = Vector<R>;
  using M = Magnitudes<R>;
  constexpr int registers = Lanes<R>::count / V::lanes;
  const auto least = bits_of(nrm2_least<R>), most = bits_of(nrm2_most<R>);
  typename M::Raw outside{};
  Index i = 0;
  for (; i + V::lanes <= n; i += V::lanes) {
    M m = M::of(V::load(x + i));
    outside |= (m.raw > most) | ((m.raw < least) & (m.raw > 0));
  }
  bool any = false;
  for (int k = 0; k < V::lanes; ++k) any |= outside[k] != 0;
  for (Index k = i; k < n; ++k) {
    const auto magnitude = bits_of(x[k]) & (sizeof(R) == 8 ? INT64_MAX : INT32_MAX);
    any |= magnitude > most || (magnitude < least && magnitude > 0);
  }
  if (any) return false;
  V sums[registers];
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j] = V::load(lanes.sums + j * V::lanes);
  for (i = 0; i + Lanes<R>::count <= n; i += Lanes<R>::count) {
#pragma GCC unroll 16
    for (int j = 0; j < registers; ++j) {
      V v = V::load(x + i + j * V::lanes);
      sums[j] = fma(v, v, sums[j]);
    }
  }
  // The same of squares.
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) {
    const Index left = n - i - j * V::lanes;
    if (left <= 0) break;
    const V v = left >= V::lanes ? V::load(x + i + j * V::lanes) : V::load_first(x + i + j * V::lanes, left);
    sums[j] = fma(v, v, sums[j]);
  }
#pragma GCC unroll 16
  for (int j = 0; j < registers; ++j) sums[j].store(lanes.sums + j * V::lanes);
  return true;
}

// T: real, or complex with magnitude |re| + |im|.
template <class T>
FAIRPLAY_ALWAYS_INLINE Real<T> largest_of(Index n, const T* x) {
  using R = Real<T>;
  using V = Vector<R>;
  using M = Magnitudes<R>;
  typename M::Raw most{};
  const R* from = reals(x);
  n *= reals_per<T>;
  for (Index i = 0; i < n; i += V::lanes) {
    V v = n - i >= V::lanes ? V::load(from + i)
                            : V::load_first(from + i, n - i);  // zeros behind the end are below every magnitude
    M m = M::of(v);
    if constexpr (is_complex<T>) m = M{(typename M::Raw)(m.value() + exchange_parts(m.value())).raw};
    most = m.raw > most ? m.raw : most;
  }
  typename M::Bits best = 0;
  for (int k = 0; k < V::lanes; ++k) best = most[k] > best ? most[k] : best;
  return __builtin_bit_cast(R, best);
}
template <class R>
static R largest(Index n, const R* x) {
  return largest_of(n, x);
}
template <class R>
static R largest_of_complex(Index n, const Complex<R>* x) {
  return largest_of(n, x);
}

template <class T>
constinit const ReductionKernels<Real<T>> ReductionPart<T>::kernels = {
    .add_magnitudes = &add_magnitudes<Real<T>>,
    .add_squares = &add_squares<Real<T>>,
    .sum = &sum<Real<T>>,
    .largest = &largest<Real<T>>,
    .largest_of_complex = &largest_of_complex<Real<T>>};

FAIRPLAY_FOR_ALL_TYPES(ReductionPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
