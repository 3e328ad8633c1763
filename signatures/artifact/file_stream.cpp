// Which kind of artifact a file is, told by its bytes: names lie, and a renamed wheel is still a wheel.
#include "signatures/artifact/file_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "signatures/artifact/deb.h"
#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/library.h"
#include "signatures/artifact/tar_file.h"
#include "signatures/artifact/zip_file.h"

namespace fairplay::signatures::artifact {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t tar_block = 512;

// POSIX pax format, "ustar Interchange Format": the checksum sums the header's bytes with its own field as spaces. Tars
// from before POSIX have no other mark.
bool is_tar_header(std::string_view block) {
  constexpr std::size_t field = 148;
  constexpr std::size_t field_size = 8;
  if (block.size() < tar_block) return false;
  unsigned stated = 0;
  bool digits = false;
  for (char c : block.substr(field, field_size)) {
    if (c == ' ' && !digits) continue;
    if (c < '0' || c > '7') break;
    digits = true;
    stated = stated * 8 + static_cast<unsigned>(c - '0');
  }
  unsigned sum = 0;
  for (std::size_t i = 0; i < tar_block; ++i)
    sum += i >= field && i < field + field_size ? ' ' : static_cast<unsigned char>(block[i]);
  return digits && sum == stated;
}

bool is_compressed(std::string_view head) {
  constexpr std::array marks{"\x1f\x8b"sv, "BZh"sv,
                             "\xfd"
                             "7zXZ\0"sv,
                             "\x28\xb5\x2f\xfd"sv, "\x5d\0\0"sv};  // gzip, bzip2, xz, zstd, lzma
  return std::ranges::any_of(marks, [&](std::string_view mark) { return head.starts_with(mark); });
}

// A ZIP may have anything in front (a launcher, say); its end record makes it one.
bool ends_as_zip(int fd, std::uint64_t size) {
  constexpr std::uint64_t end_size = 22;
  std::array<char, end_size> tail{};
  if (size < end_size ||
      read_at(fd, std::as_writable_bytes(std::span(tail)), size - end_size) != static_cast<std::ptrdiff_t>(end_size))
    return false;
  return std::string_view(tail.data(), tail.size()).starts_with("PK\5\6");
}

/// RPM's lead, magic number (rpm.org, "Package format"); conda's format 2: a ZIP of metadata.json and two tars
/// (conda-package-handling).
std::string_view unread_kind(std::string_view head) {
  constexpr std::size_t names_at = 30;  // of a ZIP's local header (APPNOTE.TXT, 4.3.7)
  if (head.starts_with("\xed\xab\xee\xdb")) return "an .rpm package";
  if (!head.starts_with("PK\3\4") || head.size() < names_at) return "";
  const std::size_t size = static_cast<unsigned char>(head[26]) + 256U * static_cast<unsigned char>(head[27]);
  const std::string_view member = head.substr(names_at, size);
  const bool part = (member.starts_with("pkg-") || member.starts_with("info-")) && member.ends_with(".tar.zst");
  return part || member == "metadata.json" ? "a .conda package" : "";
}

std::string why_unread_by(std::string_view head) {
  const std::string_view kind = unread_kind(head);
  return kind.empty() ? ""
                      : fmt::format("is {}, which isn't read: unpack it (bsdtar -xf{}), and name the folder", kind,
                                    kind.starts_with("a .conda") ? ", then the pkg-*.tar.zst in it" : "");
}

}  // namespace

std::string why_unread(const std::string& path) {
  FileDescriptor fd = open_to_read(AT_FDCWD, path, true);
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::array<char, tar_block> buffer{};
  const std::ptrdiff_t had = read_at(fd.get(), std::as_writable_bytes(std::span(buffer)), 0);
  return had <= 0 ? std::string() : why_unread_by(std::string_view(buffer.data(), static_cast<std::size_t>(had)));
}

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::folder: return "folder";
    case Kind::wheel: return "wheel";
    case Kind::sdist: return "sdist";
    case Kind::deb: return "deb";
    case Kind::library: return "library";
  }
  return "";
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

  std::array<char, tar_block> buffer{};
  const std::ptrdiff_t had = read_at(fd.get(), std::as_writable_bytes(std::span(buffer)), 0);
  if (had < 0) return fail(fmt::format("cannot be read: {}", error_text(errno)));
  if (had == 0) return fail("is empty");
  const std::string_view head(buffer.data(), static_cast<std::size_t>(had));
  if (std::string why = why_unread_by(head); !why.empty()) return fail(std::move(why));
  if (head.starts_with("PK\3\4") || head.starts_with("PK\5\6")) return open_zip(std::move(fd), size, path, limits);
  if (head.starts_with("\x7f"
                       "ELF"))
    return open_library(std::move(fd), path);
  if (head.starts_with("!<arch>\n")) {
    // deb(5): the first member is debian-binary; anything else is a static library.
    if (!head.substr(8).starts_with("debian-binary"))
      return fail("is an ar archive, but not a Debian package: its first member is not debian-binary");
    return open_deb(std::move(fd), size, path, limits);
  }
  if (is_compressed(head) || is_tar_header(head)) return open_tar(std::move(fd), size, path, limits);
  if (ends_as_zip(fd.get(), size)) return open_zip(std::move(fd), size, path, limits);
  return fail(
      "is neither a wheel (ZIP), an sdist (tar), a Debian package nor an ELF library: its first bytes match none of "
      "these");
}

}  // namespace fairplay::signatures::artifact
