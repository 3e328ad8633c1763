#include "arraycore/array/convert.h"

#include <cstdint>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> astype(const ConstDynamicView& view, DType dtype, Release release, std::int64_t* unspecified) {
  // Of text only the characters are written.
  auto result = is_character(dtype.kind()) ? Array::zeros(dtype, view.shape()) : Array::unset(dtype, view.shape());
  if (!result) return result;
  const auto open = assign_cast(*result, view, release);
  if (!open) return std::unexpected(open.error());
  if (unspecified != nullptr) *unspecified = *open;
  return result;
}

Expected<Array> astype(const ConstDynamicView& view, DType dtype, Casting casting, Release release) {
  if (!can_cast(view.dtype(), dtype, casting, release)) {
    static constexpr const char* names[]{"no", "equiv", "safe", "same_kind", "unsafe"};
    return fail(ErrorKind::dtype, "cannot cast array data from " + view.dtype().name() + " to " + dtype.name() +
                                      " according to the rule '" + names[static_cast<int>(casting)] + "'");
  }
  return astype(view, dtype, release);
}

}  // namespace fairplay::arraycore
