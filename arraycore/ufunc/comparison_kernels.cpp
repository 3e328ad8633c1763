// Comparisons and logic. A NaN equals nothing and raises nothing; complex numbers are ordered by their real parts, then
// by their imaginary parts.
#include <cmath>
#include <complex>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/ufunc/complex_order.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

struct Equal {
  template <class A, class B>
  static bool apply(A a, B b) {
    if constexpr (std::is_same_v<A, B>) {
      return a == b;
    } else {
      return std::cmp_equal(a, b);
    }
  }
};

struct NotEqual {
  template <class A, class B>
  static bool apply(A a, B b) {
    return !Equal::apply(a, b);
  }
};

struct Less {
  template <class A, class B>
  static bool apply(A a, B b) {
    if constexpr (std::is_floating_point_v<A>) {
      return std::isless(a, b);
    } else if constexpr (is_complex_type<A>) {
      return complex_less(a, b);
    } else if constexpr (std::is_same_v<A, bool>) {
      return !a && b;
    } else {
      return std::cmp_less(a, b);
    }
  }
};

struct LessEqual {
  template <class A, class B>
  static bool apply(A a, B b) {
    if constexpr (std::is_floating_point_v<A>) {
      return std::islessequal(a, b);
    } else if constexpr (is_complex_type<A>) {
      return complex_less_equal(a, b);
    } else if constexpr (std::is_same_v<A, bool>) {
      return !a || b;
    } else {
      return std::cmp_less_equal(a, b);
    }
  }
};

struct Greater {
  template <class A, class B>
  static bool apply(A a, B b) {
    return Less::apply(b, a);
  }
};

struct GreaterEqual {
  template <class A, class B>
  static bool apply(A a, B b) {
    return LessEqual::apply(b, a);
  }
};

/// Anything but zero is true, NaN included.
template <class T>
bool truth(T value) {
  return value != T(0);
}

struct LogicalAnd {
  template <class T>
  static bool apply(T a, T b) {
    return truth(a) && truth(b);
  }
};

struct LogicalOr {
  template <class T>
  static bool apply(T a, T b) {
    return truth(a) || truth(b);
  }
};

struct LogicalXor {
  template <class T>
  static bool apply(T a, T b) {
    return truth(a) != truth(b);
  }
};

struct LogicalNot {
  template <class T>
  static bool apply(T a) {
    return !truth(a);
  }
};

template <class Op>
void add_all_comparisons(std::vector<KernelEntry>& table, const char* name) {
  add_comparison<Op>(table, name, BoolType{});
  add_comparison<Op>(table, name, IntegerTypes{});
  add_comparison<Op>(table, name, FloatTypes{});
  add_comparison<Op>(table, name, ComplexTypes{});
}

/// Integers with and without a sign, compared as they are.
template <class Op>
void add_mixed_comparisons(std::vector<KernelEntry>& table, const char* name) {
  add_kernel<Op, bool, std::int64_t, std::uint64_t>(table, name);
  add_kernel<Op, bool, std::uint64_t, std::int64_t>(table, name);
}

}  // namespace

void add_comparison_kernels(std::vector<KernelEntry>& table) {
  add_all_comparisons<Equal>(table, "equal");
  add_all_comparisons<NotEqual>(table, "not_equal");
  add_all_comparisons<Less>(table, "less");
  add_all_comparisons<LessEqual>(table, "less_equal");
  add_all_comparisons<Greater>(table, "greater");
  add_all_comparisons<GreaterEqual>(table, "greater_equal");
  add_mixed_comparisons<Equal>(table, "equal");
  add_mixed_comparisons<NotEqual>(table, "not_equal");
  add_mixed_comparisons<Less>(table, "less");
  add_mixed_comparisons<LessEqual>(table, "less_equal");
  add_mixed_comparisons<Greater>(table, "greater");
  add_mixed_comparisons<GreaterEqual>(table, "greater_equal");
  add_all_comparisons<LogicalAnd>(table, "logical_and");
  add_all_comparisons<LogicalOr>(table, "logical_or");
  add_all_comparisons<LogicalXor>(table, "logical_xor");
  add_test<LogicalNot>(table, "logical_not", BoolType{});
  add_test<LogicalNot>(table, "logical_not", IntegerTypes{});
  add_test<LogicalNot>(table, "logical_not", FloatTypes{});
  add_test<LogicalNot>(table, "logical_not", ComplexTypes{});
}

}  // namespace fairplay::arraycore
