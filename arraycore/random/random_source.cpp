#include "arraycore/random/random_source.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "arraycore/random/ziggurat.h"

namespace fairplay::arraycore {

double RandomSource::normal() {
  if (!legacy()) return standard_normal(bits_, release_);
  if (spare_->there) {
    spare_->there = false;
    const double number = spare_->number;
    spare_->number = 0.0;
    return number;
  }
  double x = 0;
  double y = 0;
  double square = 0;
  do {
    x = 2.0 * uniform() - 1.0;
    y = 2.0 * uniform() - 1.0;
    square = x * x + y * y;
  } while (square >= 1.0 || square == 0.0);
  const double factor = std::sqrt(-2.0 * std::log(square) / square);
  *spare_ = {true, factor * x};
  return factor * y;
}

double RandomSource::exponential() {
  return legacy() ? -std::log(1.0 - uniform()) : standard_exponential(bits_, release_);
}

std::int64_t truncated(double number) {
  if (number >= -0x1p63 && number < 0x1p63) return static_cast<std::int64_t>(number);
  return std::numeric_limits<std::int64_t>::min();
}

}  // namespace fairplay::arraycore
