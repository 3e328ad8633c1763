// Decides by its bytes which kind of artifact a file is: names lie, and a renamed wheel is still a wheel.
#include "signatures/artifact/file_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "signatures/artifact/delivery.h"
#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/kind_row.h"

namespace fairplay::signatures::artifact {
namespace {

/// A kind that is known, but not read.
struct UnreadKind {
  std::string_view described;
  bool (*begins)(std::string_view head);
  std::string_view then;  ///< what to do once it is unpacked
};

/// RPM's lead, magic number (rpm.org, "Package format").
bool begins_as_rpm(std::string_view head) { return head.starts_with("\xed\xab\xee\xdb"); }

/// conda's format 2: a ZIP of metadata.json and two tars (conda-package-handling).
bool begins_as_conda(std::string_view head) {
  constexpr std::size_t names_at = 30;  // of a ZIP's local header (APPNOTE.TXT, 4.3.7)
  if (!head.starts_with("PK\3\4") || head.size() < names_at) return false;
  const std::size_t size = static_cast<unsigned char>(head[26]) + 256U * static_cast<unsigned char>(head[27]);
  const std::string_view member = head.substr(names_at, size);
  const bool part = (member.starts_with("pkg-") || member.starts_with("info-")) && member.ends_with(".tar.zst");
  return part || member == "metadata.json";
}

constexpr std::array<UnreadKind, 2> unread_kinds{
    {{"an .rpm package", begins_as_rpm, ""}, {"a .conda package", begins_as_conda, ", then the pkg-*.tar.zst in it"}}};

std::string why_unread_by(std::string_view head) {
  const auto kind = std::ranges::find_if(unread_kinds, [&](const UnreadKind& one) { return one.begins(head); });
  return kind == unread_kinds.end()
             ? ""
             : fmt::format("is {}, which isn't read: unpack it (bsdtar -xf{}), and name the folder", kind->described,
                           kind->then);
}

}  // namespace

std::string why_unread(const std::string& path) {
  FileDescriptor fd = open_to_read(AT_FDCWD, path, true);
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::array<char, head_size> buffer{};
  const std::ptrdiff_t had = read_at(fd.get(), std::as_writable_bytes(std::span(buffer)), 0);
  return had <= 0 ? std::string() : why_unread_by(std::string_view(buffer.data(), static_cast<std::size_t>(had)));
}

Expected<std::unique_ptr<FileStream>> open_file(const std::string& path, const ArchiveLimits& limits) {
  const auto fail = [&](std::string reason) { return std::unexpected(Damage{path, "", std::move(reason), true}); };
  FileDescriptor fd = open_to_read(AT_FDCWD, path, true);
  if (!fd) return fail(fmt::format("cannot be opened: {}", error_text(errno)));
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return fail(fmt::format("cannot be read: {}", error_text(errno)));
  if (S_ISDIR(status.st_mode)) return fail("is a folder, not a file");
  if (!S_ISREG(status.st_mode)) return fail("is not a regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);

  std::array<char, head_size> buffer{};
  const std::ptrdiff_t had = read_at(fd.get(), std::as_writable_bytes(std::span(buffer)), 0);
  if (had < 0) return fail(fmt::format("cannot be read: {}", error_text(errno)));
  if (had == 0) return fail("is empty");
  const std::string_view head(buffer.data(), static_cast<std::size_t>(had));
  if (std::string why = why_unread_by(head); !why.empty()) return fail(std::move(why));
  for (const KindRow& row : kind_rows()) {
    if (row.begins == nullptr || !row.begins(head)) continue;
    if (row.holds == nullptr || row.holds(fd.get(), size)) return row.open(std::move(fd), size, path, limits);
  }
  for (const KindRow& row : kind_rows()) {
    if (row.ends != nullptr && row.ends(fd.get(), size)) return row.open(std::move(fd), size, path, limits);
  }
  // READ-1's fingerprint hashes this text: it stays, whatever kinds are added.
  return fail(
      "is neither a wheel (ZIP), an sdist (tar), a Debian package nor an ELF library: its first bytes match none of "
      "these");
}

}  // namespace fairplay::signatures::artifact
