// Quotients and remainders. Integers: rounded down, 0 where the divisor is 0. Floating numbers: as Python divides.
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

/// Quotient and remainder of integers, rounded to zero. By 0 both are 0; what doesn't fit wraps.
template <class T>
std::pair<T, T> truncated_division(T a, T b) {
  if (b == 0) {
    raise_divide();
    return {T(0), T(0)};
  }
  if constexpr (std::is_signed_v<T>) {
    if (b == -1) {
      if (a == std::numeric_limits<T>::min()) return {a, T(0)};
      return {static_cast<T>(-a), T(0)};
    }
  }
  return {static_cast<T>(a / b), static_cast<T>(a % b)};
}

/// A remainder of the divisor's sign, out of one of the dividend's.
template <class T>
T with_sign_of_divisor(T remainder, T b) {
  if (remainder == T(0)) return std::copysign(T(0), b);
  return std::isless(b, T(0)) != std::isless(remainder, T(0)) ? remainder + b : remainder;
}

/// Quotient rounded down, and a remainder of the divisor's sign.
template <class T>
std::pair<T, T> floored_division(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    // Python's float_divmod; NumPy has the same since 1.20.
    const T remainder = std::fmod(a, b);
    if (b == T(0)) return {a / b, remainder};
    T quotient = (a - remainder) / b;
    const T result = with_sign_of_divisor(remainder, b);
    if (remainder != T(0) && std::isless(b, T(0)) != std::isless(remainder, T(0))) quotient -= T(1);
    if (quotient == T(0)) return {std::copysign(T(0), a / b), result};
    T whole = std::floor(quotient);
    if (std::isgreater(quotient - whole, T(0.5))) whole += T(1);
    return {whole, result};
  } else {
    auto [quotient, remainder] = truncated_division(a, b);
    if constexpr (std::is_signed_v<T>) {
      if (b == -1 && a == std::numeric_limits<T>::min()) raise_overflow();
      if (remainder != 0 && (remainder < 0) != (b < 0)) {
        --quotient;
        remainder = static_cast<T>(remainder + b);
      }
    }
    return {quotient, remainder};
  }
}

struct Divide {
  template <class T>
  static T apply(T a, T b) {
    return a / b;
  }
};

struct FloorDivide {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      // The remainder by 0 would raise "invalid".
      if (b == T(0)) return a / b;
    }
    return floored_division(a, b).first;
  }
};

struct Remainder {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      // Without the quotient, which could overflow.
      const T remainder = std::fmod(a, b);
      return b == T(0) ? remainder : with_sign_of_divisor(remainder, b);
    } else if constexpr (std::is_signed_v<T>) {
      return b == -1 ? T(0) : floored_division(a, b).second;
    } else {
      return floored_division(a, b).second;
    }
  }
};

struct DivMod {
  template <class T>
  static std::pair<T, T> apply(T a, T b) {
    return floored_division(a, b);
  }
};

struct Fmod {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fmod(a, b);
    } else {
      return truncated_division(a, b).second;
    }
  }
};

template <class... T>
void add_divmod(std::vector<KernelEntry>& table, Types<T...> /*types*/) {
  (add_pair_kernel<DivMod, T, T, T, T>(table, "divmod"), ...);
}

}  // namespace

void add_division_kernels(std::vector<KernelEntry>& table) {
  add_binary<Divide>(table, "divide", FloatTypes{});
  add_binary<FloorDivide>(table, "floor_divide", IntegerTypes{});
  add_binary<FloorDivide>(table, "floor_divide", FloatTypes{});
  add_binary<Remainder>(table, "remainder", IntegerTypes{});
  add_binary<Remainder>(table, "remainder", FloatTypes{});
  add_binary<Fmod>(table, "fmod", IntegerTypes{});
  add_binary<Fmod>(table, "fmod", FloatTypes{});
  add_divmod(table, IntegerTypes{});
  add_divmod(table, FloatTypes{});
}

}  // namespace fairplay::arraycore
