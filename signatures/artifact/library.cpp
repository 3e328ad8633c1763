#include "signatures/artifact/library.h"

#include "signatures/artifact/disk_file.h"

namespace fairplay::signatures::artifact {
namespace {

class Library final : public FileStream {
 public:
  Library(FileDescriptor fd, std::string file) : fd_(std::move(fd)), file_(std::move(file)) {}

  Kind kind() const override { return Kind::library; }

  void read(const Handlers& handlers, unsigned) override {
    Consumer consumer(handlers, file_);
    FileEntry entry;
    const std::size_t slash = file_.find_last_of('/');
    entry.path = slash == std::string::npos ? file_ : file_.substr(slash + 1);
    std::vector<std::byte> buffer(disk_block);
    deliver_disk_file(consumer, entry, fd_, file_, buffer);
  }

 private:
  FileDescriptor fd_;
  std::string file_;
};

}  // namespace

std::unique_ptr<FileStream> open_library(FileDescriptor fd, const std::string& file) {
  return std::make_unique<Library>(std::move(fd), file);
}

}  // namespace fairplay::signatures::artifact
