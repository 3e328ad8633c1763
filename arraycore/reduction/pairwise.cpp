#include "arraycore/reduction/pairwise.h"

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>

#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/float_flags.h"

namespace fairplay::arraycore {
namespace {

template <class T>
struct PairwiseElement {
  using Sum = T;
  static constexpr std::int64_t accumulators = 8;
};
template <>
struct PairwiseElement<Float16> {
  using Sum = float;
  static constexpr std::int64_t accumulators = 8;
};
template <class T>
struct PairwiseElement<std::complex<T>> {
  using Sum = std::complex<T>;
  static constexpr std::int64_t accumulators = 4;  // a complex number counts as two
};

template <class T>
typename PairwiseElement<T>::Sum element_at(const std::byte* place) {
  if constexpr (std::is_same_v<T, Float16>) {
    return load<T>(place).to_float();
  } else {
    return load<T>(place);
  }
}

/// A stride that the compiler knows: it can use vectors.
template <class T>
using Adjacent = std::integral_constant<std::int64_t, sizeof(T)>;

template <class T, class Stride>
typename PairwiseElement<T>::Sum sum_in_pairs(const std::byte* elements, Stride stride, std::int64_t n) {
  using Sum = typename PairwiseElement<T>::Sum;
  constexpr std::int64_t width = PairwiseElement<T>::accumulators;
  const auto at = [&](std::int64_t i) { return element_at<T>(elements + i * stride); };
  if (n < width) {
    // -0 is what changes nothing.
    Sum sum = -Sum(0);
    for (std::int64_t i = 0; i < n; ++i) sum += at(i);
    return sum;
  }
  if (n <= 16 * width) {
    std::array<Sum, width> part;
    for (std::int64_t k = 0; k < width; ++k) part[static_cast<std::size_t>(k)] = at(k);
    std::int64_t i = width;
    for (; i < n - n % width; i += width) {
      for (std::int64_t k = 0; k < width; ++k) part[static_cast<std::size_t>(k)] += at(i + k);
    }
    Sum sum = (part[0] + part[1]) + (part[2] + part[3]);
    if constexpr (width == 8) sum = sum + ((part[4] + part[5]) + (part[6] + part[7]));
    for (; i < n; ++i) sum += at(i);
    return sum;
  }
  std::int64_t half = n / 2;
  half -= half % width;
  const Sum first = sum_in_pairs<T>(elements, stride, half);
  return first + sum_in_pairs<T>(elements + half * stride, stride, n - half);
}

template <class T>
void add_in_pairs(std::byte* sum, const std::byte* elements, std::int64_t stride, std::int64_t n) {
  const auto pairs =
      stride == sizeof(T) ? sum_in_pairs<T>(elements, Adjacent<T>(), n) : sum_in_pairs<T>(elements, stride, n);
  const auto total = element_at<T>(sum) + pairs;
  if constexpr (std::is_same_v<T, Float16>) {
    store<T>(sum, round_to_float16(total));
  } else {
    store<T>(sum, total);
  }
}

template <class Op>
void fold_halves(std::byte* result, const std::byte* elements, std::int64_t stride, std::int64_t n) {
  float value = load<Float16>(result).to_float();
  for (std::int64_t i = 0; i < n; ++i) value = Op()(value, load<Float16>(elements + i * stride).to_float());
  store<Float16>(result, round_to_float16(value));
}

Fold pairwise_sum(Kind kind) {
  switch (kind) {
    case Kind::float16: return add_in_pairs<Float16>;
    case Kind::float32: return add_in_pairs<float>;
    case Kind::float64: return add_in_pairs<double>;
    case Kind::long_double: return add_in_pairs<long double>;
    case Kind::complex64: return add_in_pairs<std::complex<float>>;
    case Kind::complex128: return add_in_pairs<std::complex<double>>;
    case Kind::complex_long_double: return add_in_pairs<std::complex<long double>>;
    default: return nullptr;
  }
}

}  // namespace

Fold special_fold(std::string_view ufunc, Kind kind) {
  if (ufunc == "add") return pairwise_sum(kind);
  if (kind != Kind::float16) return nullptr;
  if (ufunc == "subtract") return fold_halves<std::minus<float>>;
  if (ufunc == "multiply") return fold_halves<std::multiplies<float>>;
  if (ufunc == "divide") return fold_halves<std::divides<float>>;
  return nullptr;
}

}  // namespace fairplay::arraycore
