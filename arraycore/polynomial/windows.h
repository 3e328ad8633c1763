#pragma once

#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Windows of `count` points (float64), symmetric about their middle; without a point below 1, and one of a single point
// is 1. Cosines are correctly rounded (ufunc.h), so that each point is within 3 units of 2^-53. Error: too many points.
// Source: Blackman and Tukey, The Measurement of Power Spectra; Kaiser's is Harris, Proceedings of the IEEE 66 (1978).

/// numpy.bartlett: a triangle.
Expected<Array> bartlett(std::int64_t count);
/// numpy.blackman: 0.42 + 0.5 cos(pi n / (count - 1)) + 0.08 cos(2 pi n / (count - 1)), n = 1 - count, 3 - count, ...
Expected<Array> blackman(std::int64_t count);
/// numpy.hamming: 0.54 + 0.46 cos(pi n / (count - 1)).
Expected<Array> hamming(std::int64_t count);
/// numpy.hanning: 0.5 + 0.5 cos(pi n / (count - 1)).
Expected<Array> hanning(std::int64_t count);
/// numpy.kaiser: I0(beta sqrt(1 - (2 k / (count - 1) - 1)^2)) / I0(beta).
Expected<Array> kaiser(std::int64_t count, double beta);

/// numpy.i0: the modified Bessel function of the first kind and order 0 of each element, by its power series in long
/// double (Abramowitz and Stegun 9.6.12), rounded to the elements' type; integers become float64. Error: complex
/// numbers, times, text.
Expected<Array> bessel_i0(const ConstDynamicView& x, Release release = newest_release);

}  // namespace fairplay::arraycore
