#include "arraycore/array/array.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

void Array::Free::operator()(std::byte* data) const { std::free(data); }

Array::Array(std::unique_ptr<std::byte, Free> data, DType dtype, Layout layout)
    : data_(std::move(data)), dtype_(dtype), layout_(std::move(layout)) {}

Expected<Array> Array::zeros(DType dtype, std::span<const std::int64_t> shape, Order order) {
  const auto bytes = byte_count(shape, dtype.size());
  if (!bytes) return std::unexpected(bytes.error());
  const auto no_memory = [&] {
    return fail(ErrorKind::memory, "unable to allocate " + std::to_string(*bytes) + " bytes for an array with shape " +
                                       describe(shape) + " and data type " + dtype.name());
  };
  // aligned_alloc takes whole multiples of the alignment, at least one.
  if (*bytes > std::numeric_limits<std::int64_t>::max() - 2 * static_cast<std::int64_t>(alignment)) return no_memory();
  const std::size_t size = (static_cast<std::size_t>(*bytes) / alignment + 1) * alignment;
  std::unique_ptr<std::byte, Free> data(static_cast<std::byte*>(std::aligned_alloc(alignment, size)));
  if (!data) return no_memory();
  std::memset(data.get(), 0, size);
  Layout layout{Extents(shape.begin(), shape.end()), contiguous_strides(shape, dtype.size(), order), 0};
  return Array(std::move(data), dtype, std::move(layout));
}

Expected<Array> Array::copy_of(const ConstDynamicView& source, Order order) {
  auto result = zeros(source.dtype(), source.shape(), order);
  if (!result) return result;
  if (const auto done = assign(*result, source); !done) return std::unexpected(done.error());
  return result;
}

Expected<Array> Array::reshaped(std::span<const std::int64_t> shape) && {
  auto layout = arraycore::reshaped(layout_, shape, dtype_.size());
  if (!layout) return std::unexpected(layout.error());
  if (*layout) return Array(std::move(data_), dtype_, std::move(**layout));
  auto copy = copy_of(*this);  // a Fortran-ordered array: in row-major order any shape fits
  if (!copy) return copy;
  return std::move(*copy).reshaped(shape);
}

}  // namespace fairplay::arraycore
