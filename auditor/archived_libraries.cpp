#include "auditor/archived_libraries.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace auditor {
namespace {

namespace fs = std::filesystem;
using signatures::Damage;
using signatures::artifact::FileDescriptor;
using signatures::artifact::FileEntry;
using signatures::artifact::FileKind;

bool is_library_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

bool is_elf(std::span<const std::byte> head) {
  constexpr char magic[] = {0x7f, 'E', 'L', 'F'};
  return head.size() >= sizeof magic && std::memcmp(head.data(), magic, sizeof magic) == 0;
}

/// Extension modules are no libraries to load by themselves: "_umath_linalg.cpython-311-x86_64-linux-gnu.so".
bool is_extension_module(std::string_view path) { return path.find(".cpython-") != std::string_view::npos || path.find(".abi3.") != std::string_view::npos; }

/// Takes files from the stream to the folder. Paths are relative and hold no "..": the stream refuses others.
class Unpacking {
 public:
  Unpacking(std::string archive, fs::path folder) : archive_(std::move(archive)), folder_(std::move(folder)) {}

  void file(const FileEntry& entry, std::span<const std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    const fs::path path = folder_ / entry.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    // Never through a link, should the archive have put one there; a second file of the same name takes the first one's place.
    unlink(path.c_str());
    const FileDescriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    std::size_t done = 0;
    while (out && done < bytes.size()) {
      const ssize_t written = write(out.get(), bytes.data() + done, bytes.size() - done);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
    if (!out || done < bytes.size()) {
      fail(entry.path, "it can't be unpacked: " + signatures::artifact::error_text(errno));
      return;
    }
    std::erase_if(libraries_, [&](const UnpackedLibrary& before) { return before.member == entry.path; });
    libraries_.push_back({path, entry.path});
  }

  /// Links are made when every file is there, and only those to a neighbour.
  void link(const FileEntry& entry) {
    const std::lock_guard lock(mutex_);
    if (entry.link_target.find('/') == std::string::npos && entry.link_target != ".." && entry.link_target != ".") links_.emplace_back(entry.path, entry.link_target);
  }

  void fail(const std::string& place, std::string reason) {
    if (!damage_) damage_ = Damage{archive_, place, std::move(reason), true};
  }

  signatures::Expected<std::vector<UnpackedLibrary>> result() {
    if (damage_ && libraries_.empty()) return std::unexpected(std::move(*damage_));
    for (const auto& [path, target] : links_) {
      std::error_code ignored;
      if (fs::exists((folder_ / path).parent_path() / target, ignored)) fs::create_symlink(target, folder_ / path, ignored);
    }
    std::ranges::sort(libraries_, {}, &UnpackedLibrary::member);
    return std::move(libraries_);
  }

 private:
  std::string archive_;
  fs::path folder_;
  std::mutex mutex_;
  std::vector<UnpackedLibrary> libraries_;
  std::vector<std::pair<std::string, std::string>> links_;
  std::optional<Damage> damage_;
};

}  // namespace

signatures::Expected<std::vector<UnpackedLibrary>> unpack_libraries(const std::string& archive, const std::string& folder) {
  auto stream = signatures::artifact::open_file(archive);
  if (!stream) return std::unexpected(std::move(stream.error()));
  Unpacking unpacking(archive, folder);
  signatures::artifact::Handlers handlers;
  handlers.select = [](const FileEntry& entry, std::span<const std::byte> head) {
    return signatures::artifact::Interest{{}, entry.kind == FileKind::regular && is_library_name(entry.path) && !is_extension_module(entry.path) && is_elf(head)};
  };
  handlers.sink = [&](const FileEntry& entry, const auto&, const signatures::artifact::Content& content) {
    if (entry.kind == FileKind::symlink && is_library_name(entry.path)) unpacking.link(entry);
    else if (entry.kind == FileKind::regular && is_elf(content.bytes)) unpacking.file(entry, content.bytes);
  };
  handlers.damaged = [&](const Damage& damage) {
    if (damage.grave) unpacking.fail(damage.place, damage.reason);
  };
  (*stream)->read(handlers, 1);
  return unpacking.result();
}

}  // namespace auditor
