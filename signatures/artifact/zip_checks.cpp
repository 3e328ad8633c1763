// Where two readers of one ZIP file could see different things: names, local headers against the central directory
// (APPNOTE 4.3.7, 4.3.9), and bytes that no member owns.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/little_endian.h"
#include "signatures/artifact/member_path.h"
#include "signatures/artifact/zip_structure.h"
#include "signatures/utf8.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;       // 4.3.7
constexpr std::uint32_t descriptor_signature = 0x08074b50;  // 4.3.9.3
constexpr std::uint64_t local_size = 30;
constexpr std::uint16_t encrypted_bits = 1U << 0U | 1U << 6U | 1U << 13U;  // 4.4.4
constexpr std::uint16_t descriptor_bit = 1U << 3U;
constexpr std::uint16_t utf8_bit = 1U << 11U;

// ASCII only, which covers what file systems that ignore case agree on.
std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Checks one member after another in the order of their local headers.
class LocalHeaders {
 public:
  LocalHeaders(int fd, std::uint64_t directory_offset, const std::string& file, ZipStructure& zip)
      : fd_(fd), directory_offset_(directory_offset), file_(file), zip_(zip) {}

  void check() {
    std::vector<std::size_t> order(zip_.members.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return zip_.members[i].header_offset; });
    std::uint64_t expected = 0;  // where the next header should start
    for (std::size_t i = 0; i < order.size(); ++i) {
      ZipMember& member = zip_.members[order[i]];
      const std::uint64_t next = i + 1 < order.size() ? zip_.members[order[i + 1]].header_offset : directory_offset_;
      if (member.header_offset > expected && member.header_offset <= directory_offset_ && !gap_is_reported_)
        gap(expected, member.header_offset, i == 0);
      gap_is_reported_ = false;
      expected = std::max(expected, check_one(member, std::min(next, directory_offset_)));
    }
    if (expected < directory_offset_ && !gap_is_reported_) gap(expected, directory_offset_, order.empty());
  }

 private:
  void find(const ZipMember& member, std::string reason, bool grave = true) {
    zip_.find({file_, member.place(), std::move(reason), grave});
  }

  void gap(std::uint64_t from, std::uint64_t to, bool before_first) {
    if (from == 0 && before_first && is_start_of_program(fd_, to)) return;
    zip_.find({file_, fmt::format("offset {:#x}", from),
               fmt::format("{} bytes {} belong to no member", to - from,
                           before_first ? "before the first member" : "between or behind the members"),
               false});
  }

  /// As much of `buffer` as the file has at `offset`; nothing where it can't be read.
  LittleEndian bytes_at(std::span<std::byte> buffer, std::uint64_t offset) const {
    const std::ptrdiff_t had = read_at(fd_, buffer, offset);
    return LittleEndian(buffer.first(had > 0 ? static_cast<std::size_t>(had) : 0));
  }

  /// Returns where the member ends. `limit`: where the next header, or the directory, starts.
  std::uint64_t check_one(ZipMember& member, std::uint64_t limit) {
    if (member.header_offset > directory_offset_ || directory_offset_ - member.header_offset < local_size) {
      find(member, "its local header lies outside the archive");
      return 0;
    }
    // Most names are repeated exactly and have a short extra field: one read gets it all.
    buffer_.resize(local_size + member.name.size() + 64);
    LittleEndian header = bytes_at(buffer_, member.header_offset);
    if (!header.has(0, local_size) || header.u32(0) != local_signature) {
      find(member, "there is no local header at this offset");
      gap_is_reported_ = true;
      return member.header_offset;
    }
    const std::uint64_t name_size = header.u16(26);
    const std::uint64_t extra_size = header.u16(28);
    const std::uint64_t header_size = local_size + name_size + extra_size;
    if (!header.has(0, header_size)) {
      buffer_.resize(header_size);
      header = bytes_at(buffer_, member.header_offset);
    }
    member.data_offset = member.header_offset + header_size;
    if (!header.has(0, header_size) || member.data_offset > directory_offset_ ||
        member.compressed > directory_offset_ - member.data_offset) {
      find(member, fmt::format("its {} bytes at offset {:#x} reach into the central directory at {:#x}",
                               member.compressed, member.data_offset, directory_offset_));
      gap_is_reported_ = true;
      return member.header_offset;
    }
    compare(member, header, header.text(local_size, name_size), header.text(local_size + name_size, extra_size));
    const std::uint64_t end = member.data_offset + member.compressed;
    if (end > limit) {
      find(member,
           fmt::format("overlaps the next member: it ends at offset {:#x}, the next one starts at {:#x}", end, limit));
      return end;
    }
    member.readable = true;
    return end + descriptor(member, end, limit);
  }

  void compare(const ZipMember& member, LittleEndian header, std::string_view name, std::string_view extra) {
    const bool deferred = (member.flags & descriptor_bit) != 0;  // sizes and CRC follow the data
    const std::uint16_t flags = header.u16(6);
    if (name != member.name)
      find(member,
           fmt::format(
               "the local header calls it {}: readers that go by local headers unpack another file; pip refuses it",
               name));
    if (header.u16(8) != member.method)
      find(member, fmt::format("compression is {} in the local header, {} in the central directory", header.u16(8),
                               member.method));
    if (((flags ^ member.flags) & (encrypted_bits | descriptor_bit | utf8_bit)) != 0) {
      find(member,
           fmt::format("flags are {:#x} in the local header, {:#x} in the central directory", flags, member.flags),
           ((flags ^ member.flags) & encrypted_bits) != 0);
    }
    std::uint64_t size = header.u32(22);
    std::uint64_t compressed = header.u32(18);
    if (!deferred || size == 0xffffffff) {
      Zip64Extra wide(extra);
      if (!(wide.widen(size) && wide.widen(compressed)))
        find(member, "the local header's sizes are said to stand in a ZIP64 extra field that isn't there");
    }
    const auto differ = [&](std::string_view what, std::uint64_t local, std::uint64_t central) {
      if (local != central && !(deferred && local == 0))
        find(member, fmt::format("{} is {} in the local header, {} in the central directory", what, local, central));
    };
    differ("size", size, member.entry.size);
    differ("compressed size", compressed, member.compressed);
    if (const std::uint32_t crc = header.u32(14); crc != member.crc && !(deferred && crc == 0)) {
      find(member,
           fmt::format("CRC-32 is {:#010x} in the local header, {:#010x} in the central directory", crc, member.crc));
    }
  }

  /// The length of a data descriptor at `at` that fits before `limit`: 0 where the member has none. The signature is
  /// optional, and sizes take 4 or 8 bytes (4.3.9).
  std::uint64_t descriptor(const ZipMember& member, std::uint64_t at, std::uint64_t limit) {
    if ((member.flags & descriptor_bit) == 0) return 0;
    std::array<std::byte, 24> bytes{};
    const LittleEndian all = bytes_at(
        std::span(bytes).first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), limit - at))), at);
    for (const std::uint64_t start : {4U, 0U}) {
      if (start == 4 && all.u32(0) != descriptor_signature) continue;
      if (all.get<std::uint32_t>(start) != member.crc) continue;
      if (all.has(start, 20) && all.u64(start + 4) == member.compressed && all.u64(start + 12) == member.entry.size)
        return start + 20;
      if (all.has(start, 12) && all.u32(start + 4) == member.compressed && all.u32(start + 8) == member.entry.size)
        return start + 12;
    }
    find(member, "the data descriptor behind it is missing or differs from the central directory");
    gap_is_reported_ = true;
    return 0;
  }

  int fd_;
  std::uint64_t directory_offset_;
  const std::string& file_;
  ZipStructure& zip_;
  std::vector<std::byte> buffer_;
  bool gap_is_reported_ = false;  ///< the bytes up to the next member are already part of a finding
};

}  // namespace

void check_names(const std::string& file, ZipStructure& zip) {
  const auto find = [&](const ZipMember& member, std::string reason, bool grave = true) {
    zip.find({file, member.place(), std::move(reason), grave});
  };
  std::unordered_map<std::string, std::size_t> by_path;
  std::unordered_map<std::string, std::size_t> by_lower;
  by_path.reserve(zip.members.size());
  by_lower.reserve(zip.members.size());
  for (std::size_t i = 0; i < zip.members.size(); ++i) {
    ZipMember& member = zip.members[i];
    if ((member.flags & utf8_bit) != 0 && !is_utf8(member.name))
      find(member, "its name is said to be UTF-8 and isn't; pip refuses it");
    auto path = member_path(member.name, PathRules::zip);
    if (!path || path->empty()) {
      find(member, path ? "its name is only dots and slashes: it was not read"
                        : fmt::format("{}: it was not read", path.error()));
      member.delivered = false;
      continue;
    }
    const std::string_view bare =
        std::string_view(member.name)
            .substr(0, member.name.size() - (member.entry.kind == FileKind::directory ? 1 : 0));
    if (*path != bare)
      find(member, fmt::format("its name holds \".\" or empty folders; it was read as {}", *path), false);
    member.entry.path = std::move(*path);

    const auto [same, first_time] = by_path.try_emplace(member.entry.path, i);
    if (!first_time) {
      // Python's zipfile keeps the last entry of a name, and so pip installs that one.
      ZipMember& earlier = zip.members[same->second];
      find(member, fmt::format("the name appears twice (first at offset {:#x}); the last one was read, as pip does",
                               earlier.header_offset));
      earlier.delivered = false;
      same->second = i;
      continue;
    }
    const auto [alike, alone] = by_lower.try_emplace(lower(member.entry.path), i);
    if (!alone)
      find(member,
           fmt::format("differs from {} only by case: one of them vanishes where file names ignore case",
                       zip.members[alike->second].name),
           false);
  }
}

void check_local_headers(int fd, std::uint64_t directory_offset, const std::string& file, ZipStructure& zip) {
  LocalHeaders(fd, directory_offset, file, zip).check();
}

}  // namespace fairplay::signatures::artifact
