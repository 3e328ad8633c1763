#include "signatures/fingerprint/foreign_binary.h"

#include <elf.h>

#include <algorithm>

namespace fairplay::signatures::fingerprint {
namespace {

constexpr std::uint32_t most_slices = 16;  // of a universal file; Java's class files have the same magic and more

std::uint32_t word_at(std::span<const std::byte> head, std::size_t at, bool little_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t place = little_endian ? at + 3 - i : at + i;
    value = value << 8 | (place < head.size() ? std::to_integer<std::uint32_t>(head[place]) : 0);
  }
  return value;
}

/// cputype of mach/machine.h.
std::uint16_t machine_of_mach(std::uint32_t cpu) {
  switch (cpu) {
    case 7: return EM_386;
    case 0x01000007: return EM_X86_64;
    case 12: return EM_ARM;
    case 0x0100000c: return EM_AARCH64;
    case 18: return EM_PPC;
    case 0x01000012: return EM_PPC64;
    default: return EM_NONE;
  }
}

/// IMAGE_FILE_MACHINE_*.
std::uint16_t machine_of_pe(std::uint32_t machine) {
  switch (machine & 0xffff) {
    case 0x014c: return EM_386;
    case 0x8664: return EM_X86_64;
    case 0x01c4: return EM_ARM;
    case 0xaa64: return EM_AARCH64;
    default: return EM_NONE;
  }
}

void add(ForeignBinary& binary, std::uint16_t machine) {
  if (machine != EM_NONE) binary.machines.push_back(machine);
}

}  // namespace

std::optional<ForeignBinary> foreign_binary(std::span<const std::byte> head) {
  if (head.size() < 8) return std::nullopt;
  ForeignBinary binary;
  const std::uint32_t magic = word_at(head, 0, false);
  if (magic == 0xcffaedfe || magic == 0xcefaedfe || magic == 0xfeedfacf || magic == 0xfeedface) {
    binary.format = BinaryFormat::mach_o;
    add(binary, machine_of_mach(word_at(head, 4, magic == 0xcffaedfe || magic == 0xcefaedfe)));
  } else if (magic == 0xcafebabe || magic == 0xcafebabf) {
    const std::uint32_t slices = word_at(head, 4, false);
    if (slices == 0 || slices > most_slices) return std::nullopt;
    binary.format = BinaryFormat::mach_o;
    const std::size_t row = magic == 0xcafebabe ? 20 : 32;
    for (std::uint32_t i = 0; i < slices; ++i) {
      const std::size_t at = 8 + i * row;
      if (at + 4 <= head.size()) add(binary, machine_of_mach(word_at(head, at, false)));
    }
  } else if (magic >> 16 == 0x4d5a) {  // "MZ"
    binary.format = BinaryFormat::pe;
    const std::size_t at = word_at(head, 0x3c, true);
    if (at < head.size() && head.size() - at >= 6 && word_at(head, at, false) == 0x50450000)
      add(binary, machine_of_pe(word_at(head, at + 4, true)));
  } else {
    return std::nullopt;
  }
  std::ranges::sort(binary.machines);
  const auto twice = std::ranges::unique(binary.machines);
  binary.machines.erase(twice.begin(), twice.end());
  return binary;
}

}  // namespace fairplay::signatures::fingerprint
