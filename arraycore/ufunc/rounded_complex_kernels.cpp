// Transcendental functions and roots of complex numbers: each part is the exact result, rounded once to its type, to
// nearest, ties to even, subnormal numbers included.
#include <mpfr.h>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "arraycore/types/element.h"
#include "arraycore/ufunc/complex_functions.h"
#include "arraycore/ufunc/interval.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/kernel_loop.h"
#include "arraycore/ufunc/mpfr_number.h"

namespace fairplay::arraycore {
namespace {

/// A complex element as two numbers of MPFR.
template <class T>
struct ComplexNumber {
  Number<Format<T>::digits> real;
  Number<Format<T>::digits> imag;

  explicit ComplexNumber(std::complex<T> value) {
    set_number(real.get(), value.real());
    set_number(imag.get(), value.imag());
  }
};

/// What the operands are, for the flags.
template <class T>
struct Operands {
  bool nan = false;
  bool infinite = false;
  mpfr_exp_t exponent = 0;  ///< the largest magnitude of an exponent

  void add(T part) {
    nan = nan || std::isnan(part);
    infinite = infinite || std::isinf(part);
    if (std::isfinite(part) && part != T(0)) {
      exponent = std::max(exponent, static_cast<mpfr_exp_t>(std::abs(std::ilogb(part))));
    }
  }
  void add(std::complex<T> value) {
    add(value.real());
    add(value.imag());
  }
};

/// The number of type T next to an exact one. Returns MPFR's ternary value.
template <class T>
int round_to(mpfr_ptr result, mpfr_srcptr exact) {
  const int inexact = mpfr_set(result, exact, MPFR_RNDN);
  const auto range = ExponentRange::of<T>();
  return mpfr_subnormalize(result, mpfr_check_range(result, inexact, MPFR_RNDN), MPFR_RNDN);
}

/// The number that all of an interval rounds to, if there is one. With `last`, what was not decided with thousands of
/// bits is taken for the number with few bits in its middle: a tie, or zero; NaN where infinity meets zero.
template <class T>
std::optional<T> rounded_part(const Interval& part, const Operands<T>& operands, bool last, int& raised) {
  if (part.is_nan()) {
    if (!operands.nan) raised |= FE_INVALID;
    return std::numeric_limits<T>::quiet_NaN();
  }
  Number<Format<T>::digits> low;
  Number<Format<T>::digits> high;
  const bool exact = mpfr_equal_p(part.low(), part.high()) != 0;
  int inexact = round_to<T>(low.get(), part.low());
  const bool both_signs = mpfr_sgn(part.low()) < 0 && mpfr_sgn(part.high()) > 0;
  round_to<T>(high.get(), part.high());
  if (both_signs || mpfr_equal_p(low.get(), high.get()) == 0) {
    if (!last) return std::nullopt;
    if (both_signs && mpfr_inf_p(part.high()) == 0) return T(0);
    if (both_signs) return std::numeric_limits<T>::quiet_NaN();
    Interval middle(part.bits());
    mpfr_add(middle.low(), part.low(), part.high(), MPFR_RNDN);
    mpfr_div_2ui(middle.low(), middle.low(), 1, MPFR_RNDN);
    mpfr_prec_round(middle.low(), part.bits() / 2, MPFR_RNDN);
    inexact = round_to<T>(high.get(), middle.low());
  } else if (!exact) {
    inexact = 1;
  }
  // An infinity out of finite numbers is exact at a pole alone.
  if (mpfr_inf_p(high.get()) != 0 && !operands.infinite && !operands.nan) {
    raised |= mpfr_inf_p(part.low()) != 0 && mpfr_inf_p(part.high()) != 0 ? FE_DIVBYZERO : FE_OVERFLOW;
  }
  if (inexact != 0 && is_tiny<T>(high.get())) raised |= FE_UNDERFLOW;
  return get_number<T>(high.get());
}

/// Computes with more and more bits until both parts are decided (A. Ziv, 1991).
template <class T, class Function>
std::complex<T> rounded(const Operands<T>& operands, int& raised, Function&& function) {
  const mpfr_prec_t most = 8192 + 4 * operands.exponent;
  std::optional<T> real;
  std::optional<T> imag;
  for (mpfr_prec_t bits = Format<T>::digits + 40; !real || !imag; bits *= 2) {
    const ComplexParts parts = function(bits);
    if (!real) real = rounded_part(parts.real, operands, bits > most, raised);
    if (!imag) imag = rounded_part(parts.imag, operands, bits > most, raised);
  }
  return {*real, *imag};
}

template <class T, ComplexFunction Function>
KernelResult rounded_complex_loop(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  const auto range = ExponentRange::widest();
  OwnFlags flags;
  for (std::int64_t i = 0; i < n; ++i) {
    const auto a = load<std::complex<T>>(operands[0] + i * strides[0]);
    Operands<T> known;
    known.add(a);
    ComplexNumber<T> z(a);
    const auto result =
        rounded<T>(known, flags.raised, [&](mpfr_prec_t bits) { return Function(z.real.get(), z.imag.get(), bits); });
    store(operands[1] + i * strides[1], result);
  }
  return KernelResult::ok;
}

template <class T>
KernelResult complex_power_loop(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
  const auto range = ExponentRange::widest();
  OwnFlags flags;
  for (std::int64_t i = 0; i < n; ++i) {
    const auto a = load<std::complex<T>>(operands[0] + i * strides[0]);
    const auto b = load<std::complex<T>>(operands[1] + i * strides[1]);
    Operands<T> known;
    known.add(a);
    known.add(b);
    ComplexNumber<T> z(a);
    ComplexNumber<T> w(b);
    const auto result = rounded<T>(known, flags.raised, [&](mpfr_prec_t bits) {
      return complex_power(z.real.get(), z.imag.get(), w.real.get(), w.imag.get(), bits);
    });
    store(operands[2] + i * strides[2], result);
  }
  return KernelResult::ok;
}

template <ComplexFunction Function, class... T>
void add_rounded_complex(std::vector<KernelEntry>& table, const char* name, Types<T...> /*parts*/) {
  (table.push_back({name,
                    {letter_of<std::complex<T>>(), '-', '>', letter_of<std::complex<T>>()},
                    rounded_complex_loop<T, Function>}),
   ...);
}

template <class... T>
void add_complex_power(std::vector<KernelEntry>& table, const char* name, Types<T...> /*parts*/) {
  (table.push_back(
       {name,
        {letter_of<std::complex<T>>(), letter_of<std::complex<T>>(), '-', '>', letter_of<std::complex<T>>()},
        complex_power_loop<T>}),
   ...);
}

}  // namespace

void add_rounded_complex_kernels(std::vector<KernelEntry>& table) {
  const Types<float, double, long double> parts;
  add_rounded_complex<complex_exp>(table, "exp", parts);
  add_rounded_complex<complex_exp2>(table, "exp2", parts);
  add_rounded_complex<complex_expm1>(table, "expm1", parts);
  add_rounded_complex<complex_log>(table, "log", parts);
  add_rounded_complex<complex_log2>(table, "log2", parts);
  add_rounded_complex<complex_log10>(table, "log10", parts);
  add_rounded_complex<complex_log1p>(table, "log1p", parts);
  add_rounded_complex<complex_sqrt>(table, "sqrt", parts);
  add_rounded_complex<complex_sin>(table, "sin", parts);
  add_rounded_complex<complex_cos>(table, "cos", parts);
  add_rounded_complex<complex_tan>(table, "tan", parts);
  add_rounded_complex<complex_sinh>(table, "sinh", parts);
  add_rounded_complex<complex_cosh>(table, "cosh", parts);
  add_rounded_complex<complex_tanh>(table, "tanh", parts);
  add_rounded_complex<complex_asin>(table, "arcsin", parts);
  add_rounded_complex<complex_acos>(table, "arccos", parts);
  add_rounded_complex<complex_atan>(table, "arctan", parts);
  add_rounded_complex<complex_asinh>(table, "arcsinh", parts);
  add_rounded_complex<complex_acosh>(table, "arccosh", parts);
  add_rounded_complex<complex_atanh>(table, "arctanh", parts);
  add_complex_power(table, "power", parts);
  add_complex_power(table, "float_power", Types<double, long double>{});
}

}  // namespace fairplay::arraycore
