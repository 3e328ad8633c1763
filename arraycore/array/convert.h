#pragma once

#include <cstdint>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The elements as another dtype, whatever that loses (numpy.ndarray.astype). `unspecified`, if given, becomes the
/// number of values that NumPy leaves open, such as integers of NaN (numeric_casts.h). Errors: those of ElementCast;
/// no memory.
Expected<Array> astype(const ConstDynamicView& view, DType dtype, Release release = newest_release,
                       std::int64_t* unspecified = nullptr);

/// The same only where can_cast allows it. Error also: it doesn't.
Expected<Array> astype(const ConstDynamicView& view, DType dtype, Casting casting, Release release = newest_release);

}  // namespace fairplay::arraycore
