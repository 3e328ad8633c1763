#include "signatures/artifact/library.h"

#include "signatures/artifact/disk_file.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::artifact {
namespace {

class Library final : public FileStream {
 public:
  Library(FileDescriptor fd, std::string file) : fd_(std::move(fd)), file_(std::move(file)) {}

  Kind kind() const override { return Kind::library; }

  void read(const Handlers& handlers, unsigned) override {
    Consumer consumer(handlers, file_);
    FileEntry entry;
    entry.path = base_name(file_);
    std::vector<std::byte> buffer(disk_block);
    deliver_disk_file(consumer, entry, fd_, file_, buffer);
  }

 private:
  FileDescriptor fd_;
  std::string file_;
};

}  // namespace

bool begins_as_library(std::string_view head) {
  return head.starts_with(
      "\x7f"
      "ELF");
}

Expected<std::unique_ptr<FileStream>> open_library(FileDescriptor fd, std::uint64_t, const std::string& file,
                                                   const ArchiveLimits&) {
  return std::make_unique<Library>(std::move(fd), file);
}

}  // namespace fairplay::signatures::artifact
