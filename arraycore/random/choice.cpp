#include "arraycore/random/choice.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/bounded_integers.h"
#include "arraycore/random/kahan_sum.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/permutation.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

/// An array's int64 elements: it has no gaps.
std::int64_t* integers_in(Array& array) { return reinterpret_cast<std::int64_t*>(array.view().data()); }

Expected<std::vector<double>> checked_probabilities(const ConstDynamicView& given, std::int64_t population,
                                                    Release release) {
  const auto numbers = parameter_of(given, Kind::float64, Casting::safe, release);
  if (!numbers) return std::unexpected(numbers.error());
  if (given.dimensions() != 1) return fail(ErrorKind::value, "p must be 1-dimensional");
  if (given.count() != population) return fail(ErrorKind::value, "a and p must have same size");
  const std::vector<double> p = doubles_of(*numbers);
  const double sum = kahan_sum(p.data(), p.size());
  if (std::isnan(sum)) return fail(ErrorKind::value, "probabilities contain NaN");
  if (std::any_of(p.begin(), p.end(), [](double one) { return one < 0; })) {
    return fail(ErrorKind::value, "probabilities are not non-negative");
  }
  double tolerance = 0x1p-26;
  if (given.dtype() == DType(Kind::float16)) tolerance = std::sqrt(0x1p-10);
  if (given.dtype() == DType(Kind::float32)) tolerance = std::sqrt(0x1p-23);
  if (std::fabs(sum - 1.) > tolerance) return fail(ErrorKind::value, "probabilities do not sum to 1");
  return p;
}

std::vector<double> cumulated(const std::vector<double>& p) {
  std::vector<double> sums;
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sums.push_back(sum = i == 0 ? p[0] : sum + p[i]);
  const double last = sum;
  for (double& one : sums) one /= last;
  return sums;
}

std::int64_t place_in(const std::vector<double>& sums, double u) {
  return std::upper_bound(sums.begin(), sums.end(), u) - sums.begin();
}

/// Places with p, none twice: as many as are left are drawn at a time, and those that were drawn before have p = 0.
Expected<void> choose_apart(RandomSource& source, std::vector<double> p, std::int64_t* places, std::int64_t count) {
  if (std::count_if(p.begin(), p.end(), [](double one) { return one > 0; }) < count) {
    return fail(ErrorKind::value, "Fewer non-zero entries in p than size");
  }
  std::int64_t found = 0;
  while (found < count) {
    std::vector<double> numbers(static_cast<std::size_t>(count - found));
    for (double& number : numbers) number = source.uniform();
    for (std::int64_t i = 0; i < found; ++i) p[static_cast<std::size_t>(places[i])] = 0;
    const std::vector<double> sums = cumulated(p);
    std::unordered_set<std::int64_t> seen;
    for (const double number : numbers) {
      const std::int64_t place = place_in(sums, number);
      if (seen.insert(place).second) places[found++] = place;
    }
  }
  return {};
}

/// The last `count` of [0, population), after those were exchanged with any before.
Expected<void> choose_by_shuffle(RandomSource& source, std::int64_t population, std::int64_t* places,
                                 std::int64_t count) {
  const std::int64_t shape[]{population};
  auto all = Array::unset(Kind::int64, shape);
  if (!all) return std::unexpected(all.error());
  std::int64_t* const numbers = integers_in(*all);
  for (std::int64_t i = 0; i < population; ++i) numbers[i] = i;
  for (std::int64_t i = population - 1; i >= std::max<std::int64_t>(population - count, 1); --i) {
    std::swap(numbers[i], numbers[random_below_or_at(source.bits(), static_cast<std::uint64_t>(i))]);
  }
  std::copy_n(numbers + (population - count), count, places);
  return {};
}

void choose_by_floyd(RandomSource& source, std::int64_t population, std::int64_t* places, std::int64_t count,
                     bool shuffled) {
  std::unordered_set<std::int64_t> chosen;
  for (std::int64_t i = population - count; i < population; ++i) {
    const auto place = static_cast<std::int64_t>(random_below_or_at(source.bits(), static_cast<std::uint64_t>(i)));
    const std::int64_t taken = chosen.insert(place).second ? place : i;
    chosen.insert(taken);
    *places++ = taken;
  }
  if (!shuffled) return;
  places -= count;
  for (std::int64_t i = count - 1; i > 0; --i) {
    std::swap(places[i], places[random_below_or_at(source.bits(), static_cast<std::uint64_t>(i))]);
  }
}

Expected<void> choose_without_replacement(RandomSource& source, std::int64_t population, const ChoiceOptions& options,
                                          std::int64_t* places, std::int64_t count) {
  if (source.legacy()) {
    auto all = permutation(source.bits(), population);
    if (!all) return std::unexpected(all.error());
    std::copy_n(integers_in(*all), count, places);
    return {};
  }
  const std::int64_t cutoff = options.shuffled ? 50 : 20;
  if (population > 10000 && count > population / cutoff) {
    return choose_by_shuffle(source, population, places, count);
  }
  choose_by_floyd(source, population, places, count, options.shuffled);
  return {};
}

}  // namespace

Expected<Array> choose_places(RandomSource& source, std::int64_t population, const ChoiceOptions& options) {
  const Extents shape = options.size.value_or(Extents{});
  const auto count = element_count(shape);
  if (!count) return std::unexpected(count.error());
  if (population <= 0 && *count != 0) {
    return fail(ErrorKind::value, "there must be something to choose from unless no samples are taken");
  }
  std::vector<double> p;
  if (options.probabilities) {
    auto checked = checked_probabilities(*options.probabilities, population, source.release());
    if (!checked) return std::unexpected(checked.error());
    p = std::move(*checked);
  }
  if (!options.replace && *count > std::max<std::int64_t>(population, 0)) {
    return fail(ErrorKind::value, "Cannot take a larger sample than population without replacement");
  }
  auto result = Array::unset(Kind::int64, shape);
  if (!result || *count == 0) {
    // RandomState shuffles before it takes nothing.
    if (result && source.legacy() && !options.replace && !options.probabilities && population > 0) {
      if (auto all = permutation(source.bits(), population); !all) return all;
    }
    return result;
  }
  std::int64_t* const places = integers_in(*result);
  if (options.replace && options.probabilities) {
    const std::vector<double> sums = cumulated(p);
    for (std::int64_t i = 0; i < *count; ++i) places[i] = place_in(sums, source.uniform());
    return result;
  }
  if (options.replace) {
    const std::int64_t most = population - 1;
    for (std::int64_t i = 0; i < *count; ++i) {
      const auto range = static_cast<std::uint64_t>(most);
      places[i] = static_cast<std::int64_t>(source.legacy() ? random_interval(source.bits(), range)
                                                            : random_below_or_at(source.bits(), range));
    }
    return result;
  }
  const auto done = options.probabilities ? choose_apart(source, std::move(p), places, *count)
                                          : choose_without_replacement(source, population, options, places, *count);
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace fairplay::arraycore
