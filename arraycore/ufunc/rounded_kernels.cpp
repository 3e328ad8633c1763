// Transcendental functions, each result correctly rounded: the exact value of MPFR, rounded once to the element's type,
// to nearest, ties to even, subnormal numbers included. Special values are those of C's Annex F. What the C library's
// wider functions are certain of needs no MPFR (certified.h).
#include <mpfr.h>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "arraycore/ufunc/certified.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"
#include "arraycore/ufunc/mpfr_number.h"
#include "arraycore/ufunc/rounded.h"

namespace fairplay::arraycore {
namespace {

/// What MPFR's flags, cleared before, say about a result that was rounded to T. A NaN that was an operand is no news.
template <class T>
int flags_of(mpfr_srcptr result, int inexact, bool had_nan) {
  int raised = 0;
  if (mpfr_divby0_p() != 0) raised |= FE_DIVBYZERO;
  if (mpfr_nan_p(result) != 0) return had_nan ? 0 : FE_INVALID;
  if (mpfr_inf_p(result) != 0 && mpfr_overflow_p() != 0) raised |= FE_OVERFLOW;
  return inexact != 0 && is_tiny<T>(result) ? raised | FE_UNDERFLOW : raised;
}

template <class T>
bool is_nan_element(T value) {
  if constexpr (std::is_same_v<T, Float16>) {
    return (value.bits() & 0x7fff) > 0x7c00;
  } else {
    return std::isnan(value);
  }
}

/// MPFR converts and rounds in the range of T's exponents, and then once more for subnormal numbers, knowing in which
/// direction it rounded before.
template <class T, UnaryFunction Function>
T rounded(T a, int& raised) {
  Number<Format<T>::digits> x;
  Number<Format<T>::digits> y;
  mpfr_clear_flags();
  set_number(x.get(), a);
  int inexact = Function(y.get(), x.get(), MPFR_RNDN);
  inexact = mpfr_subnormalize(y.get(), inexact, MPFR_RNDN);
  raised |= flags_of<T>(y.get(), inexact, is_nan_element(a));
  return get_number<T>(y.get());
}

template <class T, BinaryFunction Function>
T rounded(T a, T b, int& raised) {
  Number<Format<T>::digits> x;
  Number<Format<T>::digits> y;
  Number<Format<T>::digits> z;
  mpfr_clear_flags();
  set_number(x.get(), a);
  set_number(y.get(), b);
  int inexact = Function(z.get(), x.get(), y.get(), MPFR_RNDN);
  inexact = mpfr_subnormalize(z.get(), inexact, MPFR_RNDN);
  raised |= flags_of<T>(z.get(), inexact, is_nan_element(a) || is_nan_element(b));
  return get_number<T>(z.get());
}

/// Bits that no product of an element and pi needs to be rounded right.
constexpr mpfr_prec_t many_bits = 320;

int to_degrees(mpfr_ptr result, mpfr_srcptr angle, mpfr_rnd_t rounding) {
  Number<many_bits> factor;
  if (mpfr_regular_p(angle) == 0) return mpfr_set(result, angle, rounding);
  mpfr_const_pi(factor.get(), MPFR_RNDN);
  mpfr_ui_div(factor.get(), 180, factor.get(), MPFR_RNDN);
  return mpfr_mul(result, angle, factor.get(), rounding);
}

int to_radians(mpfr_ptr result, mpfr_srcptr angle, mpfr_rnd_t rounding) {
  Number<many_bits> factor;
  if (mpfr_regular_p(angle) == 0) return mpfr_set(result, angle, rounding);
  mpfr_const_pi(factor.get(), MPFR_RNDN);
  mpfr_div_ui(factor.get(), factor.get(), 180, MPFR_RNDN);
  return mpfr_mul(result, angle, factor.get(), rounding);
}

/// log(base^x + base^y) as the larger one + log(1 + base^-distance), with more and more bits until the result rounds
/// the same way whatever the rest is. MPFR's widest range of exponents keeps all of it finite.
template <UnaryFunction Exp, UnaryFunction Log, bool Binary>
int log_of_sum(mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rounding) {
  if (mpfr_nan_p(x) != 0 || mpfr_nan_p(y) != 0) return mpfr_set(result, mpfr_nan_p(x) != 0 ? x : y, rounding);
  const bool first = mpfr_greaterequal_p(x, y) != 0;
  mpfr_srcptr larger = first ? x : y;
  mpfr_srcptr smaller = first ? y : x;
  if (mpfr_inf_p(larger) != 0 || mpfr_inf_p(smaller) != 0) return mpfr_set(result, larger, rounding);
  if (Binary && mpfr_equal_p(x, y) != 0) return mpfr_add_ui(result, x, 1, rounding);
  std::optional<ExponentRange> range(std::in_place, mpfr_get_emin_min(), mpfr_get_emax_max());
  mpfr_t sum;
  mpfr_t term;
  mpfr_init2(sum, 256);
  mpfr_init2(term, 256);
  for (mpfr_prec_t bits = 256;; bits *= 2) {
    mpfr_set_prec(sum, bits);
    mpfr_set_prec(term, bits);
    mpfr_sub(term, smaller, larger, MPFR_RNDN);
    Exp(term, term, MPFR_RNDN);
    Log(term, term, MPFR_RNDN);
    const mpfr_exp_t term_exponent = mpfr_zero_p(term) != 0 ? mpfr_get_emin() : mpfr_get_exp(term);
    mpfr_add(sum, larger, term, MPFR_RNDN);
    if (mpfr_regular_p(sum) == 0) break;
    // Of the term all but some last bits are right, of the sum as many as are above them.
    const mpfr_exp_t right = mpfr_get_exp(sum) - std::max(term_exponent, mpfr_get_exp(sum)) + bits - 16;
    if (bits >= 16384 || (right > 0 && mpfr_can_round(sum, right, MPFR_RNDN, rounding, mpfr_get_prec(result)) != 0)) {
      break;
    }
  }
  const int inexact = mpfr_set(result, sum, rounding);
  mpfr_clear(sum);
  mpfr_clear(term);
  range.reset();
  mpfr_clear_flags();
  return mpfr_check_range(result, inexact, rounding);
}

int log2_of_1p(mpfr_ptr result, mpfr_srcptr term, mpfr_rnd_t rounding) {
  mpfr_t two;
  mpfr_init2(two, mpfr_get_prec(result));
  mpfr_const_log2(two, MPFR_RNDN);
  mpfr_log1p(result, term, rounding);
  const int inexact = mpfr_div(result, result, two, rounding);
  mpfr_clear(two);
  return inexact;
}

template <class Wide>
Wide degrees_of(Wide angle) {
  return angle * static_cast<Wide>(180 / std::numbers::pi_v<long double>);
}

template <class Wide>
Wide radians_of(Wide angle) {
  return angle * static_cast<Wide>(std::numbers::pi_v<long double> / 180);
}

/// A function of MPFR, and those of the C library that are tried before.
template <UnaryFunction Exact, double (*Double)(double), long double (*Long)(long double)>
struct Unary {
  template <class T>
  static T apply(T a, int& raised) {
    using Wide = typename Wider<T>::Type;
    if constexpr (!std::is_void_v<Wide>) {
      const auto argument = widened<T, Wide>(a);
      const auto value = static_cast<Wide>(std::is_same_v<Wide, double> ? Double(argument) : Long(argument));
      if (const auto quick = certified_anywhere<T>(argument, value, raised)) return *quick;
    }
    return rounded<T, Exact>(a, raised);
  }
};

template <BinaryFunction Exact, double (*Double)(double, double), long double (*Long)(long double, long double)>
struct Binary {
  template <class T>
  static T apply(T a, T b, int& raised) {
    using Wide = typename Wider<T>::Type;
    if constexpr (std::is_same_v<Wide, double>) {
      if (const auto quick = certified<T>(Double(widened<T, Wide>(a), widened<T, Wide>(b)))) return *quick;
    } else if constexpr (!std::is_void_v<Wide>) {
      if (const auto quick = certified<T>(Long(a, b))) return *quick;
    }
    return rounded<T, Exact>(a, b, raised);
  }
};

/// No function of the C library computes it.
template <BinaryFunction Exact>
struct ExactBinary {
  template <class T>
  static T apply(T a, T b, int& raised) {
    return rounded<T, Exact>(a, b, raised);
  }
};

template <class T, class Function>
KernelResult rounded_unary_loop(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  const auto range = ExponentRange::of<T>();
  OwnFlags flags;
  for (std::int64_t i = 0; i < n; ++i) {
    const T a = load<T>(operands[0] + i * strides[0]);
    store<T>(operands[1] + i * strides[1], Function::apply(a, flags.raised));
  }
  return KernelResult::ok;
}

template <class T, class Function>
KernelResult rounded_binary_loop(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  const auto range = ExponentRange::of<T>();
  OwnFlags flags;
  for (std::int64_t i = 0; i < n; ++i) {
    const T a = load<T>(operands[0] + i * strides[0]);
    const T b = load<T>(operands[1] + i * strides[1]);
    store<T>(operands[2] + i * strides[2], Function::apply(a, b, flags.raised));
  }
  return KernelResult::ok;
}

template <class Function, class... T>
void add_rounded_unary(std::vector<KernelEntry>& table, const char* name, Types<T...> /*types*/) {
  (table.push_back({name, {letter_of<T>(), '-', '>', letter_of<T>()}, rounded_unary_loop<T, Function>}), ...);
}

template <class Function, class... T>
void add_rounded_binary(std::vector<KernelEntry>& table, const char* name, Types<T...> /*types*/) {
  (table.push_back(
       {name, {letter_of<T>(), letter_of<T>(), '-', '>', letter_of<T>()}, rounded_binary_loop<T, Function>}),
   ...);
}

template <class T>
T hypot_of(T x, T y) {
  const auto range = ExponentRange::of<T>();
  OwnFlags flags;
  return Binary<mpfr_hypot, std::hypot, std::hypot>::apply(x, y, flags.raised);
}

}  // namespace

float rounded_hypot(float x, float y) { return hypot_of(x, y); }
double rounded_hypot(double x, double y) { return hypot_of(x, y); }
long double rounded_hypot(long double x, long double y) { return hypot_of(x, y); }

void add_rounded_kernels(std::vector<KernelEntry>& table) {
  add_rounded_unary<Unary<mpfr_exp, std::exp, std::exp>>(table, "exp", FloatTypes{});
  add_rounded_unary<Unary<mpfr_exp2, std::exp2, std::exp2>>(table, "exp2", FloatTypes{});
  add_rounded_unary<Unary<mpfr_expm1, std::expm1, std::expm1>>(table, "expm1", FloatTypes{});
  add_rounded_unary<Unary<mpfr_log, std::log, std::log>>(table, "log", FloatTypes{});
  add_rounded_unary<Unary<mpfr_log2, std::log2, std::log2>>(table, "log2", FloatTypes{});
  add_rounded_unary<Unary<mpfr_log10, std::log10, std::log10>>(table, "log10", FloatTypes{});
  add_rounded_unary<Unary<mpfr_log1p, std::log1p, std::log1p>>(table, "log1p", FloatTypes{});
  add_rounded_unary<Unary<mpfr_cbrt, std::cbrt, std::cbrt>>(table, "cbrt", FloatTypes{});
  add_rounded_unary<Unary<mpfr_sin, std::sin, std::sin>>(table, "sin", FloatTypes{});
  add_rounded_unary<Unary<mpfr_cos, std::cos, std::cos>>(table, "cos", FloatTypes{});
  add_rounded_unary<Unary<mpfr_tan, std::tan, std::tan>>(table, "tan", FloatTypes{});
  add_rounded_unary<Unary<mpfr_asin, std::asin, std::asin>>(table, "arcsin", FloatTypes{});
  add_rounded_unary<Unary<mpfr_acos, std::acos, std::acos>>(table, "arccos", FloatTypes{});
  add_rounded_unary<Unary<mpfr_atan, std::atan, std::atan>>(table, "arctan", FloatTypes{});
  add_rounded_unary<Unary<mpfr_sinh, std::sinh, std::sinh>>(table, "sinh", FloatTypes{});
  add_rounded_unary<Unary<mpfr_cosh, std::cosh, std::cosh>>(table, "cosh", FloatTypes{});
  add_rounded_unary<Unary<mpfr_tanh, std::tanh, std::tanh>>(table, "tanh", FloatTypes{});
  add_rounded_unary<Unary<mpfr_asinh, std::asinh, std::asinh>>(table, "arcsinh", FloatTypes{});
  add_rounded_unary<Unary<mpfr_acosh, std::acosh, std::acosh>>(table, "arccosh", FloatTypes{});
  add_rounded_unary<Unary<mpfr_atanh, std::atanh, std::atanh>>(table, "arctanh", FloatTypes{});
  for (const char* name : {"degrees", "rad2deg"})
    add_rounded_unary<Unary<to_degrees, degrees_of, degrees_of>>(table, name, FloatTypes{});
  for (const char* name : {"radians", "deg2rad"})
    add_rounded_unary<Unary<to_radians, radians_of, radians_of>>(table, name, FloatTypes{});
  add_rounded_binary<Binary<mpfr_hypot, std::hypot, std::hypot>>(table, "hypot", FloatTypes{});
  add_rounded_binary<Binary<mpfr_atan2, std::atan2, std::atan2>>(table, "arctan2", FloatTypes{});
  add_rounded_binary<Binary<mpfr_pow, std::pow, std::pow>>(table, "power", FloatTypes{});
  add_rounded_binary<Binary<mpfr_pow, std::pow, std::pow>>(table, "float_power", Types<double, long double>{});
  add_rounded_binary<ExactBinary<log_of_sum<mpfr_exp, mpfr_log1p, false>>>(table, "logaddexp", FloatTypes{});
  add_rounded_binary<ExactBinary<log_of_sum<mpfr_exp2, log2_of_1p, true>>>(table, "logaddexp2", FloatTypes{});
}

}  // namespace fairplay::arraycore
