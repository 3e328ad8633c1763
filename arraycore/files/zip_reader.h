#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// A member of a ZIP file in memory.
struct ZipEntry {
  std::string name;  ///< UTF-8
  bool deflated;     ///< otherwise stored
  std::uint32_t crc;
  std::uint64_t size;               ///< bytes of the content
  std::span<const std::byte> data;  ///< as stored; within the file
};

/// The members of a ZIP file by its central directory, in its order. Source: PKWARE APPNOTE.TXT 6.3.10. Errors: no ZIP
/// file, one of several disks or behind something else, more members than `max_members`, another compression than
/// deflate, encryption, a name twice or in another encoding than ASCII and UTF-8, a local header that says otherwise,
/// data that overlap or lie outside, a size that deflate can't reach.
Expected<std::vector<ZipEntry>> zip_entries(std::span<const std::byte> file, std::size_t max_members);

/// What a member holds: `entry.data`, or `room`, into which it is inflated. Errors: damaged data, another size or
/// checksum than the directory says, no memory.
Expected<std::span<const std::byte>> zip_content(const ZipEntry& entry, std::vector<std::byte>& room);

}  // namespace fairplay::arraycore
