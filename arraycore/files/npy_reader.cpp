#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/shape.h"
#include "arraycore/files/byte_order.h"
#include "arraycore/files/descr.h"
#include "arraycore/files/literal.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::string_view npy_magic = "\x93NUMPY";

/// The header's text in UTF-8. Error: more characters than the limit, no text.
Expected<std::string> header_text(std::span<const std::byte> bytes, NpyVersion version, const NpyLimits& limits) {
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::u32string codes;
  if (version.major >= 3) {
    auto decoded = from_utf8(text);
    if (!decoded) return fail(ErrorKind::value, "the header isn't UTF-8");
    codes = std::move(*decoded);
  } else {
    for (const char character : text) codes += static_cast<unsigned char>(character);
  }
  if (static_cast<std::int64_t>(codes.size()) > limits.header) {
    return fail(ErrorKind::value, "a header of " + std::to_string(codes.size()) + " characters is longer than " +
                                      std::to_string(limits.header));
  }
  return to_utf8(codes);
}

Expected<Extents> shape_in_header(const Literal& literal) {
  if (literal.sort != Literal::Sort::tuple) return fail(ErrorKind::value, "shape is not a tuple");
  Extents shape;
  for (const Literal& item : literal.items) {
    if (item.sort != Literal::Sort::integer) return fail(ErrorKind::value, "shape is not a tuple of integers");
    shape.push_back(item.number);
  }
  return shape;
}

}  // namespace

Expected<NpyHeader> read_npy_header(std::span<const std::byte> file, const NpyLimits& limits) {
  if (file.size() < 8 || std::memcmp(file.data(), npy_magic.data(), npy_magic.size()) != 0) {
    return fail(ErrorKind::value, "the file doesn't begin with the magic string of .npy");
  }
  const NpyVersion version{static_cast<int>(file[6]), static_cast<int>(file[7])};
  if (version.major < 1 || version.major > 3 || version.minor != 0) {
    return fail(ErrorKind::value, "version " + std::to_string(version.major) + "." + std::to_string(version.minor) +
                                      " of .npy; known are 1.0, 2.0 and 3.0");
  }
  const std::size_t width = version.major == 1 ? 2 : 4;
  if (file.size() < 8 + width) return fail(ErrorKind::value, "the file ends before the length of its header");
  std::size_t length = 0;
  for (std::size_t i = 0; i < width; ++i) length |= static_cast<std::size_t>(file[8 + i]) << (8 * i);
  const std::size_t begin = 8 + width;
  if (file.size() - begin < length) {
    return fail(ErrorKind::value, "the file ends within its header: " + std::to_string(length) + " bytes expected, " +
                                      std::to_string(file.size() - begin) + " there");
  }
  // No character has more than four bytes.
  if (static_cast<std::int64_t>(length / 4) > limits.header) {
    return fail(ErrorKind::value, "a header of " + std::to_string(length) + " bytes is longer than " +
                                      std::to_string(limits.header) + " characters");
  }
  const auto text = header_text(file.subspan(begin, length), version, limits);
  if (!text) return std::unexpected(text.error());
  const auto header = parse_literal(*text, version.major <= 2);
  if (!header) return std::unexpected(header.error());
  if (header->sort != Literal::Sort::dictionary) return fail(ErrorKind::value, "the header is not a dictionary");
  const Literal* descr = header->find("descr");
  const Literal* order = header->find("fortran_order");
  const Literal* extents = header->find("shape");
  if (descr == nullptr || order == nullptr || extents == nullptr || header->items.size() != 6) {
    return fail(ErrorKind::value, "the header doesn't have the keys descr, fortran_order and shape alone");
  }
  if (order->sort != Literal::Sort::boolean) return fail(ErrorKind::value, "fortran_order is not True or False");
  auto shape = shape_in_header(*extents);
  if (!shape) return std::unexpected(shape.error());
  auto type = type_of_descr(*descr);
  if (!type) return std::unexpected(type.error());
  if (const auto bytes = byte_count(*shape, type->size()); !bytes) return std::unexpected(bytes.error());
  return NpyHeader{version, std::move(*type), order->truth ? Order::fortran : Order::c, std::move(*shape),
                   static_cast<std::int64_t>(begin + length)};
}

Expected<NpyArray> read_npy(std::span<const std::byte> file, const NpyLimits& limits) {
  auto header = read_npy_header(file, limits);
  if (!header) return std::unexpected(header.error());
  const std::int64_t bytes = byte_count(header->shape, header->type.size()).value_or(0);
  const auto data = file.subspan(static_cast<std::size_t>(header->data_offset));
  if (static_cast<std::int64_t>(data.size()) < bytes) {
    return fail(ErrorKind::value, "elements of shape " + describe(header->shape) + " take " + std::to_string(bytes) +
                                      " bytes, but only " + std::to_string(data.size()) + " are there");
  }
  auto array = StoredArray::zeros(header->type, header->shape, header->order);
  if (!array) return std::unexpected(array.error());
  const auto target = array->bytes();
  std::copy_n(data.begin(), target.size(), target.begin());
  exchange_byte_order(header->type, target);
  return NpyArray{std::move(*array), header->order, header->data_offset + bytes};
}

}  // namespace fairplay::arraycore
