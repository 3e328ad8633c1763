#include "arraycore/random/generator.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/take.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bounded_integers.h"
#include "arraycore/random/choice.h"
#include "arraycore/random/distribution.h"
#include "arraycore/random/multivariate.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/permutation.h"
#include "arraycore/random/random_bytes.h"
#include "arraycore/random/uniform.h"
#include "arraycore/random/ziggurat.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

namespace {

/// An array of float32 or float64, filled by `fill(numbers)`.
template <class Fill>
Expected<Array> filled(const Extents& size, DType dtype, Fill fill) {
  if (dtype != DType(Kind::float64) && dtype != DType(Kind::float32)) {
    return fail(ErrorKind::dtype, "random numbers of " + dtype.name() + "; there are those of float32 and float64");
  }
  auto result = Array::unset(dtype, size);
  if (!result) return result;
  const auto count = static_cast<std::size_t>(result->count());
  std::byte* const data = result->view().data();
  if (dtype == DType(Kind::float64)) {
    fill(std::span(reinterpret_cast<double*>(data), count));
  } else {
    fill(std::span(reinterpret_cast<float*>(data), count));
  }
  return result;
}

double inverted(double u, Release release) { return release >= Release{1, 21} ? -std::log1p(-u) : -std::log(1.0 - u); }

float inverted(float u, Release release) {
  // 1.17 computes in float.
  if (release < Release{1, 18}) return -std::log(1.0F - u);
  return static_cast<float>(inverted(static_cast<double>(u), release));
}

}  // namespace

Expected<Array> Generator::random(const Extents& size, DType dtype) {
  return filled(size, dtype, [&]<class T>(std::span<T> numbers) {
    if constexpr (sizeof(T) == sizeof(double)) {
      fill_uniform(*bits_, numbers);
    } else {
      fill_uniform(*bits_, release_, numbers);
    }
  });
}

Expected<Array> Generator::standard_normal(const Extents& size, DType dtype) {
  return filled(size, dtype, [&](auto numbers) { fill_standard_normal(*bits_, release_, numbers); });
}

Expected<Array> Generator::standard_exponential(const Extents& size, DType dtype, ExponentialMethod method) {
  if (method == ExponentialMethod::ziggurat) {
    return filled(size, dtype, [&](auto numbers) { fill_standard_exponential(*bits_, release_, numbers); });
  }
  return filled(size, dtype, [&]<class T>(std::span<T> numbers) {
    for (T& number : numbers) {
      if constexpr (sizeof(T) == sizeof(double)) {
        number = inverted(bits_->next_double(), release_);
      } else {
        number = inverted(next_float(*bits_, release_), release_);
      }
    }
  });
}

Expected<Array> Generator::standard_gamma(const ConstDynamicView& shape, const DrawnSize& size, DType dtype) {
  if (dtype == DType(Kind::float32)) return draw_standard_gamma_float(source_, shape, size);
  if (dtype != DType(Kind::float64)) return fail(ErrorKind::dtype, "gamma numbers of " + dtype.name());
  return draw("standard_gamma", {&shape, 1}, size);
}

Expected<Array> Generator::draw(std::string_view distribution, std::span<const ConstDynamicView> parameters,
                                const DrawnSize& size) {
  const Distribution* found = distribution_of(distribution, false);
  if (found == nullptr) return fail(ErrorKind::value, "no distribution " + std::string(distribution));
  return arraycore::draw(source_, *found, parameters, size);
}

Expected<Array> Generator::integers(const ConstDynamicView& low, const ConstDynamicView& high, const DrawnSize& size,
                                    DType dtype, bool endpoint) {
  return random_integers(*bits_, low, high, size, dtype, endpoint, Rejection::lemire);
}

Expected<std::string> Generator::bytes(std::int64_t length) { return random_bytes(*bits_, length, release_); }

Expected<Array> Generator::choice(std::int64_t population, const ChoiceOptions& options) {
  return choose_places(source_, population, options);
}

Expected<Array> Generator::choice(const ConstDynamicView& view, const ChoiceOptions& options, std::int64_t axis) {
  const auto place = normal_axis(axis, view.dimensions());
  if (!place) return std::unexpected(place.error());
  const auto places = choose_places(source_, view.shape()[*place], options);
  if (!places) return std::unexpected(places.error());
  return take(view, *places, axis);
}

Expected<void> Generator::shuffle(const DynamicView& view, std::int64_t axis) {
  return arraycore::shuffle(*bits_, view, axis, release_);
}

Expected<Array> Generator::permutation(std::int64_t count) { return arraycore::permutation(*bits_, count); }

Expected<Array> Generator::permutation(const ConstDynamicView& view, std::int64_t axis) {
  return arraycore::permutation(*bits_, view, axis);
}

Expected<Array> Generator::permuted(const ConstDynamicView& view, std::optional<std::int64_t> axis) {
  return permuted_elements(*bits_, view, axis);
}

Expected<Array> Generator::multinomial(const ConstDynamicView& n, const ConstDynamicView& p, const DrawnSize& size) {
  return arraycore::multinomial(source_, n, p, size);
}

Expected<Array> Generator::dirichlet(const ConstDynamicView& alpha, const DrawnSize& size) {
  return arraycore::dirichlet(source_, alpha, size);
}

Expected<Array> Generator::multivariate_hypergeometric(const ConstDynamicView& colors, std::int64_t sample,
                                                       const DrawnSize& size, UrnMethod method) {
  return arraycore::multivariate_hypergeometric(source_, colors, sample, size, method);
}

}  // namespace fairplay::arraycore
