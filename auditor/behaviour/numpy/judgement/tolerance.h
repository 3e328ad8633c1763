#pragma once

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "auditor/behaviour/numpy/process/operation.h"

namespace fairplay::auditor::behaviour::numpy {

using arraycore::Release;

/// What of an operation's result documents, or every official build, leave open.
struct Tolerance {
  enum class Kind : std::uint8_t {
    bits,             ///< every bit; NaNs are one value
    sign_of_zero,     ///< every bit but which of two zeros it is
    units,            ///< `limit` numbers of the type
    absolute,         ///< a distance of `limit`
    complex_epsilons  ///< `limit` epsilons (`epsilon`) of the larger part; overflows on the way are left open
  };
  Kind kind = Kind::bits;
  double limit = 0;
  double epsilon = 0;
  double least = 0;  ///< of `units`: a distance that is allowed in any case
};

/// `result`: the dtype that both answers have.
Tolerance tolerance_of(const Operation& operation, Release release, const arraycore::DType& result);

/// Whether NumPy's function of this name is transcendental: its results are bounded, not exact.
bool is_transcendental(std::string_view ufunc);

/// Marks an operation whose subject computes transcendental functions of float16 by the processor's own float16
/// arithmetic (AVX512-FP16): vector functions are off by up to four units (numpy#23351). Others aren't marked.
void mark_native_float16(Operation& operation);
bool is_native_float16(const Operation& operation);

}  // namespace fairplay::auditor::behaviour::numpy
