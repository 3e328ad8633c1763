#include "signatures/elf/extent.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <vector>

#include "signatures/artifact/little_endian.h"

namespace fairplay::signatures::elf {
namespace {

using artifact::LittleEndian;

constexpr std::uint64_t largest = std::uint64_t{1} << 40U;  // no library is larger: what says so is damaged itself

/// The end of `count` bytes from `offset`; nullopt where no file is that large.
std::optional<std::uint64_t> end_of(std::uint64_t offset, std::uint64_t count) {
  if (offset > largest || count > largest) return std::nullopt;
  return offset + count;
}

/// Where a class of ELF files (32 or 64 bits) keeps what is asked for.
struct Places {
  std::size_t header, word, phoff, shoff, phentsize, phnum, shentsize, shnum, p_offset, p_filesz, program_header;
};
constexpr Places places_64{64, 8, 32, 40, 54, 56, 58, 60, 8, 32, 56};
constexpr Places places_32{52, 4, 28, 32, 42, 44, 46, 48, 4, 16, 32};

std::uint64_t word(const LittleEndian& bytes, std::uint64_t at, std::size_t size) {
  return size == 8 ? bytes.u64(at) : bytes.u32(at);
}

}  // namespace

std::optional<Extent> extent_of(const std::function<bool(std::uint64_t offset, std::span<std::byte> into)>& read,
                                std::uint64_t file_size) {
  std::array<std::byte, 64> head{};
  const std::size_t there = static_cast<std::size_t>(std::min<std::uint64_t>(head.size(), file_size));
  if (!read(0, std::span(head).first(there))) return std::nullopt;
  const std::span<const std::byte> present = std::span(head).first(there);
  const LittleEndian bytes{present};
  if (bytes.text(0, SELFMAG) != ELFMAG || bytes.get<std::uint8_t>(EI_DATA) != ELFDATA2LSB) return std::nullopt;
  const Places& at = bytes.get<std::uint8_t>(EI_CLASS) == ELFCLASS32 ? places_32 : places_64;
  if (!bytes.has(0, at.header)) return std::nullopt;

  Extent extent;
  const auto include = [&](std::uint64_t offset, std::uint64_t count) {
    const auto end = end_of(offset, count);
    if (end) extent.size = std::max(extent.size, *end);
    return end.has_value();
  };
  const std::uint64_t programs = word(bytes, at.phoff, at.word);
  const std::uint64_t count = bytes.u16(at.phnum);
  const std::uint64_t entry = bytes.u16(at.phentsize);
  const std::uint64_t sections = word(bytes, at.shoff, at.word);
  const bool sane = include(0, at.header) && include(programs, count * entry) &&
                    (sections == 0 || include(sections, std::uint64_t{bytes.u16(at.shnum)} * bytes.u16(at.shentsize)));
  if (!sane || count == 0 || entry != at.program_header) return std::nullopt;

  std::vector<std::byte> table(static_cast<std::size_t>(count * entry));
  if (!read(programs, table)) {  // without it nothing is loaded
    extent.loads = false;
    return extent;
  }
  const LittleEndian headers(table);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t header = i * entry;
    if (headers.u32(header) != PT_LOAD) continue;
    const std::uint64_t offset = word(headers, header + at.p_offset, at.word);
    const std::uint64_t size = word(headers, header + at.p_filesz, at.word);
    if (!include(offset, size)) return std::nullopt;
    if (offset + size > file_size) extent.loads = false;
  }
  return extent;
}

}  // namespace fairplay::signatures::elf
