#include "signatures/elf/loaded_memory.h"

#include <elf.h>

#include <algorithm>

#include "signatures/elf/words.h"

namespace fairplay::signatures::elf {

namespace {

bool inside(std::uint64_t address, std::uint64_t start, std::uint64_t size) {
  return address >= start && address - start < size;
}

}  // namespace

std::span<const std::byte> LoadedMemory::from(std::uint64_t address) {
  const auto hit = [&](const Range& range) {
    return range.bytes.subspan(static_cast<std::size_t>(address - range.address));
  };
  if (last_ < ranges_.size() && inside(address, ranges_[last_].address, ranges_[last_].bytes.size()))
    return hit(ranges_[last_]);
  for (last_ = 0; last_ < ranges_.size(); ++last_) {
    if (inside(address, ranges_[last_].address, ranges_[last_].bytes.size())) return hit(ranges_[last_]);
  }
  for (auto [start, size] : failed_) {
    if (inside(address, start, size)) return {};
  }
  const auto load = [&](std::uint64_t start, std::uint64_t offset, std::uint64_t size) -> std::span<const std::byte> {
    auto bytes = image_.bytes_at_offset(offset, size);
    if (!bytes || bytes->empty()) {
      failed_.emplace_back(start, size);
      return {};
    }
    ranges_.push_back({start, *bytes});
    last_ = ranges_.size() - 1;
    return hit(ranges_.back());
  };
  const bool mapped = !image_.segments().empty();
  for (const auto& section : image_.sections()) {
    if ((section.flags & SHF_ALLOC) == 0 || section.type == SHT_NOBITS ||
        !inside(address, section.address, section.size))
      continue;
    if (!mapped || image_.offset_of(section.address, section.size) == section.offset)
      return load(section.address, section.offset, section.size);
  }
  for (auto it = image_.segments().rbegin(); it != image_.segments().rend(); ++it) {
    if (it->type != PT_LOAD || !inside(address, it->address, it->file_size)) continue;
    if (it->offset > image_.file_size()) continue;
    const std::uint64_t size = std::min(it->file_size, image_.file_size() - it->offset);
    if (inside(address, it->address, size)) return load(it->address, it->offset, size);
  }
  return {};
}

std::optional<std::uint64_t> LoadedMemory::word(std::uint64_t address) {
  const Words words(from(address), image_.header().bits, image_.header().little_endian);
  return words.address(0);
}

std::optional<std::string_view> LoadedMemory::string(std::uint64_t address, std::size_t limit) {
  const Words words(from(address), image_.header().bits, image_.header().little_endian);
  return words.string(0, limit);
}

bool LoadedMemory::allowed(std::uint64_t address, std::uint32_t segment_flag, std::uint64_t section_flag) const {
  for (auto it = image_.segments().rbegin(); it != image_.segments().rend(); ++it) {
    if (it->type == PT_LOAD && inside(address, it->address, it->memory_size)) return (it->flags & segment_flag) != 0;
  }
  if (!image_.segments().empty()) return false;
  for (const auto& section : image_.sections()) {
    if ((section.flags & SHF_ALLOC) != 0 && inside(address, section.address, section.size))
      return (section.flags & section_flag) != 0;
  }
  return false;
}

bool LoadedMemory::executable(std::uint64_t address) const { return allowed(address, PF_X, SHF_EXECINSTR); }
bool LoadedMemory::writable(std::uint64_t address) const { return allowed(address, PF_W, SHF_WRITE); }

}  // namespace fairplay::signatures::elf
