#pragma once

#include <cstdint>
#include <span>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What an assignment of `value` to elements of this shape reads: the value, broadcast. Error: it doesn't fit; as in
/// NumPy, leading axes of extent 1 of the value may be too many.
Expected<ConstDynamicView> fit_value(const Extents& shape, const ConstDynamicView& value);

/// `target[...] = source`: the source is broadcast; where the two overlap, the result is as if the source had been
/// copied before. Values are converted, whatever that loses, as NumPy does it here; strings are cut off or filled up
/// with zeros. Error: shapes that don't fit, those of ElementCast (casting/cast.h).
Expected<void> assign(const DynamicView& target, const ConstDynamicView& source);

/// The same by the rules of a release; the result is how many values NumPy leaves open (casting/numeric_casts.h).
Expected<std::int64_t> assign_cast(const DynamicView& target, const ConstDynamicView& source, Release release);

/// The same where `mask`, booleans that are broadcast to the target, is true (numpy.copyto with `where`). Errors also:
/// a mask of another dtype, or one that doesn't broadcast.
Expected<void> assign_where(const DynamicView& target, const ConstDynamicView& source, const ConstDynamicView& mask);

/// For gathering and scattering: target and source are the first of many pieces of one shape and one dtype (strings may
/// differ in length), without overlap; piece i lies `offsets[i]` bytes behind it. There are as many of either.
void copy_pieces(const DynamicView& target, std::span<const std::int64_t> target_offsets,
                 const ConstDynamicView& source, std::span<const std::int64_t> source_offsets);

}  // namespace fairplay::arraycore
