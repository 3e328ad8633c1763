// Which distributions there are, their parameters and the limits of those.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "arraycore/random/continuous.h"
#include "arraycore/random/discrete.h"
#include "arraycore/random/distribution.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

using Source = RandomSource;
using Values = DrawValues;

std::optional<Error> wrong_interval(const Source& source, const Values& v) {
  const double range = v.real[1] - v.real[0];
  if (!std::isfinite(range)) return Error{ErrorKind::range, "Range exceeds valid bounds"};
  if (source.since(1, 21) && std::signbit(range)) return Error{ErrorKind::value, "high - low < 0"};
  return std::nullopt;
}

std::optional<Error> wrong_triangle(const Source&, const Values& v) {
  if (v.real[0] > v.real[1]) return Error{ErrorKind::value, "left > mode"};
  if (v.real[1] > v.real[2]) return Error{ErrorKind::value, "mode > right"};
  if (v.real[0] == v.real[2]) return Error{ErrorKind::value, "left == right"};
  return std::nullopt;
}

/// Sums that can't be counted are refused, too.
std::optional<Error> wrong_urn(const Source& source, const Values& v) {
  constexpr std::int64_t generators_limit = 1000000000;
  if (!source.legacy() && (v.whole[0] >= generators_limit || v.whole[1] >= generators_limit)) {
    return Error{ErrorKind::value, "both ngood and nbad must be less than 1000000000"};
  }
  if (v.whole[0] > std::numeric_limits<std::int64_t>::max() - 2 - v.whole[1]) {
    return Error{ErrorKind::value, "ngood + nbad is too large"};
  }
  if (v.whole[0] + v.whole[1] < v.whole[2]) return Error{ErrorKind::value, "ngood + nbad < nsample"};
  return std::nullopt;
}

/// The Poisson numbers inside have a limit.
std::optional<Error> wrong_trials(const Source& source, const Values& v) {
  if (!source.since(1, 22)) return std::nullopt;
  const double largest = (1 - v.real[1]) / v.real[1] * (v.real[0] + 10 * std::sqrt(v.real[0]));
  if (largest > 9223372006484771000.0) return Error{ErrorKind::value, "n too large or p too small"};
  return std::nullopt;
}

constexpr Distribution::Value no_value{};

constexpr std::array distributions{
    Distribution{"beta",
                 2,
                 {{{"a", Limit::positive}, {"b", Limit::positive}, no_value}},
                 [](Source& s, const Values& v) { return beta(s, v.real[0], v.real[1]); }},
    Distribution{"binomial",
                 2,
                 {{{"n", Limit::non_negative, true}, {"p", Limit::probability}, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return binomial(s, v.whole[0], v.real[1]); }},
    Distribution{"chisquare",
                 1,
                 {{{"df", Limit::positive}, no_value, no_value}},
                 [](Source& s, const Values& v) { return chisquare(s, v.real[0]); }},
    Distribution{"exponential",
                 1,
                 {{{"scale", Limit::non_negative}, no_value, no_value}},
                 [](Source& s, const Values& v) { return v.real[0] * s.exponential(); }},
    Distribution{"f",
                 2,
                 {{{"dfnum", Limit::positive}, {"dfden", Limit::positive}, no_value}},
                 [](Source& s, const Values& v) { return f_ratio(s, v.real[0], v.real[1]); }},
    Distribution{"gamma",
                 2,
                 {{{"shape", Limit::non_negative}, {"scale", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return v.real[1] * standard_gamma(s, v.real[0]); }},
    Distribution{"geometric",
                 1,
                 {{{"p", Limit::positive_probability}, no_value, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return geometric(s, v.real[0]); }},
    Distribution{"gumbel",
                 2,
                 {{{"loc", Limit::none}, {"scale", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return gumbel(s, v.real[0], v.real[1]); }},
    Distribution{"hypergeometric",
                 3,
                 {{{"ngood", Limit::non_negative, true},
                   {"nbad", Limit::non_negative, true},
                   {"nsample", Limit::non_negative, true}}},
                 nullptr,
                 [](Source& s, const Values& v) { return hypergeometric(s, v.whole[0], v.whole[1], v.whole[2]); },
                 wrong_urn},
    Distribution{"laplace",
                 2,
                 {{{"loc", Limit::none}, {"scale", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return laplace(s, v.real[0], v.real[1]); }},
    Distribution{"logistic",
                 2,
                 {{{"loc", Limit::none}, {"scale", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return logistic(s, v.real[0], v.real[1]); }},
    Distribution{"lognormal",
                 2,
                 {{{"mean", Limit::none}, {"sigma", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return std::exp(v.real[0] + v.real[1] * s.normal()); }},
    Distribution{"logseries",
                 1,
                 {{{"p", Limit::probability_below_1}, no_value, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return logseries(s, v.real[0]); }},
    Distribution{"negative_binomial",
                 2,
                 {{{"n", Limit::positive_number}, {"p", Limit::positive_probability}, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return negative_binomial(s, v.real[0], v.real[1]); },
                 wrong_trials},
    Distribution{"noncentral_chisquare",
                 2,
                 {{{"df", Limit::positive}, {"nonc", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return noncentral_chisquare(s, v.real[0], v.real[1]); }},
    Distribution{"noncentral_f",
                 3,
                 {{{"dfnum", Limit::positive}, {"dfden", Limit::positive}, {"nonc", Limit::non_negative}}},
                 [](Source& s, const Values& v) { return noncentral_f(s, v.real[0], v.real[1], v.real[2]); }},
    Distribution{"normal",
                 2,
                 {{{"loc", Limit::none}, {"scale", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return v.real[0] + v.real[1] * s.normal(); }},
    Distribution{"pareto",
                 1,
                 {{{"a", Limit::positive}, no_value, no_value}},
                 [](Source& s, const Values& v) { return pareto(s, v.real[0]); }},
    Distribution{"poisson",
                 1,
                 {{{"lam", Limit::poisson}, no_value, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return poisson(s, v.real[0]); }},
    Distribution{"power",
                 1,
                 {{{"a", Limit::positive}, no_value, no_value}},
                 [](Source& s, const Values& v) { return power(s, v.real[0]); }},
    Distribution{"rayleigh",
                 1,
                 {{{"scale", Limit::non_negative}, no_value, no_value}},
                 [](Source& s, const Values& v) { return rayleigh(s, v.real[0]); }},
    Distribution{"standard_cauchy", 0, {}, [](Source& s, const Values&) { return standard_cauchy(s); }},
    Distribution{"standard_exponential", 0, {}, [](Source& s, const Values&) { return s.exponential(); }},
    Distribution{"standard_gamma",
                 1,
                 {{{"shape", Limit::non_negative}, no_value, no_value}},
                 [](Source& s, const Values& v) { return standard_gamma(s, v.real[0]); }},
    Distribution{"standard_normal", 0, {}, [](Source& s, const Values&) { return s.normal(); }},
    Distribution{"standard_t",
                 1,
                 {{{"df", Limit::positive}, no_value, no_value}},
                 [](Source& s, const Values& v) { return standard_t(s, v.real[0]); }},
    Distribution{"triangular",
                 3,
                 {{{"left"}, {"mode"}, {"right"}}},
                 [](Source& s, const Values& v) { return triangular(s, v.real[0], v.real[1], v.real[2]); },
                 nullptr,
                 wrong_triangle},
    Distribution{"uniform",
                 2,
                 {{{"low"}, {"high"}, no_value}},
                 [](Source& s, const Values& v) { return v.real[0] + (v.real[1] - v.real[0]) * s.uniform(); },
                 nullptr,
                 wrong_interval},
    Distribution{"vonmises",
                 2,
                 {{{"mu", Limit::none}, {"kappa", Limit::non_negative}, no_value}},
                 [](Source& s, const Values& v) { return vonmises(s, v.real[0], v.real[1]); }},
    Distribution{"wald",
                 2,
                 {{{"mean", Limit::positive}, {"scale", Limit::positive}, no_value}},
                 [](Source& s, const Values& v) { return wald(s, v.real[0], v.real[1]); }},
    Distribution{"weibull",
                 1,
                 {{{"a", Limit::non_negative}, no_value, no_value}},
                 [](Source& s, const Values& v) { return weibull(s, v.real[0]); }},
    Distribution{"zipf",
                 1,
                 {{{"a", Limit::above_1}, no_value, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return zipf(s, v.real[0]); }},
};

/// RandomState draws at least one ball, and may have no success at all.
constexpr std::array legacy_distributions{
    Distribution{"hypergeometric",
                 3,
                 {{{"ngood", Limit::non_negative, true},
                   {"nbad", Limit::non_negative, true},
                   {"nsample", Limit::at_least_1, true}}},
                 nullptr,
                 [](Source& s, const Values& v) { return hypergeometric(s, v.whole[0], v.whole[1], v.whole[2]); },
                 wrong_urn},
    Distribution{"negative_binomial",
                 2,
                 {{{"n", Limit::positive}, {"p", Limit::probability}, no_value}},
                 nullptr,
                 [](Source& s, const Values& v) { return negative_binomial(s, v.real[0], v.real[1]); }},
};

template <class Table>
const Distribution* found_in(const Table& table, std::string_view name) {
  for (const Distribution& one : table) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace

const Distribution* distribution_of(std::string_view name, bool legacy) {
  if (legacy) {
    if (const Distribution* other = found_in(legacy_distributions, name)) return other;
  }
  return found_in(distributions, name);
}

}  // namespace fairplay::arraycore
