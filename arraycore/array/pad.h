#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Where the elements beyond an array come from (numpy.pad).
enum class PadMode {
  edge,       ///< the outermost element: a a a b c c c
  reflect,    ///< mirrored at it: c b a b c b a
  symmetric,  ///< mirrored beyond it: b a a b c c b
  wrap,       ///< from the other end: b c a b c a b
};

/// Elements added before and after each axis, {before, after} for each. Errors: negative widths, not one pair for each
/// axis, an axis without elements to continue, a result too large.
Expected<Array> pad(const ConstDynamicView& view, std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                    PadMode mode);

/// The same with one value: an array without axes, which is converted to the dtype of the view.
Expected<Array> pad_constant(const ConstDynamicView& view,
                             std::span<const std::pair<std::int64_t, std::int64_t>> widths,
                             const ConstDynamicView& value);

}  // namespace fairplay::arraycore
