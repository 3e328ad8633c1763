// The gamma distribution, and those that are made of it.
#include <cmath>
#include <cstdint>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/continuous.h"
#include "arraycore/random/discrete.h"
#include "arraycore/random/random_source.h"
#include "arraycore/random/uniform.h"
#include "arraycore/random/ziggurat.h"

namespace fairplay::arraycore {

namespace {

/// Where numbers of a gamma distribution come from: doubles by the source's methods, floats by NumPy's for floats.
struct DoubleDraws {
  RandomSource& source;
  double uniform() { return source.uniform(); }
  double exponential() { return source.exponential(); }
  double normal() { return source.normal(); }
};
struct FloatDraws {
  RandomSource& source;
  float uniform() { return next_float(source.bits(), source.release()); }
  float exponential() { return standard_exponential_float(source.bits(), source.release()); }
  float normal() { return standard_normal_float(source.bits(), source.release()); }
};

/// J. H. Ahrens and U. Dieter, Computing 12 (1974), with an exponential number.
template <class T, class Draws>
T gamma_below_one(Draws draws, T shape) {
  while (true) {
    const T u = draws.uniform();
    const T v = draws.exponential();
    if (u <= T(1) - shape) {
      const T x = std::pow(u, T(1) / shape);
      if (x <= v) return x;
    } else {
      const T y = -std::log((T(1) - u) / shape);
      const T x = std::pow(T(1) - shape + shape * y, T(1) / shape);
      if (x <= v + y) return x;
    }
  }
}

/// G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26 (2000).
template <class T, class Draws>
T gamma_above_one(Draws draws, T shape) {
  const T b = shape - T(1) / T(3);
  const T c = T(1) / std::sqrt(T(9) * b);
  while (true) {
    T x = 0;
    T v = 0;
    do {
      x = draws.normal();
      v = T(1) + c * x;
    } while (v <= T(0));
    v = v * v * v;
    const T u = draws.uniform();
    if (u < T(1) - T(0.0331) * (x * x) * (x * x)) return b * v;
    if (std::log(u) < T(0.5) * x * x + b * (T(1) - v + std::log(v))) return b * v;
  }
}

/// Two powers that underflowed, compared by their logarithms.
double johnk_of_logarithms(const RandomSource& source, double log_x, double log_y) {
  if (source.since(2, 1)) {
    const double difference = log_x - log_y;
    if (difference > 0) return std::exp(-std::log1p(std::exp(-difference)));
    return std::exp(difference - std::log1p(std::exp(difference)));
  }
  const double larger = log_x > log_y ? log_x : log_y;
  log_x -= larger;
  log_y -= larger;
  return std::exp(log_x - std::log(std::exp(log_x) + std::exp(log_y)));
}

/// M. D. Jöhnk, Metrika 8 (1964): powers of two uniform numbers, of a sum of at most 1.
double beta_below_one(RandomSource& source, double a, double b) {
  constexpr double tiny = 3e-103;
  if (source.since(1, 26) && a < tiny && b < tiny) return (a + b) * source.uniform() < a ? 1.0 : 0.0;
  while (true) {
    const double u = source.uniform();
    const double v = source.uniform();
    const double x = std::pow(u, 1.0 / a);
    const double y = std::pow(v, 1.0 / b);
    const double sum = x + y;
    if (!(sum <= 1.0)) continue;
    if (source.legacy()) {
      if (sum > 0) return x / sum;
    } else if (source.since(1, 26)) {
      if (!(u + v > 0.0)) continue;
      if (source.since(2, 1) ? x > 0 && y > 0 : sum > 0) return x / sum;
    } else {
      if (!(sum > 0.0)) continue;
      return x / sum;
    }
    return johnk_of_logarithms(source, std::log(u) / a, std::log(v) / b);
  }
}

}  // namespace

double standard_gamma(RandomSource& source, double shape) {
  if (shape == 1.0) return source.exponential();
  if (shape == 0.0 && source.release() >= Release{1, 17}) return 0.0;
  const DoubleDraws draws{source};
  return shape < 1.0 ? gamma_below_one(draws, shape) : gamma_above_one(draws, shape);
}

float standard_gamma_float(RandomSource& source, float shape) {
  FloatDraws draws{source};
  if (shape == 1.0F) return draws.exponential();
  if (shape == 0.0F) return 0.0F;
  return shape < 1.0F ? gamma_below_one(draws, shape) : gamma_above_one(draws, shape);
}

double beta(RandomSource& source, double a, double b) {
  if (a <= 1.0 && b <= 1.0) return beta_below_one(source, a, b);
  const double first = standard_gamma(source, a);
  const double second = standard_gamma(source, b);
  return first / (first + second);
}

double chisquare(RandomSource& source, double df) { return 2.0 * standard_gamma(source, df / 2.0); }

double noncentral_chisquare(RandomSource& source, double df, double nonc) {
  const bool undefined = std::isnan(nonc) && source.release() >= Release{1, 17};
  if (undefined && !source.legacy()) return nonc;
  if (nonc == 0) return chisquare(source, df);
  if (1 < df) {
    const double central = chisquare(source, df - 1);
    const double shifted = source.normal() + std::sqrt(nonc);
    return central + shifted * shifted;
  }
  const std::int64_t more = poisson(source, nonc / 2.0);
  const double result = chisquare(source, df + static_cast<double>(wrapping_product(2, more)));
  return undefined ? nonc : result;
}

double f_ratio(RandomSource& source, double dfnum, double dfden) {
  const double numerator = chisquare(source, dfnum) * dfden;
  return numerator / (chisquare(source, dfden) * dfnum);
}

double noncentral_f(RandomSource& source, double dfnum, double dfden, double nonc) {
  const double numerator = noncentral_chisquare(source, dfnum, nonc) * dfden;
  return numerator / (chisquare(source, dfden) * dfnum);
}

double standard_t(RandomSource& source, double df) {
  const double numerator = source.normal();
  const double denominator = standard_gamma(source, df / 2);
  return std::sqrt(df / 2) * numerator / std::sqrt(denominator);
}

}  // namespace fairplay::arraycore
