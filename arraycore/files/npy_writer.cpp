#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/files/byte_order.h"
#include "arraycore/files/descr.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// From 1.24 on the header has room for an axis that grows to 21 digits.
constexpr Release room_to_grow{1, 24};
constexpr std::size_t grown_digits = 21;
constexpr Release utf8_headers{1, 17};

constexpr NpyVersion npy_1{1, 0};
constexpr NpyVersion npy_2{2, 0};
constexpr NpyVersion npy_3{3, 0};

std::string described(NpyVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

std::string dictionary_text(const ConstStoredView& view, Order order, Release release) {
  std::string result = "{'descr': " + descr_text(view.type()) +
                       ", 'fortran_order': " + (order == Order::fortran ? "True" : "False") +
                       ", 'shape': " + tuple_text(view.shape()) + ", }";
  if (release >= room_to_grow && !view.shape().empty()) {
    const std::int64_t grows = order == Order::fortran ? view.shape().back() : view.shape().front();
    result.append(grown_digits - std::to_string(grows).size(), ' ');
  }
  return result;
}

/// The header's text in a version's encoding; nullopt if that has no such character.
std::optional<std::string> encoded(const std::string& text, NpyVersion version) {
  if (version == npy_3) return text;
  const auto codes = from_utf8(text);
  std::string result;
  for (const char32_t code : codes.value_or(std::u32string())) {
    if (code > 0xff) return std::nullopt;
    result += static_cast<char>(code);
  }
  return result;
}

/// All bytes before the elements; nullopt if the version can't say it.
std::optional<std::string> wrapped(const std::string& text, NpyVersion version) {
  const auto header = encoded(text, version);
  if (!header) return std::nullopt;
  constexpr std::size_t alignment = 64;
  const std::size_t width = version == npy_1 ? 2 : 4;
  const std::size_t length = header->size() + 1;
  // NumPy pads a header that is aligned already, too.
  const std::size_t padding = alignment - (8 + width + length) % alignment;
  const std::size_t total = length + padding;
  if (total > (version == npy_1 ? 0xffffU : 0xffffffffU)) return std::nullopt;
  std::string result = "\x93NUMPY";
  result += static_cast<char>(version.major);
  result += static_cast<char>(version.minor);
  for (std::size_t i = 0; i < width; ++i) result += static_cast<char>(total >> (8 * i) & 0xffU);
  return result + *header + std::string(padding, ' ') + '\n';
}

Expected<std::string> header_bytes(const std::string& text, const NpyOptions& options) {
  const bool knows_utf8 = options.release >= utf8_headers;
  if (options.version) {
    const bool known = options.version == npy_1 || options.version == npy_2 || (options.version == npy_3 && knows_utf8);
    if (!known) return fail(ErrorKind::value, "this release writes no version " + described(*options.version));
    if (auto result = wrapped(text, *options.version)) return std::move(*result);
    return fail(ErrorKind::value, "version " + described(*options.version) + " of .npy can't hold this header");
  }
  for (const NpyVersion version : {npy_1, npy_2, npy_3}) {
    if (version == npy_3 && !knows_utf8) break;
    if (auto result = wrapped(text, version)) return std::move(*result);
  }
  return fail(ErrorKind::value, "no version of .npy that this release writes can hold this header");
}

/// All elements in `order`, in the machine's byte order.
void copy_elements(const ConstStoredView& view, Order order, std::byte* target) {
  const Layout layout = order == Order::fortran ? transposed(view.layout()) : view.layout();
  const auto size = static_cast<std::size_t>(view.type().size());
  if (is_contiguous(layout, view.type().size())) {
    std::memcpy(target, view.data(), size * static_cast<std::size_t>(layout.count()));
    return;
  }
  const StridedLoop<1> loop(layout.shape, {&layout.strides}, Visit::indexed);
  loop.run({view.data()}, [&](const auto& pointers, const auto& strides, std::int64_t n) {
    const std::byte* source = pointers[0];
    for (std::int64_t i = 0; i < n; ++i, source += strides[0], target += size) std::memcpy(target, source, size);
  });
}

}  // namespace

Expected<std::vector<std::byte>> write_npy(const ConstStoredView& view, const NpyOptions& options) {
  const std::int64_t size = view.type().size();
  const bool column_major = !is_contiguous(view.layout(), size) && is_contiguous(view.layout(), size, Order::fortran);
  const Order order = column_major ? Order::fortran : Order::c;
  const auto header = header_bytes(dictionary_text(view, order, options.release), options);
  if (!header) return std::unexpected(header.error());
  const auto bytes = byte_count(view.shape(), size);
  if (!bytes) return std::unexpected(bytes.error());
  std::vector<std::byte> file;
  try {
    file.resize(header->size() + static_cast<std::size_t>(*bytes));
  } catch (const std::exception&) {  // a broadcast view may be larger than memory
    return fail(ErrorKind::memory, "no memory for a file of " + std::to_string(*bytes) + " bytes");
  }
  std::memcpy(file.data(), header->data(), header->size());
  if (*bytes > 0) copy_elements(view, order, file.data() + header->size());
  exchange_byte_order(view.type(), std::span(file).subspan(header->size()));
  return file;
}

}  // namespace fairplay::arraycore
