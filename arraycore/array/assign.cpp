#include "arraycore/array/assign.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// Moves `n` elements of a size known at compile time: the compiler makes single loads and stores of it.
template <std::size_t Size>
void move_run(std::byte* target, std::int64_t target_stride, const std::byte* source, std::int64_t source_stride,
              std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(target + i * target_stride, source + i * source_stride, Size);
}

void move_elements(std::byte* target, std::int64_t target_stride, std::int64_t target_size, const std::byte* source,
                   std::int64_t source_stride, std::int64_t source_size, std::int64_t n) {
  if (target_size == source_size) {
    if (target_stride == target_size && source_stride == source_size) {
      std::memmove(target, source, static_cast<std::size_t>(n * target_size));
      return;
    }
    switch (target_size) {
      case 1: return move_run<1>(target, target_stride, source, source_stride, n);
      case 2: return move_run<2>(target, target_stride, source, source_stride, n);
      case 4: return move_run<4>(target, target_stride, source, source_stride, n);
      case 8: return move_run<8>(target, target_stride, source, source_stride, n);
      case 16: return move_run<16>(target, target_stride, source, source_stride, n);
      default: break;
    }
  }
  const auto kept = static_cast<std::size_t>(std::min(target_size, source_size));
  const auto filled = static_cast<std::size_t>(target_size) - kept;
  for (std::int64_t i = 0; i < n; ++i) {
    std::memcpy(target + i * target_stride, source + i * source_stride, kept);
    std::memset(target + i * target_stride + kept, 0, filled);
  }
}

/// The source in the target's shape; what is too much of it in front must be axes of extent 1.
Expected<ConstDynamicView> fit_shape(const ConstDynamicView& source, const Extents& shape) {
  Layout layout = source.layout();
  while (layout.dimensions() > shape.size() && layout.shape.front() == 1) {
    layout.shape.erase(layout.shape.begin());
    layout.strides.erase(layout.strides.begin());
  }
  const auto wide = broadcast(layout, shape);
  if (!wide) {
    return fail(ErrorKind::shape, "could not broadcast input array from shape " + describe(source.shape()) +
                                      " into shape " + describe(shape));
  }
  return source.with(*wide);
}

/// The bytes of an element can be copied as they are; strings may be of another length.
bool same_type(DType a, DType b) { return a == b || (a.kind() == b.kind() && is_character(a.kind())); }

/// Where elements of the target may share bytes, "the last one wins" needs the order of the indices.
Visit order_for(const DynamicView& target) {
  std::vector<std::pair<std::int64_t, std::int64_t>> axes;
  for (std::size_t i = 0; i < target.dimensions(); ++i) {
    if (target.shape()[i] > 1) axes.emplace_back(std::llabs(target.strides()[i]), target.shape()[i]);
  }
  std::sort(axes.begin(), axes.end());
  std::int64_t reach = target.dtype().size();
  for (const auto& [stride, extent] : axes) {
    if (stride < reach) return Visit::indexed;
    reach += stride * (extent - 1);
  }
  return Visit::any;
}

}  // namespace

Expected<ConstDynamicView> fit_value(const Extents& shape, const ConstDynamicView& value) {
  return fit_shape(value, shape);
}

Expected<std::int64_t> assign_cast(const DynamicView& target, const ConstDynamicView& source, Release release) {
  if (same_type(target.dtype(), source.dtype())) {
    if (const auto done = assign(target, source); !done) return std::unexpected(done.error());
    return 0;
  }
  const auto cast = ElementCast::between(source.dtype(), target.dtype(), release);
  if (!cast) return std::unexpected(cast.error());
  const auto fitted = fit_shape(source, target.shape());
  if (!fitted) return std::unexpected(fitted.error());
  if (may_overlap(target, source)) {
    const auto copy = Array::copy_of(source);
    if (!copy) return std::unexpected(copy.error());
    return assign_cast(target, *copy, release);
  }
  const StridedLoop<2> loop(target.shape(), {&target.strides(), &fitted->strides()}, order_for(target));
  Expected<std::int64_t> unspecified = 0;
  loop.run({target.data(), fitted->data()}, [&](const auto& pointers, const auto& strides, std::int64_t n) {
    if (!unspecified) return;
    const auto open = cast->run(pointers[1], strides[1], const_cast<std::byte*>(pointers[0]), strides[0], n);
    if (open) {
      *unspecified += *open;
    } else {
      unspecified = std::unexpected(open.error());
    }
  });
  return unspecified;
}

Expected<void> assign(const DynamicView& target, const ConstDynamicView& source) {
  if (!same_type(target.dtype(), source.dtype())) {
    if (const auto done = assign_cast(target, source, newest_release); !done) return std::unexpected(done.error());
    return {};
  }
  const auto fitted = fit_shape(source, target.shape());
  if (!fitted) return std::unexpected(fitted.error());
  if (may_overlap(target, source)) {
    // The same elements in the same places need no copy.
    if (target.data() == fitted->data() && target.layout() == fitted->layout() && target.dtype() == source.dtype()) {
      return {};
    }
    const auto copy = Array::copy_of(source);
    if (!copy) return std::unexpected(copy.error());
    return assign(target, *copy);
  }
  const StridedLoop<2> loop(target.shape(), {&target.strides(), &fitted->strides()}, order_for(target));
  const std::int64_t target_size = target.dtype().size();
  const std::int64_t source_size = source.dtype().size();
  loop.run({target.data(), fitted->data()}, [&](const auto& pointers, const auto& strides, std::int64_t n) {
    move_elements(const_cast<std::byte*>(pointers[0]), strides[0], target_size, pointers[1], strides[1], source_size,
                  n);
  });
  return {};
}

Expected<void> assign_where(const DynamicView& target, const ConstDynamicView& source, const ConstDynamicView& mask) {
  if (mask.dtype().kind() != Kind::boolean) {
    return fail(ErrorKind::dtype, "a mask must be boolean, not " + mask.dtype().name());
  }
  if (!same_type(target.dtype(), source.dtype())) {
    const auto converted = astype(source, target.dtype());
    if (!converted) return std::unexpected(converted.error());
    return assign_where(target, *converted, mask);
  }
  const auto fitted = fit_shape(source, target.shape());
  if (!fitted) return std::unexpected(fitted.error());
  const auto wide_mask = mask.with(broadcast(mask.layout(), target.shape()));
  if (!wide_mask) return std::unexpected(wide_mask.error());
  if (may_overlap(target, mask)) {
    const auto copy = Array::copy_of(mask);
    if (!copy) return std::unexpected(copy.error());
    return assign_where(target, source, *copy);
  }
  if (may_overlap(target, source)) {
    const auto copy = Array::copy_of(source);
    if (!copy) return std::unexpected(copy.error());
    return assign_where(target, *copy, mask);
  }
  const StridedLoop<3> loop(target.shape(), {&target.strides(), &fitted->strides(), &wide_mask->strides()},
                            order_for(target));
  const std::int64_t target_size = target.dtype().size();
  const std::int64_t source_size = source.dtype().size();
  loop.run({target.data(), fitted->data(), wide_mask->data()},
           [&](const auto& pointers, const auto& strides, std::int64_t n) {
             for (std::int64_t i = 0; i < n; ++i) {
               if (!load<bool>(pointers[2] + i * strides[2])) continue;
               move_elements(const_cast<std::byte*>(pointers[0]) + i * strides[0], 0, target_size,
                             pointers[1] + i * strides[1], 0, source_size, 1);
             }
           });
  return {};
}

void copy_pieces(const DynamicView& target, std::span<const std::int64_t> target_offsets,
                 const ConstDynamicView& source, std::span<const std::int64_t> source_offsets) {
  const StridedLoop<2> loop(target.shape(), {&target.strides(), &source.strides()}, Visit::indexed);
  const std::int64_t target_size = target.dtype().size();
  const std::int64_t source_size = source.dtype().size();
  for (std::size_t piece = 0; piece < target_offsets.size(); ++piece) {
    loop.run({target.data() + target_offsets[piece], source.data() + source_offsets[piece]},
             [&](const auto& pointers, const auto& strides, std::int64_t n) {
               move_elements(const_cast<std::byte*>(pointers[0]), strides[0], target_size, pointers[1], strides[1],
                             source_size, n);
             });
  }
}

}  // namespace fairplay::arraycore
