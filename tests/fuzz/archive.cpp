// fuzz-libraries: signatures_artifact
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "signatures/artifact/file_stream.h"

namespace fairplay {

// Any bytes, opened as whatever they look like and read to the end. The input stays in memory: nothing is written to
// disk.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signatures;
  const int fd = memfd_create("archive", MFD_CLOEXEC);
  if (fd < 0 || write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();

  const artifact::ArchiveLimits limits{.members = 1000,
                                       .total_bytes = 8U << 20U,
                                       .kept_member_bytes = 1U << 20U,
                                       .ratio = 100,
                                       .ratio_floor_bytes = 1U << 20U};
  auto stream = artifact::open_file("/proc/self/fd/" + std::to_string(fd), limits);
  if (stream) {
    artifact::Handlers handlers;
    handlers.select = [](const artifact::FileEntry& entry, std::span<const std::byte>) {
      return artifact::Interest{{Algorithm::sha256}, entry.path.size() % 2 == 0};
    };
    handlers.sink = [](const artifact::FileEntry& entry, const Digests&, const artifact::Content& content) {
      // The promises of file_stream.h about paths.
      const std::string path = "/" + entry.path + "/";
      if (entry.path.empty() || path.find("//") != std::string::npos || path.find("/./") != std::string::npos ||
          path.find("/../") != std::string::npos)
        std::abort();
      if (!content.bytes.empty() && content.bytes.size() != entry.size) std::abort();
    };
    handlers.damaged = [](Damage damage) {
      if (damage.reason.empty()) std::abort();
    };
    (*stream)->read(handlers, 1);
  }
  close(fd);
  return 0;
}

}  // namespace fairplay
