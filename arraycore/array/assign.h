#pragma once

#include <cstdint>
#include <span>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The dtype that holds elements of both: the longer one of two strings. Error: any other two that differ.
Expected<DType> common_type(DType a, DType b);

/// What an assignment of `value` to elements of this dtype and shape reads: the value, broadcast. Errors: those of
/// assign.
Expected<ConstDynamicView> fit_value(DType dtype, const Extents& shape, const ConstDynamicView& value);

/// `target[...] = source`: the source is broadcast; where the two overlap, the result is as if the source had been
/// copied before. Strings are cut off or filled up with zeros. Error: shapes that don't broadcast (as in NumPy, leading
/// axes of extent 1 of the source may be too many), other dtypes that differ.
Expected<void> assign(const DynamicView& target, const ConstDynamicView& source);

/// The same where `mask`, booleans that are broadcast to the target, is true (numpy.copyto with `where`). Errors also:
/// a mask of another dtype, or one that doesn't broadcast.
Expected<void> assign_where(const DynamicView& target, const ConstDynamicView& source, const ConstDynamicView& mask);

/// For gathering and scattering: target and source are the first of many pieces of one shape and one dtype (strings may
/// differ in length), without overlap; piece i lies `offsets[i]` bytes behind it. There are as many of either.
void copy_pieces(const DynamicView& target, std::span<const std::int64_t> target_offsets,
                 const ConstDynamicView& source, std::span<const std::int64_t> source_offsets);

}  // namespace fairplay::arraycore
