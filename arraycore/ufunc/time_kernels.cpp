// Times: 64-bit ticks in one unit, the smallest of which is NaT. NaT makes NaT, and no comparison with it holds.
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "arraycore/casting/units.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"

namespace fairplay::arraycore {
namespace {

bool is_nat(std::int64_t ticks) { return ticks == not_a_time; }

/// A result that doesn't fit 64 bits, or that is NaT's pattern, is an error.
KernelResult checked(bool overflow, std::int64_t& ticks) {
  return overflow || is_nat(ticks) ? KernelResult::time_overflow : KernelResult::ok;
}

struct TimeAdd {
  static constexpr bool can_fail = true;
  template <class Out, class A, class B>
  static KernelResult apply(Out& sum, A a, B b) {
    if (is_nat(a.ticks) || is_nat(b.ticks)) {
      sum.ticks = not_a_time;
      return KernelResult::ok;
    }
    return checked(__builtin_add_overflow(a.ticks, b.ticks, &sum.ticks), sum.ticks);
  }
};

struct TimeSubtract {
  static constexpr bool can_fail = true;
  template <class Out, class A, class B>
  static KernelResult apply(Out& difference, A a, B b) {
    if (is_nat(a.ticks) || is_nat(b.ticks)) {
      difference.ticks = not_a_time;
      return KernelResult::ok;
    }
    return checked(__builtin_sub_overflow(a.ticks, b.ticks, &difference.ticks), difference.ticks);
  }
};

/// Ticks of a floating number, cut off; NaT where it is none or doesn't fit.
std::int64_t ticks_of(double value) {
  if (!(std::fabs(value) < 0x1p63)) return not_a_time;
  return static_cast<std::int64_t>(value);
}

struct TimeMultiply {
  static constexpr bool can_fail = true;
  static KernelResult apply(TimedeltaTicks& product, TimedeltaTicks a, std::int64_t b) {
    if (is_nat(a.ticks)) {
      product.ticks = not_a_time;
      return KernelResult::ok;
    }
    return checked(__builtin_mul_overflow(a.ticks, b, &product.ticks), product.ticks);
  }
  static KernelResult apply(TimedeltaTicks& product, std::int64_t a, TimedeltaTicks b) { return apply(product, b, a); }
  static KernelResult apply(TimedeltaTicks& product, TimedeltaTicks a, double b) {
    product.ticks = is_nat(a.ticks) ? not_a_time : ticks_of(static_cast<double>(a.ticks) * b);
    return KernelResult::ok;
  }
  static KernelResult apply(TimedeltaTicks& product, double a, TimedeltaTicks b) { return apply(product, b, a); }
};

/// Rounded towards zero.
struct TimeDivide {
  static TimedeltaTicks apply(TimedeltaTicks a, std::int64_t b) {
    if (is_nat(a.ticks) || b == 0) return {not_a_time};
    return {b == -1 ? -a.ticks : a.ticks / b};
  }
  static TimedeltaTicks apply(TimedeltaTicks a, double b) {
    return {is_nat(a.ticks) ? not_a_time : ticks_of(static_cast<double>(a.ticks) / b)};
  }
  static double apply(TimedeltaTicks a, TimedeltaTicks b) {
    if (is_nat(a.ticks) || is_nat(b.ticks)) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(a.ticks) / static_cast<double>(b.ticks);
  }
};

/// Quotient rounded down and remainder; b isn't 0, none is NaT.
std::pair<std::int64_t, std::int64_t> floored(std::int64_t a, std::int64_t b) {
  if (b == -1) return {-a, 0};
  std::int64_t quotient = a / b;
  std::int64_t remainder = a % b;
  if (remainder != 0 && (remainder < 0) != (b < 0)) {
    --quotient;
    remainder += b;
  }
  return {quotient, remainder};
}

/// How often b is in a, and what is left. No integer says "not a time" or "by nothing": those give 0.
struct TimeDivMod {
  static std::pair<std::int64_t, TimedeltaTicks> apply(TimedeltaTicks a, TimedeltaTicks b) {
    if (is_nat(a.ticks) || is_nat(b.ticks)) {
      raise_invalid();
      return {0, {not_a_time}};
    }
    if (b.ticks == 0) {
      raise_divide();
      return {0, {not_a_time}};
    }
    const auto [quotient, remainder] = floored(a.ticks, b.ticks);
    return {quotient, {remainder}};
  }
};

struct TimeFloorDivide {
  static TimedeltaTicks apply(TimedeltaTicks a, std::int64_t b) {
    if (is_nat(a.ticks)) return a;
    if (b == 0) {
      raise_divide();
      return {not_a_time};
    }
    return {floored(a.ticks, b).first};
  }
  static TimedeltaTicks apply(TimedeltaTicks a, double b) { return TimeDivide::apply(a, b); }
  static std::int64_t apply(TimedeltaTicks a, TimedeltaTicks b) { return TimeDivMod::apply(a, b).first; }
};

struct TimeRemainder {
  static TimedeltaTicks apply(TimedeltaTicks a, TimedeltaTicks b) {
    if (is_nat(a.ticks) || is_nat(b.ticks)) return {not_a_time};
    return TimeDivMod::apply(a, b).second;
  }
};

struct TimeNegative {
  static TimedeltaTicks apply(TimedeltaTicks a) { return {is_nat(a.ticks) ? a.ticks : -a.ticks}; }
};

struct TimePositive {
  static TimedeltaTicks apply(TimedeltaTicks a) { return a; }
};

struct TimeAbsolute {
  static TimedeltaTicks apply(TimedeltaTicks a) { return {is_nat(a.ticks) || a.ticks >= 0 ? a.ticks : -a.ticks}; }
};

struct TimeSign {
  static double apply(TimedeltaTicks a) {
    if (is_nat(a.ticks)) return std::numeric_limits<double>::quiet_NaN();
    return a.ticks > 0 ? 1 : a.ticks < 0 ? -1 : 0;
  }
};

/// Up to 2.4 a timedelta.
struct OldTimeSign {
  static TimedeltaTicks apply(TimedeltaTicks a) {
    if (is_nat(a.ticks)) return a;
    return {a.ticks > 0 ? 1 : a.ticks < 0 ? -1 : 0};
  }
};

// clang-format off
struct TimeEqual { template <class T> static bool apply(T a, T b) { return !is_nat(a.ticks) && a.ticks == b.ticks; } };
struct TimeUnequal { template <class T> static bool apply(T a, T b) { return !TimeEqual::apply(a, b); } };
struct TimeLess {
  template <class T> static bool apply(T a, T b) { return !is_nat(a.ticks) && !is_nat(b.ticks) && a.ticks < b.ticks; }
};
struct TimeLessEqual {
  template <class T> static bool apply(T a, T b) { return !is_nat(a.ticks) && !is_nat(b.ticks) && a.ticks <= b.ticks; }
};
struct TimeGreater { template <class T> static bool apply(T a, T b) { return TimeLess::apply(b, a); } };
struct TimeGreaterEqual { template <class T> static bool apply(T a, T b) { return TimeLessEqual::apply(b, a); } };

// NaT is the smallest pattern: `fmax` and `minimum` need no word about it.
struct TimeFmax { template <class T> static T apply(T a, T b) { return a.ticks >= b.ticks ? a : b; } };
struct TimeFmin {
  template <class T> static T apply(T a, T b) {
    const bool first = is_nat(b.ticks) || (!is_nat(a.ticks) && a.ticks <= b.ticks);
    return first ? a : b;
  }
};
struct TimeMaximum {
  template <class T> static T apply(T a, T b) {
    return is_nat(a.ticks) || is_nat(b.ticks) ? T{not_a_time} : TimeFmax::apply(a, b);
  }
};
struct TimeMinimum { template <class T> static T apply(T a, T b) { return a.ticks <= b.ticks ? a : b; } };
struct TimeClip {
  template <class T> static T apply(T a, T low, T high) { return TimeMinimum::apply(TimeMaximum::apply(a, low), high); }
};
struct IsNat { template <class T> static bool apply(T a) { return is_nat(a.ticks); } };
struct IsTime { template <class T> static bool apply(T a) { return !is_nat(a.ticks); } };
struct IsInfiniteTime { template <class T> static bool apply(T /*a*/) { return false; } };
// clang-format on

/// What datetimes and timedeltas have in common.
template <class T>
void add_common(std::vector<KernelEntry>& table) {
  add_kernel<TimeEqual, bool, T, T>(table, "equal");
  add_kernel<TimeUnequal, bool, T, T>(table, "not_equal");
  add_kernel<TimeLess, bool, T, T>(table, "less");
  add_kernel<TimeLessEqual, bool, T, T>(table, "less_equal");
  add_kernel<TimeGreater, bool, T, T>(table, "greater");
  add_kernel<TimeGreaterEqual, bool, T, T>(table, "greater_equal");
  add_kernel<TimeMaximum, T, T, T>(table, "maximum");
  add_kernel<TimeMinimum, T, T, T>(table, "minimum");
  add_kernel<TimeFmax, T, T, T>(table, "fmax");
  add_kernel<TimeFmin, T, T, T>(table, "fmin");
  add_kernel<TimeClip, T, T, T, T>(table, "clip");
  add_kernel<IsNat, bool, T>(table, "isnat");
  add_kernel<IsNat, bool, T>(table, "isnan");
  add_kernel<IsTime, bool, T>(table, "isfinite");
  add_kernel<IsInfiniteTime, bool, T>(table, "isinf");
}

}  // namespace

void add_time_kernels(std::vector<KernelEntry>& table) {
  using D = DatetimeTicks;
  using T = TimedeltaTicks;
  add_common<D>(table);
  add_common<T>(table);
  add_kernel<TimeAdd, D, D, T>(table, "add");
  add_kernel<TimeAdd, D, T, D>(table, "add");
  add_kernel<TimeAdd, T, T, T>(table, "add");
  add_kernel<TimeSubtract, D, D, T>(table, "subtract");
  add_kernel<TimeSubtract, T, D, D>(table, "subtract");
  add_kernel<TimeSubtract, T, T, T>(table, "subtract");
  add_kernel<TimeMultiply, T, T, std::int64_t>(table, "multiply");
  add_kernel<TimeMultiply, T, std::int64_t, T>(table, "multiply");
  add_kernel<TimeMultiply, T, T, double>(table, "multiply");
  add_kernel<TimeMultiply, T, double, T>(table, "multiply");
  add_kernel<TimeDivide, T, T, std::int64_t>(table, "divide");
  add_kernel<TimeDivide, T, T, double>(table, "divide");
  add_kernel<TimeDivide, double, T, T>(table, "divide");
  add_kernel<TimeFloorDivide, T, T, std::int64_t>(table, "floor_divide");
  add_kernel<TimeFloorDivide, T, T, double>(table, "floor_divide");
  add_kernel<TimeFloorDivide, std::int64_t, T, T>(table, "floor_divide");
  add_kernel<TimeRemainder, T, T, T>(table, "remainder");
  add_pair_kernel<TimeDivMod, std::int64_t, T, T, T>(table, "divmod");
  add_kernel<TimeNegative, T, T>(table, "negative");
  add_kernel<TimePositive, T, T>(table, "positive");
  add_kernel<TimeAbsolute, T, T>(table, "absolute");
  add_kernel<TimeSign, double, T>(table, "sign");
  add_kernel<OldTimeSign, T, T>(table, "sign");
}

}  // namespace fairplay::arraycore
