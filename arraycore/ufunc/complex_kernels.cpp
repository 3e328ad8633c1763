// Complex numbers, by the formulas that NumPy documents or has in all releases. Their parts round in each step, so that
// only sums, differences and what has no arithmetic are exact.
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"
#include "arraycore/ufunc/rounded.h"

namespace fairplay::arraycore {
namespace {

struct ComplexMultiply {
  template <class T>
  static std::complex<T> apply(std::complex<T> a, std::complex<T> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }
};

struct ComplexSquare {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    return {a.real() * a.real() - a.imag() * a.imag(), a.real() * a.imag() + a.imag() * a.real()};
  }
};

/// Smith's method.
template <class T>
std::complex<T> smith(std::complex<T> a, std::complex<T> b) {
  const T real = std::fabs(b.real());
  const T imag = std::fabs(b.imag());
  if (real == T(0) && imag == T(0)) return {a.real() / real, a.imag() / real};
  if (real >= imag) {
    const T ratio = b.imag() / b.real();
    const T scale = T(1) / (b.real() + b.imag() * ratio);
    return {(a.real() + a.imag() * ratio) * scale, (a.imag() - a.real() * ratio) * scale};
  }
  const T ratio = b.real() / b.imag();
  const T scale = T(1) / (b.imag() + b.real() * ratio);
  return {(a.real() * ratio + a.imag()) * scale, (a.imag() * ratio - a.real()) * scale};
}

template <class T>
bool is_finite(std::complex<T> a) {
  return std::isfinite(a.real()) && std::isfinite(a.imag());
}

/// The number over a power of two that brings its larger part near 1.
template <class T>
std::complex<T> scaled(std::complex<T> a, int& exponent) {
  const T largest = std::fmax(std::fabs(a.real()), std::fabs(a.imag()));
  exponent = largest == T(0) ? 0 : std::ilogb(largest);
  return {std::scalbn(a.real(), -exponent), std::scalbn(a.imag(), -exponent)};
}

struct ComplexDivide {
  template <class T>
  static std::complex<T> apply(std::complex<T> a, std::complex<T> b) {
    const std::complex<T> quotient = smith(a, b);
    if (is_finite(quotient) || !is_finite(a) || !is_finite(b) || b == std::complex<T>(0)) return quotient;
    // Something on the way overflowed: (1e308+1e308j) over itself is 1.
    int above = 0;
    int below = 0;
    const std::complex<T> numerator = scaled(a, above);
    const std::complex<T> denominator = scaled(b, below);
    const std::complex<T> mantissa = smith(numerator, denominator);
    return {std::scalbn(mantissa.real(), above - below), std::scalbn(mantissa.imag(), above - below)};
  }
};

/// Up to 1.21: the real part of the quotient, rounded down.
struct ComplexFloorDivide {
  template <class T>
  static std::complex<T> apply(std::complex<T> a, std::complex<T> b) {
    const T real = std::fabs(b.real());
    const T imag = std::fabs(b.imag());
    if (real == T(0) && imag == T(0)) {
      raise_invalid();
      return {std::numeric_limits<T>::quiet_NaN(), T(0)};
    }
    if (real >= imag) {
      const T ratio = b.imag() / b.real();
      return {std::floor((a.real() + a.imag() * ratio) / (b.real() + b.imag() * ratio)), T(0)};
    }
    const T ratio = b.real() / b.imag();
    return {std::floor((a.real() * ratio + a.imag()) / (b.imag() + b.real() * ratio)), T(0)};
  }
};

struct ComplexReciprocal {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    if (std::fabs(a.imag()) <= std::fabs(a.real())) {
      const T ratio = a.imag() / a.real();
      const T denominator = a.real() + a.imag() * ratio;
      return {T(1) / denominator, -ratio / denominator};
    }
    const T ratio = a.real() / a.imag();
    const T denominator = a.real() * ratio + a.imag();
    return {ratio / denominator, T(-1) / denominator};
  }
};

struct Conjugate {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    return {a.real(), -a.imag()};
  }
};

struct ComplexAbsolute {
  template <class T>
  static T apply(std::complex<T> a) {
    return rounded_hypot(a.real(), a.imag());
  }
};

struct ComplexRint {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    return {std::nearbyint(a.real()), std::nearbyint(a.imag())};
  }
};

/// The number over its magnitude.
struct ComplexSign {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    constexpr T nan = std::numeric_limits<T>::quiet_NaN();
    const T magnitude = rounded_hypot(a.real(), a.imag());
    if (std::isnan(magnitude)) return {nan, nan};
    if (std::isinf(magnitude)) {
      if (std::isinf(a.real()) && std::isinf(a.imag())) return {nan, nan};
      if (std::isinf(a.real())) return {std::copysign(T(1), a.real()), T(0)};
      if (std::isinf(a.imag())) return {T(0), std::copysign(T(1), a.imag())};
      // Too large for the type: half of it isn't.
      return apply(std::complex<T>(a.real() / T(2), a.imag() / T(2)));
    }
    if (magnitude == T(0)) return {T(0), T(0)};
    return {a.real() / magnitude, a.imag() / magnitude};
  }
};

/// Up to 1.26: the sign of the real part, or if that is 0 of the imaginary part.
struct OldComplexSign {
  template <class T>
  static std::complex<T> apply(std::complex<T> a) {
    const auto sign = [](T part) { return part > T(0) ? T(1) : part < T(0) ? T(-1) : T(0); };
    if (std::isnan(a.real()) || std::isnan(a.imag())) return {std::numeric_limits<T>::quiet_NaN(), T(0)};
    return {a.real() != T(0) ? sign(a.real()) : sign(a.imag()), T(0)};
  }
};

template <class... T>
void add_complex(std::vector<KernelEntry>& table, Types<T...> /*types*/) {
  add_binary<ComplexMultiply>(table, "multiply", ComplexTypes{});
  add_binary<ComplexDivide>(table, "divide", ComplexTypes{});
  add_binary<ComplexFloorDivide>(table, "floor_divide", ComplexTypes{});
  add_unary<ComplexSquare>(table, "square", ComplexTypes{});
  add_unary<ComplexReciprocal>(table, "reciprocal", ComplexTypes{});
  add_unary<Conjugate>(table, "conjugate", ComplexTypes{});
  add_unary<ComplexRint>(table, "rint", ComplexTypes{});
  (add_kernel<ComplexAbsolute, T, std::complex<T>>(table, "absolute"), ...);
  (add_kernel<ComplexSign, std::complex<T>, std::complex<T>>(table, "sign"), ...);
  (add_kernel<OldComplexSign, std::complex<T>, std::complex<T>>(table, "sign", {2, 0}), ...);
}

}  // namespace

void add_complex_kernels(std::vector<KernelEntry>& table) { add_complex(table, Types<float, double, long double>{}); }

}  // namespace fairplay::arraycore
