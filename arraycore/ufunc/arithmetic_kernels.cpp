// Sums, products and what has one operand: integers wrap, floating numbers round once.
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

/// Integers wrap: their arithmetic is done without sign, where C++ lets it.
template <class T>
T wrapped(std::uint64_t value) {
  return static_cast<T>(value);
}

struct Add {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_same_v<T, bool>) {
      return a || b;
    } else if constexpr (is_integer_type<T>) {
      return wrapped<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    } else {
      return a + b;
    }
  }
};

struct Subtract {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (is_integer_type<T>) {
      return wrapped<T>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    } else {
      return a - b;
    }
  }
};

struct Multiply {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_same_v<T, bool>) {
      return a && b;
    } else if constexpr (is_integer_type<T>) {
      return wrapped<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    } else {
      return a * b;
    }
  }
};

struct Negative {
  template <class T>
  static T apply(T a) {
    if constexpr (is_integer_type<T>) {
      return wrapped<T>(-static_cast<std::uint64_t>(a));
    } else {
      return -a;
    }
  }
};

struct Positive {
  template <class T>
  static T apply(T a) {
    return a;
  }
};

struct Absolute {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fabs(a);
    } else if constexpr (std::is_signed_v<T>) {
      return a < 0 ? Negative::apply(a) : a;
    } else {
      return a;
    }
  }
};

struct Square {
  template <class T>
  static T apply(T a) {
    return Multiply::apply(a, a);
  }
};

/// Of an integer the integer part; 1/0 has none.
struct Reciprocal {
  template <class T>
  static T apply(T a) {
    if constexpr (is_integer_type<T>) {
      if (a == 0) {
        raise_divide();
        return std::numeric_limits<T>::min();
      }
      return a == T(1) || (std::is_signed_v<T> && a == static_cast<T>(-1)) ? a : T(0);
    } else {
      return T(1) / a;
    }
  }
};

struct Sign {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_floating_point_v<T>) {
      if (std::isnan(a)) return a;
    }
    if (a > T(0)) return T(1);
    if constexpr (!std::is_unsigned_v<T>) {
      if (a < T(0)) return static_cast<T>(-1);
    }
    return T(0);
  }
};

}  // namespace

void add_arithmetic_kernels(std::vector<KernelEntry>& table) {
  add_binary<Add>(table, "add", BoolType{});
  add_binary<Multiply>(table, "multiply", BoolType{});
  add_binary<Add>(table, "add", IntegerTypes{});
  add_binary<Add>(table, "add", FloatTypes{});
  add_binary<Add>(table, "add", ComplexTypes{});
  add_binary<Subtract>(table, "subtract", IntegerTypes{});
  add_binary<Subtract>(table, "subtract", FloatTypes{});
  add_binary<Subtract>(table, "subtract", ComplexTypes{});
  add_binary<Multiply>(table, "multiply", IntegerTypes{});
  add_binary<Multiply>(table, "multiply", FloatTypes{});
  add_unary<Negative>(table, "negative", IntegerTypes{});
  add_unary<Negative>(table, "negative", FloatTypes{});
  add_unary<Negative>(table, "negative", ComplexTypes{});
  add_unary<Positive>(table, "positive", IntegerTypes{});
  add_unary<Positive>(table, "positive", FloatTypes{});
  add_unary<Positive>(table, "positive", ComplexTypes{});
  add_unary<Positive>(table, "conjugate", IntegerTypes{});
  add_unary<Positive>(table, "conjugate", FloatTypes{});
  add_unary<Absolute>(table, "absolute", BoolType{});
  add_unary<Absolute>(table, "absolute", IntegerTypes{});
  add_unary<Absolute>(table, "absolute", FloatTypes{});
  add_unary<Absolute>(table, "fabs", FloatTypes{});
  add_unary<Square>(table, "square", IntegerTypes{});
  add_unary<Square>(table, "square", FloatTypes{});
  add_unary<Reciprocal>(table, "reciprocal", IntegerTypes{});
  add_unary<Reciprocal>(table, "reciprocal", FloatTypes{});
  add_unary<Sign>(table, "sign", IntegerTypes{});
  add_unary<Sign>(table, "sign", FloatTypes{});
}

}  // namespace fairplay::arraycore
