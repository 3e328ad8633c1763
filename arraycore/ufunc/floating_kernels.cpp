// What IEEE 754 defines exactly: roots, roundings to integers, neighbours, parts of a number, classes.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/types/float16.h"
#include "arraycore/ufunc/complex_order.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

struct Sqrt {
  template <class T>
  static T apply(T a) {
    return std::sqrt(a);
  }
};

struct Rint {
  template <class T>
  static T apply(T a) {
    return std::nearbyint(a);
  }
};

/// Integers are whole already.
struct Floor {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::floor(a);
    } else {
      return a;
    }
  }
};

struct Ceil {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::ceil(a);
    } else {
      return a;
    }
  }
};

struct Trunc {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::trunc(a);
    } else {
      return a;
    }
  }
};

struct CopySign {
  template <class T>
  static T apply(T a, T b) {
    return std::copysign(a, b);
  }
};

struct Heaviside {
  template <class T>
  static T apply(T a, T at_zero) {
    if (std::isnan(a)) return a;
    if (a == T(0)) return at_zero;
    return a < T(0) ? T(0) : T(1);
  }
};

/// The neighbour of a float16 in the direction of another one, by its bits: they count up with the magnitude.
struct NextAfter {
  static constexpr bool on_float16_bits = true;
  static Float16 apply(Float16 a, Float16 b) {
    const float from = a.to_float();
    const float to = b.to_float();
    if (std::isnan(from)) return a;
    if (std::isnan(to) || from == to) return b;
    const auto bits = a.bits();
    if (from == 0.0f) return Float16::from_bits(to < 0.0f ? 0x8001 : 0x0001);
    const bool away = (to > from) == (from > 0.0f);
    return Float16::from_bits(static_cast<std::uint16_t>(away ? bits + 1 : bits - 1));
  }
  template <class T>
  static T apply(T a, T b) {
    return std::nextafter(a, b);
  }
};

/// The distance to the next number away from zero, with the number's sign; of the largest number the distance from the
/// one before.
struct Spacing {
  static constexpr bool on_float16_bits = true;
  static Float16 apply(Float16 a) {
    const float value = a.to_float();
    if (!std::isfinite(value)) return Float16::from(std::numeric_limits<float>::quiet_NaN());
    const int exponent = std::max((a.bits() >> 10 & 0x1f) - 15, -14);
    return Float16::from(std::copysign(std::ldexp(1.0f, exponent - 10), value == 0.0f ? 1.0f : value));
  }
  template <class T>
  static T apply(T a) {
    if (!std::isfinite(a)) return std::numeric_limits<T>::quiet_NaN();
    const int exponent = a == T(0) ? std::numeric_limits<T>::min_exponent - 1 : std::ilogb(a);
    const int place = std::max(exponent, std::numeric_limits<T>::min_exponent - 1) - std::numeric_limits<T>::digits + 1;
    return std::copysign(std::ldexp(T(1), place), a == T(0) ? T(1) : a);
  }
};

struct Modf {
  template <class T>
  static std::pair<T, T> apply(T a) {
    T whole = 0;
    const T fraction = std::modf(a, &whole);
    return {fraction, whole};
  }
};

struct Frexp {
  template <class T>
  static std::pair<T, std::int32_t> apply(T a) {
    int exponent = 0;
    const T fraction = std::frexp(a, &exponent);
    if (!std::isfinite(a)) exponent = 0;  // C leaves it open
    return {fraction, exponent};
  }
};

struct Ldexp {
  template <class T, class I>
  static T apply(T a, I exponent) {
    const auto clipped =
        std::clamp<std::int64_t>(exponent, std::numeric_limits<int>::min() / 2, std::numeric_limits<int>::max() / 2);
    return std::ldexp(a, static_cast<int>(clipped));
  }
};

struct IsNan {
  template <class T>
  static bool apply(T a) {
    if constexpr (is_complex_type<T>) {
      return complex_nan(a);
    } else if constexpr (std::is_floating_point_v<T>) {
      return std::isnan(a);
    } else {
      return false;
    }
  }
};

struct IsInf {
  template <class T>
  static bool apply(T a) {
    if constexpr (is_complex_type<T>) {
      return std::isinf(a.real()) || std::isinf(a.imag());
    } else if constexpr (std::is_floating_point_v<T>) {
      return std::isinf(a);
    } else {
      return false;
    }
  }
};

struct IsFinite {
  template <class T>
  static bool apply(T a) {
    if constexpr (is_complex_type<T>) {
      return std::isfinite(a.real()) && std::isfinite(a.imag());
    } else if constexpr (std::is_floating_point_v<T>) {
      return std::isfinite(a);
    } else {
      return true;
    }
  }
};

struct SignBit {
  template <class T>
  static bool apply(T a) {
    // g++ 12 breaks over a vector of std::signbit of floats.
    if constexpr (std::is_same_v<T, float>) {
      return std::bit_cast<std::int32_t>(a) < 0;
    } else {
      return std::signbit(a);
    }
  }
};

template <class Op>
void add_all_classes(std::vector<KernelEntry>& table, const char* name) {
  add_test<Op>(table, name, BoolType{});
  add_test<Op>(table, name, IntegerTypes{});
  add_test<Op>(table, name, FloatTypes{});
  add_test<Op>(table, name, ComplexTypes{});
}

template <class Op>
void add_rounding(std::vector<KernelEntry>& table, const char* name) {
  add_unary<Op>(table, name, BoolType{});
  add_unary<Op>(table, name, IntegerTypes{});
  add_unary<Op>(table, name, FloatTypes{});
}

template <class... T>
void add_parts(std::vector<KernelEntry>& table, Types<T...> /*types*/) {
  (add_pair_kernel<Modf, T, T, T>(table, "modf"), ...);
  (add_pair_kernel<Frexp, T, std::int32_t, T>(table, "frexp"), ...);
  (add_kernel<Ldexp, T, T, std::int32_t>(table, "ldexp"), ...);
  (add_kernel<Ldexp, T, T, std::int64_t>(table, "ldexp"), ...);
}

}  // namespace

void add_floating_kernels(std::vector<KernelEntry>& table) {
  add_unary<Sqrt>(table, "sqrt", FloatTypes{});
  add_unary<Rint>(table, "rint", FloatTypes{});
  add_rounding<Floor>(table, "floor");
  add_rounding<Ceil>(table, "ceil");
  add_rounding<Trunc>(table, "trunc");
  add_binary<CopySign>(table, "copysign", FloatTypes{});
  add_binary<Heaviside>(table, "heaviside", FloatTypes{});
  add_binary<NextAfter>(table, "nextafter", FloatTypes{});
  add_unary<Spacing>(table, "spacing", FloatTypes{});
  add_parts(table, FloatTypes{});
  add_all_classes<IsNan>(table, "isnan");
  add_all_classes<IsInf>(table, "isinf");
  add_all_classes<IsFinite>(table, "isfinite");
  add_test<SignBit>(table, "signbit", FloatTypes{});
}

}  // namespace fairplay::arraycore
