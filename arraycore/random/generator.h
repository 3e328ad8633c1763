#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/choice.h"
#include "arraycore/random/multivariate.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

enum class ExponentialMethod { ziggurat, inversion };

/// numpy.random.Generator, with the stream of a release (1.17 or later). The parameters of its distributions are arrays
/// that are broadcast with `size`. A generator isn't to be used by two threads at once, nor two that share their bits.
class Generator {
 public:
  explicit Generator(std::shared_ptr<BitGenerator> bits, Release release = newest_release)
      : bits_(std::move(bits)), release_(release), source_(*bits_, release) {}

  const std::shared_ptr<BitGenerator>& bits() const { return bits_; }
  Release release() const { return release_; }

  /// float32 or float64. Errors: another dtype, a negative extent, no memory.
  Expected<Array> random(const Extents& size, DType dtype = Kind::float64);
  Expected<Array> standard_normal(const Extents& size, DType dtype = Kind::float64);
  Expected<Array> standard_exponential(const Extents& size, DType dtype = Kind::float64,
                                       ExponentialMethod method = ExponentialMethod::ziggurat);
  Expected<Array> standard_gamma(const ConstDynamicView& shape, const DrawnSize& size, DType dtype = Kind::float64);

  /// The distribution of that name ("beta", "binomial", ... "zipf"; distribution_table.cpp), by its parameters in
  /// NumPy's order. Errors: no such distribution; those of draw (distribution.h).
  Expected<Array> draw(std::string_view distribution, std::span<const ConstDynamicView> parameters,
                       const DrawnSize& size);

  /// As random_integers (bounded_integers.h).
  Expected<Array> integers(const ConstDynamicView& low, const ConstDynamicView& high, const DrawnSize& size,
                           DType dtype = Kind::int64, bool endpoint = false);
  /// Errors: a negative length, no memory.
  Expected<std::string> bytes(std::int64_t length);

  /// Places of [0, population), or elements at places of an axis.
  Expected<Array> choice(std::int64_t population, const ChoiceOptions& options);
  Expected<Array> choice(const ConstDynamicView& view, const ChoiceOptions& options, std::int64_t axis = 0);
  Expected<void> shuffle(const DynamicView& view, std::int64_t axis = 0);
  Expected<Array> permutation(std::int64_t count);
  Expected<Array> permutation(const ConstDynamicView& view, std::int64_t axis = 0);
  Expected<Array> permuted(const ConstDynamicView& view, std::optional<std::int64_t> axis);

  Expected<Array> multinomial(const ConstDynamicView& n, const ConstDynamicView& p, const DrawnSize& size);
  Expected<Array> dirichlet(const ConstDynamicView& alpha, const DrawnSize& size);
  Expected<Array> multivariate_hypergeometric(const ConstDynamicView& colors, std::int64_t sample,
                                              const DrawnSize& size, UrnMethod method = UrnMethod::marginals);

 private:
  std::shared_ptr<BitGenerator> bits_;
  Release release_;
  RandomSource source_;
};

}  // namespace fairplay::arraycore
