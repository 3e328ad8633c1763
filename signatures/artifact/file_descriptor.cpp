#include "signatures/artifact/file_descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <system_error>

namespace fairplay::signatures::artifact {

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

FileDescriptor open_to_read(int folder, const std::string& path, bool follow) {
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);
  for (;;) {
    const int fd = ::openat(folder, path.c_str(), flags);
    if (fd >= 0 || errno != EINTR) return FileDescriptor(fd);
  }
}

std::ptrdiff_t read_at(int fd, std::span<std::byte> buffer, std::uint64_t offset) {
  std::size_t had = 0;
  while (had < buffer.size()) {
    const std::uint64_t at = offset + had;
    if (at < offset || at > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) break;
    const ssize_t got = ::pread(fd, buffer.data() + had, buffer.size() - had, static_cast<off_t>(at));
    if (got < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    if (got == 0) break;
    had += static_cast<std::size_t>(got);
  }
  return static_cast<std::ptrdiff_t>(had);
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool is_denial(int error) { return error == EACCES || error == EPERM; }

std::string error_text(int error) { return std::generic_category().message(error); }

}  // namespace fairplay::signatures::artifact
