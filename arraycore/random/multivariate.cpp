#include "arraycore/random/multivariate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bounded_integers.h"
#include "arraycore/random/continuous.h"
#include "arraycore/random/discrete.h"
#include "arraycore/random/kahan_sum.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

template <class T>
T* elements_in(Array& array) {
  return reinterpret_cast<T*>(array.view().data());
}

/// From 1.17 to 2.4 RandomState's multinomial numbers were made of Generator's binomial ones.
bool has_generators_binomials(const RandomSource& source) {
  return source.legacy() && source.release() >= Release{1, 17} && source.release() < Release{2, 5};
}

void draw_multinomial(RandomSource& source, std::int64_t n, const double* p, std::int64_t kinds, std::int64_t* counts) {
  double rest = 1.0;
  for (std::int64_t i = 0; i < kinds - 1; ++i) {
    counts[i] = binomial(source, n, p[i] / rest);
    n -= counts[i];
    if (n <= 0) return;
    rest -= p[i];
  }
  if (n > 0) counts[kinds - 1] = n;
}

Expected<void> check_multinomial(const std::vector<double>& p, std::size_t kinds) {
  if (std::any_of(p.begin(), p.end(), [](double one) { return !(one >= 0 && one <= 1); })) {
    return fail(ErrorKind::value, "pvals < 0, pvals > 1 or pvals contains NaNs");
  }
  for (std::size_t i = 0; i < p.size(); i += kinds) {
    if (kahan_sum(p.data() + i, kinds - 1) > 1.0 + 1e-12) return fail(ErrorKind::value, "sum(pvals[:-1]) > 1.0");
  }
  return {};
}

/// A row for each element of a shape.
Expected<Array> rows(DType dtype, const Extents& shape, std::int64_t length) {
  Extents all = shape;
  all.push_back(length);
  return Array::zeros(dtype, all);
}

void break_stick(RandomSource& source, const std::vector<double>& alpha, const std::vector<double>& rest, double* row) {
  const std::size_t last = alpha.size() - 1;
  double left = 1.;
  for (std::size_t i = 0; i < last; ++i) {
    const double part = beta(source, alpha[i], rest[i + 1]);
    row[i] = left * part;
    left *= 1. - part;
    if (rest[i + 1] == 0 && source.since(1, 23)) break;
  }
  row[last] = left;
}

void normalize_gammas(RandomSource& source, const std::vector<double>& alpha, double* row) {
  double sum = 0.;
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    row[i] = standard_gamma(source, alpha[i]);
    sum = sum + row[i];
  }
  const double inverse = 1. / sum;
  for (std::size_t i = 0; i < alpha.size(); ++i) row[i] = row[i] * inverse;
}

void draw_marginals(RandomSource& source, const std::vector<std::int64_t>& colors, std::int64_t total,
                    std::int64_t sample, std::int64_t* counts) {
  std::int64_t rest = total;
  for (std::size_t i = 0; sample > 0 && i + 1 < colors.size(); ++i) {
    rest -= colors[i];
    counts[i] = hypergeometric(source, colors[i], rest, sample);
    sample -= counts[i];
  }
  if (sample > 0) counts[colors.size() - 1] = sample;
}

/// `balls` keeps its order from one sample to the next.
void draw_balls(RandomSource& source, std::int64_t* balls, std::int64_t total, std::int64_t sample,
                std::int64_t* counts) {
  for (std::int64_t i = 0; i < sample; ++i) {
    std::swap(
        balls[i + static_cast<std::int64_t>(random_interval(source.bits(), static_cast<std::uint64_t>(total - i - 1)))],
        balls[i]);
  }
  for (std::int64_t i = 0; i < sample; ++i) ++counts[balls[i]];
}

Expected<std::int64_t> total_of(const std::vector<std::int64_t>& colors, UrnMethod method) {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  std::int64_t total = 0;
  for (const std::int64_t color : colors) {
    if (color < 0) return fail(ErrorKind::value, "colors must be nonnegative integers");
    if (color > largest - total) return fail(ErrorKind::value, "sum(colors) doesn't fit int64");
    total += color;
  }
  if (total >= (method == UrnMethod::marginals ? 1000000000 : largest / 8 + 1)) {
    return fail(ErrorKind::value, "sum(colors) is " + std::to_string(total) + ", too much for this method");
  }
  return total;
}

}  // namespace

Expected<Array> multinomial(RandomSource& source, const ConstDynamicView& n, const ConstDynamicView& p,
                            const DrawnSize& size) {
  auto counts = parameter_of(n, Kind::int64, Casting::safe, source.release());
  if (!counts) return std::unexpected(counts.error());
  const auto probabilities = parameter_of(p, Kind::float64, Casting::safe, source.release());
  if (!probabilities) return std::unexpected(probabilities.error());
  const bool one_row = source.legacy() || source.release() < Release{1, 22};
  if (p.dimensions() == 0 || (one_row && p.dimensions() != 1) || (source.legacy() && n.dimensions() != 0)) {
    return fail(source.legacy() ? ErrorKind::dtype : ErrorKind::value,
                "pvals of shape " + describe(p.shape()) + ", n of shape " + describe(n.shape()));
  }
  const std::int64_t kinds = p.shape().back();
  if (kinds == 0) return fail(ErrorKind::value, "the last axis of pvals has no elements");
  const std::vector<double> all = doubles_of(*probabilities);
  if (auto fine = check_multinomial(all, static_cast<std::size_t>(kinds)); !fine) {
    return std::unexpected(fine.error());
  }
  for (const std::int64_t one : integers_of(*counts)) {
    if (one < 0) return fail(ErrorKind::value, "n < 0");
  }
  // Where each row of probabilities begins, as an array of the other axes.
  Extents outer(p.shape().begin(), p.shape().end() - 1);
  auto offsets = Array::unset(Kind::int64, outer);
  if (!offsets) return offsets;
  for (std::int64_t i = 0; i < offsets->count(); ++i) elements_in<std::int64_t>(*offsets)[i] = i * kinds;
  const ConstDynamicView offsets_view = *offsets;
  std::vector<Parameter> parameters;
  parameters.push_back(std::move(*counts));
  parameters.push_back(Parameter{offsets_view, std::nullopt});
  const auto shape = drawn_shape(parameters, size);
  if (!shape) return std::unexpected(shape.error());
  auto result = rows(Kind::int64, *shape, kinds);
  if (!result) return result;
  const std::vector<std::int64_t> trials = integers_of(Parameter{parameters[0].under(*shape), std::nullopt});
  const std::vector<std::int64_t> starts = integers_of(Parameter{parameters[1].under(*shape), std::nullopt});
  RandomSource generators(source.bits(), source.release());
  RandomSource& used = has_generators_binomials(source) ? generators : source;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    draw_multinomial(used, trials[i], all.data() + starts[i], kinds,
                     elements_in<std::int64_t>(*result) + static_cast<std::int64_t>(i) * kinds);
  }
  return result;
}

Expected<Array> dirichlet(RandomSource& source, const ConstDynamicView& alpha, const DrawnSize& size) {
  const auto numbers = parameter_of(alpha, Kind::float64, Casting::safe, source.release());
  if (!numbers) return std::unexpected(numbers.error());
  if (alpha.dimensions() != 1) return fail(ErrorKind::value, "alpha of shape " + describe(alpha.shape()));
  const std::vector<double> values = doubles_of(*numbers);
  const bool zero_is_fine = source.since(1, 23);
  if (std::any_of(values.begin(), values.end(), [&](double one) { return zero_is_fine ? one < 0 : one <= 0; })) {
    return fail(ErrorKind::value, zero_is_fine ? "alpha < 0" : "alpha <= 0");
  }
  const auto length = static_cast<std::int64_t>(values.size());
  auto result = rows(Kind::float64, size.value_or(Extents{}), length);
  if (!result || result->count() == 0) return result;
  const bool small =
      source.since(1, 19) && std::all_of(values.begin(), values.end(), [](double one) { return one < 0.1; });
  std::vector<double> rest(values.size());
  double sum = 0;
  for (std::size_t i = values.size(); i-- > 0;) rest[i] = sum += values[i];
  if (small && sum == 0 && zero_is_fine) return result;
  double* const row = elements_in<double>(*result);
  for (std::int64_t i = 0; i < result->count(); i += length) {
    if (small) {
      break_stick(source, values, rest, row + i);
    } else {
      normalize_gammas(source, values, row + i);
    }
  }
  return result;
}

Expected<Array> multivariate_hypergeometric(RandomSource& source, const ConstDynamicView& colors, std::int64_t sample,
                                            const DrawnSize& size, UrnMethod method) {
  if (colors.dimensions() != 1 || (colors.count() > 0 && !is_integer(colors.dtype().kind()))) {
    return fail(ErrorKind::value, "colors of shape " + describe(colors.shape()) + " of " + colors.dtype().name());
  }
  const auto parameter = parameter_of(colors, Kind::int64, Casting::unsafe, source.release());
  if (!parameter) return std::unexpected(parameter.error());
  const std::vector<std::int64_t> counts = integers_of(*parameter);
  const auto total = total_of(counts, method);
  if (!total) return std::unexpected(total.error());
  if (sample < 0 || sample > *total) {
    return fail(ErrorKind::value, "a sample of " + std::to_string(sample) + " out of " + std::to_string(*total));
  }
  const auto length = static_cast<std::int64_t>(counts.size());
  auto result = rows(Kind::int64, size.value_or(Extents{}), length);
  if (!result || result->count() == 0 || *total == 0 || sample == 0) return result;
  const bool draws_the_rest = sample > *total / 2;
  if (draws_the_rest) sample = *total - sample;
  auto balls = Array::unset(Kind::int64, Extents{method == UrnMethod::count ? *total : 0});
  if (!balls) return balls;
  if (method == UrnMethod::count) {
    std::int64_t* ball = elements_in<std::int64_t>(*balls);
    for (std::int64_t color = 0; color < length; ++color) {
      ball = std::fill_n(ball, counts[static_cast<std::size_t>(color)], color);
    }
  }
  for (std::int64_t row = 0; row < result->count(); row += length) {
    std::int64_t* const drawn = elements_in<std::int64_t>(*result) + row;
    if (method == UrnMethod::count) {
      draw_balls(source, elements_in<std::int64_t>(*balls), *total, sample, drawn);
    } else {
      draw_marginals(source, counts, *total, sample, drawn);
    }
    for (std::int64_t i = 0; draws_the_rest && i < length; ++i) {
      drawn[i] = counts[static_cast<std::size_t>(i)] - drawn[i];
    }
  }
  return result;
}

}  // namespace fairplay::arraycore
