// Notes (gABI chapter 5, "Note Section"): the build-id that the linker computes over a build's content.
#include <fmt/format.h>

#include "signatures/elf/image_state.h"

namespace fairplay::signatures::elf {

namespace {

/// Notes in GNU files are 4-aligned; where a segment asks for 8 (GNU properties) name and content are multiples of it
/// anyway.
std::uint64_t padded(std::uint32_t size) { return (std::uint64_t{size} + 3) & ~std::uint64_t{3}; }

std::optional<std::string> find_build_id(const Words& notes, std::span<const std::byte> bytes, std::string& problem) {
  std::uint64_t at = 0;
  while (notes.holds(at, 12)) {
    const std::uint32_t name_size = notes.word(at).value_or(0);
    const std::uint32_t content_size = notes.word(at + 4).value_or(0);
    const std::uint32_t type = notes.word(at + 8).value_or(0);
    const std::uint64_t content = at + 12 + padded(name_size);
    if (!notes.holds(content, content_size)) {
      problem =
          fmt::format("the note {:#x} bytes in (name {}, content {} bytes) reaches beyond the {} bytes of its table",
                      at, name_size, content_size, bytes.size());
      return std::nullopt;
    }
    if (type == NT_GNU_BUILD_ID && name_size == 4 && notes.string(at + 12, 3) == "GNU" && content_size > 0 &&
        content_size <= 64) {
      std::string hex;
      for (std::byte b : bytes.subspan(static_cast<std::size_t>(content), content_size))
        hex += fmt::format("{:02x}", std::to_integer<unsigned>(b));
      return hex;
    }
    at = content + padded(content_size);
  }
  return std::nullopt;
}

}  // namespace

std::string Image::build_id(std::vector<Damage>& damage) const {
  // Sections first: old patchelf versions move the notes and leave PT_NOTE behind (numpy 1.15's wheels show it).
  std::vector<Place> tables;
  for (const Section& section : state_->sections) {
    if (section.type == SHT_NOTE) tables.push_back({section.offset, section.size});
  }
  for (const Segment& segment : state_->segments) {
    if (segment.type == PT_NOTE) tables.push_back({segment.offset, segment.file_size});
  }
  std::vector<Damage> met;
  if (tables.size() > 64) {
    met.push_back(state_->damage("notes", fmt::format("{} tables; only the first 64 are read", tables.size())));
    tables.resize(64);
  }
  for (const Place& table : tables) {
    if (table.size > (1U << 20)) {
      met.push_back(state_->damage(at_offset(table.offset), fmt::format("notes of {} bytes are not read", table.size)));
      continue;
    }
    auto bytes = state_->raw(table.offset, table.size);
    if (!bytes) {
      met.push_back(bytes.error());
      continue;
    }
    std::string problem;
    if (auto found = find_build_id(state_->words(*bytes), *bytes, problem)) return *found;
    if (!problem.empty()) met.push_back(state_->damage(at_offset(table.offset), problem, false));
  }
  damage.insert(damage.end(), met.begin(), met.end());
  return {};
}

}  // namespace fairplay::signatures::elf
