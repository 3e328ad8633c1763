#include "signatures/artifact/disk_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

namespace fairplay::signatures::artifact {
namespace {

bool same_moment(const timespec& a, const timespec& b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

bool unchanged(const struct stat& before, const struct stat& after) {
  return before.st_size == after.st_size && before.st_ino == after.st_ino &&
         same_moment(before.st_mtim, after.st_mtim) && same_moment(before.st_ctim, after.st_ctim);
}

// A hash of zeros that are on no disk takes as long as one of data, and says nothing: whoever makes a file of a
// terabyte by one call would keep an audit busy for hours. The largest file beside a NumPy is MKL's, of some 100 MB.
constexpr std::uint64_t most_content = std::uint64_t{4} << 30, ordinary_content = std::uint64_t{64} << 20;
constexpr std::uint64_t most_unwritten = 64;  // times what is on the disk: file systems that compress do less

/// Why so large a file's content isn't read; empty: it is.
std::string why_too_large(const struct stat& status) {
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const std::uint64_t on_disk = static_cast<std::uint64_t>(status.st_blocks) * 512;
  if (size > most_content) return fmt::format("is too large, with {} bytes: its content isn't read", size);
  if (size > ordinary_content && on_disk < size / most_unwritten)
    return fmt::format("has {} bytes, of which {} are on the disk: its content isn't read", size, on_disk);
  return "";
}

}  // namespace

void deliver_disk_file(Consumer& consumer, FileEntry& entry, const FileDescriptor& fd, const std::string& file,
                       std::span<std::byte> buffer) {
  const auto lose = [&](std::string place, std::string reason) {
    consumer.damaged(Damage{file, std::move(place), std::move(reason), true});
    consumer.lost(entry);
  };
  struct stat before {};
  if (::fstat(fd.get(), &before) != 0) return lose("", fmt::format("cannot be read: {}", error_text(errno)));
  if (!S_ISREG(before.st_mode))
    return lose("", "was replaced by something that is not a regular file while the folder was read");
  entry.size = static_cast<std::uint64_t>(before.st_size);
  entry.mtime = before.st_mtim.tv_sec;
  entry.mode = before.st_mode & 07777U;

  // The first block's read serves both the head and, for most files, the whole content.
  std::uint64_t offset = 0;
  const auto read_block = [&](std::size_t limit) {
    const std::uint64_t rest = entry.size - offset;
    return read_at(fd.get(),
                   buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>({rest, limit, buffer.size()}))),
                   offset);
  };
  const std::ptrdiff_t first = read_block(buffer.size());
  if (first < 0) return lose("offset 0x0", fmt::format("cannot be read: {}", error_text(errno)));
  std::span<const std::byte> block = buffer.first(static_cast<std::size_t>(first));
  const Interest interest = consumer.select(entry, block.first(std::min(block.size(), head_size)));
  if (interest.digests.empty()) {
    if (!interest.keep && entry.size > 0 && block.empty())
      return lose("offset 0x0", "ends before its size: it changed while being read");
    return consumer.deliver(entry, {}, Content{interest.keep ? fd.get() : -1, {}});
  }
  if (std::string why = why_too_large(before); !why.empty()) return lose("", std::move(why));
  Hasher hasher(interest.digests);
  for (;;) {
    hasher.update(block);
    offset += block.size();
    if (offset >= entry.size || block.empty()) break;
    const std::ptrdiff_t got = read_block(buffer.size());
    if (got < 0) return lose(fmt::format("offset {:#x}", offset), fmt::format("cannot be read: {}", error_text(errno)));
    block = buffer.first(static_cast<std::size_t>(got));
  }
  struct stat after {};
  if (::fstat(fd.get(), &after) != 0 || offset != entry.size || !unchanged(before, after)) {
    return lose("", fmt::format("changed while being read ({} bytes before, {} after, {} read)", before.st_size,
                                after.st_size, offset));
  }
  consumer.deliver(entry, hasher.finish(), Content{fd.get(), {}});
}

}  // namespace fairplay::signatures::artifact
