#include "arraycore/statistics/peak_to_peak.h"

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/statistics/median.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> ptp(const ConstDynamicView& input, const MedianOptions& options) {
  ReduceOptions reduce_options;
  reduce_options.axes = options.axes;
  reduce_options.keepdims = options.keepdims;
  const Value elements(input, options.release);
  return (reduced("maximum", elements, reduce_options) - reduced("minimum", elements, reduce_options)).result();
}

}  // namespace fairplay::arraycore
