// The larger and the smaller of two, and what lies between two bounds. `maximum`, `minimum` and `clip` hand a NaN on,
// `fmax` and `fmin` take the other number.
#include <cmath>
#include <complex>
#include <type_traits>
#include <vector>

#include "arraycore/ufunc/complex_order.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

template <class T>
bool is_nan(T a) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::isnan(a);
  } else if constexpr (is_complex_type<T>) {
    return complex_nan(a);
  } else {
    return false;
  }
}

template <class T>
bool at_least(T a, T b) {
  if constexpr (is_complex_type<T>) {
    return complex_less_equal(b, a);
  } else if constexpr (std::is_floating_point_v<T>) {
    return std::isgreaterequal(a, b);
  } else {
    return a >= b;
  }
}

/// Of equal ones the first: IEEE 754 leaves open which zero the larger one of two is.
struct Maximum {
  template <class T>
  static T apply(T a, T b) {
    return is_nan(a) || at_least(a, b) ? a : b;
  }
};

struct Minimum {
  template <class T>
  static T apply(T a, T b) {
    return is_nan(a) || at_least(b, a) ? a : b;
  }
};

struct Fmax {
  template <class T>
  static T apply(T a, T b) {
    return is_nan(b) || at_least(a, b) ? a : b;
  }
};

struct Fmin {
  template <class T>
  static T apply(T a, T b) {
    return is_nan(b) || at_least(b, a) ? a : b;
  }
};

/// The upper bound wins over the lower one.
struct Clip {
  template <class T>
  static T apply(T a, T low, T high) {
    return Minimum::apply(Maximum::apply(a, low), high);
  }
};

template <class Op>
void add_all_extrema(std::vector<KernelEntry>& table, const char* name) {
  add_binary<Op>(table, name, BoolType{});
  add_binary<Op>(table, name, IntegerTypes{});
  add_binary<Op>(table, name, FloatTypes{});
  add_binary<Op>(table, name, ComplexTypes{});
}

template <class... T>
void add_clip(std::vector<KernelEntry>& table, Types<T...> /*types*/) {
  (add_kernel<Clip, T, T, T, T>(table, "clip"), ...);
}

}  // namespace

void add_extremum_kernels(std::vector<KernelEntry>& table) {
  add_all_extrema<Maximum>(table, "maximum");
  add_all_extrema<Minimum>(table, "minimum");
  add_all_extrema<Fmax>(table, "fmax");
  add_all_extrema<Fmin>(table, "fmin");
  add_clip(table, BoolType{});
  add_clip(table, IntegerTypes{});
  add_clip(table, FloatTypes{});
  add_clip(table, ComplexTypes{});
}

}  // namespace fairplay::arraycore
