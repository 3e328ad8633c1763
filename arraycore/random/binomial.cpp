#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "arraycore/random/discrete.h"
#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

namespace {

bool is_set_up(const BinomialSetup& setup, std::int64_t n, double p) {
  return setup.there && setup.n == n && setup.p == p;
}

std::int64_t binomial_by_inversion(RandomSource& source, std::int64_t n, double p) {
  BinomialSetup& setup = source.binomial;
  const auto trials = static_cast<double>(n);
  if (!is_set_up(setup, n, p)) {
    setup.there = true;
    setup.n = n;
    setup.p = p;
    setup.q = 1.0 - p;
    setup.r = std::exp(trials * (source.since(2, 4) ? std::log1p(-p) : std::log(setup.q)));
    setup.c = trials * p;
    setup.m = truncated(std::min(trials, setup.c + 10.0 * std::sqrt(setup.c * setup.q + 1)));
  }
  std::int64_t count = 0;
  double probability = setup.r;
  double u = source.uniform();
  while (u > probability) {
    ++count;
    if (count > setup.m) {
      count = 0;
      probability = setup.r;
      u = source.uniform();
    } else {
      u -= probability;
      probability =
          static_cast<double>(wrapping_sum(n - count, 1)) * p * probability / (static_cast<double>(count) * setup.q);
    }
  }
  return count;
}

void set_up_btpe(BinomialSetup& setup, std::int64_t n, double p) {
  const auto trials = static_cast<double>(n);
  setup.there = true;
  setup.n = n;
  setup.p = p;
  setup.r = std::min(p, 1.0 - p);
  setup.q = 1.0 - setup.r;
  setup.fm = trials * setup.r + setup.r;
  setup.m = truncated(std::floor(setup.fm));
  setup.p1 = std::floor(2.195 * std::sqrt(trials * setup.r * setup.q) - 4.6 * setup.q) + 0.5;
  setup.xm = static_cast<double>(setup.m) + 0.5;
  setup.xl = setup.xm - setup.p1;
  setup.xr = setup.xm + setup.p1;
  setup.c = 0.134 + 20.5 / (15.3 + static_cast<double>(setup.m));
  double a = (setup.fm - setup.xl) / (setup.fm - setup.xl * setup.r);
  setup.laml = a * (1.0 + a / 2.0);
  a = (setup.xr - setup.fm) / (setup.xr * setup.q);
  setup.lamr = a * (1.0 + a / 2.0);
  setup.p2 = setup.p1 * (1.0 + 2.0 * setup.c);
  setup.p3 = setup.p2 + setup.c / setup.laml;
  setup.p4 = setup.p3 + setup.c / setup.lamr;
}

/// A term of Stirling's series with a square.
double stirling_term(double first, double x) {
  const double square = x * x;
  return (first - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.;
}

/// Whether a candidate far from the mode is accepted, by the logarithm of its height.
bool accepts_far(const RandomSource& source, const BinomialSetup& setup, std::int64_t y, std::int64_t k, double v) {
  const auto trials = static_cast<double>(setup.n);
  const double variance = trials * setup.r * setup.q;
  const auto distance = static_cast<double>(k);
  const double rho =
      distance / variance * ((distance * (distance / 3.0 + 0.625) + 0.16666666666666666) / variance + 0.5);
  const double t = static_cast<double>(wrapping_product(-k, k)) / (2 * variance);
  const double a = std::log(v);
  if (a < t - rho) return true;
  if (a > t + rho) return false;
  const double x1 = static_cast<double>(y) + 1;
  const double f1 = static_cast<double>(setup.m) + 1;
  const double z = trials + 1 - static_cast<double>(setup.m);
  const double w = trials - static_cast<double>(y) + 1;
  const double main_terms = setup.xm * std::log(f1 / x1) +
                            (static_cast<double>(setup.n - setup.m) + 0.5) * std::log(z / w) +
                            static_cast<double>(y - setup.m) * std::log(w * setup.r / (x1 * setup.q));
  // The paper has two wrong signs, and NumPy up to 2.4 a wrong digit.
  if (source.since(2, 5)) {
    return !(a > main_terms + stirling_term(13860., f1) + stirling_term(13860., z) - stirling_term(13860., x1) -
                     stirling_term(13860., w));
  }
  return !(a > main_terms + stirling_term(13680., f1) + stirling_term(13680., z) + stirling_term(13680., x1) +
                   stirling_term(13680., w));
}

bool accepts_near(const BinomialSetup& setup, std::int64_t y, double v) {
  const double s = setup.r / setup.q;
  const double a = s * static_cast<double>(wrapping_sum(setup.n, 1));
  double height = 1.0;
  for (std::int64_t i = setup.m + 1; i <= y; ++i) height *= a / static_cast<double>(i) - s;
  for (std::int64_t i = y + 1; i <= setup.m; ++i) height /= a / static_cast<double>(i) - s;
  return !(v > height);
}

/// V. Kachitvichyanukul and B. W. Schmeiser, "Binomial Random Variate Generation", Comm. ACM 31 (1988): algorithm BTPE,
/// a triangle, a parallelogram and two exponential tails.
std::int64_t binomial_by_btpe(RandomSource& source, std::int64_t n, double p) {
  BinomialSetup& setup = source.binomial;
  if (!is_set_up(setup, n, p)) set_up_btpe(setup, n, p);
  const double variance = static_cast<double>(n) * setup.r * setup.q;
  while (true) {
    const double u = source.uniform() * setup.p4;
    double v = source.uniform();
    std::int64_t y = 0;
    if (!(u > setup.p1)) return truncated(std::floor(setup.xm - setup.p1 * v + u));
    if (!(u > setup.p2)) {
      const double x = setup.xl + (u - setup.p1) / setup.c;
      v = v * setup.c + 1.0 - std::fabs(static_cast<double>(setup.m) - x + 0.5) / setup.p1;
      if (v > 1.0) continue;
      y = truncated(std::floor(x));
    } else if (!(u > setup.p3)) {
      y = truncated(std::floor(setup.xl + std::log(v) / setup.laml));
      if (y < 0 || v == 0.0) continue;
      v = v * (u - setup.p2) * setup.laml;
    } else {
      y = truncated(std::floor(setup.xr - std::log(v) / setup.lamr));
      if (y > n || v == 0.0) continue;
      v = v * (u - setup.p3) * setup.lamr;
    }
    const std::int64_t k = std::llabs(wrapping_sum(y, -setup.m));
    const bool far = k > 20 && static_cast<double>(k) < variance / 2.0 - 1;
    if (far ? accepts_far(source, setup, y, k, v) : accepts_near(setup, y, v)) return y;
  }
}

std::int64_t binomial_up_to_half(RandomSource& source, std::int64_t n, double p) {
  return p * static_cast<double>(n) <= 30.0 ? binomial_by_inversion(source, n, p) : binomial_by_btpe(source, n, p);
}

}  // namespace

std::int64_t binomial(RandomSource& source, std::int64_t n, double p) {
  if (!source.legacy() && (n == 0 || p == 0.0)) return 0;
  if (p <= 0.5) return binomial_up_to_half(source, n, p);
  return wrapping_sum(n, wrapping_product(-1, binomial_up_to_half(source, n, 1.0 - p)));
}

}  // namespace fairplay::arraycore
