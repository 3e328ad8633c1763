#pragma once

#include <cstdint>

#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

/// One number of each distribution. The parameters are NumPy's and within its limits (distribution.cpp).
std::int64_t poisson(RandomSource& source, double lam);
std::int64_t negative_binomial(RandomSource& source, double n, double p);
std::int64_t geometric(RandomSource& source, double p);
std::int64_t logseries(RandomSource& source, double p);
std::int64_t zipf(RandomSource& source, double a);
std::int64_t binomial(RandomSource& source, std::int64_t n, double p);
std::int64_t hypergeometric(RandomSource& source, std::int64_t good, std::int64_t bad, std::int64_t sample);

}  // namespace fairplay::arraycore
