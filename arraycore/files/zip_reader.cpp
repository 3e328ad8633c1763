#include "arraycore/files/zip_reader.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/files/zip_format.h"
#include "arraycore/printing/text_repr.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

using ZipBytes = std::span<const std::byte>;

/// The bytes [offset, offset + size), if the file has them.
std::optional<ZipBytes> part_of(ZipBytes file, std::uint64_t offset, std::uint64_t size) {
  if (offset > file.size() || size > file.size() - offset) return std::nullopt;
  return file.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

/// A little-endian number of `width` bytes; the caller knows that they are there.
std::uint64_t number_at(ZipBytes bytes, std::size_t place, std::size_t width) {
  std::uint64_t result = 0;
  for (std::size_t i = 0; i < width; ++i) result |= static_cast<std::uint64_t>(bytes[place + i]) << (8 * i);
  return result;
}

std::unexpected<Error> damaged(const std::string& what) {
  return fail(ErrorKind::value, "a damaged ZIP file: " + what);
}

struct Directory {
  ZipBytes bytes;
  std::uint64_t members;
  std::uint64_t offset;
};

Expected<Directory> find_directory(ZipBytes file) {
  constexpr std::size_t longest_comment = 0xffff;
  if (file.size() < zip::end_size) return damaged("it is too short");
  const std::size_t last = file.size() - zip::end_size;
  std::optional<std::size_t> end;
  for (std::size_t back = 0; back <= std::min(last, longest_comment) && !end; ++back) {
    const std::size_t place = last - back;
    if (number_at(file, place, 4) == zip::end_signature && number_at(file, place + 20, 2) == back) end = place;
  }
  if (!end) return damaged("no end of a central directory");
  const ZipBytes record = file.subspan(*end);
  std::uint64_t members = number_at(record, 10, 2);
  std::uint64_t size = number_at(record, 12, 4);
  std::uint64_t offset = number_at(record, 16, 4);
  std::uint64_t directory_end = *end;
  if (number_at(record, 4, 2) != 0 || number_at(record, 6, 2) != 0) return damaged("it has several disks");
  if (*end >= zip::locator_size && number_at(file, *end - zip::locator_size, 4) == zip::locator_signature) {
    const std::uint64_t place = number_at(file, *end - zip::locator_size + 8, 8);
    const auto wide = part_of(file.first(*end - zip::locator_size), place, zip::end64_size);
    if (!wide || number_at(*wide, 0, 4) != zip::end64_signature) return damaged("no ZIP64 end where it should be");
    members = number_at(*wide, 32, 8);
    size = number_at(*wide, 40, 8);
    offset = number_at(*wide, 48, 8);
    directory_end = place;
  }
  const auto bytes = part_of(file, offset, size);
  if (!bytes || offset + size != directory_end) {
    return damaged("its central directory isn't where the end says");
  }
  return Directory{*bytes, members, offset};
}

/// Replaces the values that are masked by those of the ZIP64 extra field, which stand there in this order.
bool unmask(ZipBytes extra, std::initializer_list<std::uint64_t*> values) {
  std::optional<ZipBytes> wide;
  while (extra.size() >= 4 && !wide) {
    const auto length = static_cast<std::size_t>(number_at(extra, 2, 2));
    if (length > extra.size() - 4) return false;
    if (number_at(extra, 0, 2) == zip::zip64_extra) wide = extra.subspan(4, length);
    extra = extra.subspan(4 + length);
  }
  for (std::uint64_t* value : values) {
    if (*value != zip::masked) continue;
    if (!wide || wide->size() < 8) return false;
    *value = number_at(*wide, 0, 8);
    wide = wide->subspan(8);
  }
  return true;
}

struct PlacedEntry {
  ZipEntry entry;
  std::uint64_t begin;  // of the local header
  std::uint64_t end;    // of the data
};

/// The member that the record at the beginning of `directory` describes; `directory` moves on behind it.
Expected<PlacedEntry> next_entry(ZipBytes file, std::uint64_t directory_offset, ZipBytes& directory) {
  const auto record = part_of(directory, 0, zip::central_size);
  if (!record || number_at(*record, 0, 4) != zip::central_signature) return damaged("its central directory breaks off");
  const std::uint64_t flags = number_at(*record, 8, 2);
  const std::uint64_t method = number_at(*record, 10, 2);
  std::uint64_t compressed = number_at(*record, 20, 4);
  std::uint64_t size = number_at(*record, 24, 4);
  const std::uint64_t name_length = number_at(*record, 28, 2);
  const std::uint64_t extra_length = number_at(*record, 30, 2);
  const std::uint64_t comment_length = number_at(*record, 32, 2);
  std::uint64_t begin = number_at(*record, 42, 4);
  const auto rest = part_of(directory, zip::central_size, name_length + extra_length + comment_length);
  if (!rest) return damaged("its central directory breaks off");
  directory = directory.subspan(zip::central_size + rest->size());

  const ZipBytes name_bytes = rest->first(static_cast<std::size_t>(name_length));
  std::string name(reinterpret_cast<const char*>(name_bytes.data()), name_bytes.size());
  const bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii && ((flags & zip::utf8_flag) == 0 || !from_utf8(name))) return damaged("a name that isn't UTF-8");
  const std::string member = "member '" + name + "' ";
  const ZipBytes extra = rest->subspan(static_cast<std::size_t>(name_length), static_cast<std::size_t>(extra_length));
  if (!unmask(extra, {&size, &compressed, &begin})) return damaged(member + "has no ZIP64 sizes");
  if ((flags & zip::encrypted_flag) != 0) return damaged(member + "is encrypted");
  if (method != zip::stored && method != zip::deflated) {
    return damaged(member + "is compressed by method " + std::to_string(method));
  }
  if (method == zip::stored && size != compressed) return damaged(member + "is stored in another size");
  // Deflate makes at most 1032 bytes of one.
  if (method == zip::deflated && size / 1032 > compressed) return damaged(member + "can't have its size");

  const auto local = part_of(file, begin, zip::local_size);
  if (!local || number_at(*local, 0, 4) != zip::local_signature) return damaged(member + "has no local header");
  const std::uint64_t local_name = number_at(*local, 26, 2);
  const std::uint64_t local_extra = number_at(*local, 28, 2);
  const std::uint64_t data = begin + zip::local_size + local_name + local_extra;
  const auto names = part_of(file, begin + zip::local_size, local_name + local_extra);
  const auto bytes = part_of(file, data, compressed);
  if (!names || !bytes || data + compressed > directory_offset) return damaged(member + "lies outside");
  std::uint64_t local_compressed = number_at(*local, 18, 4);
  std::uint64_t local_whole = number_at(*local, 22, 4);
  const bool widened = unmask(names->subspan(static_cast<std::size_t>(local_name)), {&local_whole, &local_compressed});
  const bool descriptor = (flags & zip::descriptor_flag) != 0;
  const bool sizes = descriptor || (widened && local_compressed == compressed && local_whole == size &&
                                    number_at(*local, 14, 4) == number_at(*record, 16, 4));
  const bool same = number_at(*local, 6, 2) == flags && number_at(*local, 8, 2) == method &&
                    std::ranges::equal(names->first(static_cast<std::size_t>(local_name)), name_bytes);
  if (!sizes || !same) return damaged(member + "has a local header that says otherwise");
  return PlacedEntry{
      {std::move(name), method == zip::deflated, static_cast<std::uint32_t>(number_at(*record, 16, 4)), size, *bytes},
      begin,
      data + compressed};
}

}  // namespace

Expected<std::vector<ZipEntry>> zip_entries(std::span<const std::byte> file, std::size_t max_members) {
  auto directory = find_directory(file);
  if (!directory) return std::unexpected(directory.error());
  if (directory->members > max_members || directory->members > directory->bytes.size() / zip::central_size) {
    return damaged(std::to_string(directory->members) + " members");
  }
  std::vector<PlacedEntry> placed;
  std::set<std::string> names;
  for (std::uint64_t i = 0; i < directory->members; ++i) {
    auto entry = next_entry(file, directory->offset, directory->bytes);
    if (!entry) return std::unexpected(entry.error());
    if (!names.insert(entry->entry.name).second) return damaged("member '" + entry->entry.name + "' occurs twice");
    placed.push_back(std::move(*entry));
  }
  if (!directory->bytes.empty()) return damaged("more in its central directory than it counts");
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (const PlacedEntry& one : placed) ranges.emplace_back(one.begin, one.end);
  std::sort(ranges.begin(), ranges.end());
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first < ranges[i - 1].second) return damaged("members overlap");
  }
  std::vector<ZipEntry> result;
  for (PlacedEntry& one : placed) result.push_back(std::move(one.entry));
  return result;
}

Expected<std::span<const std::byte>> zip_content(const ZipEntry& entry, std::vector<std::byte>& room) {
  const std::string member = "member '" + entry.name + "' ";
  ZipBytes content = entry.data;
  if (entry.deflated) {
    try {
      room.resize(static_cast<std::size_t>(entry.size));
    } catch (const std::exception&) {
      return fail(ErrorKind::memory, "no memory for " + member + "of " + std::to_string(entry.size) + " bytes");
    }
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return fail(ErrorKind::memory, "no memory to inflate " + member);
    // zlib counts in 32 bits.
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    std::size_t read = 0;
    std::size_t written = 0;
    int status = Z_OK;
    while (status == Z_OK) {
      const auto given = static_cast<uInt>(std::min(most, entry.data.size() - read));
      const auto wanted = static_cast<uInt>(std::min(most, room.size() - written));
      std::byte nothing{};
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(entry.data.data() + read));
      stream.avail_in = given;
      stream.next_out = reinterpret_cast<Bytef*>(room.empty() ? &nothing : room.data() + written);
      stream.avail_out = wanted;
      status = inflate(&stream, Z_NO_FLUSH);
      read += given - stream.avail_in;
      written += wanted - stream.avail_out;
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || read != entry.data.size() || written != room.size()) {
      return damaged(member + "doesn't inflate to its size");
    }
    content = room;
  }
  uLong crc = crc32_z(0, nullptr, 0);
  crc = crc32_z(crc, reinterpret_cast<const Bytef*>(content.data()), content.size());
  if (crc != entry.crc) return damaged(member + "has another checksum");
  return content;
}

}  // namespace fairplay::arraycore
