#include "arraycore/array/array.h"

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

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

namespace {

/// Aligned memory. A large block asks for large pages: else the first touch of each small one costs more than the
/// computation.
std::byte* allocate(std::size_t size) {
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(Array::alignment, size));
#ifdef MADV_HUGEPAGE
  constexpr std::size_t large = std::size_t{1} << 22;
  constexpr std::size_t page = 4096;
  if (memory != nullptr && size >= large) {
    const std::size_t before = page - reinterpret_cast<std::uintptr_t>(memory) % page;
    // Only advice: nothing is lost where the system doesn't take it.
    static_cast<void>(madvise(memory + before, (size - before) / page * page, MADV_HUGEPAGE));
  }
#endif
  return memory;
}

}  // namespace

void Array::Free::operator()(std::byte* data) const { std::free(data); }

Array::Array(std::unique_ptr<std::byte, Free> data, DType dtype, Layout layout)
    : data_(std::move(data)), dtype_(dtype), layout_(std::move(layout)) {}

Expected<Array> Array::unset(DType dtype, std::span<const std::int64_t> shape, Order order) {
  const auto bytes = byte_count(shape, dtype.size());
  if (!bytes) return std::unexpected(bytes.error());
  const auto no_memory = [&] {
    return fail(ErrorKind::memory, "unable to allocate " + std::to_string(*bytes) + " bytes for an array with shape " +
                                       describe(shape) + " and data type " + dtype.name());
  };
  // aligned_alloc takes whole multiples of the alignment, at least one.
  if (*bytes > std::numeric_limits<std::int64_t>::max() - 2 * static_cast<std::int64_t>(alignment)) return no_memory();
  const std::size_t size = (static_cast<std::size_t>(*bytes) / alignment + 1) * alignment;
  std::unique_ptr<std::byte, Free> data(allocate(size));
  if (!data) return no_memory();
  Layout layout{Extents(shape.begin(), shape.end()), contiguous_strides(shape, dtype.size(), order), 0};
  return Array(std::move(data), dtype, std::move(layout));
}

Expected<Array> Array::zeros(DType dtype, std::span<const std::int64_t> shape, Order order) {
  auto result = unset(dtype, shape, order);
  if (result) std::memset(result->data_.get(), 0, static_cast<std::size_t>(result->count() * dtype.size()));
  return result;
}

Expected<Array> Array::copy_of(const ConstDynamicView& source, Order order) {
  auto result = unset(source.dtype(), source.shape(), order);
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
