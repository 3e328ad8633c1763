#include "signatures/artifact/tar_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "signatures/artifact/member_path.h"

namespace fairplay::signatures::artifact {
namespace {

constexpr std::size_t longest_path = 4096;             // PATH_MAX
constexpr std::uint64_t names_limit = 64ULL << 20U;    // bytes of all names held to find duplicates
constexpr std::uint64_t reserve_limit = 64ULL << 20U;  // a tar's declared size is worth nothing before it is read

std::string text_or_empty(const char* text) { return text != nullptr ? text : ""; }

class Reader {
 public:
  Reader(archive* handle, const TarRules& rules, const ArchiveLimits& limits, Budget& budget, Consumer& consumer)
      : handle_(handle), rules_(rules), limits_(limits), budget_(budget), consumer_(consumer) {}

  TarContents read() {
    read_members();
    if (contents_.package_info || !contents_.installed) {
      for (auto& [place, reason] : leaving_) consumer_.damaged(std::move(place), std::move(reason));
    }
    return contents_;
  }

 private:
  void read_members();
  void note(const FileEntry& entry);
  struct Delivered {
    FileEntry entry;
    Digests digests;
  };

  /// False where the archive can't be followed further.
  bool read_one(archive_entry* header);
  bool read_regular(const FileEntry& entry);
  void deliver_hard_link(FileEntry entry);
  void deliver_symlink(FileEntry entry);
  /// Passes over the content under the same limits as if it were wanted: skipping costs the same decompression.
  bool pass_over(const FileEntry& entry);
  enum class Pull : unsigned char { more, end, failed };
  Pull pull(std::span<const std::byte>& bytes, std::uint64_t& expected_offset, std::string& reason);
  bool within_limits();
  void check_way(const FileEntry& entry);

  std::string place(std::string_view name) const {
    return fmt::format("{}member {}", rules_.within, name.substr(0, 256));
  }

  archive* handle_;
  const TarRules& rules_;
  const ArchiveLimits& limits_;
  Budget& budget_;
  Consumer& consumer_;
  std::string place_;  ///< of the current member, or the last one that could be read
  std::unordered_map<std::string, Delivered> delivered_;
  std::unordered_set<std::string> symlinks_;
  std::uint64_t names_bytes_ = 0;
  TarContents contents_;
  std::vector<std::pair<std::string, std::string>> leaving_;  ///< links: place and reason
};

/// What the member says of the kind of all.
void Reader::note(const FileEntry& entry) {
  const std::string_view path = entry.path;
  const std::size_t top = path.find('/');
  if (top != std::string_view::npos && path.substr(top + 1) == "PKG-INFO" && !path.substr(0, top).ends_with("-info"))
    contents_.package_info = true;
  if (path.contains(".dist-info/") || path.contains("site-packages/") || path.contains("dist-packages/"))
    contents_.installed = true;
}

void Reader::read_members() {
  place_ = rules_.within.empty() ? "first member" : rules_.within + "first member";
  for (std::uint64_t count = 0;; ++count) {
    archive_entry* header = nullptr;
    const int result = libarchive().archive_read_next_header(handle_, &header);
    if (result == ARCHIVE_EOF) return;
    if (result == ARCHIVE_FATAL) {
      return consumer_.damaged(count == 0 ? place_ : fmt::format("after {}", place_),
                               fmt::format("the archive cannot be read further: {}", archive_error(handle_)));
    }
    if (count >= limits_.members)
      return consumer_.damaged(fmt::format("after {}", place_),
                               fmt::format("more than {} members; the rest was not read", limits_.members));
    if (!within_limits()) return;
    if (result != ARCHIVE_OK) {
      const std::string reason = archive_error(handle_);
      // In the C locale every name outside ASCII "can't be converted", and is had raw, as wanted.
      if (reason.find("can't be converted") == std::string::npos)
        consumer_.damaged(place(text_or_empty(libarchive().archive_entry_pathname(header))), reason,
                          result != ARCHIVE_WARN);
      if (result != ARCHIVE_WARN) continue;
    }
    if (!read_one(header)) return;
  }
}

bool Reader::within_limits() {
  const la_int64_t unpacked = libarchive().archive_filter_bytes(handle_, 0);
  if (!budget_.exhausted() && budget_.allows(static_cast<std::uint64_t>(std::max<la_int64_t>(unpacked, 0))))
    return true;
  if (budget_.claim_report()) consumer_.damaged(place_, budget_.reason());
  return false;
}

bool Reader::read_one(archive_entry* header) {
  const std::string name = text_or_empty(libarchive().archive_entry_pathname(header));
  place_ = place(name);
  FileEntry entry;
  entry.size = static_cast<std::uint64_t>(std::max<la_int64_t>(libarchive().archive_entry_size(header), 0));
  entry.mtime = libarchive().archive_entry_mtime(header);
  entry.mode = libarchive().archive_entry_mode(header) & 07777U;
  const auto path = member_path(name, PathRules::tar);
  if (!path) {
    consumer_.damaged(place_, fmt::format("{}: it was not read", path.error()));
    return pass_over(entry);
  }
  if (path->empty()) return pass_over(entry);  // "./", the root itself
  if (path->size() > longest_path) {
    consumer_.damaged(
        place_, fmt::format("its path of {} bytes is longer than any system allows: it was not read", path->size()));
    return pass_over(entry);
  }
  if (!rules_.reserved.empty() && (*path + '/').starts_with(rules_.reserved)) {
    consumer_.damaged(place_, fmt::format("would pass for a file of {}: it was not read", rules_.reserved));
    return pass_over(entry);
  }
  names_bytes_ += path->size();
  if (names_bytes_ > names_limit) {
    consumer_.damaged(place_,
                      fmt::format("the names so far take more than {} bytes; the rest was not read", names_limit));
    return false;
  }
  entry.path = rules_.prefix + *path;

  note(entry);
  const auto type = libarchive().archive_entry_filetype(header);
  if (type != AE_IFDIR && delivered_.contains(entry.path))
    consumer_.damaged(place_, "the name appears twice; the last one wins when unpacked");
  check_way(entry);
  const char* hard_link = libarchive().archive_entry_hardlink(header);
  if (hard_link != nullptr && entry.size == 0) {
    entry.link_target = hard_link;
    deliver_hard_link(std::move(entry));
    return true;
  }
  if (type == AE_IFREG || hard_link != nullptr) {
    if (libarchive().archive_entry_sparse_count(header) > 0) {
      consumer_.lose(entry, place_, "is stored sparse, with holes: it was not read");
      return pass_over(entry);
    }
    return read_regular(entry);
  }
  if (type == AE_IFLNK) {
    entry.link_target = text_or_empty(libarchive().archive_entry_symlink(header));
    deliver_symlink(entry);
  } else if (type == AE_IFDIR) {
    entry.kind = FileKind::directory;
    consumer_.select(entry, {});
    consumer_.deliver(entry, {}, {});
  } else {
    entry.kind = FileKind::other;
    consumer_.damaged(place_, fmt::format("a special file (type {:#o}): such a file has no place in a package",
                                          static_cast<unsigned>(type)));
    consumer_.select(entry, {});
    consumer_.deliver(entry, {}, {});
  }
  return pass_over(entry);
}

Reader::Pull Reader::pull(std::span<const std::byte>& bytes, std::uint64_t& expected_offset, std::string& reason) {
  const void* data = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  const int result = libarchive().archive_read_data_block(handle_, &data, &size, &offset);
  if (result == ARCHIVE_EOF) return Pull::end;
  if (result != ARCHIVE_OK) {
    reason = archive_error(handle_);
    return Pull::failed;
  }
  if (offset != static_cast<la_int64_t>(expected_offset)) {
    reason = fmt::format("is stored sparse, with a hole at offset {:#x}", expected_offset);
    return Pull::failed;
  }
  expected_offset += size;
  bytes = {static_cast<const std::byte*>(data), size};
  if (budget_.spend(size)) return Pull::more;
  if (budget_.claim_report()) consumer_.damaged(place_, budget_.reason());
  reason.clear();  // reported already
  return Pull::failed;
}

bool Reader::pass_over(const FileEntry& entry) {
  if (entry.size == 0) return true;
  std::uint64_t offset = 0;
  std::string reason;
  for (;;) {
    std::span<const std::byte> bytes;
    const Pull result = pull(bytes, offset, reason);
    if (result == Pull::end) return true;
    if (result == Pull::failed) {
      if (!reason.empty()) consumer_.damaged(place_, reason);
      return !budget_.exhausted();
    }
  }
}

bool Reader::read_regular(const FileEntry& entry) {
  MemberDelivery delivery(consumer_, entry, place_, limits_.kept_member_bytes, std::min(entry.size, reserve_limit));
  std::uint64_t offset = 0;
  std::string reason;
  for (;;) {
    std::span<const std::byte> bytes;
    const Pull result = pull(bytes, offset, reason);
    if (result == Pull::more) {
      delivery.feed(bytes);
      continue;
    }
    if (result == Pull::end && offset == entry.size) break;
    if (result == Pull::end) reason = fmt::format("has {} bytes; its header promises {}", offset, entry.size);
    if (!reason.empty()) consumer_.damaged(place_, reason);
    consumer_.lost(entry);
    return !budget_.exhausted();  // after a fatal error the next header says so
  }
  delivered_.insert_or_assign(entry.path, Delivered{entry, delivery.finish()});
  return true;
}

void Reader::deliver_hard_link(FileEntry entry) {
  const auto target = member_path(entry.link_target, PathRules::tar);
  if (!target)
    return consumer_.lose(
        entry, place_, fmt::format("a hard link that leaves the archive's tree: it points to {}", entry.link_target));
  const auto found = delivered_.find(rules_.prefix + *target);
  if (found == delivered_.end())
    return consumer_.lose(entry, place_,
                          fmt::format("a hard link to {}, which no earlier member with content is", entry.link_target));
  entry.size = found->second.entry.size;
  const Digests digests = found->second.digests;
  consumer_.select(entry, {});
  consumer_.deliver(entry, digests, {});
  delivered_.insert_or_assign(entry.path, Delivered{entry, digests});
}

void Reader::deliver_symlink(FileEntry entry) {
  entry.kind = FileKind::symlink;
  const std::string_view path = std::string_view(entry.path).substr(rules_.prefix.size());
  entry.leaves_root = link_leaves_tree(path, entry.link_target, rules_.whole_file_system);
  if (entry.leaves_root) {
    std::string reason = fmt::format("a symlink that leaves the archive's tree: it points to {}", entry.link_target);
    if (rules_.whole_file_system) {
      consumer_.damaged(place_, std::move(reason), false);
    } else {
      leaving_.emplace_back(place_, std::move(reason));
    }
  }
  symlinks_.insert(entry.path);
  delivered_.insert_or_assign(entry.path, Delivered{entry, {}});
  consumer_.select(entry, {});
  consumer_.deliver(entry, {}, {});
}

// A file whose folder is a symlink of the same archive lands wherever that points.
void Reader::check_way(const FileEntry& entry) {
  if (symlinks_.empty()) return;
  for (std::size_t slash = entry.path.find('/'); slash != std::string::npos; slash = entry.path.find('/', slash + 1)) {
    if (!symlinks_.contains(entry.path.substr(0, slash))) continue;
    return consumer_.damaged(
        place_, fmt::format("lies behind the symlink {} of the same archive", entry.path.substr(0, slash)));
  }
}

}  // namespace

void support_tar(archive* handle) {
  support_builtin_filters(handle);
  libarchive().archive_read_support_format_tar(handle);
}

TarContents read_tar_members(archive* handle, const TarRules& rules, const ArchiveLimits& limits, Budget& budget,
                             Consumer& consumer) {
  return Reader(handle, rules, limits, budget, consumer).read();
}

}  // namespace fairplay::signatures::artifact
