#pragma once

#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Sets of elements of any shape; results have one axis and are in order. NaN equals nothing, not even itself.

/// How sets are computed.
struct SetOptions {
  Release release = newest_release;
  /// Whether the caller knows that no element is there twice: then they aren't looked for, and differences keep their
  /// order.
  bool assume_unique = false;
};

/// numpy.union1d: what is in one or both. Error: no common dtype.
Expected<Array> union1d(const ConstDynamicView& a, const ConstDynamicView& b, Release release = newest_release);

/// What is in both, and its first places in the flat arrays (int64).
struct Intersection {
  Array values;
  Array first_places;
  Array second_places;
};
/// numpy.intersect1d. Error: no common dtype.
Expected<Intersection> intersect1d(const ConstDynamicView& a, const ConstDynamicView& b,
                                   const SetOptions& options = {});

/// numpy.setxor1d: what is in one of them alone. Error: no common dtype.
Expected<Array> setxor1d(const ConstDynamicView& a, const ConstDynamicView& b, const SetOptions& options = {});

/// numpy.setdiff1d: what is in `a` and not in `b`. Errors: those of isin.
Expected<Array> setdiff1d(const ConstDynamicView& a, const ConstDynamicView& b, const SetOptions& options = {});

/// numpy.isin: for each of `elements` whether it equals one of `wanted` (with `invert`: none), in their shape. Few
/// wanted ones are compared by the ufunc `equal` of the release, many in the common dtype; integers always as the
/// numbers that they are. Error: no common dtype.
Expected<Array> isin(const ConstDynamicView& elements, const ConstDynamicView& wanted, bool invert = false,
                     Release release = newest_release);

}  // namespace fairplay::arraycore
