#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::signatures::artifact {

enum class NodeKind : std::uint8_t { regular, directory, symlink, other, absent };

struct Node {
  NodeKind kind = NodeKind::absent;
  std::uint64_t size = 0;
  std::int64_t mtime = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
};

/// A file system seen from a root: "/" for the running machine, an unpacked root, or
/// /proc/N/root. All arguments and results are paths as seen from inside that root (absolute, "/..." );
/// symlinks resolve inside the root, absolute ones and ".." included, so that an unpacked tree can
/// never send a reader to the host's files. Reads only. A folder on the way to something, once seen to be no link, is
/// taken for one as long as the object and its copies live: half of an audit's system calls would ask that again.
class RootedFiles {
 public:
  explicit RootedFiles(std::string root = "/");

  const std::string& root() const { return root_; }

  /// The path with every link resolved; the last component need not exist when `allow_missing`.
  /// Damage: a loop (over 40 links), a missing component, or a component that can't be read.
  Expected<std::string> resolve(std::string_view path, bool allow_missing = false) const;
  /// What the caller may open on the host: root + resolved path.
  Expected<std::string> host_path(std::string_view path) const;
  /// Host path without resolving anything: for messages.
  std::string display(std::string_view path) const;

  Node stat(std::string_view path) const;   ///< follows links inside the root; absent when it can't
  Node lstat(std::string_view path) const;  ///< the last component is not followed
  Expected<std::string> read_link(std::string_view path) const;
  /// The whole file; damage when larger than `limit` bytes, unreadable or not a regular file.
  Expected<std::string> read(std::string_view path, std::uint64_t limit = 64ULL << 20) const;
  /// Names in a directory, sorted by bytes; without "." and "..".
  Expected<std::vector<std::string>> list(std::string_view path) const;

  bool is_directory(std::string_view path) const { return stat(path).kind == NodeKind::directory; }
  bool is_regular(std::string_view path) const { return stat(path).kind == NodeKind::regular; }

 private:
  class KnownFolders;

  std::string root_;  ///< host path without a trailing '/', empty for "/"
  std::shared_ptr<KnownFolders> known_;
};

}  // namespace fairplay::signatures::artifact
