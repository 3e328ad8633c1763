#include "arraycore/random/continuous.h"

#include <cmath>
#include <numbers>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

namespace {

using std::numbers::pi;

/// D. J. Best and N. I. Fisher, "Efficient Simulation of the von Mises Distribution", Appl. Statist. 28 (1979): the
/// cosine of the wrapped Cauchy distribution that envelops it, by its parameter s.
double von_mises_cosine(RandomSource& source, double kappa, double s) {
  while (true) {
    const double z = std::cos(pi * source.uniform());
    const double w = (1 + s * z) / (s + z);
    const double y = kappa * (s - w);
    const double v = source.uniform();
    if (y * (2 - y) - v >= 0 || std::log(y / v) + 1 - y >= 0) return w;
  }
}

double envelope_of_von_mises(double kappa) {
  if (kappa < 1e-5) return 1. / kappa + kappa;
  const double r = 1 + std::sqrt(1 + 4 * kappa * kappa);
  const double rho = (r - std::sqrt(2 * r)) / (2 * kappa);
  return (1 + rho * rho) / (2 * rho);
}

double wrapped_normal(RandomSource& source, double mu, double kappa) {
  double angle = mu + std::sqrt(1. / kappa) * source.normal();
  if (angle < -pi) angle += 2 * pi;
  if (angle > pi) angle -= 2 * pi;
  return angle;
}

}  // namespace

double standard_cauchy(RandomSource& source) {
  const double numerator = source.normal();
  return numerator / source.normal();
}

double pareto(RandomSource& source, double a) {
  const double exponent = source.exponential() / a;
  return source.since(1, 22) ? std::expm1(exponent) : std::exp(exponent) - 1;
}

double weibull(RandomSource& source, double a) {
  if (a == 0.0 && source.release() >= Release{1, 17}) return 0.0;
  return std::pow(source.exponential(), 1. / a);
}

double power(RandomSource& source, double a) {
  const double exponent = -source.exponential();
  return std::pow(source.since(1, 22) ? -std::expm1(exponent) : 1 - std::exp(exponent), 1. / a);
}

double laplace(RandomSource& source, double loc, double scale) {
  while (true) {
    const double u = source.uniform();
    if (u >= 0.5) return loc - scale * std::log(2.0 - u - u);
    if (u > 0.0) return loc + scale * std::log(u + u);
  }
}

double gumbel(RandomSource& source, double loc, double scale) {
  while (true) {
    const double u = 1.0 - source.uniform();
    if (u < 1.0) return loc - scale * std::log(-std::log(u));
  }
}

double logistic(RandomSource& source, double loc, double scale) {
  while (true) {
    const double u = source.uniform();
    if (u > 0.0) return loc + scale * std::log(u / (1.0 - u));
  }
}

double rayleigh(RandomSource& source, double scale) {
  if (source.since(1, 21)) return scale * std::sqrt(2.0 * source.exponential());
  const double u = source.uniform();
  return scale * std::sqrt(-2.0 * (source.release() >= Release{1, 21} ? std::log1p(-u) : std::log(1.0 - u)));
}

/// J. R. Michael, W. R. Schucany, R. W. Haas, "Generating Random Variates Using Transformations with Multiple Roots",
/// Am. Statist. 30 (1976). Up to 2.2, and in RandomState, the smaller root loses its digits.
double wald(RandomSource& source, double mean, double scale) {
  double y = source.normal();
  y = mean * y * y;
  double x = 0;
  if (source.since(2, 3)) {
    const double d = 1 + std::sqrt(1 + 4 * scale / y);
    x = mean * (1 - 2 / d);
  } else {
    x = mean + mean / (2 * scale) * (y - std::sqrt(4 * scale * y + y * y));
  }
  return source.uniform() <= mean / (mean + x) ? x : mean * mean / x;
}

double vonmises(RandomSource& source, double mu, double kappa) {
  if (std::isnan(kappa)) return kappa;
  if (kappa < 1e-8) return pi * (2 * source.uniform() - 1);
  if (kappa > 1e6 && source.since(1, 21)) return wrapped_normal(source, mu, kappa);
  const double w = von_mises_cosine(source, kappa, envelope_of_von_mises(kappa));
  const double u = source.uniform();
  double angle = std::acos(w);
  if (u < 0.5) angle = -angle;
  angle += mu;
  const double turned = std::fmod(std::fabs(angle) + pi, 2 * pi) - pi;
  return angle < 0 ? -turned : turned;
}

double triangular(RandomSource& source, double left, double mode, double right) {
  const double base = right - left;
  const double left_base = mode - left;
  const double u = source.uniform();
  if (u <= left_base / base) return left + std::sqrt(u * (left_base * base));
  return right - std::sqrt((1.0 - u) * ((right - mode) * base));
}

}  // namespace fairplay::arraycore
