#include "signatures/artifact/tar_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "signatures/artifact/archive_source.h"
#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/tar_members.h"

namespace fairplay::signatures::artifact {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t tar_block = 512;

// POSIX pax format, "ustar Interchange Format": the checksum sums the header's bytes with its own field as spaces. Tars
// from before POSIX have no other mark.
bool is_tar_header(std::string_view block) {
  constexpr std::size_t field = 148;
  constexpr std::size_t field_size = 8;
  if (block.size() < tar_block) return false;
  unsigned stated = 0;
  bool digits = false;
  for (char c : block.substr(field, field_size)) {
    if (c == ' ' && !digits) continue;
    if (c < '0' || c > '7') break;
    digits = true;
    stated = stated * 8 + static_cast<unsigned>(c - '0');
  }
  unsigned sum = 0;
  for (std::size_t i = 0; i < tar_block; ++i)
    sum += i >= field && i < field + field_size ? ' ' : static_cast<unsigned char>(block[i]);
  return digits && sum == stated;
}

bool is_compressed(std::string_view head) {
  constexpr std::array marks{"\x1f\x8b"sv, "BZh"sv,
                             "\xfd"
                             "7zXZ\0"sv,
                             "\x28\xb5\x2f\xfd"sv, "\x5d\0\0"sv};  // gzip, bzip2, xz, zstd, lzma
  return std::ranges::any_of(marks, [&](std::string_view mark) { return head.starts_with(mark); });
}

class TarFile final : public FileStream {
 public:
  TarFile(FileDescriptor fd, std::uint64_t size, std::string file, const ArchiveLimits& limits)
      : fd_(std::move(fd)), size_(size), file_(std::move(file)), limits_(limits) {}

  Kind kind() const override { return kind_; }

  // One thread: a compressed tar can only be read from its start.
  void read(const Handlers& handlers, unsigned) override {
    const RawNames raw_names;
    Consumer consumer(handlers, file_);
    ArchiveSource source(fd_.get());
    const ArchiveHandle handle = new_archive();
    if (!handle) return consumer.damaged("", why_no_archive());
    support_tar(handle.get());
    if (source.open(handle.get()) != ARCHIVE_OK) return consumer.damaged("", archive_error(handle.get()));
    Budget budget(limits_, size_);
    const TarContents contents = read_tar_members(handle.get(), TarRules{}, limits_, budget, consumer);
    if (contents.installed && !contents.package_info) kind_ = Kind::bundle;
  }

  /// What keeps the file from being a tar, or nothing.
  std::string refusal() const {
    const RawNames raw_names;
    ArchiveSource source(fd_.get());
    const ArchiveHandle handle = new_archive();
    if (!handle) return why_no_archive();
    support_tar(handle.get());
    archive_entry* first = nullptr;
    if (source.open(handle.get()) != ARCHIVE_OK) return archive_error(handle.get());
    return libarchive().archive_read_next_header(handle.get(), &first) == ARCHIVE_FATAL ? archive_error(handle.get())
                                                                                        : "";
  }

 private:
  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
  Kind kind_ = Kind::sdist;  ///< until its members were read
};

}  // namespace

bool begins_as_tar(std::string_view head) { return is_compressed(head) || is_tar_header(head); }

Expected<std::unique_ptr<FileStream>> open_tar(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits) {
  auto tar = std::make_unique<TarFile>(std::move(fd), size, file, limits);
  if (const std::string refusal = tar->refusal(); !refusal.empty())
    return std::unexpected(Damage{file, "", fmt::format("holds no readable tar archive: {}", refusal), true});
  return tar;
}

}  // namespace fairplay::signatures::artifact
