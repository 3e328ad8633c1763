#include "signatures/artifact/rooted_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>

#include "signatures/artifact/file_descriptor.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr unsigned most_links = 40;                // as Linux (path_resolution(7))
constexpr std::size_t longest_link_target = 4096;  // PATH_MAX
constexpr std::size_t longest_unresolved = 65536;  // of what is still to be resolved: links may only double it so often
constexpr std::size_t most_names = 1'000'000;
constexpr std::size_t most_known_folders = 10'000;

Node node_of(const struct stat& status) {
  Node node;
  if (S_ISREG(status.st_mode)) {
    node.kind = NodeKind::regular;
  } else if (S_ISDIR(status.st_mode)) {
    node.kind = NodeKind::directory;
  } else if (S_ISLNK(status.st_mode)) {
    node.kind = NodeKind::symlink;
  } else {
    node.kind = NodeKind::other;
  }
  node.size = static_cast<std::uint64_t>(status.st_size);
  node.mtime = status.st_mtim.tv_sec;
  node.device = status.st_dev;
  node.inode = status.st_ino;
  return node;
}

/// The target of a link on the host; false with errno set where there is none.
bool read_target(const std::string& host, std::string& target) {
  std::array<char, longest_link_target> buffer;
  const ssize_t size = ::readlink(host.c_str(), buffer.data(), buffer.size());
  if (size < 0) return false;
  target.assign(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

Damage damage(std::string file, std::string reason) { return Damage{std::move(file), "", std::move(reason), true}; }

}  // namespace

/// Folders that aren't links, by path inside the root. Several threads ask.
class RootedFiles::KnownFolders {
 public:
  bool contains(std::string_view path) const {
    const std::shared_lock lock(mutex_);
    return paths_.contains(path);
  }
  void insert(const std::string& path) {
    const std::unique_lock lock(mutex_);
    if (paths_.size() < most_known_folders) paths_.insert(path);
  }

 private:
  mutable std::shared_mutex mutex_;
  std::set<std::string, std::less<>> paths_;
};

RootedFiles::RootedFiles(std::string root) : root_(std::move(root)), known_(std::make_shared<KnownFolders>()) {
  while (root_.ends_with('/')) root_.pop_back();
}

std::string RootedFiles::display(std::string_view path) const {
  return path.starts_with('/') ? root_ + std::string(path) : fmt::format("{}/{}", root_, path);
}

Expected<std::string> RootedFiles::resolve(std::string_view path, bool allow_missing) const {
  const auto fail = [&](std::string reason) { return std::unexpected(damage(display(path), std::move(reason))); };
  if (path.find('\0') != std::string_view::npos) return fail("the path holds a NUL byte");
  std::string done;           // resolved so far: "" for the root, else "/a/b"
  std::string pending(path);  // what is still to be walked
  std::size_t position = 0;
  unsigned links = 0;
  bool is_folder = true;  // what `done` names
  for (;;) {
    while (position < pending.size() && pending[position] == '/') ++position;
    if (position >= pending.size()) break;
    std::size_t end = pending.find('/', position);
    if (end == std::string::npos) end = pending.size();
    const std::string component = pending.substr(position, end - position);
    const bool last = pending.find_first_not_of('/', end) == std::string::npos;
    position = end;
    if (!is_folder) return fail(fmt::format("{} is not a folder", display(done)));
    if (component == ".") continue;
    if (component == "..") {
      done.resize(done.empty() ? 0 : done.find_last_of('/'));  // at the root it stays there, as chroot(2) does
      continue;
    }
    std::string next = done + '/' + component;
    if (!last && known_->contains(next)) {
      done = std::move(next);
      continue;
    }
    struct stat status {};
    if (::lstat((root_ + next).c_str(), &status) != 0) {
      if (errno == ENOENT && last && allow_missing) return next;
      return fail(errno == ENOENT ? fmt::format("{} does not exist", display(next))
                                  : fmt::format("{} cannot be read: {}", display(next), error_text(errno)));
    }
    if (!S_ISLNK(status.st_mode)) {
      is_folder = S_ISDIR(status.st_mode);
      done = std::move(next);
      if (is_folder && !last) known_->insert(done);
      continue;
    }
    if (++links > most_links)
      return fail(fmt::format("its links loop: more than {} were followed, the last is {}", most_links, display(next)));
    std::string target;
    if (!read_target(root_ + next, target))
      return fail(fmt::format("{} cannot be read: {}", display(next), error_text(errno)));
    if (target.empty()) return fail(fmt::format("{} is a link to nothing", display(next)));
    if (target.size() + pending.size() - position > longest_unresolved)
      return fail("its links make a path longer than any system allows");
    if (target.starts_with('/')) done.clear();
    pending = target + pending.substr(position);
    position = 0;
  }
  return done.empty() ? "/" : done;
}

Expected<std::string> RootedFiles::host_path(std::string_view path) const {
  auto resolved = resolve(path);
  if (!resolved) return resolved;
  return root_.empty() ? *resolved : root_ + *resolved;
}

Node RootedFiles::stat(std::string_view path) const {
  struct stat status {};
  if (root_.empty() && path.find('\0') == std::string_view::npos) {
    // On the live root the kernel's own resolution is the same.
    return ::stat(display(path).c_str(), &status) == 0 ? node_of(status) : Node{};
  }
  const auto host = host_path(path);
  return host && ::lstat(host->c_str(), &status) == 0 ? node_of(status) : Node{};
}

Node RootedFiles::lstat(std::string_view path) const {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.find_last_of('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string_view::npos) return stat(path);
  const auto folder = host_path(slash == std::string_view::npos ? "/" : path.substr(0, slash + 1));
  struct stat status {};
  if (!folder || ::lstat(fmt::format("{}/{}", *folder, name).c_str(), &status) != 0) return {};
  return node_of(status);
}

Expected<std::string> RootedFiles::read_link(std::string_view path) const {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.find_last_of('/');
  const auto folder = host_path(slash == std::string_view::npos ? "/" : path.substr(0, slash + 1));
  if (!folder) return folder;
  std::string target;
  if (!read_target(fmt::format("{}/{}", *folder, slash == std::string_view::npos ? path : path.substr(slash + 1)),
                   target)) {
    return std::unexpected(damage(display(path), errno == EINVAL
                                                     ? "is not a link"
                                                     : fmt::format("the link cannot be read: {}", error_text(errno))));
  }
  return target;
}

Expected<std::string> RootedFiles::read(std::string_view path, std::uint64_t limit) const {
  const auto fail = [&](std::string reason) { return std::unexpected(damage(display(path), std::move(reason))); };
  const auto host = host_path(path);
  if (!host) return host;
  struct stat status {};
  // Asked first: merely opening a device can have effects.
  if (::lstat(host->c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return fail("is not a regular file");
  const FileDescriptor fd = open_to_read(AT_FDCWD, *host);
  if (!fd) {
    const int error = errno;
    return std::unexpected(
        Damage{display(path), "", fmt::format("cannot be opened: {}", error_text(error)), true, is_denial(error)});
  }
  if (::fstat(fd.get(), &status) != 0) return fail(fmt::format("cannot be read: {}", error_text(errno)));
  if (!S_ISREG(status.st_mode)) return fail("is not a regular file");
  // /proc says size 0 for files that have content, so the size is a hint and the end of file decides.
  std::string content;
  std::size_t room =
      static_cast<std::size_t>(std::min<std::uint64_t>(static_cast<std::uint64_t>(status.st_size), limit)) + 1;
  for (;;) {
    const std::size_t had_before = content.size();
    content.resize(had_before + room);
    const std::ptrdiff_t had =
        read_at(fd.get(), std::as_writable_bytes(std::span(content)).subspan(had_before), had_before);
    if (had < 0) return fail(fmt::format("cannot be read: {}", error_text(errno)));
    content.resize(had_before + static_cast<std::size_t>(had));
    if (content.size() > limit)
      return fail(fmt::format("is larger than the {} bytes that are read of such a file", limit));
    if (static_cast<std::size_t>(had) < room) return content;
    room = std::max<std::size_t>(content.size(), 4096);
  }
}

Expected<std::vector<std::string>> RootedFiles::list(std::string_view path) const {
  const auto fail = [&](std::string reason) { return std::unexpected(damage(display(path), std::move(reason))); };
  const auto host = host_path(path);
  if (!host) return std::unexpected(host.error());
  const int fd = ::open(host->c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) {
    const int error = errno;
    if (error == ENOTDIR) return fail("is not a folder");
    return std::unexpected(Damage{display(path), "", fmt::format("the folder cannot be listed: {}", error_text(error)),
                                  true, is_denial(error)});
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::fdopendir(fd), ::closedir);
  if (!folder) {
    ::close(fd);
    return fail(fmt::format("the folder cannot be listed: {}", error_text(errno)));
  }
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* item = ::readdir(folder.get());
    if (item == nullptr) {
      if (errno != 0) return fail(fmt::format("the folder cannot be listed: {}", error_text(errno)));
      break;
    }
    const std::string_view name = item->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() >= most_names) return fail(fmt::format("the folder has more than {} entries", most_names));
    names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace fairplay::signatures::artifact
