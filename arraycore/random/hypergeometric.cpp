#include <algorithm>
#include <cmath>
#include <cstdint>

#include "arraycore/random/bounded_integers.h"
#include "arraycore/random/discrete.h"
#include "arraycore/random/log_factorial.h"
#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

namespace {

/// 2 sqrt(2/e) and 3 - 2 sqrt(3/e).
constexpr double hat_factor = 1.7155277699214135;
constexpr double hat_term = 0.8989161620588988;

/// One after the other out of the urn, or those that stay in it.
std::int64_t hypergeometric_by_urn(RandomSource& source, std::int64_t good, std::int64_t bad, std::int64_t sample) {
  const std::int64_t total = good + bad;
  const bool counts_the_rest = sample > total / 2;
  std::int64_t left = counts_the_rest ? total - sample : sample;
  std::int64_t remaining = total;
  std::int64_t remaining_good = good;
  while (left > 0 && remaining_good > 0 && remaining > remaining_good) {
    --remaining;
    if (static_cast<std::int64_t>(random_interval(source.bits(), static_cast<std::uint64_t>(remaining))) <
        remaining_good) {
      --remaining_good;
    }
    --left;
  }
  if (remaining == remaining_good) remaining_good -= left;
  return counts_the_rest ? remaining_good : good - remaining_good;
}

/// What both versions of the ratio of uniforms have in common: where the candidates lie.
struct Hat {
  double centre;
  double width;
  double bound;
};

/// Candidates of E. Stadlober's ratio of uniforms, "The Ratio of Uniforms Approach for Generating Discrete Random
/// Variates", J. Comp. Appl. Math. 31 (1990), until one is accepted. `height(k)` is the logarithm of its probability,
/// relative to the mode's.
template <class Height>
std::int64_t by_ratio_of_uniforms(RandomSource& source, const Hat& hat, Height height) {
  while (true) {
    const double u = source.uniform();
    const double v = source.uniform();
    const double x = hat.centre + hat.width * (v - 0.5) / u;
    if (x < 0.0 || x >= hat.bound) continue;
    const std::int64_t k = truncated(std::floor(x));
    const double t = height(k);
    if (u * (4.0 - u) - 3.0 <= t) return k;
    if (u * (u - t) >= 1) continue;
    if (2.0 * std::log(u) <= t) return k;
  }
}

std::int64_t mode_of(std::int64_t smaller, std::int64_t draws, std::int64_t total) {
  return truncated(
      std::floor(static_cast<double>(draws + 1) * static_cast<double>(smaller + 1) / static_cast<double>(total + 2)));
}

std::int64_t hypergeometric_by_ratio(RandomSource& source, std::int64_t good, std::int64_t bad, std::int64_t sample) {
  const std::int64_t total = good + bad;
  const std::int64_t draws = std::min(sample, total - sample);
  const std::int64_t smaller = std::min(good, bad);
  const std::int64_t larger = std::max(good, bad);
  const double p = static_cast<double>(smaller) / static_cast<double>(total);
  const double q = static_cast<double>(larger) / static_cast<double>(total);
  const double centre = static_cast<double>(draws) * p + 0.5;
  const double variance =
      static_cast<double>(total - draws) * static_cast<double>(draws) * p * q / static_cast<double>(total - 1);
  const double deviation = std::sqrt(variance + 0.5);
  const std::int64_t mode = mode_of(smaller, draws, total);
  const auto logarithms = [&](std::int64_t k) {
    return log_factorial(k) + log_factorial(smaller - k) + log_factorial(draws - k) + log_factorial(larger - draws + k);
  };
  const double at_mode = logarithms(mode);
  const double bound = std::min(static_cast<double>(std::min(draws, smaller) + 1), std::floor(centre + 16 * deviation));
  std::int64_t k = by_ratio_of_uniforms(source, {centre, hat_factor * deviation + hat_term, bound},
                                        [&](std::int64_t candidate) { return at_mode - logarithms(candidate); });
  if (good > bad) k = draws - k;
  return draws < sample ? good - k : k;
}

std::int64_t legacy_hypergeometric_by_urn(RandomSource& source, std::int64_t good, std::int64_t bad,
                                          std::int64_t sample) {
  const std::int64_t rest = bad + good - sample;
  const auto smaller = static_cast<double>(std::min(bad, good));
  double left = smaller;
  std::int64_t k = sample;
  while (left > 0.0) {
    const double u = source.uniform();
    left -= static_cast<double>(truncated(std::floor(u + left / static_cast<double>(rest + k))));
    if (--k == 0) break;
  }
  const std::int64_t drawn = truncated(smaller - left);
  return good > bad ? sample - drawn : drawn;
}

std::int64_t legacy_hypergeometric_by_ratio(RandomSource& source, std::int64_t good, std::int64_t bad,
                                            std::int64_t sample) {
  const std::int64_t total = good + bad;
  const std::int64_t draws = std::min(sample, total - sample);
  const std::int64_t smaller = std::min(good, bad);
  const std::int64_t larger = std::max(good, bad);
  const double p = static_cast<double>(smaller) / static_cast<double>(total);
  const double q = 1.0 - p;
  const double centre = static_cast<double>(draws) * p + 0.5;
  const double deviation = std::sqrt(
      static_cast<double>(total - draws) * static_cast<double>(sample) * p * q / static_cast<double>(total - 1) + 0.5);
  const std::int64_t mode = mode_of(smaller, draws, total);
  const auto logarithms = [&](std::int64_t k) {
    return log_gamma(source, static_cast<double>(k + 1)) + log_gamma(source, static_cast<double>(smaller - k + 1)) +
           log_gamma(source, static_cast<double>(draws - k + 1)) +
           log_gamma(source, static_cast<double>(larger - draws + k + 1));
  };
  const double at_mode = logarithms(mode);
  const double bound =
      std::min(static_cast<double>(std::min(draws, smaller)) + 1.0, std::floor(centre + 16 * deviation));
  std::int64_t k = by_ratio_of_uniforms(source, {centre, hat_factor * deviation + hat_term, bound},
                                        [&](std::int64_t candidate) { return at_mode - logarithms(candidate); });
  if (good > bad) k = draws - k;
  return draws < sample ? good - k : k;
}

}  // namespace

std::int64_t hypergeometric(RandomSource& source, std::int64_t good, std::int64_t bad, std::int64_t sample) {
  if (!source.legacy()) {
    const bool far_from_all = sample >= 10 && sample <= good + bad - 10;
    return far_from_all ? hypergeometric_by_ratio(source, good, bad, sample)
                        : hypergeometric_by_urn(source, good, bad, sample);
  }
  if (sample > 10) return legacy_hypergeometric_by_ratio(source, good, bad, sample);
  return sample > 0 ? legacy_hypergeometric_by_urn(source, good, bad, sample) : 0;
}

}  // namespace fairplay::arraycore
