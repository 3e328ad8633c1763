#pragma once

#include <mpfr.h>

#include "arraycore/ufunc/interval.h"

// Functions of complex numbers as intervals around the parts of the exact result. MPC has most of them, but its
// tangents don't end for arguments such as 1 + 1e17i, nor do its inverse functions for 1 + 1e-4900i.
//
// Special values and branch cuts are those of C's Annex G (C17); of signs that it leaves open, the argument's. What
// Annex G lacks follows from it: exp2 from exp, log2 and log10 from log, log1p(z) from log(1 + z), expm1(z) from
// exp(z) - 1. An infinite bound that is exact is a pole's.

namespace fairplay::arraycore {

struct ComplexParts {
  Interval real;
  Interval imag;
};

/// A function of x + iy, computed with so many bits.
using ComplexFunction = ComplexParts (*)(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);

ComplexParts complex_exp(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_exp2(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_expm1(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_log(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_log2(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_log10(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_log1p(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_sqrt(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_sinh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_cosh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_tanh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_sin(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_cos(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_tan(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_asinh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_acosh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_atanh(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_asin(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_acos(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);
ComplexParts complex_atan(mpfr_srcptr x, mpfr_srcptr y, mpfr_prec_t bits);

/// (x + iy) to the power u + iv, the principal value exp((u + iv) log(x + iy)). Anything to the power 0 is 1; zero to a
/// power whose real part is above zero is 0, else NaN. What isn't finite, C leaves open: here the same formula, part by
/// part, in which 0 times infinity is 0.
ComplexParts complex_power(mpfr_srcptr x, mpfr_srcptr y, mpfr_srcptr u, mpfr_srcptr v, mpfr_prec_t bits);

/// The square root of x + iy for y >= 0; both parts are positive.
ComplexParts square_root(const Interval& x, const Interval& y);
/// log(x^2 + y^2), log2 or log10 of it.
Interval log_of_norm(UnaryFunction log, const Interval& x, const Interval& y);

}  // namespace fairplay::arraycore
