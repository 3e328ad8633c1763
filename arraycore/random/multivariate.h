#pragma once

#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/random/parameters.h"
#include "arraycore/random/random_source.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Counts of `n` experiments with the probabilities of the last axis of `p` (numpy.random.Generator.multinomial). The
/// counts n are broadcast with the other axes and `size`; RandomState and releases before 1.22 take one axis of p,
/// RandomState one n. Errors: no axis, none without elements, a probability beyond [0, 1], a sum above 1, a negative n,
/// shapes.
Expected<Array> multinomial(RandomSource& source, const ConstDynamicView& n, const ConstDynamicView& p,
                            const DrawnSize& size);

/// Numbers of a sum of 1 (Generator.dirichlet). Where all of alpha is below 0.1, from 1.19 on by breaking a stick into
/// beta numbers. Errors: not one axis, a negative alpha (before 1.23 and in RandomState also 0).
Expected<Array> dirichlet(RandomSource& source, const ConstDynamicView& alpha, const DrawnSize& size);

enum class UrnMethod {
  marginals,  ///< one hypergeometric number a colour
  count,      ///< balls are drawn and counted
};

/// How many balls of each colour a sample has (Generator.multivariate_hypergeometric, since 1.18). Errors: colours that
/// aren't integers of one axis, negative ones, too many balls in all, a sample that is negative or larger than all; no
/// memory.
Expected<Array> multivariate_hypergeometric(RandomSource& source, const ConstDynamicView& colors, std::int64_t sample,
                                            const DrawnSize& size, UrnMethod method);

}  // namespace fairplay::arraycore
