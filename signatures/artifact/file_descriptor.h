#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace fairplay::signatures::artifact {

/// Owns one open file.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// Opens for reading so that no kind of file can block or be run through: a FIFO returns at once, a terminal
/// never becomes ours. `folder` as openat's; links in the last component are refused unless `follow`.
/// On failure the descriptor is empty and errno set.
FileDescriptor open_to_read(int folder, const std::string& path, bool follow = false);

/// Fills `buffer` from `offset` until it is full or the file ends: the number of bytes had, or -1 with errno set.
std::ptrdiff_t read_at(int fd, std::span<std::byte> buffer, std::uint64_t offset);

/// All of `text`, however many writes it takes. False with errno set.
bool write_all(int fd, std::string_view text);

/// The text of an errno value ("Permission denied"), safe from several threads.
std::string error_text(int error);

/// Whether an error says that somebody else may read the file.
bool is_denial(int error);

}  // namespace fairplay::signatures::artifact
