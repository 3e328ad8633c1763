// The dynamic section (gABI chapter 5, "Dynamic Section"): what the loader reads. It is found by PT_DYNAMIC, as the
// loader does; by its section only in files without program headers.
#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "signatures/elf/image_state.h"

namespace fairplay::signatures::elf {

namespace {

/// Where the dynamic section is: its size is PT_DYNAMIC's, but the loader reads to DT_NULL, as far as there is `room`.
struct DynamicPlace : Place {
  std::uint64_t room = 0;
};

std::optional<DynamicPlace> find_table(const Image::State& state, std::vector<Damage>& damage) {
  // Of several the loader takes the last.
  for (const auto& segment : std::views::reverse(state.segments)) {
    if (segment.type == PT_DYNAMIC) {
      // The loader takes it by address; the file offset beside it is for tools.
      const auto offset = state.offset_of(segment.address, 1);
      if (!offset) return DynamicPlace{{segment.offset, segment.file_size}, 0};
      if (*offset != segment.offset) {
        damage.push_back(
            state.damage("PT_DYNAMIC", fmt::format("says file offset {:#x}, the loader maps {:#x} at its address {:#x}",
                                                   segment.offset, *offset, segment.address)));
      }
      return DynamicPlace{{*offset, segment.file_size}, state.room_at(segment.address)};
    }
  }
  for (const auto& section : state.sections) {
    if (section.type == SHT_DYNAMIC) return DynamicPlace{{section.offset, section.size}, 0};
  }
  return std::nullopt;
}

void find_strings(Image::State& state, DynamicTable& table, std::vector<Damage>& damage) {
  const auto address = table.value(DT_STRTAB);
  const auto size = table.value(DT_STRSZ);
  if (!address) {
    damage.push_back(state.damage("dynamic section", "it names no string table (DT_STRTAB)"));
    return;
  }
  std::optional<std::uint64_t> offset = state.offset_of(*address, 1);
  std::uint64_t room = offset ? state.room_at(*address) : 0;
  if (!offset) {
    // Without program headers, the sections give an address its place.
    for (const auto& section : state.sections) {
      if (section.type == SHT_STRTAB && section.address == *address && section.offset <= state.file_size) {
        offset = section.offset;
        room = std::min(section.size, state.file_size - section.offset);
      }
    }
  }
  if (!offset) {
    damage.push_back(state.damage(
        "DT_STRTAB", fmt::format("the string table's address {:#x} lies in no segment of the file", *address)));
    return;
  }
  if (size.value_or(room) > room) {
    damage.push_back(state.damage(
        "DT_STRSZ", fmt::format("a string table of {} bytes at {:#x} reaches beyond its segment, {} bytes on", *size,
                                *address, room)));
  }
  auto bytes = state.raw(*offset, std::min(size.value_or(room), room));
  if (bytes) {
    table.strings = *bytes;
  } else {
    damage.push_back(bytes.error());
  }
}

}  // namespace

const DynamicTable& Image::State::dynamic_table(std::vector<Damage>& reported) {
  if (dynamic) return *dynamic;
  DynamicTable& table = dynamic.emplace();
  auto place = find_table(*this, reported);
  if (!place || place->size == 0) return table;
  const std::uint64_t entry = header.bits == 64 ? sizeof(Elf64_Dyn) : sizeof(Elf32_Dyn);
  std::uint64_t size = place->size - place->size % entry;
  if (place->offset > file_size || size > file_size - place->offset) {
    const std::uint64_t left = place->offset > file_size ? 0 : file_size - place->offset;
    reported.push_back(damage("dynamic section", fmt::format("{} bytes at {:#x} reach beyond the file's end at {:#x}",
                                                             size, place->offset, file_size)));
    size = left - left % entry;
  }
  if (size / entry > most_dynamic_entries) {
    reported.push_back(damage(
        "dynamic section", fmt::format("{} entries; only the first {} are read", size / entry, most_dynamic_entries)));
    size = most_dynamic_entries * entry;
  }
  if (size == 0) return table;
  bool ended = false;
  const auto read_entries = [&](std::uint64_t offset, std::uint64_t bytes) {
    auto data = chunk(offset, bytes, ELF_T_DYN);
    if (!data) {
      reported.push_back(data.error());
      return false;
    }
    for (std::size_t i = 0; i < bytes / entry && !ended; ++i) {
      GElf_Dyn dyn;
      if (gelf_getdyn(*data, static_cast<int>(i), &dyn) == nullptr) break;
      ended = dyn.d_tag == DT_NULL;
      if (!ended) table.entries.push_back({dyn.d_tag, dyn.d_un.d_val});
    }
    return true;
  };
  if (!read_entries(place->offset, size)) return table;
  if (!ended && place->room > size) {
    std::uint64_t more = std::min(place->room - size, most_dynamic_entries * entry);
    more -= more % entry;
    if (more != 0 && !read_entries(place->offset + size, more)) return table;
  }
  if (!ended)
    reported.push_back(
        damage("dynamic section", fmt::format("no DT_NULL ends its {} entries", table.entries.size()), false));
  find_strings(*this, table, reported);
  return table;
}

std::vector<Image::DynamicEntry> Image::dynamic_entries(std::vector<Damage>& damage) const {
  return state_->dynamic_table(damage).entries;
}

std::optional<std::string> Image::dynamic_string(std::uint64_t offset) const {
  std::vector<Damage> reported_elsewhere;
  if (!state_->dynamic) return std::nullopt;
  auto text = state_->words(state_->dynamic->strings).string(offset, most_name);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

Dynamic Image::dynamic(std::vector<Damage>& damage) const {
  Dynamic result;
  const DynamicTable& table = state_->dynamic_table(damage);
  const Words strings = state_->words(table.strings);
  std::size_t text = 0;
  const auto string_of = [&](const DynamicEntry& entry, std::string_view tag) -> std::string {
    auto found = strings.string(entry.value, most_name);
    if (!found) {
      damage.push_back(state_->damage(
          std::string(tag),
          fmt::format("its string {:#x} lies outside the string table of {} bytes", entry.value, strings.size())));
      return {};
    }
    text += found->size();
    return std::string(*found);
  };
  for (const DynamicEntry& entry : table.entries) {
    if (text > (1U << 20) || damage.size() > 256) {
      damage.push_back(state_->damage(
          "dynamic section", "its strings are too long together, or too many are damaged; the rest is not read"));
      break;
    }
    switch (entry.tag) {
      case DT_NEEDED:
        if (std::string name = string_of(entry, "DT_NEEDED"); !name.empty()) result.needed.push_back(std::move(name));
        break;
      case DT_SONAME: result.soname = string_of(entry, "DT_SONAME"); break;
      case DT_RPATH: result.rpath = string_of(entry, "DT_RPATH"); break;
      case DT_RUNPATH: result.runpath = string_of(entry, "DT_RUNPATH"); break;
      default: break;
    }
  }
  return result;
}

}  // namespace fairplay::signatures::elf
