// An installed tree: listed first, then read by several threads, largest files first.
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <map>
#include <memory>
#include <set>

#include "signatures/artifact/disk_file.h"
#include "signatures/artifact/file_stream.h"
#include "signatures/artifact/member_path.h"
#include "signatures/artifact/rooted_files.h"
#include "signatures/worker_threads.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::size_t most_entries = 2'000'000;
constexpr std::size_t longest_link = 4096;  // PATH_MAX

struct Item {
  FileEntry entry;
  std::string followed;  ///< host path of the file that a link leads to; empty: the entry's own
  bool lost = false;     ///< it is there, but what it is, or what a folder holds, could not be read
};

class Folder final : public FileStream {
 public:
  explicit Folder(FolderScope scope) : scope_(std::move(scope)) {
    while (scope_.root.size() > 1 && scope_.root.ends_with('/')) scope_.root.pop_back();
  }

  Kind kind() const override { return Kind::folder; }
  void read(const Handlers& handlers, unsigned jobs) override;

 private:
  std::string display(const std::string& path) const {
    if (path.empty()) return scope_.root;
    return scope_.root.ends_with('/') ? scope_.root + path : scope_.root + "/" + path;
  }
  std::string scope_inside_link_root(const RootedFiles& files) const;

  FolderScope scope_;
};

/// Lists what a scope holds. Folders wait in a list instead of on the stack: trees can be deep.
class Listing {
 public:
  Listing(const FolderScope& scope, int root, std::string inside, const RootedFiles& files, Consumer& consumer,
          std::function<std::string(const std::string&)> display)
      : root_(root), inside_(std::move(inside)), files_(files), consumer_(consumer), display_(std::move(display)) {
    for (const std::string& path : scope.paths) start(path);
    for (std::size_t i = 0; i < folders_.size() && items_.size() < most_entries; ++i) {
      const std::string folder = std::move(folders_[i]);
      list(folder);
    }
    if (items_.size() >= most_entries)
      consumer_.damaged(
          Damage{display_(""), "", fmt::format("holds more than {} files; the rest was not read", most_entries), true});
    std::ranges::sort(items_, {}, [](const Item& item) -> const std::string& { return item.entry.path; });
    const auto repeated =
        std::ranges::unique(items_, {}, [](const Item& item) -> const std::string& { return item.entry.path; });
    items_.erase(repeated.begin(), repeated.end());
    for (Item& item : items_) item.lost = item.lost || unlisted_.contains(item.entry.path);
  }

  std::vector<Item> take() { return std::move(items_); }

 private:
  void start(const std::string& asked) {
    const auto path = member_path(asked, PathRules::tar);
    if (!path)
      return consumer_.damaged(Damage{display_(asked), "", fmt::format("was not read: {}", path.error()), true});
    if (path->empty()) {
      folders_.emplace_back();
    } else if (way_has_links(*path)) {
      add_through_links(*path);
    } else {
      add(*path, true);
    }
  }

  /// Whether a folder on the way to an asked path is a link. The kernel would follow an absolute one to the host, so
  /// such paths are resolved here, inside the link root (a merged /usr has /lib -> usr/lib, and packages list files
  /// under /lib).
  bool way_has_links(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string::npos) return false;
    const std::string folder = path.substr(0, slash);
    const auto [known, unknown] = linked_ways_.try_emplace(folder, false);
    if (unknown) {
      const auto resolved = files_.resolve(inside_ + "/" + folder);
      known->second = !resolved || *resolved != inside_ + "/" + folder;
    }
    return known->second;
  }

  void add_through_links(const std::string& path) {
    Item item;
    item.entry.path = path;
    const Node node = files_.lstat(inside_ + "/" + path);
    if (node.kind == NodeKind::absent) return;
    item.entry.kind = FileKind::symlink;
    item.entry.size = node.size;
    item.entry.mtime = node.mtime;
    if (const auto target = files_.read_link(inside_ + "/" + path)) item.entry.link_target = *target;
    locate(item);
    items_.push_back(std::move(item));
  }

  void list(const std::string& folder) {
    const auto fail = [&] {
      const int error = errno;
      consumer_.damaged(Damage{display_(folder), "", fmt::format("the folder cannot be listed: {}", error_text(error)),
                               true, is_denial(error)});
      unlisted_.insert(folder);
    };
    const int fd = ::openat(root_, folder.empty() ? "." : folder.c_str(),
                            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fail();
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(fd), ::closedir);
    if (!stream) {
      fail();
      ::close(fd);
      return;
    }
    for (;;) {
      errno = 0;
      const dirent* found = ::readdir(stream.get());
      if (found == nullptr) {
        if (errno != 0) fail();
        return;
      }
      const std::string_view name = found->d_name;
      if (name == "." || name == "..") continue;
      if (items_.size() >= most_entries) return;
      add(folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name), false);
    }
  }

  void add(std::string path, bool asked) {
    struct stat status {};
    if (::fstatat(root_, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      // A wanted file may be absent; a file that was just listed may have been removed.
      const int error = errno;
      if (asked && (error == ENOENT || error == ENOTDIR)) return;
      consumer_.damaged(Damage{display_(path), "", fmt::format("cannot be read: {}", error_text(error)), true});
      if (error == ENOENT) return;
      Item item;
      item.entry.path = std::move(path);
      item.entry.kind = FileKind::other;
      item.lost = true;
      items_.push_back(std::move(item));
      return;
    }
    Item item;
    item.entry.path = std::move(path);
    item.entry.size = static_cast<std::uint64_t>(status.st_size);
    item.entry.mtime = status.st_mtim.tv_sec;
    item.entry.mode = status.st_mode & 07777U;
    if (S_ISDIR(status.st_mode)) {
      item.entry.kind = FileKind::directory;
      item.entry.size = 0;
      folders_.push_back(item.entry.path);
    } else if (S_ISLNK(status.st_mode)) {
      follow(item);
    } else if (!S_ISREG(status.st_mode)) {
      item.entry.kind = FileKind::other;
    }
    items_.push_back(std::move(item));
  }

  /// A link to a regular file is read as that file; any other link is reported as one.
  void follow(Item& item) {
    item.entry.kind = FileKind::symlink;
    std::array<char, longest_link> target;
    const ssize_t size = ::readlinkat(root_, item.entry.path.c_str(), target.data(), target.size());
    if (size < 0)
      return consumer_.damaged(
          Damage{display_(item.entry.path), "", fmt::format("the link cannot be read: {}", error_text(errno)), true});
    item.entry.link_target.assign(target.data(), static_cast<std::size_t>(size));
    locate(item);
  }

  /// Where an entry that is, or is behind, a link really is.
  void locate(Item& item) {
    const auto resolved = files_.resolve(inside_ + "/" + item.entry.path);
    if (!resolved) {
      item.entry.leaves_root = link_leaves_tree(item.entry.path, item.entry.link_target, false);
      const bool missing = files_.resolve(inside_ + "/" + item.entry.path, true).has_value() ||
                           resolved.error().reason.ends_with("does not exist");
      item.entry.dangling = missing;
      if (!missing) consumer_.damaged(Damage{display_(item.entry.path), "", resolved.error().reason, true});
      return;
    }
    item.entry.leaves_root = inside_ != "" && *resolved != inside_ && !resolved->starts_with(inside_ + "/");
    if (files_.lstat(*resolved).kind != NodeKind::regular) return;
    item.entry.kind = FileKind::regular;
    item.followed = files_.root() + *resolved;
  }

  int root_;
  std::string inside_;  ///< the scope's root as seen from the link root, without a trailing '/'
  const RootedFiles& files_;
  Consumer& consumer_;
  std::function<std::string(const std::string&)> display_;
  std::map<std::string, bool> linked_ways_;  ///< folder: whether a link is on the way to it
  std::vector<std::string> folders_;
  std::set<std::string> unlisted_;  ///< folders that could not be listed
  std::vector<Item> items_;
};

/// The scope's root as links see it: resolved, without the link root, "" for "/".
std::string Folder::scope_inside_link_root(const RootedFiles& files) const {
  std::string_view inside = scope_.root;
  if (inside.starts_with(files.root())) inside.remove_prefix(files.root().size());
  std::string absolute = inside.starts_with('/') || inside.empty() ? std::string(inside) : "";
  if (absolute.empty() && !inside.empty()) {
    // A relative root: links need to know where it is.
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(scope_.root.c_str(), nullptr), ::free);
    absolute = real ? real.get() : "/";
  }
  const auto resolved = files.resolve(absolute);
  return !resolved || *resolved == "/" ? "" : *resolved;
}

void Folder::read(const Handlers& handlers, unsigned jobs) {
  Consumer consumer(handlers, scope_.root);
  const FileDescriptor root(::open(scope_.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK));
  if (!root) return consumer.damaged("", fmt::format("the folder cannot be opened: {}", error_text(errno)));
  const RootedFiles files(scope_.link_root);
  std::vector<Item> items =
      Listing(scope_, root.get(), scope_inside_link_root(files), files, consumer, [this](const std::string& path) {
        return display(path);
      }).take();

  std::vector<Item*> queue;
  for (Item& item : items) {
    if (item.lost) {
      consumer.lost(item.entry);
    } else if (item.entry.kind == FileKind::regular) {
      queue.push_back(&item);
    } else {
      consumer.select(item.entry, {});
      consumer.deliver(item.entry, {}, {});
    }
  }
  std::ranges::stable_sort(queue, std::ranges::greater{}, [](const Item* item) { return item->entry.size; });
  std::atomic<std::size_t> next = 0;
  run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs, queue.size())), [&] {
    std::vector<std::byte> buffer(disk_block);
    for (std::size_t i = next++; i < queue.size(); i = next++) {
      Item& item = *queue[i];
      const std::string path = display(item.entry.path);
      const FileDescriptor fd =
          item.followed.empty() ? open_to_read(root.get(), item.entry.path) : open_to_read(AT_FDCWD, item.followed);
      if (!fd) {
        const int error = errno;
        consumer.damaged(
            Damage{path, "", fmt::format("cannot be opened: {}", error_text(error)), true, is_denial(error)});
        consumer.lost(item.entry);
        continue;
      }
      deliver_disk_file(consumer, item.entry, fd, path, buffer);
    }
  });
}

}  // namespace

std::unique_ptr<FileStream> open_folder(FolderScope scope) { return std::make_unique<Folder>(std::move(scope)); }

}  // namespace fairplay::signatures::artifact
