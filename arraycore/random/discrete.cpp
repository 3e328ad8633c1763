#include "arraycore/random/discrete.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/continuous.h"
#include "arraycore/random/log_factorial.h"
#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

namespace {

constexpr std::int64_t largest_integer = std::numeric_limits<std::int64_t>::max();

std::int64_t poisson_by_products(RandomSource& source, double lam) {
  const double bound = std::exp(-lam);
  std::int64_t count = 0;
  double product = 1.0;
  while (true) {
    product *= source.uniform();
    if (!(product > bound)) return count;
    ++count;
  }
}

/// W. Hörmann, "The Transformed Rejection Method for Generating Poisson Random Variables", Insurance: Mathematics and
/// Economics 12 (1993).
std::int64_t poisson_by_rejection(RandomSource& source, double lam) {
  const double root = std::sqrt(lam);
  const double log_lam = std::log(lam);
  const double b = 0.931 + 2.53 * root;
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  while (true) {
    const double u = source.uniform() - 0.5;
    const double v = source.uniform();
    const double u_s = 0.5 - std::fabs(u);
    const std::int64_t k = truncated(std::floor((2 * a / u_s + b) * u + lam + 0.43));
    if (u_s >= 0.07 && v <= v_r) return k;
    if (k < 0 || (u_s < 0.013 && v > u_s)) continue;
    const auto count = static_cast<double>(k);
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (u_s * u_s) + b) <=
        -lam + count * log_lam - log_gamma(source, count + 1)) {
      return k;
    }
  }
}

std::int64_t geometric_by_search(RandomSource& source, double p) {
  std::int64_t count = 1;
  double sum = p;
  double term = p;
  const double u = source.uniform();
  while (u > sum) {
    const double before = sum;
    term *= 1.0 - p;
    sum += term;
    ++count;
    // The rest of the series is lost in rounding; NumPy would go on for ever.
    if (sum == before && term == 0.0) break;
  }
  return count;
}

std::int64_t geometric_by_inversion(RandomSource& source, double p) {
  if (source.since(1, 21)) {
    const double count = std::ceil(-source.exponential() / std::log1p(-p));
    if (source.since(1, 25) && count >= 0x1p63) return largest_integer;
    return truncated(count);
  }
  const double u = source.uniform();
  const double log_rest = source.release() >= Release{1, 21} ? std::log1p(-u) : std::log(1.0 - u);
  return truncated(std::ceil(log_rest / std::log(1.0 - p)));
}

}  // namespace

std::int64_t poisson(RandomSource& source, double lam) {
  if (lam >= 10) return poisson_by_rejection(source, lam);
  if (lam == 0) return 0;
  return poisson_by_products(source, lam);
}

std::int64_t negative_binomial(RandomSource& source, double n, double p) {
  return poisson(source, (1 - p) / p * standard_gamma(source, n));
}

std::int64_t geometric(RandomSource& source, double p) {
  return p >= 0.333333333333333333333333 ? geometric_by_search(source, p) : geometric_by_inversion(source, p);
}

/// A. W. Kemp, "Efficient Generation of Logarithmically Distributed Pseudo-Random Variables", Appl. Statist. 30 (1981).
std::int64_t logseries(RandomSource& source, double p) {
  const double r = source.since(1, 21) ? std::log1p(-p) : std::log(1.0 - p);
  while (true) {
    const double v = source.uniform();
    if (v >= p) return 1;
    const double u = source.uniform();
    const double q = source.since(1, 22) ? -std::expm1(r * u) : 1.0 - std::exp(r * u);
    if (v <= q * q) {
      const std::int64_t count = truncated(std::floor(1 + std::log(v) / std::log(q)));
      if (count < 1 || v == 0.0) continue;
      return count;
    }
    return v >= q ? 1 : 2;
  }
}

/// L. Devroye, "Non-Uniform Random Variate Generation", 1986, X.6.1.
std::int64_t zipf(RandomSource& source, double a) {
  const bool bounded = source.since(2, 1);
  if (bounded && a >= 1025) return 1;
  const double exponent = a - 1.0;
  const double b = std::pow(2.0, exponent);
  const double smallest = bounded ? std::pow(0x1p63, -exponent) : 0.0;
  while (true) {
    const double first = source.uniform();
    const double u = bounded ? first * smallest + (1 - first) : 1.0 - first;
    const double v = source.uniform();
    const double x = std::floor(std::pow(u, -1.0 / exponent));
    if (x > 0x1p63 || x < 1.0) continue;
    const double t = std::pow(1.0 + 1.0 / x, exponent);
    if (v * x * (t - 1.0) / (b - 1.0) <= t / b) return truncated(x);
  }
}

}  // namespace fairplay::arraycore
