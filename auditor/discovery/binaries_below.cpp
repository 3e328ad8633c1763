#include "auditor/discovery/binaries_below.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "auditor/discovery/open_folder.h"
#include "auditor/discovery/paths.h"
#include "signatures/elf/recognition.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::artifact::NodeKind;
using signatures::artifact::RootedFiles;

/// One walk. RootedFiles would resolve every name from the root: here each folder is opened by its parent's descriptor,
/// and the kind of an entry comes with its name.
class BinaryWalk {
 public:
  BinaryWalk(const RootedFiles& files, const WalkLimits& limits,
             const std::function<void(const std::string& path)>& found)
      : files_(files), limits_(limits), found_(found) {}

  bool run(const std::string& folder) {
    const auto host = files_.host_path(folder);
    if (!host) return false;
    const int fd = open_folder(AT_FDCWD, *host);
    if (fd < 0) return false;
    walk(fd, folder, 0);
    return complete_;
  }

 private:
  struct Entry {
    std::string name;
    unsigned char kind = DT_UNKNOWN;
  };

  /// Takes over `fd`.
  void walk(int fd, const std::string& folder, int depth) {
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::fdopendir(fd), ::closedir);
    if (!open) {
      ::close(fd);
      complete_ = false;
      return;
    }
    std::vector<Entry> entries;
    if (!list(open.get(), entries)) complete_ = false;
    std::ranges::sort(entries, {}, &Entry::name);
    for (const Entry& entry : entries) {
      const std::string path = paths::join(folder, entry.name);
      if (entry.kind == DT_DIR) {
        enter(::dirfd(open.get()), entry.name, path, depth);
      } else if (entry.kind == DT_REG) {
        found_(path);
      } else if (entry.kind == DT_LNK) {
        follow(path, entry.name, depth);
      }
    }
  }

  /// The folders and what is named like a binary.
  bool list(DIR* open, std::vector<Entry>& entries) {
    for (;;) {
      errno = 0;
      const dirent* item = ::readdir(open);
      if (item == nullptr) return errno == 0;
      const std::string_view name = item->d_name;
      if (name == "." || name == ".." || name == "__pycache__" || name == ".git" || name == "node_modules") continue;
      if (++entries_seen_ > limits_.entries) return false;
      const unsigned char kind = kind_of_entry(::dirfd(open), *item);
      const bool binary = signatures::elf::named_like_library(name);
      if (kind == DT_DIR || (binary && kind == DT_REG) || kind == DT_LNK) entries.push_back({std::string(name), kind});
    }
  }

  void enter(int parent, const std::string& name, const std::string& path, int depth) {
    if (depth >= limits_.depth || entries_seen_ > limits_.entries) {
      complete_ = false;
      return;
    }
    const int fd = open_folder(parent, name);
    if (fd >= 0) {
      walk(fd, path, depth + 1);
    } else {
      complete_ = false;
    }
  }

  void follow(const std::string& path, const std::string& name, int depth) {
    if (signatures::elf::named_like_library(name)) {
      if (files_.is_regular(path)) found_(path);
      return;
    }
    if (depth != 0 || files_.stat(path).kind != NodeKind::directory) return;
    const auto real = files_.resolve(path);
    if (!real || !followed_.insert(*real).second) return;
    const auto host = files_.host_path(*real);
    const int fd = host ? open_folder(AT_FDCWD, *host) : -1;
    if (fd >= 0) {
      walk(fd, *real, depth + 1);
    } else {
      complete_ = false;
    }
  }

  const RootedFiles& files_;
  const WalkLimits& limits_;
  const std::function<void(const std::string& path)>& found_;
  std::set<std::string> followed_;
  std::size_t entries_seen_ = 0;
  bool complete_ = true;
};

}  // namespace

bool find_binaries(const RootedFiles& files, const std::string& folder, const WalkLimits& limits,
                   const std::function<void(const std::string& path)>& found) {
  return BinaryWalk(files, limits, found).run(folder);
}

}  // namespace fairplay::auditor::discovery
