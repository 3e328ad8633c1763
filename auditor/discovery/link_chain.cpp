#include "auditor/discovery/link_chain.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "auditor/discovery/open_folder.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {

using signatures::Damage;
using signatures::Expected;
using signatures::artifact::NodeKind;
using signatures::artifact::RootedFiles;

Expected<std::vector<std::string>> follow_links(const RootedFiles& files, const std::string& path) {
  const Expected<std::string> real = files.resolve(path);
  if (!real) return std::unexpected(real.error());
  std::vector<std::string> chain = {path};
  std::string here = path;
  // resolve() has already bounded the links; 40 is Linux's own limit (path_resolution(7)).
  for (int links = 0; links < 40 && files.lstat(here).kind == NodeKind::symlink; ++links) {
    const Expected<std::string> target = files.read_link(here);
    if (!target) break;
    // A relative target counts from the real folder of the link.
    const Expected<std::string> folder = files.resolve(paths::parent(here));
    here = paths::join(folder ? std::string_view(*folder) : paths::parent(here), *target);
    if (chain.back() != here) chain.push_back(here);
  }
  if (chain.back() != *real) {
    if (paths::last(chain.back()) == paths::last(*real)) {
      chain.back() = *real;
    } else {
      chain.push_back(*real);
    }
  }
  return chain;
}

std::string first_bytes(const RootedFiles& files, const std::string& path, std::size_t count) {
  const Expected<std::string> host = files.host_path(path);
  if (!host) return {};
  // O_NONBLOCK: a FIFO put in the file's place must not hold us up.
  const int descriptor = ::open(host->c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
  if (descriptor < 0) return {};
  std::string bytes;
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    bytes.resize(count);
    std::size_t got = 0;
    while (got < count) {
      const ssize_t n = ::pread(descriptor, bytes.data() + got, count - got, static_cast<off_t>(got));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
  }
  ::close(descriptor);
  return bytes;
}

std::optional<ElfKind> elf_kind(const RootedFiles& files, const std::string& path) {
  const std::string head = first_bytes(files, path, 20);
  if (head.size() < 20 || !head.starts_with("\x7f"
                                            "ELF"))
    return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
  ElfKind kind;
  kind.bits = byte(4) == 1 ? 32 : byte(4) == 2 ? 64 : 0;                                                 // EI_CLASS
  const bool big = byte(5) == 2;                                                                         // EI_DATA
  kind.machine = static_cast<std::uint16_t>(big ? byte(18) << 8 | byte(19) : byte(19) << 8 | byte(18));  // e_machine
  return kind;
}

bool is_linker_script(const RootedFiles& files, const std::string& path) {
  const std::string head = first_bytes(files, path, 4);
  return head.size() == 4 &&
         std::ranges::all_of(head, [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\t'; });
}

std::vector<std::string> names_in(const RootedFiles& files, const std::string& folder, std::vector<Damage>& damage) {
  Expected<std::vector<std::string>> names = files.list(folder);
  if (names) return std::move(*names);
  if (files.is_directory(folder)) {
    damage.push_back(names.error());
    return {};
  }
  // Absent is no news, but a folder behind a closed door is.
  struct stat status {};
  if (::lstat(files.display(folder).c_str(), &status) != 0 && errno == EACCES)
    damage.push_back(
        {files.display(folder), "", fmt::format("the folder cannot be reached: {}", std::strerror(EACCES)), true});
  return {};
}

std::vector<std::string> folders_in(const RootedFiles& files, const std::string& folder) {
  std::vector<std::string> names;
  const Expected<std::string> host = files.host_path(folder);
  const int fd = host ? open_folder(AT_FDCWD, *host) : -1;
  if (fd < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::fdopendir(fd), ::closedir);
  if (!open) {
    ::close(fd);
    return names;
  }
  constexpr std::size_t most_folders = 100'000;
  while (const dirent* item = ::readdir(open.get())) {
    const std::string_view name = item->d_name;
    if (name == "." || name == ".." || names.size() >= most_folders) continue;
    if (kind_of_entry(fd, *item) == DT_DIR) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace fairplay::auditor::discovery
