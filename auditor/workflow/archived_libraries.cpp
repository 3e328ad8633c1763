#include "auditor/workflow/archived_libraries.h"

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
#include "signatures/elf/recognition.h"

namespace fairplay::auditor {
namespace {

namespace fs = std::filesystem;
using signatures::Damage;
using signatures::artifact::FileDescriptor;
using signatures::artifact::FileEntry;
using signatures::artifact::FileKind;
using signatures::elf::is_elf;
using signatures::elf::named_like_extension_module;
using signatures::elf::named_like_library;

/// Takes files from the stream to the folder. Paths are relative and hold no "..": the stream refuses others.
class Unpacking {
 public:
  Unpacking(std::string archive, fs::path folder) : archive_(std::move(archive)), folder_(std::move(folder)) {}

  void file(const FileEntry& entry, std::span<const std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    const fs::path path = folder_ / entry.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    // Never through a link that the archive may have put there. A second file of the same name replaces the first.
    unlink(path.c_str());
    const FileDescriptor out(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!out ||
        !signatures::artifact::write_all(out.get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()})) {
      fail(entry.path, "it can't be unpacked: " + signatures::artifact::error_text(errno));
      return;
    }
    std::erase_if(libraries_, [&](const UnpackedLibrary& before) { return before.member == entry.path; });
    libraries_.push_back({path, entry.path});
  }

  /// Links are made when every file is there, and only those to a neighbour.
  void link(const FileEntry& entry) {
    const std::lock_guard lock(mutex_);
    if (entry.link_target.find('/') == std::string::npos && entry.link_target != ".." && entry.link_target != ".")
      links_.emplace_back(entry.path, entry.link_target);
  }

  void fail(const std::string& place, std::string reason) {
    if (!damage_) damage_ = Damage{archive_, place, std::move(reason), true};
  }

  signatures::Expected<std::vector<UnpackedLibrary>> result() {
    if (damage_ && libraries_.empty()) return std::unexpected(std::move(*damage_));
    for (const auto& [path, target] : links_) {
      std::error_code ignored;
      if (fs::exists((folder_ / path).parent_path() / target, ignored))
        fs::create_symlink(target, folder_ / path, ignored);
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

signatures::Expected<std::vector<UnpackedLibrary>> unpack_libraries(signatures::artifact::FileStream& archive,
                                                                    const std::string& name,
                                                                    const std::string& folder) {
  Unpacking unpacking(name, folder);
  signatures::artifact::Handlers handlers;
  handlers.select = [](const FileEntry& entry, std::span<const std::byte> head) {
    return signatures::artifact::Interest{{},
                                          entry.kind == FileKind::regular && named_like_library(entry.path) &&
                                              !named_like_extension_module(entry.path) && is_elf(head)};
  };
  handlers.sink = [&](const FileEntry& entry, const auto&, const signatures::artifact::Content& content) {
    if (entry.kind == FileKind::symlink && named_like_library(entry.path))
      unpacking.link(entry);
    else if (entry.kind == FileKind::regular && is_elf(content.bytes))
      unpacking.file(entry, content.bytes);
  };
  handlers.damaged = [&](const Damage& damage) {
    if (damage.grave) unpacking.fail(damage.place, damage.reason);
  };
  archive.read(handlers, 1);
  return unpacking.result();
}

}  // namespace fairplay::auditor
