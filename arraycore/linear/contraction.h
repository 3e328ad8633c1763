#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/linear/subscripts.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Operands of one dtype whose axes have labels: what einsum computes.
struct Contraction {
  /// An operand: the stride of each label that it has. A label that an operand has twice is its diagonal.
  struct Operand {
    const std::byte* data;
    std::map<int, std::int64_t> strides;
  };
  DType dtype;
  std::vector<Operand> operands;
  std::map<int, std::int64_t> extents;
  std::vector<int> output;
};

/// Labels with extents and strides. Errors: a label with two extents, of which none is 1; within an operand also then.
Expected<Contraction> labelled(std::span<const ConstDynamicView> operands, const Subscripts& subscripts);

/// By the definition: for each element of the result a sum over all other labels.
Expected<Array> contract_by_definition(const Contraction& contraction);

/// Whether it is a (stack of) products of two matrices: every label is in both operands, or in one and in the result.
bool is_matrix_product(const Contraction& contraction);
/// The same by multiply_matrices.
Expected<Array> contract_as_matrices(const Contraction& contraction);

}  // namespace fairplay::arraycore
