#pragma once

#include <span>

#include "signatures/artifact/delivery.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::signatures::artifact {

/// How much of a file on disk is read at a time: stays in a core's own cache while it is hashed (256 KiB took a quarter
/// longer).
inline constexpr std::size_t disk_block = 64U << 10U;

/// Reads an open regular file once and delivers it. `entry` gets size and time from the open file. `file` names it in
/// damage. `buffer` is the calling thread's, of disk_block bytes. The file isn't mapped: one truncated by somebody
/// meanwhile would raise SIGBUS. Where it changed while it was read, that is damage and the file is lost.
void deliver_disk_file(Consumer& consumer, FileEntry& entry, const FileDescriptor& fd, const std::string& file,
                       std::span<std::byte> buffer);

}  // namespace fairplay::signatures::artifact
