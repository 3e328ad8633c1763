// `PyUFunc_API[30](...)` compiles to: load the table's address from a static variable, load or call through its word at
// 8 * 30. Other tables and virtual functions have a slot 30 as well; only in a file that names the capsule _UFUNC_API
// is it taken for this one, and only where the table's address comes from a writable static variable.
#include "signatures/monkeypatches/loop_replacement.h"

#include <elf.h>

#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include "signatures/elf/loaded_memory.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::monkeypatches {

namespace {

constexpr std::int64_t slot = 30 * 8;
constexpr std::uint64_t most_code = 256ULL << 20U;  // the largest extension modules have 100 MB

class Search {
 public:
  Search(const elf::Image& image, elf::LoadedMemory& memory) : image_(image), memory_(memory) {}

  /// Addresses of the calls.
  std::vector<std::uint64_t> run() {
    if (image_.header().bits != 64 || !image_.header().little_endian) return {};
    std::uint64_t budget = most_code;
    for (const auto& section : image_.sections()) {
      if ((section.flags & SHF_EXECINSTR) == 0 || section.type != SHT_PROGBITS || section.size == 0 ||
          section.size > budget)
        continue;
      budget -= section.size;
      auto code = memory_.from(section.address);
      code = code.first(std::min<std::size_t>(code.size(), section.size));
      if (image_.header().machine == EM_X86_64)
        x86_64(section.address, code);
      else if (image_.header().machine == EM_AARCH64)
        aarch64(section.address, code);
    }
    return std::move(found_);
  }

 private:
  enum class Holds : std::uint8_t { nothing, table, entry };

  bool is_static(std::uint64_t address) { return memory_.writable(address); }

  void x86_64(std::uint64_t address, std::span<const std::byte> code) {
    std::array<Holds, 16> registers{};
    std::size_t at = 0;
    while (at < code.size()) {
      const elf::X86Instruction one = elf::decode_x86_64(code.subspan(at));
      if (one.length == 0) {
        registers.fill(Holds::nothing);
        ++at;
        continue;
      }
      const std::uint64_t next = address + at + one.length;
      const bool memory_operand = one.has_modrm && one.mod != 3;
      const bool through_table = memory_operand && one.has_base && !one.has_index && !one.segment &&
                                 one.displacement == slot && registers[one.base & 15U] == Holds::table;
      if (one.map == 0 && !one.vector_prefix && one.opcode == 0xff &&
          ((one.reg & 7U) == 2 || (one.reg & 7U) == 4)) {  // call, jmp through memory or a register
        if (through_table || (one.mod == 3 && registers[one.rm & 15U] == Holds::entry)) found_.push_back(address + at);
      } else if (one.map == 0 && !one.vector_prefix && one.opcode == 0x8b && one.wide) {  // mov register, memory
        Holds value = Holds::nothing;
        if (one.mod == 3)
          value = registers[one.rm & 15U];
        else if (one.rip_relative && is_static(next + static_cast<std::uint64_t>(one.displacement)))
          value = Holds::table;
        else if (through_table)
          value = Holds::entry;
        registers[one.reg & 15U] = value;
        at += one.length;
        continue;
      }
      // Whatever else names a register as its destination may change it; what a call returns is new.
      if (one.map == 0 && (one.opcode == 0x89 || one.opcode == 0x85 || one.opcode == 0x39 || one.opcode == 0x3b ||
                           one.opcode == 0x83)) {
        if (one.opcode == 0x89 && one.mod == 3) registers[one.rm & 15U] = registers[one.reg & 15U];
      } else if (one.has_modrm && one.opcode != 0xff) {
        registers[one.reg & 15U] = Holds::nothing;
        if (one.mod == 3) registers[one.rm & 15U] = Holds::nothing;
      } else if (one.map == 0 && one.opcode >= 0xb8 && one.opcode <= 0xbf) {
        registers[one.opcode_register & 15U] = Holds::nothing;
      }
      if (one.map == 0 && (one.opcode == 0xe8 || one.opcode == 0xff)) {
        for (const std::size_t scratch : {0U, 1U, 2U, 6U, 7U, 8U, 9U, 10U, 11U}) registers[scratch] = Holds::nothing;
      }
      if (one.map == 0 && (one.opcode == 0xc3 || one.opcode == 0xcc)) registers.fill(Holds::nothing);
      at += one.length;
    }
  }

  void aarch64(std::uint64_t address, std::span<const std::byte> code) {
    std::array<std::optional<std::uint64_t>, 32> pages{};
    std::array<Holds, 32> registers{};
    for (std::size_t at = 0; at + 4 <= code.size(); at += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, code.data() + at, 4);
      const std::uint32_t to = word & 31U;
      const std::uint32_t from = (word >> 5U) & 31U;
      if ((word & 0x9f000000U) == 0x90000000U) {  // adrp
        const std::uint64_t low = (word >> 29U) & 3U;
        const std::uint64_t high = (word >> 5U) & 0x7ffffU;
        const auto pages_away = static_cast<std::int64_t>(((high << 2U) | low) << 43U) >> 43U;
        pages[to] = ((address + at) & ~0xfffULL) + static_cast<std::uint64_t>(pages_away) * 4096U;
        registers[to] = Holds::nothing;
      } else if ((word & 0xffc00000U) == 0x91000000U && pages[from]) {  // add, immediate
        pages[to] = *pages[from] + ((word >> 10U) & 0xfffU);
        registers[to] = Holds::nothing;
      } else if ((word & 0xffc00000U) == 0xf9400000U) {  // ldr, 64 bits, unsigned offset
        const std::uint64_t offset = ((word >> 10U) & 0xfffU) * 8U;
        Holds value = Holds::nothing;
        if (registers[from] == Holds::table && offset == static_cast<std::uint64_t>(slot))
          value = Holds::entry;
        else if (pages[from] && is_static(*pages[from] + offset))
          value = Holds::table;
        registers[to] = value;
        pages[to].reset();
      } else if ((word & 0xffdffc1fU) == 0xd61f0000U) {  // br, blr
        if (registers[from] == Holds::entry) found_.push_back(address + at);
        if ((word & 0x00200000U) != 0) {
          for (std::size_t scratch = 0; scratch <= 18; ++scratch) {
            registers[scratch] = Holds::nothing;
            pages[scratch].reset();
          }
        }
      } else if ((word & 0xfc000000U) == 0x94000000U) {  // bl
        for (std::size_t scratch = 0; scratch <= 18; ++scratch) {
          registers[scratch] = Holds::nothing;
          pages[scratch].reset();
        }
      } else if (word == 0xd65f03c0U) {  // ret
        registers.fill(Holds::nothing);
        pages.fill(std::nullopt);
      }
    }
  }

  const elf::Image& image_;
  elf::LoadedMemory& memory_;
  std::vector<std::uint64_t> found_;
};

/// Whether read-only data has a string that ends so (linkers merge tails).
bool holds_string(const elf::Image& image, std::string_view text) {
  const std::string wanted = std::string(text) + '\0';
  for (const auto& section : image.sections()) {
    if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 ||
        (section.flags & (SHF_EXECINSTR | SHF_WRITE)) != 0)
      continue;
    const auto bytes = image.bytes(section);
    if (!bytes) continue;
    const std::string_view content(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (content.contains(wanted)) return true;
  }
  return false;
}

}  // namespace

LoopReplacement loop_replacement(const elf::Image& image, std::vector<Damage>& damage) {
  LoopReplacement result;
  if (holds_string(image, "_replace_loop")) {
    result.found = true;
    result.how = "carries _replace_loop";
  }
  if (!holds_string(image, "_UFUNC_API")) return result;
  elf::LoadedMemory memory(image);
  const std::vector<std::uint64_t> calls = Search(image, memory).run();
  if (calls.empty()) return result;
  result.found = true;
  result.how = "calls PyUFunc_ReplaceLoopBySignature";
  const auto look_at = [&](const elf::Symbol& symbol) {
    if (!symbol.defined || symbol.type != STT_FUNC ||
        !(symbol.name.starts_with("PyInit_") || symbol.name.starts_with("init")))
      return;
    for (const std::uint64_t call : calls)
      result.at_import = result.at_import || (call >= symbol.value && call - symbol.value < symbol.size);
  };
  image.each_dynamic_symbol(look_at, damage);
  return result;
}

}  // namespace fairplay::signatures::monkeypatches
