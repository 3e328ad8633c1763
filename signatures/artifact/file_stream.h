#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "signatures/artifact/kind.h"
#include "signatures/damage.h"
#include "signatures/digest.h"

/// An artifact of any kind (kind.h) as one stream of files.
namespace fairplay::signatures::artifact {

enum class FileKind : std::uint8_t { regular, symlink, directory, other };

/// What is known of a file before its content is read. Paths are raw bytes, '/'-separated and relative to the
/// artifact's root. They are never absolute and hold no "." or ".." component: an archive member that has one is
/// damage, and only the damage's text gives its name.
struct FileEntry {
  std::string path;
  FileKind kind = FileKind::regular;
  std::uint64_t size = 0;    ///< bytes; declared, for archive members
  std::int64_t mtime = 0;    ///< seconds since the epoch
  std::uint32_t mode = 0;    ///< permission bits
  std::string link_target;   ///< of a symlink, as stored
  bool leaves_root = false;  ///< a symlink whose target lies outside the artifact's root
  bool dangling = false;     ///< a symlink on a disk that leads nowhere
};

/// A file's content, valid only during the sink's call: an open descriptor for pread (files on disk), or the member's
/// bytes (archives, only if `Interest::keep` was set).
struct Content {
  int fd = -1;
  std::span<const std::byte> bytes;
};

/// What a consumer wants from one file.
struct Interest {
  Algorithms digests;  ///< empty: don't read the content for hashing
  bool keep = false;   ///< the sink needs the content itself
};

/// The consumer's side. Several threads call `select` and `sink` at once; `damaged` is never called concurrently with
/// itself.
struct Handlers {
  /// Asked once per file with its first bytes (up to 512; empty for what isn't a regular file).
  std::function<Interest(const FileEntry&, std::span<const std::byte> head)> select;
  /// Called once per file, in no particular order, after its whole content was read. A name that a tar has twice comes
  /// twice, in the tar's order: the last one wins when the tar is unpacked. Directories, links and special files come
  /// without digests. A file whose content is lost (unreadable, damaged, changed while it was read) goes to `damaged`
  /// and `lost` instead.
  std::function<void(const FileEntry&, const Digests&, const Content&)> sink;
  /// The file exists, but its content could not be read, or a folder that could not be listed; `damaged` gets the
  /// reason. May be empty.
  std::function<void(const FileEntry&)> lost;
  std::function<void(Damage)> damaged;
};

/// A source of files. Reading goes over every byte once; an archive is never unpacked to disk.
class FileStream {
 public:
  virtual ~FileStream() = default;
  /// Of a tar it may change with read().
  virtual Kind kind() const = 0;
  /// Streams every file to `handlers`, with up to `jobs` threads (at least 1).
  virtual void read(const Handlers& handlers, unsigned jobs) = 0;
};

/// Limits that keep a hostile archive from eating the machine; generous for real ones
/// (the largest NumPy-stack wheel, mkl's, unpacks to under 1 GiB from 200 MiB).
struct ArchiveLimits {
  std::uint64_t members = 500'000;
  std::uint64_t total_bytes = 16ULL << 30;         ///< uncompressed, over all members
  std::uint64_t kept_member_bytes = 512ULL << 20;  ///< largest member held in memory
  /// Above `ratio_floor_bytes` uncompressed, total uncompressed / archive size may not exceed this.
  std::uint64_t ratio = 200;
  std::uint64_t ratio_floor_bytes = 256ULL << 20;
};

/// Opens a file by what it holds, not by its name: ZIP (wheel, or any zip with a dist-info),
/// tar of any compression (sdist), ar with debian-binary (.deb; its control members come first under
/// "DEBIAN/", data members under their path), ELF (library: one entry, its file name).
Expected<std::unique_ptr<FileStream>> open_file(const std::string& path, const ArchiveLimits& limits = {});

/// Why the package at `path` isn't read, if its first bytes are those of a kind that this program knows but doesn't
/// read
/// (.rpm, .conda): one clause, with what to do instead. Else empty.
std::string why_unread(const std::string& path);

/// What to read of a folder: paths relative to `root`; a directory is walked. Links to directories are reported, but
/// never followed. Links to files are followed and their content is read, with `leaves_root` set if the target is
/// outside `root` (link modes of uv and conda do that on purpose). A followed link is reported as FileKind::regular
/// with its `link_target`; a link to a folder, a special file or nothing as FileKind::symlink. A path of the scope that
/// doesn't exist is skipped silently: the caller knows what must be there.
struct FolderScope {
  std::string root;                ///< host path
  std::vector<std::string> paths;  ///< relative to root; "." for everything
  /// Where absolute link targets start ("/" on a live system, the unpacked root else).
  std::string link_root = "/";
};
std::unique_ptr<FileStream> open_folder(FolderScope scope);

}  // namespace fairplay::signatures::artifact
