#include "arraycore/array/pack_bits.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// An array without gaps as lines along an axis: element i of line (outer, inner) is at (outer * extent + i) * inner
/// axes' elements + inner.
struct BitLines {
  Array elements;
  std::size_t axis;
  std::int64_t outer = 1;
  std::int64_t inner = 1;

  std::int64_t extent() const { return elements.shape()[axis]; }
  Extents shape_with(std::int64_t extent) const {
    Extents shape = elements.shape();
    shape[axis] = extent;
    return shape;
  }
};

Expected<BitLines> bit_lines_of(const ConstDynamicView& view, DType dtype, std::optional<std::int64_t> axis) {
  if (axis) {
    if (const auto place = normal_axis(*axis, view.dimensions()); !place) return std::unexpected(place.error());
  }
  auto copy = astype(view, dtype);
  if (!copy) return std::unexpected(copy.error());
  if (!axis) {
    copy = std::move(*copy).reshaped(Extents{view.count()});
    if (!copy) return std::unexpected(copy.error());
  }
  const std::size_t place = axis ? *normal_axis(*axis, view.dimensions()) : 0;
  BitLines lines{std::move(*copy), place};
  const Extents& shape = lines.elements.shape();
  for (std::size_t i = 0; i < shape.size(); ++i) (i < place ? lines.outer : lines.inner) *= i == place ? 1 : shape[i];
  return lines;
}

/// Calls use(line of the source, line of the target) with the addresses of their first elements.
template <class Use>
void for_each_bit_line(const BitLines& lines, const DynamicView& target, Use&& use) {
  const std::byte* source = lines.elements.view().data();
  const std::int64_t target_extent = target.shape()[lines.axis];
  for (std::int64_t outer = 0; outer < lines.outer; ++outer) {
    for (std::int64_t inner = 0; inner < lines.inner; ++inner) {
      use(source + outer * lines.extent() * lines.inner + inner,
          target.data() + outer * target_extent * lines.inner + inner);
    }
  }
}

int shift_of(std::int64_t place, BitOrder order) {
  const int within = static_cast<int>(place % 8);
  return order == BitOrder::big ? 7 - within : within;
}

}  // namespace

Expected<Array> pack_bits(const ConstDynamicView& view, std::optional<std::int64_t> axis, BitOrder order) {
  const Kind kind = view.dtype().kind();
  if (!is_integer(kind) && kind != Kind::boolean) {
    return fail(ErrorKind::dtype,
                "Expected an input array of integer or boolean data type, not " + view.dtype().name());
  }
  const auto lines = bit_lines_of(view, Kind::boolean, axis);
  if (!lines) return std::unexpected(lines.error());
  const std::int64_t bits = lines->extent();
  auto result = Array::zeros(Kind::uint8, lines->shape_with(bits / 8 + (bits % 8 != 0)));
  if (!result) return result;
  for_each_bit_line(*lines, *result, [&](const std::byte* from, std::byte* to) {
    for (std::int64_t i = 0; i < bits; ++i) {
      if (from[i * lines->inner] != std::byte{0}) to[i / 8 * lines->inner] |= std::byte{1} << shift_of(i, order);
    }
  });
  return result;
}

Expected<Array> unpack_bits(const ConstDynamicView& view, std::optional<std::int64_t> axis,
                            std::optional<std::int64_t> count, BitOrder order) {
  if (view.dtype() != DType(Kind::uint8)) {
    return fail(ErrorKind::dtype, "Expected an input array of unsigned byte data type, not " + view.dtype().name());
  }
  const auto lines = bit_lines_of(view, Kind::uint8, axis);
  if (!lines) return std::unexpected(lines.error());
  const std::int64_t bits = lines->extent() * 8;
  std::int64_t kept = count.value_or(bits);
  if (kept < 0) kept = kept < -bits ? -1 : kept + bits;
  if (kept < 0) {
    return fail(ErrorKind::value,
                "-count " + std::to_string(*count) + " larger than number of elements " + std::to_string(bits));
  }
  auto result = Array::zeros(Kind::uint8, lines->shape_with(kept));
  if (!result) return result;
  for_each_bit_line(*lines, *result, [&](const std::byte* from, std::byte* to) {
    for (std::int64_t i = 0; i < std::min(bits, kept); ++i) {
      to[i * lines->inner] = from[i / 8 * lines->inner] >> shift_of(i, order) & std::byte{1};
    }
  });
  return result;
}

}  // namespace fairplay::arraycore
