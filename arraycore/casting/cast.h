#pragma once

#include <cstddef>
#include <cstdint>

#include "arraycore/casting/numeric_casts.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// How elements of one dtype become elements of another, whatever that loses (numpy.ndarray.astype with "unsafe").
class ElementCast {
 public:
  /// Error: no such cast: a datetime and a timedelta of other units.
  static Expected<ElementCast> between(DType from, DType to, Release release = newest_release);

  /// Converts `n` elements; strides in bytes, any alignment, no overlap. The result is how many values NumPy leaves
  /// open (CastLoop). Errors: a time that doesn't fit, text that is no number or time or doesn't fit, text that isn't
  /// ASCII for bytes or bytes that aren't for text, a datetime longer than its text. The elements before it are
  /// converted then.
  Expected<std::int64_t> run(const std::byte* source, std::int64_t source_stride, std::byte* target,
                             std::int64_t target_stride, std::int64_t n) const;

 private:
  enum class Way {
    numbers,
    datetimes,
    timedeltas,
    characters,
    number_to_text,
    text_to_number,
    time_to_text,
    text_to_time
  };
  ElementCast(Way way, DType from, DType to, Release release);

  Way way_;
  DType from_;
  DType to_;
  Release release_;
  CastLoop loop_ = nullptr;
};

}  // namespace fairplay::arraycore
