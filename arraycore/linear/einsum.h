#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

struct EinsumOptions {
  Release release = newest_release;
  /// What products are computed in; without it the operands' common dtype.
  std::optional<DType> dtype = std::nullopt;
  Casting casting = Casting::safe;
};

/// numpy.einsum: the sum of products over all labels that the result lacks (Einstein's convention), for subscripts as
/// in subscripts.h. Extents of 1 are broadcast between operands. Two operands that contract as matrices are multiplied
/// as matrices (matrix_product.h); all others by the definition, without temporary arrays, in SumOf's type
/// (arraycore/statistics/sum_type.h). Errors: those of parse_subscripts, extents that don't fit, no numbers, `casting`
/// forbids it, no memory.
Expected<Array> einsum(std::string_view subscripts, std::span<const ConstDynamicView> operands,
                       const EinsumOptions& options = {});

}  // namespace fairplay::arraycore
