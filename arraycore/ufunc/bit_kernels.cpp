// Bits, shifts, and whole numbers: powers, common divisors and multiples.
#include <bit>
#include <cstdint>
#include <limits>
#include <numeric>
#include <type_traits>
#include <vector>

#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

template <class T>
using Unsigned = std::make_unsigned_t<T>;

/// |a|, also of the smallest integer.
template <class T>
Unsigned<T> magnitude(T a) {
  const auto bits = static_cast<Unsigned<T>>(a);
  return a < 0 ? static_cast<Unsigned<T>>(0u - bits) : bits;
}

struct BitAnd {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(a & b);
  }
};

struct BitOr {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(a | b);
  }
};

struct BitXor {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(a ^ b);
  }
};

struct Invert {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_same_v<T, bool>) {
      return !a;
    } else {
      return static_cast<T>(~a);
    }
  }
};

/// Shifts by a negative number, or by the width of the type and more, shift everything out.
struct LeftShift {
  template <class T>
  static T apply(T a, T count) {
    constexpr auto width = std::numeric_limits<Unsigned<T>>::digits;
    if (static_cast<Unsigned<T>>(count) >= static_cast<Unsigned<T>>(width)) return T(0);
    return static_cast<T>(static_cast<std::uint64_t>(a) << count);
  }
};

struct RightShift {
  template <class T>
  static T apply(T a, T count) {
    constexpr auto width = std::numeric_limits<Unsigned<T>>::digits;
    if (static_cast<Unsigned<T>>(count) >= static_cast<Unsigned<T>>(width)) return a < 0 ? static_cast<T>(-1) : T(0);
    return static_cast<T>(a >> count);
  }
};

struct BitCount {
  template <class T>
  static std::uint8_t apply(T a) {
    return static_cast<std::uint8_t>(std::popcount(magnitude(a)));
  }
};

struct Gcd {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(std::gcd(std::uint64_t{magnitude(a)}, std::uint64_t{magnitude(b)}));
  }
};

struct Lcm {
  template <class T>
  static T apply(T a, T b) {
    const std::uint64_t divisor = std::gcd(std::uint64_t{magnitude(a)}, std::uint64_t{magnitude(b)});
    return divisor == 0 ? T(0) : static_cast<T>(magnitude(a) / divisor * std::uint64_t{magnitude(b)});
  }
};

/// By repeated squaring; it wraps.
struct IntegerPower {
  static constexpr bool can_fail = true;
  template <class T>
  static KernelResult apply(T& result, T base, T exponent) {
    if constexpr (std::is_signed_v<T>) {
      if (exponent < 0) return KernelResult::negative_power;
    }
    std::uint64_t product = 1;
    auto factor = static_cast<std::uint64_t>(base);
    for (auto left = static_cast<std::uint64_t>(exponent); left != 0; left >>= 1) {
      if ((left & 1) != 0) product *= factor;
      factor *= factor;
    }
    result = static_cast<T>(product);
    return KernelResult::ok;
  }
};

template <class... T>
void add_counts(std::vector<KernelEntry>& table, Types<T...> /*types*/) {
  (add_kernel<BitCount, std::uint8_t, T>(table, "bitwise_count"), ...);
}

}  // namespace

void add_bit_kernels(std::vector<KernelEntry>& table) {
  add_binary<BitAnd>(table, "bitwise_and", BoolType{});
  add_binary<BitAnd>(table, "bitwise_and", IntegerTypes{});
  add_binary<BitOr>(table, "bitwise_or", BoolType{});
  add_binary<BitOr>(table, "bitwise_or", IntegerTypes{});
  add_binary<BitXor>(table, "bitwise_xor", BoolType{});
  add_binary<BitXor>(table, "bitwise_xor", IntegerTypes{});
  add_unary<Invert>(table, "invert", BoolType{});
  add_unary<Invert>(table, "invert", IntegerTypes{});
  add_binary<LeftShift>(table, "left_shift", IntegerTypes{});
  add_binary<RightShift>(table, "right_shift", IntegerTypes{});
  add_binary<Gcd>(table, "gcd", IntegerTypes{});
  add_binary<Lcm>(table, "lcm", IntegerTypes{});
  add_binary<IntegerPower>(table, "power", IntegerTypes{});
  add_counts(table, IntegerTypes{});
}

}  // namespace fairplay::arraycore
