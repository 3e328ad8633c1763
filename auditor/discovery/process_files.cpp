#include "auditor/discovery/process_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::discovery {

std::expected<std::string, int> read_process_file(const std::string& path, std::size_t longest) {
  const signatures::artifact::FileDescriptor file = signatures::artifact::open_to_read(AT_FDCWD, path, true);
  if (!file) return std::unexpected(errno);
  std::string text;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::unexpected(errno);
    if (n == 0 || text.size() > longest) return text;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

std::string process_link(const std::string& path) {
  std::array<char, 4096> target;
  const ssize_t n = ::readlink(path.c_str(), target.data(), target.size());
  if (n <= 0 || static_cast<std::size_t>(n) >= target.size()) return {};
  return {target.data(), static_cast<std::size_t>(n)};
}

}  // namespace fairplay::auditor::discovery
