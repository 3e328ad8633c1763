#pragma once

#include <cstddef>
#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Transforms of all lines of an array along one axis.
struct AxisTransform {
  enum class Kind {
    complex,          ///< n numbers to n frequencies
    real_to_complex,  ///< n real numbers to n / 2 + 1 frequencies
    complex_to_real,  ///< n / 2 + 1 frequencies to n real numbers
  };
  Kind kind = Kind::complex;
  bool inverse = false;  ///< exp(+2 pi i j k / n)
  std::size_t axis = 0;
  std::int64_t n = 1;       ///< points; a longer line is cut off, a shorter one filled up with zeros
  long double divisor = 1;  ///< of the results
  DType result = arraycore::Kind::complex128;
};

/// Up to this length transforms of float64 are computed in long double, so that their results are as good as rounded
/// once.
inline constexpr std::int64_t longest_in_long_double = 8192;

/// `source`: float32, float64, long double or complex ones of these. Computed in double for results of single precision
/// and less, in long double up to `longest_in_long_double` points and for long double, else in double. Errors: n below
/// 1, a result that is too large, no memory.
Expected<Array> transform_axis(const ConstDynamicView& source, const AxisTransform& transform);

}  // namespace fairplay::arraycore
