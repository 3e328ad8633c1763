#include "auditor/provenance/original/remains.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/elf/image.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::artifact::Content;
using signatures::artifact::FileEntry;

/// A file's bytes, wherever they are.
class Bytes {
 public:
  Bytes(const FileEntry& entry, const Content& content) : entry_(entry), content_(content) {}

  std::uint64_t size() const { return content_.fd >= 0 ? entry_.size : content_.bytes.size(); }

  bool read(std::uint64_t offset, std::span<std::byte> into) const {
    if (offset > size() || into.size() > size() - offset) return false;
    if (content_.fd < 0) {
      std::ranges::copy(content_.bytes.subspan(static_cast<std::size_t>(offset), into.size()), into.begin());
      return true;
    }
    return signatures::artifact::read_at(content_.fd, into, offset) == std::ssize(into);
  }

 private:
  const FileEntry& entry_;
  const Content& content_;
};

/// Counts NUL bytes in a range of a file; false where it can't be read.
struct NulCount {
  std::uint64_t all = 0;
  std::uint64_t leading = 0;
  std::uint64_t trailing = 0;
  std::uint64_t longest = 0;

  bool count(const Bytes& bytes, std::uint64_t offset, std::uint64_t size) {
    std::vector<std::byte> block(static_cast<std::size_t>(std::min<std::uint64_t>(size, 1U << 20U)));
    bool only_nul = true;
    for (std::uint64_t done = 0; done < size;) {
      const auto part =
          std::span(block).first(static_cast<std::size_t>(std::min<std::uint64_t>(size - done, block.size())));
      if (!bytes.read(offset + done, part)) return false;
      for (const std::byte byte : part) {
        if (byte != std::byte{0}) {
          trailing = 0;
          only_nul = false;
          continue;
        }
        ++all;
        leading += only_nul ? 1 : 0;
        longest = std::max(longest, ++trailing);
      }
      done += part.size();
    }
    return true;
  }
};

/// Whether an archive's members (ar(5): a header of 60 bytes, a decimal size at 48) end beyond the file's end.
bool is_cut_archive(const Bytes& bytes) {
  constexpr std::string_view magic = "!<arch>\n";
  constexpr std::size_t header_size = 60;
  std::array<std::byte, header_size> header{};
  const auto text = [&](std::size_t from, std::size_t count) {
    return std::string_view(reinterpret_cast<const char*>(header.data()) + from, count);
  };
  if (!bytes.read(0, std::span(header).first(magic.size())) || text(0, magic.size()) != magic) return false;
  for (std::uint64_t at = magic.size(); at < bytes.size();) {
    if (!bytes.read(at, header)) return true;
    std::uint64_t size = 0;
    const std::string_view number = text(48, 10);
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), size);
    if (text(58, 2) != "`\n" || parsed.ec != std::errc()) return false;
    at += header_size;
    if (size > bytes.size() - at) return true;
    at += size + size % 2;
  }
  return false;
}

void look_at_code(const FileEntry& entry, const Content& content, const Bytes& bytes, Remains& remains) {
  const auto image = content.fd >= 0 ? signatures::elf::Image::open(content.fd, entry.path)
                                     : signatures::elf::Image::open(content.bytes, entry.path);
  if (!image) return;
  std::vector<signatures::Damage> damage;  // the first reader of the file reported it
  remains.build_id = image->build_id(damage);
  const auto* code = image->section(code_section);
  if (code == nullptr || code->size < blank_run || code->offset > bytes.size() ||
      code->size > bytes.size() - code->offset)
    return;
  NulCount nul;
  remains.blank_code = nul.count(bytes, code->offset, code->size) && nul.longest >= blank_run;
}

Remains look_at(const FileEntry& entry, const Content& content) {
  const Bytes bytes(entry, content);
  Remains remains;
  remains.size = bytes.size();
  NulCount nul;
  nul.count(bytes, 0, bytes.size());
  remains.nul_bytes = nul.all;
  remains.leading_nul = nul.leading;
  remains.trailing_nul = nul.trailing;
  std::array<std::byte, 4> magic{};
  const auto there =
      std::span(magic).first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), magic.size())));
  constexpr std::string_view elf_magic =
      "\x7f"
      "ELF";
  remains.is_elf = !there.empty() && bytes.read(0, there) &&
                   elf_magic.starts_with(std::string_view(reinterpret_cast<const char*>(there.data()), there.size()));
  if (remains.is_elf) {
    remains.extent = signatures::elf::extent_of(
        [&](std::uint64_t offset, std::span<std::byte> into) { return bytes.read(offset, into); }, bytes.size());
    look_at_code(entry, content, bytes, remains);
  } else {
    remains.cut_archive = is_cut_archive(bytes);
  }
  return remains;
}

}  // namespace

std::map<std::string, Remains> remains_of(signatures::artifact::FileStream& stream,
                                          const std::set<std::string, std::less<>>& keys, unsigned jobs) {
  std::map<std::string, Remains> found;
  std::mutex mutex;  // guards `found`
  signatures::artifact::Handlers handlers;
  handlers.select = [&](const FileEntry& entry, std::span<const std::byte>) {
    return signatures::artifact::Interest{{}, keys.contains(entry.path)};
  };
  handlers.sink = [&](const FileEntry& entry, const signatures::Digests&, const Content& content) {
    if (!keys.contains(entry.path) || (content.fd < 0 && content.bytes.empty())) return;
    Remains remains = look_at(entry, content);
    const std::lock_guard lock(mutex);
    found.insert_or_assign(entry.path, std::move(remains));
  };
  handlers.damaged = [](const signatures::Damage&) {};  // the first reader of the file reported it
  stream.read(handlers, jobs);
  return found;
}

}  // namespace fairplay::auditor::provenance
