#include "arraycore/files/zip_writer.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/files/zip_format.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::uint64_t zip64_limit = 0x7fffffff;  // Python's
constexpr std::uint64_t count_limit = 0xffff;
constexpr std::uint64_t plain_version = 20;
constexpr std::uint64_t zip64_version = 45;
constexpr std::uint64_t unix_system = 3;
constexpr std::uint64_t first_day = 0x21;            // 1980-01-01
constexpr std::uint64_t owner_only = 0600ULL << 16;  // permissions

void append_number(std::vector<std::byte>& bytes, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xffU));
}

void append_text(std::vector<std::byte>& bytes, std::string_view text) {
  for (const char character : text) bytes.push_back(static_cast<std::byte>(character));
}

/// `content` by deflate. zlib gets it in the pieces in which Python would hand it over: which matches it finds may
/// depend on them.
Expected<std::vector<std::byte>> deflated(std::span<const std::byte> content, std::size_t head, std::size_t chunk) {
  z_stream stream{};
  constexpr int memory_level = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail(ErrorKind::memory, "no memory to deflate");
  }
  std::vector<std::byte> result;
  std::vector<std::byte> room(std::size_t{1} << 16);
  const auto run = [&](std::span<const std::byte> piece, int flush) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(room.data());
      stream.avail_out = static_cast<uInt>(room.size());
      deflate(&stream, flush);
      result.insert(result.end(), room.begin(), room.end() - static_cast<std::ptrdiff_t>(stream.avail_out));
    } while (stream.avail_out == 0);
  };
  try {
    run(content.first(head), Z_NO_FLUSH);
    content = content.subspan(head);
    chunk = std::min<std::size_t>(chunk, std::numeric_limits<uInt>::max());
    while (!content.empty()) {
      const std::size_t size = std::min(chunk, content.size());
      run(content.first(size), Z_NO_FLUSH);
      content = content.subspan(size);
    }
    run({}, Z_FINISH);
  } catch (const std::exception&) {
    deflateEnd(&stream);
    return fail(ErrorKind::memory, "no memory to deflate");
  }
  deflateEnd(&stream);
  return result;
}

}  // namespace

Expected<void> ZipWriter::add(std::string_view name, std::span<const std::byte> content, std::size_t head,
                              std::size_t chunk, bool zip64) {
  if (name.find('\0') != std::string_view::npos || name.size() > 0xffff) {
    return fail(ErrorKind::value, "a member's name that has a zero or more than 65535 bytes");
  }
  std::vector<std::byte> packed;
  if (deflate_) {
    auto result = deflated(content, head, chunk);
    if (!result) return std::unexpected(result.error());
    packed = std::move(*result);
  }
  const std::uint64_t size = content.size();
  const std::uint64_t compressed = deflate_ ? packed.size() : size;
  const bool large = size > zip64_limit || compressed > zip64_limit;
  if (large && !zip64) return fail(ErrorKind::value, "a member of " + std::to_string(size) + " bytes needs ZIP64");
  const auto crc = crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(content.data()), content.size());
  const bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const bool masks = large || (zip64 && python_ == PythonZip::since_3_11_4);
  const std::uint64_t version = masks ? zip64_version : plain_version;
  // What local headers and the central directory have in common, from the version on to the checksum.
  const auto append_common = [&](std::vector<std::byte>& bytes, std::uint64_t needed) {
    append_number(bytes, needed, 2);
    append_number(bytes, ascii ? 0 : zip::utf8_flag, 2);
    append_number(bytes, deflate_ ? zip::deflated : zip::stored, 2);
    append_number(bytes, first_day << 16, 4);
    append_number(bytes, crc, 4);
  };
  try {
    const std::uint64_t offset = file_.size();
    const bool far = offset > zip64_limit;
    append_number(file_, zip::local_signature, 4);
    append_common(file_, version);
    append_number(file_, masks ? zip::masked : compressed, 4);
    append_number(file_, masks ? zip::masked : size, 4);
    append_number(file_, name.size(), 2);
    append_number(file_, zip64 ? 20 : 0, 2);
    append_text(file_, name);
    if (zip64) {
      append_number(file_, zip::zip64_extra, 2);
      append_number(file_, 16, 2);
      append_number(file_, size, 8);
      append_number(file_, compressed, 8);
    }
    const std::span<const std::byte> data = deflate_ ? std::span<const std::byte>(packed) : content;
    file_.insert(file_.end(), data.begin(), data.end());

    const std::uint64_t listed = large || far ? zip64_version : version;
    append_number(directory_, zip::central_signature, 4);
    append_number(directory_, unix_system << 8 | listed, 2);
    append_common(directory_, listed);
    append_number(directory_, large ? zip::masked : compressed, 4);
    append_number(directory_, large ? zip::masked : size, 4);
    append_number(directory_, name.size(), 2);
    const std::uint64_t extra = (large ? 16U : 0U) + (far ? 8U : 0U);
    append_number(directory_, extra == 0 ? 0 : extra + 4, 2);
    append_number(directory_, 0, 6);  // no comment, disk 0, no attributes
    append_number(directory_, owner_only, 4);
    append_number(directory_, far ? zip::masked : offset, 4);
    append_text(directory_, name);
    if (extra != 0) {
      append_number(directory_, zip::zip64_extra, 2);
      append_number(directory_, extra, 2);
      if (large) append_number(directory_, size, 8);
      if (large) append_number(directory_, compressed, 8);
      if (far) append_number(directory_, offset, 8);
    }
  } catch (const std::exception&) {
    return fail(ErrorKind::memory, "no memory for a ZIP file");
  }
  ++members_;
  return {};
}

std::vector<std::byte> ZipWriter::finish() && {
  const std::uint64_t offset = file_.size();
  const std::uint64_t size = directory_.size();
  file_.insert(file_.end(), directory_.begin(), directory_.end());
  if (members_ > count_limit || offset > zip64_limit || size > zip64_limit) {
    const std::uint64_t place = file_.size();
    append_number(file_, zip::end64_signature, 4);
    append_number(file_, zip::end64_size - 12, 8);
    append_number(file_, zip64_version, 2);
    append_number(file_, zip64_version, 2);
    append_number(file_, 0, 8);
    append_number(file_, members_, 8);
    append_number(file_, members_, 8);
    append_number(file_, size, 8);
    append_number(file_, offset, 8);
    append_number(file_, zip::locator_signature, 4);
    append_number(file_, 0, 4);
    append_number(file_, place, 8);
    append_number(file_, 1, 4);
  }
  const auto capped = [](std::uint64_t value, std::uint64_t most) { return std::min(value, most); };
  append_number(file_, zip::end_signature, 4);
  append_number(file_, 0, 4);
  append_number(file_, capped(members_, count_limit), 2);
  append_number(file_, capped(members_, count_limit), 2);
  append_number(file_, capped(size, zip::masked), 4);
  append_number(file_, capped(offset, zip::masked), 4);
  append_number(file_, 0, 2);
  return std::move(file_);
}

}  // namespace fairplay::arraycore
