#include "signatures/artifact/tar_file.h"

#include <fmt/format.h>

#include "signatures/artifact/archive_source.h"
#include "signatures/artifact/budget.h"
#include "signatures/artifact/delivery.h"
#include "signatures/artifact/tar_members.h"

namespace fairplay::signatures::artifact {
namespace {

class TarFile final : public FileStream {
 public:
  TarFile(FileDescriptor fd, std::uint64_t size, std::string file, const ArchiveLimits& limits)
      : fd_(std::move(fd)), size_(size), file_(std::move(file)), limits_(limits) {}

  Kind kind() const override { return Kind::sdist; }

  // One thread: a compressed tar can only be read from its start.
  void read(const Handlers& handlers, unsigned) override {
    const RawNames raw_names;
    Consumer consumer(handlers, file_);
    ArchiveSource source(fd_.get());
    const ArchiveHandle handle = new_archive();
    if (!handle) return consumer.damaged("", "no memory to read it");
    support_tar(handle.get());
    if (source.open(handle.get()) != ARCHIVE_OK) return consumer.damaged("", archive_error(handle.get()));
    Budget budget(limits_, size_);
    read_tar_members(handle.get(), TarRules{}, limits_, budget, consumer);
  }

  /// What keeps the file from being a tar, or nothing.
  std::string refusal() const {
    const RawNames raw_names;
    ArchiveSource source(fd_.get());
    const ArchiveHandle handle = new_archive();
    if (!handle) return "no memory to read it";
    support_tar(handle.get());
    archive_entry* first = nullptr;
    if (source.open(handle.get()) != ARCHIVE_OK) return archive_error(handle.get());
    return archive_read_next_header(handle.get(), &first) == ARCHIVE_FATAL ? archive_error(handle.get()) : "";
  }

 private:
  FileDescriptor fd_;
  std::uint64_t size_;
  std::string file_;
  ArchiveLimits limits_;
};

}  // namespace

Expected<std::unique_ptr<FileStream>> open_tar(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                               const ArchiveLimits& limits) {
  auto tar = std::make_unique<TarFile>(std::move(fd), size, file, limits);
  if (const std::string refusal = tar->refusal(); !refusal.empty())
    return std::unexpected(Damage{file, "", fmt::format("holds no readable tar archive: {}", refusal), true});
  return tar;
}

}  // namespace fairplay::signatures::artifact
