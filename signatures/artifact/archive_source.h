#pragma once

#include <cstdint>
#include <vector>

#include "signatures/artifact/archive_handle.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::signatures::artifact {

/// Opens a libarchive handle over a descriptor by pread, so that several handles can share one.
class ArchiveSource {
 public:
  explicit ArchiveSource(int fd) : fd_(fd) {}
  ArchiveSource(const ArchiveSource&) = delete;
  ArchiveSource& operator=(const ArchiveSource&) = delete;

  /// `handle` knows its formats and filters already; must not outlive this. An ARCHIVE_ status.
  int open(archive* handle);

 private:
  static la_ssize_t read_callback(archive* handle, void* self, const void** block);
  static la_int64_t skip_callback(archive* handle, void* self, la_int64_t count);

  int fd_;
  std::uint64_t offset_ = 0;
  std::vector<std::byte> buffer_;
};

}  // namespace fairplay::signatures::artifact
