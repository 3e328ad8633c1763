#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/pairwise.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/loop_table.h"

namespace fairplay::arraycore {

/// The loop that a reduction or an accumulation repeats: of two operands and a result of one dtype.
struct FoldLoop {
  const LoopRow* ufunc = nullptr;
  DType dtype;
  Kernel kernel = nullptr;
  Fold fold = nullptr;  ///< of a run, where that isn't done one element after the other

  /// `n` elements into results (each its own) or into one result (stride 0).
  KernelResult run(std::byte* result, std::int64_t result_stride, const std::byte* elements, std::int64_t stride,
                   std::int64_t n) const;
};

/// Finds it for elements of `input`, computed in `dtype` if given. Errors: no such ufunc, not two inputs and an output,
/// no loop of one dtype.
Expected<FoldLoop> fold_loop(std::string_view ufunc, DType input, std::optional<DType> dtype, Release release);

/// What a kernel's result means.
Expected<void> checked(KernelResult result);

}  // namespace fairplay::arraycore
