#pragma once

#include <cstdint>

#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

/// log(gamma(x)). Source: S. Zhang and J. Jin, "Computation of Special Functions", 1996. In other steps up to 1.19.
double log_gamma(const RandomSource& source, double x);

/// log(k!), k >= 0: from a table up to 125, else by Stirling's series.
double log_factorial(std::int64_t k);

}  // namespace fairplay::arraycore
