#include "signatures/elf/pointers.h"

#include <elf.h>

#include <algorithm>

namespace fairplay::signatures::elf {

namespace {

enum class RelocationKind { relative, absolute, other };

RelocationKind kind(std::uint16_t machine, std::uint32_t type) {
  const auto is = [&](std::uint32_t relative, std::uint32_t absolute) {
    return type == relative   ? RelocationKind::relative
           : type == absolute ? RelocationKind::absolute
                              : RelocationKind::other;
  };
  switch (machine) {
    case EM_X86_64: return is(R_X86_64_RELATIVE, R_X86_64_64);
    case EM_AARCH64: return is(R_AARCH64_RELATIVE, R_AARCH64_ABS64);
    case EM_386: return is(R_386_RELATIVE, R_386_32);
    case EM_ARM: return is(R_ARM_RELATIVE, R_ARM_ABS32);
    case EM_PPC64: return is(R_PPC64_RELATIVE, R_PPC64_ADDR64);
    case EM_S390: return is(R_390_RELATIVE, R_390_64);
    case EM_RISCV: return is(R_RISCV_RELATIVE, R_RISCV_64);
    default: return RelocationKind::other;
  }
}

}  // namespace

Pointers::Pointers(const Image& image, std::vector<Damage>& damage) {
  const auto relocations = image.relocations(damage);
  const auto symbols = image.dynamic_symbols(damage);
  const std::uint16_t machine = image.header().machine;
  const std::uint64_t mask = image.header().bits == 64 ? ~std::uint64_t{0} : 0xffffffffU;
  for (const auto& relocation : relocations) {
    const auto addend = static_cast<std::uint64_t>(relocation.addend);
    const RelocationKind how = kind(machine, relocation.type);
    if (how == RelocationKind::relative) {
      pointers_.push_back({relocation.offset, addend & mask});
    } else if (how == RelocationKind::absolute && relocation.symbol >= 1 && relocation.symbol <= symbols.size() &&
               symbols[relocation.symbol - 1].defined) {
      pointers_.push_back({relocation.offset, (symbols[relocation.symbol - 1].value + addend) & mask});
    } else {
      foreign_.push_back(relocation.offset);
    }
  }
  std::ranges::stable_sort(pointers_, {}, &Pointer::place);
  std::ranges::sort(foreign_);
}

std::optional<std::uint64_t> Pointers::at(std::uint64_t place) const {
  auto found = std::ranges::lower_bound(pointers_, place, {}, &Pointer::place);
  if (found == pointers_.end() || found->place != place) return std::nullopt;
  return found->target;
}

bool Pointers::patched(std::uint64_t place) const {
  return at(place).has_value() || std::ranges::binary_search(foreign_, place);
}

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (text.empty() || !letter(text[0])) return false;
  return std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace fairplay::signatures::elf
