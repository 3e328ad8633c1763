#include "arraycore/linear/einsum.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linear/contraction.h"
#include "arraycore/linear/subscripts.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<Array> einsum(std::string_view subscripts, std::span<const ConstDynamicView> operands,
                       const EinsumOptions& options) {
  if (operands.empty())
    return fail(ErrorKind::value, "must provide at least an operand and a subscripts list to einsum");
  std::vector<std::size_t> dimensions;
  std::vector<DType> dtypes;
  for (const ConstDynamicView& operand : operands) {
    dimensions.push_back(operand.dimensions());
    dtypes.push_back(operand.dtype());
  }
  const auto parsed = parse_subscripts(subscripts, dimensions);
  if (!parsed) return std::unexpected(parsed.error());
  const auto dtype = options.dtype ? Expected<DType>(*options.dtype) : result_type(dtypes, options.release);
  if (!dtype) return std::unexpected(dtype.error());
  if (!is_numeric(dtype->kind())) return fail(ErrorKind::dtype, "invalid data type for einsum: " + dtype->name());

  std::vector<Array> memory;
  memory.reserve(operands.size());
  std::vector<ConstDynamicView> views;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i].dtype() == *dtype) {
      views.push_back(operands[i]);
      continue;
    }
    if (!can_cast(dtypes[i], *dtype, options.casting, options.release)) {
      return fail(ErrorKind::dtype, "operand " + std::to_string(i) + " dtype could not be cast from " +
                                        dtypes[i].name() + " to " + dtype->name());
    }
    auto cast = astype(operands[i], *dtype, options.release);
    if (!cast) return std::unexpected(cast.error());
    memory.push_back(std::move(*cast));
    views.push_back(memory.back().view());
  }
  const auto contraction = labelled(views, *parsed);
  if (!contraction) return std::unexpected(contraction.error());
  return is_matrix_product(*contraction) ? contract_as_matrices(*contraction) : contract_by_definition(*contraction);
}

}  // namespace fairplay::arraycore
