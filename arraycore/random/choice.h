#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

struct ChoiceOptions {
  DrawnSize size;
  bool replace = true;
  /// Of one axis, as long as the population; none: all are equally probable.
  std::optional<ConstDynamicView> probabilities;
  /// Generator's, without replacement: whether the order is random, too.
  bool shuffled = true;
};

/// Places of [0, population), as int64 (numpy.random.Generator.choice, RandomState.choice). Without replacement by a
/// shuffle, or by R. W. Floyd's algorithm ("A Sample of Brilliance", Comm. ACM 30, 1987). Errors: nothing to choose
/// from, probabilities of another shape, negative ones, a sum that isn't 1, a larger sample than there are places, no
/// memory.
Expected<Array> choose_places(RandomSource& source, std::int64_t population, const ChoiceOptions& options);

}  // namespace fairplay::arraycore
