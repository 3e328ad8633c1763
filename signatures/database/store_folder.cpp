// A change is written as: the old files (manifests, footprints) get a second name, the new ones replace the first, and
// the index that names the new ones replaces the old index by one rename, which is the moment of change. fsync of every
// file before its rename, and of the folder between them and the index, keeps the order on disk, too (rename(2),
// fsync(2)).
#include "signatures/database/store_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <set>

#include "signatures/database/manifest.h"
#include "signatures/digest.h"

namespace fairplay::signatures::database {
namespace {

constexpr std::string_view lock_name = ".lock";
constexpr std::string_view before_ending = ".before";
constexpr std::string_view temporary_start = ".new-";

/// The files that an index names end so, and begin so.
struct Kind {
  std::string_view ending;
  std::string_view start;
};
constexpr std::array<Kind, 2> kinds{{{".manifest", "fairplay-manifest "}, {".footprint", "fairplay-footprint "}}};

const Kind* kind_of(std::string_view name) {
  const auto found = std::ranges::find_if(kinds, [&](const Kind& kind) { return name.ends_with(kind.ending); });
  return found == kinds.end() ? nullptr : &*found;
}

using artifact::FileDescriptor;
using artifact::write_all;

FileDescriptor open_file_at(int folder, const std::string& name, int flags, mode_t mode = 0644) {
  for (;;) {
    const int fd = ::openat(folder, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd >= 0 || errno != EINTR) return FileDescriptor(fd);
  }
}

std::string sha256_of(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

}  // namespace

StoreFolder::StoreFolder(std::string folder, FileDescriptor handle, FileDescriptor lock, AtStep at_step)
    : folder_(std::move(folder)),
      handle_(std::move(handle)),
      lock_(std::move(lock)),
      files_(folder_),
      at_step_(std::move(at_step)) {}

Damage StoreFolder::failed(std::string_view what, std::string_view name) const {
  return {path(name), "", fmt::format("cannot {}: {}", what, artifact::error_text(errno)), true};
}

void StoreFolder::step(std::string_view name) const {
  if (at_step_) at_step_(name);
}

Expected<StoreFolder> StoreFolder::open(const std::string& folder, AtStep at_step) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return std::unexpected(Damage{folder, "", fmt::format("cannot be made: {}", error.message()), true});
  FileDescriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle)
    return std::unexpected(Damage{folder, "", fmt::format("cannot be opened: {}", artifact::error_text(errno)), true});
  FileDescriptor lock = open_file_at(handle.get(), std::string(lock_name), O_RDWR | O_CREAT);
  if (!lock)
    return std::unexpected(Damage{folder, "", fmt::format("cannot be written: {}", artifact::error_text(errno)), true});
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return std::unexpected(
          Damage{folder, "", fmt::format("cannot be locked: {}", artifact::error_text(errno)), true});
    std::array<std::byte, 16> holder{};
    const std::ptrdiff_t had = artifact::read_at(lock.get(), holder, 0);
    std::string_view process(reinterpret_cast<const char*>(holder.data()), had < 0 ? 0 : static_cast<std::size_t>(had));
    process = process.substr(0, process.find_first_not_of("0123456789"));
    return std::unexpected(Damage{folder, "",
                                  fmt::format("is being written by another process{}{}; try again when it is done",
                                              process.empty() ? "" : ", ", process),
                                  true});
  }
  // Only for the message above: nothing rests on it.
  const std::string own = fmt::format("{}\n", ::getpid());
  if (::ftruncate(lock.get(), 0) == 0) write_all(lock.get(), own);
  return StoreFolder(folder, std::move(handle), std::move(lock), std::move(at_step));
}

Expected<std::optional<std::string>> StoreFolder::index() const {
  const std::string name = "/" + std::string(index_file_name);
  if (files_.lstat(name).kind == artifact::NodeKind::absent) return std::optional<std::string>();
  auto text = files_.read(name);
  if (!text) return std::unexpected(std::move(text.error()));
  return std::optional(std::move(*text));
}

Expected<std::string> StoreFolder::text(const ListedFile& listed) const {
  auto text = files_.read("/" + listed.name, largest_manifest);
  if (!text) return text;
  if (text->size() != listed.size || sha256_of(*text) != listed.sha256)
    return std::unexpected(Damage{path(listed.name), "", "is not the one that the index names: it was altered", true});
  return text;
}

bool StoreFolder::has_hash(const std::string& name, const std::string& sha256) const {
  const auto text = files_.read("/" + name, largest_manifest);
  return text && sha256_of(*text) == sha256;
}

std::optional<Damage> StoreFolder::remove(const std::string& name) {
  step("remove " + name);
  if (::unlinkat(handle_.get(), name.c_str(), 0) == 0 || errno == ENOENT) return std::nullopt;
  return failed("be removed", name);
}

std::optional<Damage> StoreFolder::rename(const std::string& from, const std::string& to) {
  step("rename " + from);
  if (::renameat(handle_.get(), from.c_str(), handle_.get(), to.c_str()) == 0) return std::nullopt;
  return failed("be replaced", to);
}

/// The names in the folder reach the disk.
std::optional<Damage> StoreFolder::settle() {
  step("settle the folder");
  // Some file systems can't: their own order has to do.
  if (::fsync(handle_.get()) == 0 || errno == EINVAL) return std::nullopt;
  return failed("be written to disk", "");
}

std::optional<Damage> StoreFolder::write(const std::string& name, std::string_view text) {
  const std::string temporary = std::string(temporary_start) + name;
  if (auto damage = remove(temporary)) return damage;
  step("create " + temporary);
  const FileDescriptor file = open_file_at(handle_.get(), temporary, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) return failed("be created", temporary);
  const std::size_t half = text.size() / 2;
  const auto written = [&] {
    if (!write_all(file.get(), text.substr(0, half))) return false;
    step("write " + temporary);
    return write_all(file.get(), text.substr(half));
  };
  if (!written()) {
    const Damage damage = failed("be written", temporary);
    ::unlinkat(handle_.get(), temporary.c_str(), 0);
    return damage;
  }
  step("fsync " + temporary);
  if (::fsync(file.get()) != 0) return failed("be written to disk", temporary);
  return rename(temporary, name);
}

/// Gives what is there now a second name that outlives its replacement.
std::optional<Damage> StoreFolder::keep_before(const std::string& name) {
  const std::string before = name + std::string(before_ending);
  step("link " + before);
  if (::linkat(handle_.get(), name.c_str(), handle_.get(), before.c_str(), 0) == 0) return std::nullopt;
  if (errno == EEXIST) return failed("be made", before);
  // A file system without hard links: a copy does as well.
  const auto text = files_.read("/" + name, largest_manifest);
  if (!text) return text.error();
  return write(before, *text);
}

std::optional<Damage> StoreFolder::repair(const Index& index) {
  const auto names = files_.list("/");
  if (!names) return names.error();
  const std::set<std::string, std::less<>> present(names->begin(), names->end());
  std::set<std::string, std::less<>> named;
  bool repaired = false;
  for (const ListedFile& listed : listed_files(index)) {
    const std::string& name = listed.name;
    const std::string before = name + std::string(before_ending);
    named.insert(name);
    if (!present.contains(before)) continue;
    // An altered file stays as it is: its reader reports it.
    if (!has_hash(name, listed.sha256) && has_hash(before, listed.sha256)) {
      if (auto damage = rename(before, name)) return damage;
    } else if (auto damage = remove(before)) {
      return damage;
    }
    repaired = true;
  }
  for (const std::string& name : *names) {
    const bool before = name.ends_with(before_ending);
    const std::string first_name = before ? name.substr(0, name.size() - before_ending.size()) : name;
    const Kind* kind = kind_of(first_name);
    const bool orphan = kind != nullptr && !named.contains(first_name);
    const bool temporary = name.starts_with(temporary_start) &&
                           (kind != nullptr || name == std::string(temporary_start) + std::string(index_file_name));
    if (!orphan && !temporary) continue;
    if (!temporary) {
      // Other programs have manifests, too: only what is one of ours goes.
      const auto text = files_.read("/" + name, largest_manifest);
      if (!text || !text->starts_with(kind->start)) continue;
    }
    if (auto damage = remove(name)) return damage;
    repaired = true;
  }
  return repaired ? settle() : std::nullopt;
}

std::optional<Damage> StoreFolder::replace(const Index& before, const std::map<std::string, std::string>& files,
                                           const std::string& index) {
  std::set<std::string> kept;
  for (const auto& [name, sha256, size] : listed_files(before)) {
    if (!files.contains(name)) continue;
    if (auto damage = keep_before(name)) return damage;
    kept.insert(name + std::string(before_ending));
  }
  if (!kept.empty()) {
    if (auto damage = settle()) return damage;
  }
  for (const auto& [name, text] : files) {
    if (auto damage = write(name, text)) return damage;
  }
  if (auto damage = settle()) return damage;
  if (auto damage = write(std::string(index_file_name), index)) return damage;
  if (auto damage = settle()) return damage;
  for (const std::string& name : kept) {
    if (auto damage = remove(name)) return damage;
  }
  return std::nullopt;
}

}  // namespace fairplay::signatures::database
