#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"

namespace fairplay::arraycore {

/// The keyword arguments of a ufunc.
struct UfuncOptions {
  Release release = newest_release;
  Casting casting = Casting::same_kind;
  /// Booleans that are broadcast with the operands: only where they are true something is computed.
  std::optional<ConstDynamicView> where = std::nullopt;
  /// A loop, "ff->f", or the dtype of the first output, "f" (NumPy's `signature` and `dtype`).
  std::optional<std::string_view> signature = std::nullopt;
  /// Becomes what happened while the elements were computed.
  FloatFlags* flags = nullptr;
};

/// numpy.NAME(inputs): operands are broadcast, cast to those of a loop of the release, and computed element by element;
/// one new array for each output, zeros where `where` is false. Errors: no such ufunc in this release, no loop for
/// these dtypes, shapes that don't broadcast, an integer to a negative integer power, a time that doesn't fit.
Expected<std::vector<Array>> call_ufunc(std::string_view name, std::span<const ConstDynamicView> inputs,
                                        const UfuncOptions& options = {});

/// numpy.NAME(inputs, out=outputs): the same into arrays that are there. Outputs have the shape that all operands are
/// broadcast to. Where they overlap inputs, the result is as if those had been copied before. Errors also: an output of
/// another shape, one that the results can't be cast to.
Expected<void> call_ufunc_into(std::string_view name, std::span<const ConstDynamicView> inputs,
                               std::span<const DynamicView> outputs, const UfuncOptions& options = {});

/// numpy.NAME.outer(a, b): each element of `a` with each of `b`; the axes of `a` come first.
Expected<std::vector<Array>> call_ufunc_outer(std::string_view name, const ConstDynamicView& a,
                                              const ConstDynamicView& b, const UfuncOptions& options = {});

}  // namespace fairplay::arraycore
