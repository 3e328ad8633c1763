#include "signatures/artifact/archive_source.h"

#include <cerrno>
#include <limits>

namespace fairplay::signatures::artifact {
namespace {

constexpr std::size_t source_block = 128U << 10U;

}  // namespace

int ArchiveSource::open(archive* handle) {
  offset_ = 0;
  buffer_.resize(source_block);
  libarchive().archive_read_set_read_callback(handle, read_callback);
  libarchive().archive_read_set_skip_callback(handle, skip_callback);
  libarchive().archive_read_set_callback_data(handle, this);
  return libarchive().archive_read_open1(handle);
}

la_ssize_t ArchiveSource::read_callback(archive* handle, void* self, const void** block) {
  auto& source = *static_cast<ArchiveSource*>(self);
  const std::ptrdiff_t had = read_at(source.fd_, source.buffer_, source.offset_);
  if (had < 0) {
    const int error = errno;
    libarchive().archive_set_error(handle, error, "%s", error_text(error).c_str());
    return -1;
  }
  source.offset_ += static_cast<std::uint64_t>(had);
  *block = source.buffer_.data();
  return had;
}

// Past the end it may go: the next read finds nothing there, which libarchive reports as a cut-off archive.
la_int64_t ArchiveSource::skip_callback(archive*, void* self, la_int64_t count) {
  auto& source = *static_cast<ArchiveSource*>(self);
  if (count <= 0 || static_cast<std::uint64_t>(count) >
                        static_cast<std::uint64_t>(std::numeric_limits<la_int64_t>::max()) - source.offset_)
    return 0;
  source.offset_ += static_cast<std::uint64_t>(count);
  return count;
}

}  // namespace fairplay::signatures::artifact
