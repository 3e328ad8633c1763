#include "blas/kernels/elimination_kernels.h"

#include "blas/division.h"
#include "blas/kernels/factor.h"
#include "blas/kernels/parts.h"
#include "blas/vector/interleave.h"

namespace fairplay::blas::FAIRPLAY_ISA {

// Columns subtracted in one pass.
inline constexpr int together = 4;

template <class T>
FAIRPLAY_ALWAYS_INLINE T negative(T x) {
  return make<T>(-real(x), -imag(x));
}

// y += the columns of `a` times their factors, one after the other.
template <class T, int columns>
FAIRPLAY_ALWAYS_INLINE void add_columns(Index m, const T* a, Index lda, const T* x, T* y) {
  using V = Vector<Real<T>>;
  constexpr int registers = 4;
  const Index stride = lda * reals_per<T>, count = m * reals_per<T>;
  const Real<T>* from = reals(a);
  Real<T>* to = reals(y);
  Index i = 0;
  if (count >= V::lanes) {
    Factor<T> factors[columns];
    FAIRPLAY_UNROLL(4)
    for (int j = 0; j < columns; ++j) factors[j] = Factor<T>::broadcast(x[j]);
    for (; i + registers * V::lanes <= count; i += registers * V::lanes) {
      V sums[registers];
      FAIRPLAY_UNROLL(4)
      for (int k = 0; k < registers; ++k) sums[k] = V::load(to + i + k * V::lanes);
      FAIRPLAY_UNROLL(4)
      for (int j = 0; j < columns; ++j) {
        FAIRPLAY_UNROLL(4)
        for (int k = 0; k < registers; ++k)
          sums[k] = factors[j].multiply_add(V::load(from + i + j * stride + k * V::lanes), sums[k]);
      }
      FAIRPLAY_UNROLL(4)
      for (int k = 0; k < registers; ++k) sums[k].store(to + i + k * V::lanes);
    }
    for (; i + V::lanes <= count; i += V::lanes) {
      V sum = V::load(to + i);
      FAIRPLAY_UNROLL(4)
      for (int j = 0; j < columns; ++j) sum = factors[j].multiply_add(V::load(from + i + j * stride), sum);
      sum.store(to + i);
    }
  }
  for (Index row = i / reals_per<T>; row < m; ++row) {
    T sum = y[row];
    FAIRPLAY_UNROLL(4)
    for (int j = 0; j < columns; ++j) sum = fma(x[j], a[row + j * lda], sum);
    y[row] = sum;
  }
}
template <class T>
FAIRPLAY_ALWAYS_INLINE void add_some_columns(Index columns, Index m, const T* a, Index lda, const T* x, T* y) {
  static_assert(together == 4);
  switch (columns) {
    case 1: return add_columns<T, 1>(m, a, lda, x, y);
    case 2: return add_columns<T, 2>(m, a, lda, x, y);
    case 3: return add_columns<T, 3>(m, a, lda, x, y);
    default: return add_columns<T, 4>(m, a, lda, x, y);
  }
}

template <class T>
FAIRPLAY_ALWAYS_INLINE void divide_all(Index n, T* x, const Divisor<T>& divisor) {
  Index i = 0;
  if constexpr (is_complex<T>) {
    constexpr int lanes = Vector<Real<T>>::lanes;
    for (; i + lanes <= n; i += lanes) {
      Parts<Real<T>> v = load_parts(x + i);
      divisor.divide(v.re, v.im);
      store_parts(v, x + i);
    }
  } else {
    using V = Vector<T>;
    for (; i + V::lanes <= n; i += V::lanes) divisor.divide(V::load(x + i)).store(x + i);
  }
  for (; i < n; ++i) x[i] = divisor.divide(x[i]);
}

// |re| + |im| as bits: ordered as the numbers are, all NaN alike above them, and without the exception that comparing a
// NaN raises.
template <class T>
FAIRPLAY_ALWAYS_INLINE auto magnitude_bits(T x) {
  using R = Real<T>;
  using Bits = std::conditional_t<sizeof(R) == 8, std::int64_t, std::int32_t>;
  constexpr Bits mask = sizeof(R) == 8 ? static_cast<Bits>(INT64_MAX) : static_cast<Bits>(INT32_MAX);
  constexpr Bits infinity = __builtin_bit_cast(Bits, static_cast<R>(__builtin_inf()));
  const auto without_sign = [](R part) { return static_cast<Bits>(__builtin_bit_cast(Bits, part) & mask); };
  Bits bits = without_sign(real(x));
  if constexpr (is_complex<T>)
    bits = __builtin_bit_cast(Bits, __builtin_bit_cast(R, bits) + __builtin_bit_cast(R, without_sign(imag(x))));
  return bits > infinity ? static_cast<Bits>(infinity + 1) : bits;
}

// The first largest element, or the first NaN; n >= 1.
template <class T>
FAIRPLAY_ALWAYS_INLINE Index place_of_largest(Index n, const T* x) {
  constexpr Index piece = 2048 / static_cast<Index>(sizeof(T)), few = 24;
  auto best = magnitude_bits(x[0]);
  Index place = 0;
  if (n <= few) {
    for (Index i = 1; i < n; ++i)
      if (const auto bits = magnitude_bits(x[i]); bits > best) best = bits, place = i;
    return place;
  }
  // Pieces whose largest element isn't larger needn't be looked through.
  for (Index first = 0; first < n; first += piece) {
    const Index count = n - first < piece ? n - first : piece;
    Real<T> most;
    if constexpr (is_complex<T>)
      most = ReductionPart<T>::kernels.largest_of_complex(count, x + first);
    else
      most = ReductionPart<T>::kernels.largest(count, x + first);
    const auto bits = magnitude_bits(most);
    if (bits <= best) continue;
    best = bits;
    place = first;
    while (magnitude_bits(x[place]) != bits) ++place;
  }
  return place;
}

template <class T>
static Index factor(Index m, Index n, T* a, Index lda, std::int32_t* pivots) {
  Index info = 0;
  for (Index j = 0; j < n; ++j) {
    T* column = a + j * lda;
    const Index above = j < m ? j : m;
    for (Index k = 0; k < above; k += together) {
      const Index steps = above - k < together ? above - k : together;
      T minus[together];
      for (Index s = 0; s < steps; ++s) {
        minus[s] = negative(column[k + s]);
        for (Index i = s + 1; i < steps; ++i) column[k + i] = fma(minus[s], a[k + i + (k + s) * lda], column[k + i]);
      }
      add_some_columns(steps, m - k - steps, a + k + steps + k * lda, lda, minus, column + k + steps);
    }
    if (j >= m) continue;
    const Index pivot = j + place_of_largest(m - j, column + j);
    pivots[j] = static_cast<std::int32_t>(pivot);
    if (is_zero(column[pivot])) {
      if (info == 0) info = j + 1;
      continue;
    }
    if (pivot != j)
      for (Index k = 0; k < n; ++k) {
        const T kept = a[j + k * lda];
        a[j + k * lda] = a[pivot + k * lda];
        a[pivot + k * lda] = kept;
      }
    divide_all(m - j - 1, column + j + 1, Divisor<T>(column[j]));
  }
  return info;
}

template <class T>
static Index factor_positive(Index n, T* a, Index lda) {
  for (Index j = 0; j < n; ++j) {
    T* column = a + j * lda;
    for (Index k = 0; k < j; k += together) {
      const Index steps = j - k < together ? j - k : together;
      T minus[together];
      for (Index s = 0; s < steps; ++s) minus[s] = negative(conj(a[j + (k + s) * lda]));
      add_some_columns(steps, n - j, a + j + k * lda, lda, minus, column + j);
    }
    const Real<T> pivot = real(column[j]);
    column[j] = make<T>(pivot);
    if (!(pivot > 0)) return j + 1;
    column[j] = make<T>(square_root(pivot));
    divide_all(n - j - 1, column + j + 1, Divisor<T>(column[j]));
  }
  return 0;
}

template <class T>
static void solve(bool upper, bool unit, Index n, const T* a, Index lda, T* x) {
  for (Index done = 0; done < n; done += together) {
    const Index steps = n - done < together ? n - done : together;
    T minus[together];
    auto unknown = [&](Index s) { return upper ? n - 1 - done - s : done + s; };
    for (Index s = 0; s < steps; ++s) {
      const Index k = unknown(s);
      if (!unit) x[k] = Divisor<T>(a[k + k * lda]).divide(x[k]);
      minus[s] = negative(x[k]);
      for (Index i = s + 1; i < steps; ++i) x[unknown(i)] = fma(minus[s], a[unknown(i) + k * lda], x[unknown(i)]);
    }
    const Index rest = n - done - steps, first = upper ? 0 : done + steps;
    if (rest > 0) add_some_columns(steps, rest, a + first + unknown(0) * lda, upper ? -lda : lda, minus, x + first);
  }
}

template <class T>
constinit const EliminationKernels<T> EliminationPart<T>::kernels = {
    .factor = &factor<T>, .factor_positive = &factor_positive<T>, .solve = &solve<T>};

FAIRPLAY_FOR_ALL_TYPES(EliminationPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
