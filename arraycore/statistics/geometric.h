#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.geomspace.
struct GeometricOptions {
  Release release = newest_release;
  std::int64_t count = 50;
  /// The last element is `stop`; otherwise it would be the next one.
  bool endpoint = true;
  /// Of the result. Otherwise that of the operands, at least float64 (up to 1.26 float32 and float16 of arrays stay).
  std::optional<DType> dtype = std::nullopt;
  /// Where the new axis stands in the result.
  std::int64_t axis = 0;
};

/// numpy.geomspace: numbers whose quotients are equal, from `start` to `stop`, which are broadcast and come out
/// exactly: powers of 10 with evenly spaced exponents. Complex numbers lie on a logarithmic spiral; from 2.0 on it is
/// turned so that it begins on the positive real axis, up to 1.26 only where both ends are imaginary. Errors: an
/// element that is zero, a negative count, a bad axis, shapes or dtypes that don't fit.
Expected<Array> geometrically_spaced(const ConstDynamicView& start, const ConstDynamicView& stop,
                                     const GeometricOptions& options = {});

}  // namespace fairplay::arraycore
