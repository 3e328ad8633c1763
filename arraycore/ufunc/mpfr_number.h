#pragma once

#include <mpfr.h>

#include <array>
#include <cfenv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "arraycore/types/float16.h"

// Elements as numbers of MPFR and back, with the flags that a processor would raise.

namespace fairplay::arraycore {

/// A floating type as MPFR sees it: 0.1ddd times a power of two.
template <class T>
struct Format {
  static constexpr mpfr_prec_t digits = std::numeric_limits<T>::digits;
  static constexpr mpfr_exp_t largest = std::numeric_limits<T>::max_exponent;
  static constexpr mpfr_exp_t smallest = std::numeric_limits<T>::min_exponent - digits + 1;
};
template <>
struct Format<Float16> {
  static constexpr mpfr_prec_t digits = 11;
  static constexpr mpfr_exp_t largest = 16;
  static constexpr mpfr_exp_t smallest = -23;
};

/// A number of MPFR in memory of its own, on the stack.
template <mpfr_prec_t Bits>
class Number {
 public:
  Number() {
    mpfr_custom_init(limbs_.data(), Bits);
    mpfr_custom_init_set(value_, MPFR_ZERO_KIND, 0, Bits, limbs_.data());
  }
  mpfr_ptr get() { return value_; }

 private:
  static constexpr std::size_t limb_bits = sizeof(mp_limb_t) * 8;
  std::array<mp_limb_t, (Bits + limb_bits - 1) / limb_bits> limbs_{};
  mpfr_t value_;
};

/// A range of exponents while it lives; MPFR's is a thread's own.
class ExponentRange {
 public:
  ExponentRange(mpfr_exp_t smallest, mpfr_exp_t largest) : low_(mpfr_get_emin()), high_(mpfr_get_emax()) {
    mpfr_set_emin(smallest);
    mpfr_set_emax(largest);
  }
  template <class T>
  static ExponentRange of() {
    return {Format<T>::smallest, Format<T>::largest};
  }
  static ExponentRange widest() { return {mpfr_get_emin_min(), mpfr_get_emax_max()}; }
  ~ExponentRange() {
    mpfr_set_emin(low_);
    mpfr_set_emax(high_);
  }
  ExponentRange(const ExponentRange&) = delete;
  ExponentRange& operator=(const ExponentRange&) = delete;
  ExponentRange(ExponentRange&&) = delete;
  ExponentRange& operator=(ExponentRange&&) = delete;

 private:
  mpfr_exp_t low_;
  mpfr_exp_t high_;
};

inline void set_number(mpfr_ptr to, Float16 value) { mpfr_set_flt(to, value.to_float(), MPFR_RNDN); }
inline void set_number(mpfr_ptr to, float value) { mpfr_set_flt(to, value, MPFR_RNDN); }
inline void set_number(mpfr_ptr to, double value) { mpfr_set_d(to, value, MPFR_RNDN); }
inline void set_number(mpfr_ptr to, long double value) { mpfr_set_ld(to, value, MPFR_RNDN); }

template <class T>
T get_number(mpfr_srcptr from) {
  if constexpr (std::is_same_v<T, Float16>) {
    return Float16::from(mpfr_get_flt(from, MPFR_RNDN));
  } else if constexpr (std::is_same_v<T, float>) {
    return mpfr_get_flt(from, MPFR_RNDN);
  } else if constexpr (std::is_same_v<T, double>) {
    return mpfr_get_d(from, MPFR_RNDN);
  } else {
    return mpfr_get_ld(from, MPFR_RNDN);
  }
}

inline bool is_finite(mpfr_srcptr x) { return mpfr_number_p(x) != 0; }
/// Of a complex number, both parts.
inline bool is_finite(mpfr_srcptr x, mpfr_srcptr y) { return is_finite(x) && is_finite(y); }

/// Whether a result that was rounded to T is zero or subnormal.
template <class T>
bool is_tiny(mpfr_srcptr result) {
  return mpfr_zero_p(result) != 0 ||
         (mpfr_regular_p(result) != 0 && mpfr_get_exp(result) < Format<T>::smallest + Format<T>::digits);
}

/// What MPFR raises while it computes and converts says nothing: the processor's flags become what they were before,
/// and those of the results.
class OwnFlags {
 public:
  OwnFlags() : before_(std::fetestexcept(FE_ALL_EXCEPT)) {}
  ~OwnFlags() {
    std::feclearexcept(FE_ALL_EXCEPT);
    std::feraiseexcept(before_ | raised);
  }
  OwnFlags(const OwnFlags&) = delete;
  OwnFlags& operator=(const OwnFlags&) = delete;
  OwnFlags(OwnFlags&&) = delete;
  OwnFlags& operator=(OwnFlags&&) = delete;

  int raised = 0;

 private:
  int before_;
};

using UnaryFunction = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
using BinaryFunction = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

}  // namespace fairplay::arraycore
