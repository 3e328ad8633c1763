#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/choice.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.random.RandomState, whose stream is frozen (NEP 19) but for what the release's C code changed. Usually over
/// MT19937, seeded as Mt19937(seed) or Mt19937::from_numbers. Not to be used by two threads at once.
class RandomState {
 public:
  explicit RandomState(std::shared_ptr<BitGenerator> bits, Release release = newest_release)
      : bits_(std::move(bits)),
        release_(release),
        spare_(std::make_unique<SpareNormal>()),
        source_(*bits_, release, *spare_) {}

  const std::shared_ptr<BitGenerator>& bits() const { return bits_; }
  Release release() const { return release_; }
  /// What get_state calls `has_gauss` and `gauss`.
  const SpareNormal& spare() const { return *spare_; }
  void set_spare(const SpareNormal& spare) { *spare_ = spare; }

  /// Errors: a negative extent, no memory.
  Expected<Array> random_sample(const Extents& size);
  /// int64 numbers of [0, 2^63).
  Expected<Array> tomaxint(const Extents& size);
  /// As Generator::draw.
  Expected<Array> draw(std::string_view distribution, std::span<const ConstDynamicView> parameters,
                       const DrawnSize& size);
  /// As random_integers (bounded_integers.h).
  Expected<Array> randint(const ConstDynamicView& low, const ConstDynamicView& high, const DrawnSize& size,
                          DType dtype = Kind::int64);
  Expected<std::string> bytes(std::int64_t length);
  Expected<Array> choice(std::int64_t population, const ChoiceOptions& options);
  /// Of an array of one axis. Error also: of other axes.
  Expected<Array> choice(const ConstDynamicView& view, const ChoiceOptions& options);
  Expected<void> shuffle(const DynamicView& view);
  Expected<Array> permutation(std::int64_t count);
  Expected<Array> permutation(const ConstDynamicView& view);
  Expected<Array> multinomial(const ConstDynamicView& n, const ConstDynamicView& p, const DrawnSize& size);
  Expected<Array> dirichlet(const ConstDynamicView& alpha, const DrawnSize& size);

 private:
  std::shared_ptr<BitGenerator> bits_;
  Release release_;
  std::unique_ptr<SpareNormal> spare_;
  RandomSource source_;
};

}  // namespace fairplay::arraycore
