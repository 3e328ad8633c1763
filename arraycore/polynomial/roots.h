#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.roots: where the polynomial with these coefficients (polynomial.h) is 0, as the eigenvalues of its companion
/// matrix (R. Horn, C. Johnson, "Matrix Analysis", 3.3): exact for coefficients that differ from the given ones by some
/// eps of the largest. Roots at 0 come last. Real if all imaginary parts of a real polynomial's roots are zero. Without
/// a coefficient that isn't zero, no root. Errors: more than one axis; those of eigenvalues (linalg/eig.h), also where
/// a quotient by the leading coefficient overflows.
Expected<Array> roots(const ConstDynamicView& coefficients, Release release = newest_release);

}  // namespace fairplay::arraycore
