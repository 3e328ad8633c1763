// Dynamic relocations (gABI chapter 4, "Relocation"; RELR: "Proposal for a new section type SHT_RELR", adopted by
// the gABI). The dynamic section places them; in files without one the sections do.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "signatures/elf/image_state.h"
#include "signatures/elf/loaded_memory.h"

namespace fairplay::signatures::elf {

namespace {

struct Table {
  Place place;
  Elf_Type type;  ///< ELF_T_RELA, ELF_T_REL, ELF_T_RELR stands for itself as ELF_T_ADDR
};

constexpr std::int64_t tag_relr_size = 35;  // DT_RELRSZ, DT_RELR: elf.h has them since glibc 2.36
constexpr std::int64_t tag_relr = 36;

std::vector<Table> find_tables(const Image::State& state, const DynamicTable& dynamic, std::vector<Damage>& damage) {
  std::vector<Table> tables;
  const auto add = [&](std::int64_t address_tag, std::int64_t size_tag, Elf_Type type, const char* name) {
    const auto address = dynamic.value(address_tag);
    const auto size = dynamic.value(size_tag);
    if (!address || size.value_or(0) == 0) return;
    const auto offset = state.offset_of(*address, 1);
    const std::uint64_t room = state.room_at(*address);
    if (!offset || room < *size) {
      damage.push_back(state.damage(
          name,
          fmt::format("{} bytes of relocations at {:#x} reach beyond the segments of the file", *size, *address)));
    }
    if (offset) tables.push_back({{*offset, std::min(*size, room)}, type});
  };
  add(DT_RELA, DT_RELASZ, ELF_T_RELA, "DT_RELA");
  add(DT_REL, DT_RELSZ, ELF_T_REL, "DT_REL");
  add(tag_relr, tag_relr_size, ELF_T_ADDR, "DT_RELR");
  add(DT_JMPREL, DT_PLTRELSZ, dynamic.value(DT_PLTREL).value_or(DT_RELA) == DT_REL ? ELF_T_REL : ELF_T_RELA,
      "DT_JMPREL");
  if (!tables.empty() || !dynamic.entries.empty()) return tables;
  for (const auto& section : state.sections) {
    if ((section.flags & SHF_ALLOC) == 0) continue;
    if (section.type == SHT_RELA) tables.push_back({{section.offset, section.size}, ELF_T_RELA});
    if (section.type == SHT_REL) tables.push_back({{section.offset, section.size}, ELF_T_REL});
  }
  return tables;
}

struct RelocationInfo {
  std::uint32_t type = 0;
  std::uint32_t symbol = 0;
};

/// r_info's halves. 64-bit MIPS has no such number but five fields: the symbol, then a second symbol and three types of
/// a byte each ("64-bit ELF Object File Specification", MIPS Technologies, 2.9). Read as one little-endian number they
/// stand in another order than in a big-endian one, which has the usual halves.
/// libelf gives a 32-bit file's r_info in the 64-bit form.
RelocationInfo split_info(const Header& header, std::uint64_t info) {
  const auto high = static_cast<std::uint32_t>(info >> 32U);
  const auto low = static_cast<std::uint32_t>(info);
  if (header.bits == 64 && header.machine == EM_MIPS && header.little_endian) return {std::byteswap(high), low};
  return {low, high};
}

/// RELR: an even word is the address of one place; an odd word is a bitmap over the places after the last one.
void expand_relr(const Words& words, std::uint32_t type, std::vector<Image::Relocation>& into) {
  const std::uint64_t word_size = words.word_size();
  std::uint64_t next = 0;
  for (std::uint64_t at = 0; at + word_size <= words.size() && into.size() < most_relocations; at += word_size) {
    const std::uint64_t entry = words.address(at).value_or(0);
    if ((entry & 1) == 0) {
      into.push_back({entry, type, 0, 0});
      next = entry + word_size;
      continue;
    }
    for (std::uint64_t bit = 1; bit < 8 * word_size; ++bit) {
      if ((entry >> bit & 1) != 0) into.push_back({next + (bit - 1) * word_size, type, 0, 0});
    }
    next += (8 * word_size - 1) * word_size;
  }
}

}  // namespace

std::uint32_t relative_type(std::uint16_t machine) {
  switch (machine) {
    case EM_X86_64: return R_X86_64_RELATIVE;
    case EM_AARCH64: return R_AARCH64_RELATIVE;
    case EM_386: return R_386_RELATIVE;
    case EM_ARM: return R_ARM_RELATIVE;
    default: return 0;
  }
}

std::vector<Image::Relocation> Image::relocations(std::vector<Damage>& damage) const {
  std::vector<Relocation> result;
  const DynamicTable& dynamic = state_->dynamic_table(damage);
  std::vector<std::pair<std::size_t, std::size_t>> implicit;  // ranges whose addend is in memory
  for (const Table& table : find_tables(*state_, dynamic, damage)) {
    const std::size_t start = result.size();
    if (table.type == ELF_T_ADDR) {
      if (auto bytes = state_->raw(table.place.offset, table.place.size)) {
        expand_relr(state_->words(*bytes), relative_type(state_->header.machine), result);
      } else {
        damage.push_back(bytes.error());
      }
      implicit.emplace_back(start, result.size());
    } else {
      const std::size_t entry = gelf_fsize(state_->elf, table.type, 1, EV_CURRENT);
      const std::uint64_t size = entry == 0 ? 0 : table.place.size - table.place.size % entry;
      if (size == 0) continue;
      auto data = state_->chunk(table.place.offset, size, table.type);
      if (!data) {
        damage.push_back(data.error());
        continue;
      }
      for (std::uint64_t i = 0; i < size / entry && result.size() < most_relocations; ++i) {
        GElf_Rela rela{};
        if (table.type == ELF_T_RELA) {
          if (gelf_getrela(*data, static_cast<int>(i), &rela) == nullptr) break;
        } else {
          GElf_Rel rel;
          if (gelf_getrel(*data, static_cast<int>(i), &rel) == nullptr) break;
          rela.r_offset = rel.r_offset;
          rela.r_info = rel.r_info;
        }
        const auto [type, symbol] = split_info(state_->header, rela.r_info);
        result.push_back({rela.r_offset, type, symbol, rela.r_addend});
      }
      if (table.type == ELF_T_REL) implicit.emplace_back(start, result.size());
    }
    if (result.size() >= most_relocations) {
      damage.push_back(state_->damage(at_offset(table.place.offset),
                                      fmt::format("more than {} relocations; the rest is not read", most_relocations)));
      break;
    }
  }
  if (!implicit.empty()) {
    LoadedMemory memory(*this);
    std::size_t outside = 0;
    for (auto [first, last] : implicit) {
      for (std::size_t i = first; i < last; ++i) {
        if (auto stored = memory.word(result[i].offset)) {
          result[i].addend = static_cast<std::int64_t>(*stored);
        } else {
          ++outside;
        }
      }
    }
    if (outside > 0)
      damage.push_back(
          state_->damage("relocations", fmt::format("{} patch a place outside the file's segments", outside)));
  }
  return result;
}

}  // namespace fairplay::signatures::elf
