#include "arraycore/reduction/fold_loop.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/pairwise.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/loop_table.h"
#include "arraycore/ufunc/resolve.h"

namespace fairplay::arraycore {
namespace {

/// Small integers add up to 64 bits, so that they don't overflow at once.
DType accumulator(const LoopRow& ufunc, DType input) {
  if (ufunc.name != "add" && ufunc.name != "multiply") return input;
  if (input.kind() == Kind::boolean || is_signed_integer(input.kind())) return Kind::int64;
  return is_unsigned_integer(input.kind()) ? DType(Kind::uint64) : input;
}

bool is_logical(std::string_view name) { return name.starts_with("logical_"); }

}  // namespace

KernelResult FoldLoop::run(std::byte* result, std::int64_t result_stride, const std::byte* elements,
                           std::int64_t stride, std::int64_t n) const {
  if (fold != nullptr && result_stride == 0) {
    fold(result, elements, stride, n);
    return KernelResult::ok;
  }
  const std::array<std::byte*, 3> operands{result, const_cast<std::byte*>(elements), result};
  const std::array<std::int64_t, 3> strides{result_stride, stride, result_stride};
  return kernel(operands.data(), strides.data(), n);
}

Expected<FoldLoop> fold_loop(std::string_view name, DType input, std::optional<DType> dtype, Release release) {
  const LoopRow* row = find_ufunc(name, release);
  if (row == nullptr) return fail(ErrorKind::value, "no ufunc '" + std::string(name) + "' in this release");
  if (row->inputs != 2 || row->outputs != 1) {
    return fail(ErrorKind::value, std::string(name) + ": only of two inputs and one output there is a reduction");
  }
  DType wanted = dtype.value_or(accumulator(*row, input));
  if (is_logical(row->name)) {
    // The truth of the elements, whatever they are.
    if (dtype && dtype->kind() != Kind::boolean) {
      return fail(ErrorKind::dtype, std::string(name) + " has no result of " + dtype->name());
    }
    wanted = Kind::boolean;
  }
  const OperandType both[]{{wanted, std::nullopt}, {wanted, std::nullopt}};
  const auto loop = resolve_loop(*row, both, release);
  if (!loop) return std::unexpected(loop.error());
  // A dtype that was asked for is the loop's own: truth values have no quotients, and don't become integers for them.
  if (dtype && release >= Release{1, 22} && loop->dtypes[2].kind() != dtype->kind()) {
    return fail(ErrorKind::dtype, std::string(name) + " has no loop for " + dtype->name());
  }
  if (loop->kernel == nullptr || loop->dtypes[0] != loop->dtypes[2] || loop->dtypes[1] != loop->dtypes[2]) {
    return fail(ErrorKind::dtype, "the resolved dtypes are not compatible with " + std::string(name) +
                                      ".reduce: " + loop->dtypes[0].name() + ", " + loop->dtypes[1].name() + ", " +
                                      loop->dtypes[2].name());
  }
  return FoldLoop{row, loop->dtypes[2], loop->kernel, special_fold(row->name, loop->dtypes[2].kind())};
}

Expected<void> checked(KernelResult result) {
  switch (result) {
    case KernelResult::ok: return {};
    case KernelResult::negative_power:
      return fail(ErrorKind::value, "Integers to negative integer powers are not allowed.");
    case KernelResult::time_overflow: return fail(ErrorKind::range, "a time doesn't fit 64 bits");
  }
  return {};
}

}  // namespace fairplay::arraycore
