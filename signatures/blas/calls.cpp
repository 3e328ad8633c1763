#include "signatures/blas/calls.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <vector>

namespace fairplay::signatures::blas {

namespace {

using Bytes = std::span<const std::byte>;
using Section = elf::Image::Section;

std::uint64_t relative_target(Bytes code, std::size_t displacement_at, std::uint64_t address) {
  std::int32_t displacement = 0;
  std::memcpy(&displacement, code.data() + displacement_at, sizeof displacement);
  return address + displacement_at + 4 + static_cast<std::uint64_t>(static_cast<std::int64_t>(displacement));
}

/// Calls visit(position) for each place of `opcode` with four bytes behind it.
template <class Visit>
void each_opcode(Bytes code, unsigned char opcode, Visit visit) {
  const std::byte* begin = code.data();
  const std::byte* at = begin;
  const std::byte* end = begin + code.size();
  while (end - at >= 5) {
    at = static_cast<const std::byte*>(std::memchr(at, opcode, static_cast<std::size_t>(end - at - 4)));
    if (at == nullptr) return;
    visit(static_cast<std::size_t>(at - begin));
    ++at;
  }
}

}  // namespace

// The psABI's PLT: entries of 16 bytes that jump through the GOT slot (FF 25), perhaps behind ENDBR64 or a BND prefix,
// with -fcf-protection in .plt.sec.
std::optional<bool> calls_import(const Library& library, std::string_view name) {
  if (library.image().header().machine != EM_X86_64 || library.image().header().bits != 64) return std::nullopt;
  std::vector<Damage> ignored;  // reported by the code that reads all relocations
  const auto relocations = library.image().relocations(ignored);
  const auto& symbols = library.symbols();
  const auto slots_of = [&](const std::vector<std::string_view>& names) {
    std::vector<std::uint64_t> slots;
    for (const auto& relocation : relocations) {
      if (relocation.type != R_X86_64_JUMP_SLOT && relocation.type != R_X86_64_GLOB_DAT) continue;
      const std::size_t index = relocation.symbol;
      if (index == 0 || index > symbols.size() || std::ranges::find(names, symbols[index - 1].name) == names.end())
        continue;
      slots.push_back(relocation.offset);
    }
    std::ranges::sort(slots);
    return slots;
  };
  std::vector<std::uint64_t> slots = slots_of({name});
  if (slots.empty()) return std::nullopt;
  const auto entries_of = [&](const std::vector<std::uint64_t>& wanted) {
    std::vector<std::uint64_t> entries;
    for (const Section& section : library.image().sections()) {
      if ((section.flags & SHF_EXECINSTR) == 0 || !section.name.starts_with(".plt")) continue;
      const auto code = library.image().bytes(section);
      if (!code) continue;
      each_opcode(*code, 0xFF, [&](std::size_t at) {
        if (at + 6 > code->size() || (*code)[at + 1] != std::byte{0x25}) return;
        if (!std::ranges::binary_search(wanted, relative_target(*code, at + 2, section.address))) return;
        entries.push_back((section.address + at) & ~std::uint64_t{7});  // the psABI aligns entries by 16, .plt.got by 8
        entries.push_back((section.address + at) & ~std::uint64_t{15});
      });
    }
    return entries;
  };
  const std::vector<std::uint64_t> entries = entries_of(slots);
  const Section* text = library.image().section(".text");
  if (text == nullptr) return std::nullopt;
  const auto code = library.image().bytes(*text);
  if (!code) return std::nullopt;
  std::vector<std::uint64_t> wrappers = entries;
  each_opcode(*code, 0xE9, [&](std::size_t at) {
    if (std::ranges::find(entries, relative_target(*code, at + 1, text->address)) == entries.end()) return;
    wrappers.push_back(text->address + at);
    constexpr unsigned char endbr64[] = {0xF3, 0x0F, 0x1E, 0xFA};
    if (at >= 4 && std::memcmp(code->data() + at - 4, endbr64, 4) == 0) wrappers.push_back(text->address + at - 4);
  });
  // A wrapper that is exported is called through its own PLT entry.
  std::vector<std::string_view> exported;
  for (const elf::Symbol& symbol : symbols) {
    if (symbol.defined && std::ranges::find(wrappers, symbol.value) != wrappers.end()) exported.push_back(symbol.name);
  }
  if (!exported.empty() && exported.size() <= 8) {
    const std::vector<std::uint64_t> more = slots_of(exported);
    std::ranges::copy(entries_of(more), std::back_inserter(wrappers));
    slots.insert(slots.end(), more.begin(), more.end());
  }
  bool called = false;
  each_opcode(*code, 0xE8, [&](std::size_t at) {
    called = called || std::ranges::find(wrappers, relative_target(*code, at + 1, text->address)) != wrappers.end();
  });
  each_opcode(*code, 0xFF, [&](std::size_t at) {
    if (called || at + 6 > code->size() || (*code)[at + 1] != std::byte{0x15}) return;
    called = std::ranges::find(slots, relative_target(*code, at + 2, text->address)) != slots.end();
  });
  if (entries.empty() && !called) return std::nullopt;
  return called;
}

}  // namespace fairplay::signatures::blas
