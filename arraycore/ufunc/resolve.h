#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/loop_table.h"
#include "arraycore/ufunc/text_loops.h"

namespace fairplay::arraycore {

/// What is known of an operand when a loop is looked for.
struct OperandType {
  DType dtype;
  /// Up to 1.26 an array without axes counts by its value beside arrays with axes.
  std::optional<PythonScalar> value;
};

/// A loop, and the dtypes that its operands are cast to, inputs first.
struct ResolvedLoop {
  std::string loop;
  std::vector<DType> dtypes;
  Kernel kernel = nullptr;
  /// Instead of the kernel, where the operands are bytes or text.
  TextKernel text_kernel = nullptr;
};

/// The loop that a release takes for these inputs: the first one that all of them can be cast to safely; for times by
/// their units. Up to 1.26 the dtypes of `outputs` that are there may take part in the search. `signature` names a loop
/// instead: all of it ("ff->f") or its first output (NumPy's `dtype=`, "f"). Errors: no such loop, an input that
/// `casting` doesn't let in, a loop that isn't there yet.
Expected<ResolvedLoop> resolve_loop(const LoopRow& ufunc, std::span<const OperandType> inputs, Release release,
                                    Casting casting = Casting::same_kind,
                                    std::optional<std::string_view> signature = std::nullopt,
                                    std::span<const DType> outputs = {});

}  // namespace fairplay::arraycore
