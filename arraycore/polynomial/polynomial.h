#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// A polynomial is a list of coefficients, that of the highest power first; an array without axes is a constant. Errors
// of all of them: more than one axis, no loop for the dtypes.

/// numpy.polyadd and numpy.polysub: the shorter one is filled up with zeros.
Expected<Array> polyadd(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);
Expected<Array> polysub(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);

/// numpy.polymul: the convolution (convolution.h) of the two without their leading zeros. One that is all zeros is of
/// float64 up to 1.19.
Expected<Array> polymul(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);

/// numpy.polydiv: quotient and remainder, whose leading coefficients of at most 1e-8 are left out. Error also: no
/// coefficient.
Expected<std::pair<Array, Array>> polydiv(const ConstDynamicView& a, const ConstDynamicView& b,
                                          Release release = newest_release);

/// numpy.polyval: the value at each element of `x`, which has any shape (Horner's rule).
Expected<Array> polyval(const ConstDynamicView& coefficients, const ConstDynamicView& x,
                        Release release = newest_release);

/// numpy.polyder: the derivative of an order. Error also: a negative order.
Expected<Array> polyder(const ConstDynamicView& coefficients, std::int64_t order = 1, Release release = newest_release);

/// numpy.polyint: the antiderivative of an order; `constants` are those of integration, one for each or one for all, 0
/// without. Errors also: a negative order, too few constants.
Expected<Array> polyint(const ConstDynamicView& coefficients, std::int64_t order = 1,
                        const std::optional<ConstDynamicView>& constants = std::nullopt,
                        Release release = newest_release);

/// numpy.poly: the polynomial with these roots and the leading coefficient 1; real if complex roots come in conjugate
/// pairs. Without a root an array without axes. (Not of a matrix.)
Expected<Array> poly(const ConstDynamicView& roots, Release release = newest_release);

/// numpy.vander: powers of each element, the highest first unless `increasing`; `columns` of them, as many as there are
/// elements without a number. Errors also: a negative number of columns, a result too large.
Expected<Array> vander(const ConstDynamicView& x, std::optional<std::int64_t> columns = std::nullopt,
                       bool increasing = false, Release release = newest_release);

}  // namespace fairplay::arraycore
