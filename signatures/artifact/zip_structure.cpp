// The end records and the central directory of a ZIP file (APPNOTE 4.3.12 to 4.3.16), found the way Python's zipfile
// finds them: the last end record in the last 64 KiB counts, and the directory is directly before it, so that bytes
// in front of the archive shift every offset.
#include "signatures/artifact/zip_structure.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/little_endian.h"
#include "signatures/artifact/member_path.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::uint32_t end_signature = 0x06054b50;        // 4.3.16
constexpr std::uint32_t end64_signature = 0x06064b50;      // 4.3.14
constexpr std::uint32_t locator64_signature = 0x07064b50;  // 4.3.15
constexpr std::uint32_t central_signature = 0x02014b50;    // 4.3.12
constexpr std::uint64_t end_size = 22;
constexpr std::uint64_t end64_size = 56;
constexpr std::uint64_t locator64_size = 20;
constexpr std::uint64_t central_size = 46;
constexpr std::uint64_t longest_comment = 0xffff;
constexpr std::uint64_t directory_limit = 128ULL << 20U;  // bytes of central directory held in memory
constexpr std::size_t findings_limit = 1000;
constexpr std::size_t shown_name = 256;  // bytes of a name in a message; a name may have 65535
constexpr unsigned unix_host = 3;        // 4.4.2

struct EndRecord {
  std::uint64_t offset = 0;  ///< of the (first) end record, where the directory ends
  std::uint64_t members = 0;
  std::uint64_t directory_size = 0;
  std::uint64_t directory_offset = 0;  ///< as stated
};

class StructureReader {
 public:
  StructureReader(int fd, std::uint64_t size, const std::string& file, const ArchiveLimits& limits)
      : fd_(fd), size_(size), file_(file), limits_(limits) {}

  Expected<ZipStructure> read();

 private:
  Expected<EndRecord> find_end();
  void read_end64(EndRecord& end, LittleEndian tail, std::uint64_t tail_offset, std::uint64_t at);
  Expected<std::uint64_t> place_directory(const EndRecord& end);
  Expected<void> read_directory(const EndRecord& end, std::uint64_t offset);
  /// One central header at `at`; its full length, or nullopt where the directory can't be followed further.
  std::optional<std::uint64_t> read_member(LittleEndian directory, std::uint64_t at, std::uint64_t directory_offset);

  Expected<std::vector<std::byte>> bytes(std::uint64_t offset, std::uint64_t count, std::string_view what) const;
  void find(std::string place, std::string reason, bool grave = true) {
    zip_.find({file_, std::move(place), std::move(reason), grave});
  }
  std::unexpected<Damage> fail(std::string place, std::string reason) const {
    return std::unexpected(Damage{file_, std::move(place), std::move(reason), true});
  }

  int fd_;
  std::uint64_t size_;
  const std::string& file_;
  const ArchiveLimits& limits_;
  std::uint64_t shift_ = 0;  ///< bytes in front of the archive, added to every stated offset
  ZipStructure zip_;
};

std::string at(std::uint64_t offset) { return fmt::format("offset {:#x}", offset); }

/// MS-DOS date and time (4.4.6) as if UTC: ZIP doesn't say the zone. 0 where it is no date.
std::int64_t dos_time(std::uint16_t date, std::uint16_t time) {
  using namespace std::chrono;
  const year_month_day day{year{1980 + (date >> 9U)}, month{(date >> 5U) & 15U}, std::chrono::day{date & 31U}};
  if (!day.ok()) return 0;
  return sys_seconds{sys_days{day}}.time_since_epoch().count() + (time >> 11U) * 3600LL + ((time >> 5U) & 63U) * 60LL +
         (time & 31U) * 2LL;
}

Expected<std::vector<std::byte>> StructureReader::bytes(std::uint64_t offset, std::uint64_t count,
                                                        std::string_view what) const {
  std::vector<std::byte> buffer(count);
  const std::ptrdiff_t had = read_at(fd_, buffer, offset);
  if (had < 0) return fail(at(offset), fmt::format("{} cannot be read: {}", what, error_text(errno)));
  if (static_cast<std::uint64_t>(had) != count)
    return fail(at(offset),
                fmt::format("{} cannot be read: {} of {} bytes are there; the file changed while being read", what, had,
                            count));
  return buffer;
}

Expected<EndRecord> StructureReader::find_end() {
  if (size_ < end_size)
    return fail("", fmt::format("a ZIP file of {} bytes is cut short: the end record alone takes {}", size_, end_size));
  const std::uint64_t tail_size = std::min(size_, longest_comment + 1 + end_size + end64_size + locator64_size);
  const std::uint64_t tail_offset = size_ - tail_size;
  const auto tail_bytes = bytes(tail_offset, tail_size, "the end of the archive");
  if (!tail_bytes) return std::unexpected(tail_bytes.error());
  const LittleEndian tail(*tail_bytes);

  std::optional<std::uint64_t> found;
  const std::uint64_t last = tail_size - end_size;
  if (tail.u32(last) == end_signature && tail.u16(last + 20) == 0) found = last;
  for (std::uint64_t i = last; !found && tail_size - i <= longest_comment + 1 + end_size; --i) {
    if (tail.u32(i) == end_signature) found = i;
    if (i == 0) break;
  }
  if (!found)
    return fail("", "no end-of-central-directory record in the last 64 KiB: the ZIP file is cut short or damaged");

  EndRecord end;
  end.offset = tail_offset + *found;
  end.members = tail.u16(*found + 10);
  end.directory_size = tail.u32(*found + 12);
  end.directory_offset = tail.u32(*found + 16);
  const std::uint64_t comment = tail.u16(*found + 20);
  const std::uint64_t behind = size_ - end.offset - end_size;
  if (behind > comment)
    find(at(end.offset + end_size + comment),
         fmt::format("{} bytes lie behind the end of the archive", behind - comment), false);
  if (behind < comment)
    find(at(end.offset + 20), fmt::format("the archive's comment claims {} bytes where {} are left", comment, behind),
         false);
  if (tail.u16(*found + 4) != 0 || tail.u16(*found + 6) != 0)
    find(at(end.offset + 4), "claims to be one part of a split archive; only this file was read");
  read_end64(end, tail, tail_offset, *found);
  return end;
}

void StructureReader::read_end64(EndRecord& end, LittleEndian tail, std::uint64_t tail_offset, std::uint64_t found) {
  if (found < locator64_size || tail.u32(found - locator64_size) != locator64_signature) {
    return;
  }
  const std::uint64_t locator = found - locator64_size;
  const std::uint64_t stated = tail.u64(locator + 8);
  if (locator < end64_size || tail.u32(locator - end64_size) != end64_signature) {
    find(at(tail_offset + locator), "a ZIP64 locator without a ZIP64 end record before it: it was ignored");
    return;
  }
  const std::uint64_t record = locator - end64_size;
  if (tail.u32(locator + 4) != 0 || tail.u32(locator + 16) > 1)
    find(at(tail_offset + locator), "claims to be one part of a split archive; only this file was read");
  const EndRecord narrow = end;
  end.offset = tail_offset + record;
  end.members = tail.u64(record + 32);
  end.directory_size = tail.u64(record + 40);
  end.directory_offset = tail.u64(record + 48);
  // A reader without ZIP64 goes by the narrow record; unless that says "look there" both must agree.
  const auto differ = [&](std::string_view what, std::uint64_t in_narrow, std::uint64_t in_wide, std::uint64_t mark) {
    if (in_narrow != mark && in_narrow != in_wide)
      find(at(tail_offset + record),
           fmt::format("the ZIP64 end record says {} {}, the plain one {}", what, in_wide, in_narrow));
  };
  differ("members", narrow.members, end.members, 0xffff);
  differ("directory size", narrow.directory_size, end.directory_size, 0xffffffff);
  differ("directory offset", narrow.directory_offset, end.directory_offset, 0xffffffff);
  if (stated > end.offset || end.offset - stated != end.offset - end.directory_size - end.directory_offset) {
    find(at(tail_offset + locator + 8),
         fmt::format("the ZIP64 locator points to offset {:#x}; the record that was used is at {:#x}", stated,
                     end.offset),
         false);
  }
}

Expected<std::uint64_t> StructureReader::place_directory(const EndRecord& end) {
  if (end.directory_size > end.offset) {
    return fail(at(end.offset), fmt::format("the central directory claims {} bytes; only {} lie before its end record",
                                            end.directory_size, end.offset));
  }
  if (end.directory_size > directory_limit)
    return fail(at(end.offset), fmt::format("the central directory claims {} bytes, over the limit of {}",
                                            end.directory_size, directory_limit));
  const std::uint64_t expected = end.offset - end.directory_size;
  if (end.directory_offset == expected) return expected;

  const auto starts_at = [&](std::uint64_t offset) {
    std::array<std::byte, 4> signature{};
    return read_at(fd_, signature, offset) == 4 && LittleEndian(signature).u32(0) == central_signature;
  };
  if (end.directory_offset < expected && (end.directory_size == 0 || starts_at(expected))) {
    shift_ = expected - end.directory_offset;
    if (!is_start_of_program(fd_, shift_))
      find("offset 0x0", fmt::format("{} bytes lie before the archive: every offset in it is off by as much", shift_));
    return expected;
  }
  if (end.directory_offset < expected && starts_at(end.directory_offset)) {
    find(at(end.directory_offset + end.directory_size),
         fmt::format("{} bytes lie between the central directory and its end record; pip refuses this file",
                     expected - end.directory_offset));
    return end.directory_offset;
  }
  return fail(at(end.offset), fmt::format("no central directory at offset {:#x}, where the end record puts it, nor at "
                                          "{:#x}, directly before that record",
                                          end.directory_offset, expected));
}

std::optional<std::uint64_t> StructureReader::read_member(LittleEndian directory, std::uint64_t position,
                                                          std::uint64_t directory_offset) {
  if (!directory.has(position, central_size) || directory.u32(position) != central_signature) {
    find(at(directory_offset + position),
         fmt::format("the central directory breaks off after {} members: no header where the next one should be",
                     zip_.members.size()));
    return std::nullopt;
  }
  const std::uint64_t name_size = directory.u16(position + 28);
  const std::uint64_t extra_size = directory.u16(position + 30);
  const std::uint64_t length = central_size + name_size + extra_size + directory.u16(position + 32);
  if (!directory.has(position, length)) {
    find(at(directory_offset + position),
         fmt::format("the central directory breaks off inside member {}: its header claims {} bytes, {} are left",
                     zip_.members.size(), length, directory.size() - position));
    return std::nullopt;
  }
  ZipMember member;
  member.name = directory.text(position + central_size, name_size);
  member.flags = directory.u16(position + 8);
  member.method = directory.u16(position + 10);
  member.crc = directory.u32(position + 16);
  member.compressed = directory.u32(position + 20);
  member.entry.size = directory.u32(position + 24);
  member.entry.mtime = dos_time(directory.u16(position + 14), directory.u16(position + 12));
  std::uint64_t offset = directory.u32(position + 42);
  const std::string_view extra = directory.text(position + central_size + name_size, extra_size);
  Zip64Extra wide(extra);
  const bool complete = wide.widen(member.entry.size) && wide.widen(member.compressed) && wide.widen(offset);
  member.header_offset = offset > UINT64_MAX - shift_ ? UINT64_MAX : offset + shift_;
  if (!complete) find(member.place(), "its size or offset is said to stand in a ZIP64 extra field that isn't there");

  const std::uint32_t attributes = directory.u32(position + 38);
  const std::uint32_t mode = directory.u16(position + 4) >> 8U == unix_host ? attributes >> 16U : 0;
  member.entry.mode = mode & 07777U;
  // As pip does, a trailing '/' alone makes a folder.
  if (member.name.ends_with('/')) {
    member.entry.kind = FileKind::directory;
  } else if (S_ISLNK(mode)) {
    member.entry.kind = FileKind::symlink;
  } else if (mode != 0 && (mode & S_IFMT) != 0 && !S_ISREG(mode)) {
    find(member.place(), fmt::format("claims to be a special file (mode {:#o}); pip would write a regular one", mode),
         false);
  }
  if (const std::string_view other = extra_block(extra, 0x7075); other.size() >= 5 && other.substr(5) != member.name) {
    find(member.place(), "a second, different name stands in its Unicode Path extra field, which some readers use");
  }
  zip_.members.push_back(std::move(member));
  return length;
}

Expected<void> StructureReader::read_directory(const EndRecord& end, std::uint64_t offset) {
  const auto buffer = bytes(offset, end.directory_size, "the central directory");
  if (!buffer) return std::unexpected(buffer.error());
  const LittleEndian directory(*buffer);
  for (std::uint64_t position = 0; position < directory.size();) {
    if (zip_.members.size() >= limits_.members) {
      find(at(offset + position), fmt::format("more than {} members; the rest was not read", limits_.members));
      return {};
    }
    const auto length = read_member(directory, position, offset);
    if (!length) break;
    position += *length;
  }
  if (zip_.members.size() != end.members)
    find(at(end.offset), fmt::format("the end record counts {} members; the central directory holds {}", end.members,
                                     zip_.members.size()));
  return {};
}

Expected<ZipStructure> StructureReader::read() {
  const auto end = find_end();
  if (!end) return std::unexpected(end.error());
  const auto offset = place_directory(*end);
  if (!offset) return std::unexpected(offset.error());
  if (const auto done = read_directory(*end, *offset); !done) return std::unexpected(done.error());
  check_names(file_, zip_);
  check_local_headers(fd_, *offset, file_, zip_);
  if (zip_.findings_left_out != 0)
    zip_.findings.push_back(
        {file_, "", fmt::format("{} more findings of these kinds are not listed", zip_.findings_left_out), true});
  return std::move(zip_);
}

}  // namespace

bool is_start_of_program(int fd, std::uint64_t size) {
  constexpr std::uint64_t longest = 1U << 20U;
  if (size < 3 || size > longest) return false;
  std::string text(size, '\0');
  if (read_at(fd, std::as_writable_bytes(std::span(text)), 0) != static_cast<std::ptrdiff_t>(size)) return false;
  return text.starts_with("#!") && text.ends_with('\n') && !text.contains('\0') && !text.contains("PK\3\4");
}

std::string ZipMember::place() const {
  return fmt::format("member {}{}, offset {:#x}", std::string_view(name).substr(0, shown_name),
                     name.size() > shown_name ? "..." : "", header_offset);
}

void ZipStructure::find(Damage finding) {
  if (findings.size() < findings_limit) {
    findings.push_back(std::move(finding));
  } else {
    ++findings_left_out;
  }
}

std::string_view extra_block(std::string_view extra, std::uint16_t id) {
  const LittleEndian fields(std::as_bytes(std::span(extra)));
  for (std::uint64_t position = 0; fields.has(position, 4);) {
    const std::uint64_t size = fields.u16(position + 2);
    if (!fields.has(position + 4, size)) break;
    if (fields.u16(position) == id) return fields.text(position + 4, size);
    position += 4 + size;
  }
  return {};
}

Zip64Extra::Zip64Extra(std::string_view extra) : rest_(extra_block(extra, 0x0001)) {}

bool Zip64Extra::widen(std::uint64_t& value) {
  if (value != 0xffffffff) return true;
  const auto wide = LittleEndian(std::as_bytes(std::span(rest_))).get<std::uint64_t>(0);
  if (!wide) return false;
  value = *wide;
  rest_.remove_prefix(sizeof(std::uint64_t));
  return true;
}

Expected<ZipStructure> read_zip_structure(int fd, std::uint64_t size, const std::string& file,
                                          const ArchiveLimits& limits) {
  return StructureReader(fd, size, file, limits).read();
}

}  // namespace fairplay::signatures::artifact
