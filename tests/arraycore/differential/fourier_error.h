#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How far `found` is from the Fourier transform of `signal` by the definition, of up to 2^13 complex128 numbers whose
/// parts are integers below 2^31. [largest error, mean error, root of the mean square of the exact results], where an
/// error is the magnitude of a difference. The reference is within n 2^-31 of the exact one: roots of unity are
/// integers over 2^62, and sums of their products are exact. Errors: another dtype, other shapes, other numbers.
Expected<Array> fourier_error(const ConstDynamicView& signal, const ConstDynamicView& found);

}  // namespace fairplay::arraycore
