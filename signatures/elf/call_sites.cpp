// Who calls what with which constants, in the few functions that call certain imports: a module's initialisation.
#include "signatures/elf/call_sites.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

#include "signatures/elf/function_starts.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::elf {

namespace {

using Kind = Holding::Kind;

constexpr std::size_t most_sites = 1U << 17;

/// Names of imported functions by the GOT word that holds their address.
using Slots = std::unordered_map<std::uint64_t, std::string>;

Slots import_slots(const Image& image, std::vector<Damage>& damage) {
  const auto symbols = image.dynamic_symbols(damage);
  const bool x86 = image.header().machine == EM_X86_64;
  Slots slots;
  for (const auto& relocation : image.relocations(damage)) {
    const bool slot = x86 ? relocation.type == R_X86_64_JUMP_SLOT || relocation.type == R_X86_64_GLOB_DAT
                          : relocation.type == R_AARCH64_JUMP_SLOT || relocation.type == R_AARCH64_GLOB_DAT;
    if (slot && relocation.symbol > 0 && relocation.symbol <= symbols.size() && !symbols[relocation.symbol - 1].defined)
      slots[relocation.offset] = symbols[relocation.symbol - 1].name;
  }
  return slots;
}

class CallFollower {
 public:
  CallFollower(const Image& image, LoadedMemory& memory, const std::vector<std::string>& names,
               std::vector<Damage>& damage)
      : image_(image),
        memory_(memory),
        names_(names),
        slots_(import_slots(image, damage)),
        starts_(function_starts(image, memory)),
        x86_(image.header().machine == EM_X86_64) {}

  std::vector<CallSite> run() {
    if (image_.header().bits != 64 || !image_.header().little_endian || starts_.empty()) return {};
    if (!x86_ && image_.header().machine != EM_AARCH64) return {};
    std::vector<std::uint64_t> functions;
    each_code([&](std::uint64_t address, std::span<const std::byte> code) {
      x86_ ? scan_x86(address, code, functions) : scan_arm(address, code, functions);
    });
    std::ranges::sort(functions);
    functions.erase(std::ranges::unique(functions).begin(), functions.end());
    for (const std::uint64_t function : functions) {
      const auto next = std::ranges::upper_bound(starts_, function);
      auto code = memory_.from(function);
      if (next != starts_.end())
        code = code.first(std::min<std::size_t>(code.size(), static_cast<std::size_t>(*next - function)));
      constexpr std::size_t longest = 1U << 20;
      code = code.first(std::min(code.size(), longest));
      function_ = function;
      registers_.fill({});
      stack_.clear();
      if (x86_)
        follow_x86(function, code);
      else
        follow_arm(function, code);
      if (sites_.size() >= most_sites) break;
    }
    return std::move(sites_);
  }

 private:
  template <class Visit>
  void each_code(Visit visit) {
    for (const auto& section : image_.sections()) {
      if ((section.flags & SHF_EXECINSTR) == 0 || section.type != SHT_PROGBITS || section.size == 0 ||
          section.name.starts_with(".plt"))
        continue;
      const auto bytes = memory_.from(section.address);
      visit(section.address, bytes.first(std::min<std::size_t>(bytes.size(), section.size)));
    }
  }

  template <class T>
  static T little(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);  // both machines' code is little-endian, as every host we build for
    return value;
  }

  bool wanted(const std::string& name) const { return std::ranges::find(names_, name) != names_.end(); }

  /// The import that a PLT stub at `address` jumps to; empty where it is no stub.
  const std::string& stub(std::uint64_t address) {
    const auto [known, fresh] = stubs_.try_emplace(address);
    if (!fresh) return known->second;
    const auto bytes = memory_.from(address);
    std::uint64_t slot = 0;
    if (x86_) {
      std::size_t at = 0;
      if (bytes.size() >= 4 && little<std::uint32_t>(bytes.data()) == 0xfa1e0ff3) at = 4;  // endbr64
      if (bytes.size() > at && bytes[at] == std::byte{0xf2}) ++at;                         // bnd
      if (bytes.size() < at + 6 || bytes[at] != std::byte{0xff} || bytes[at + 1] != std::byte{0x25})
        return known->second;
      slot = address + at + 6 +
             static_cast<std::uint64_t>(static_cast<std::int64_t>(little<std::int32_t>(bytes.data() + at + 2)));
    } else {
      std::size_t at = 0;
      if (bytes.size() >= 4 && little<std::uint32_t>(bytes.data()) == 0xd503245f) at = 4;  // bti c
      if (bytes.size() < at + 8) return known->second;
      const auto adrp = little<std::uint32_t>(bytes.data() + at);
      const auto load = little<std::uint32_t>(bytes.data() + at + 4);
      if ((adrp & 0x9f00001fU) != 0x90000010U || (load & 0xffc003ffU) != 0xf9400211U)
        return known->second;  // adrp x16; ldr x17, [x16, #]
      slot = page(address + at, adrp) + ((load >> 10U) & 0xfffU) * 8;
    }
    if (const auto found = slots_.find(slot); found != slots_.end()) known->second = found->second;
    return known->second;
  }

  void found(std::uint64_t address, std::vector<std::uint64_t>& functions) const {
    const auto after = std::ranges::upper_bound(starts_, address);
    if (after != starts_.begin()) functions.push_back(*(after - 1));
  }

  void scan_x86(std::uint64_t address, std::span<const std::byte> code, std::vector<std::uint64_t>& functions) {
    const std::byte* const end = code.data() + code.size();
    for (const std::byte* at = code.data(); end - at >= 6; ++at) {
      at = static_cast<const std::byte*>(std::memchr(at, 0xe8, static_cast<std::size_t>(end - at)));
      if (at == nullptr || end - at < 6) break;
      const std::uint64_t here = address + static_cast<std::uint64_t>(at - code.data());
      const std::uint64_t target =
          here + 5 + static_cast<std::uint64_t>(static_cast<std::int64_t>(little<std::int32_t>(at + 1)));
      if (memory_.executable(target) && wanted(stub(target))) found(here, functions);
    }
    for (std::size_t i = 0; i + 6 <= code.size(); ++i) {  // builds with -fno-plt: call *slot(%rip)
      const auto* at = static_cast<const std::byte*>(std::memchr(code.data() + i, 0xff, code.size() - i - 5));
      if (at == nullptr) break;
      i = static_cast<std::size_t>(at - code.data());
      if (at[1] != std::byte{0x15}) continue;
      const std::uint64_t slot =
          address + i + 6 + static_cast<std::uint64_t>(static_cast<std::int64_t>(little<std::int32_t>(at + 2)));
      if (const auto known = slots_.find(slot); known != slots_.end() && wanted(known->second))
        found(address + i, functions);
    }
  }

  void scan_arm(std::uint64_t address, std::span<const std::byte> code, std::vector<std::uint64_t>& functions) {
    for (std::size_t i = 0; i + 4 <= code.size(); i += 4) {
      const auto word = little<std::uint32_t>(code.data() + i);
      if ((word >> 26U) != 0x25) continue;  // bl
      const std::uint64_t target = branch(address + i, word);
      if (memory_.executable(target) && wanted(stub(target))) found(address + i, functions);
    }
  }

  static std::uint64_t branch(std::uint64_t address, std::uint32_t word) {
    return address + static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(word << 6U) >> 4));
  }
  static std::uint64_t page(std::uint64_t address, std::uint32_t adrp) {
    const std::uint32_t bits = ((adrp >> 5U) & 0x7ffffU) << 2U | ((adrp >> 29U) & 3U);
    const auto offset =
        static_cast<std::int64_t>(static_cast<std::int32_t>(bits << 11U)) * 2;  // 21 bits, signed, times 4096 = 2^12
    return (address & ~std::uint64_t{0xfff}) + static_cast<std::uint64_t>(offset);
  }

  void call(std::string imported, std::uint64_t target, const std::array<unsigned, 4>& order) {
    CallSite site;
    site.function = function_;
    site.target = target;
    for (std::size_t i = 0; i < order.size(); ++i) site.arguments[i] = registers_[order[i]];
    const auto name = std::ranges::find(names_, imported);
    site.imported = std::move(imported);
    result_ =
        name == names_.end() ? Holding{} : Holding{Kind::result, static_cast<std::uint64_t>(name - names_.begin())};
    if (sites_.size() < most_sites) sites_.push_back(std::move(site));
  }

  void store(unsigned base, std::int64_t displacement, const Holding& value) {
    if (stack_.size() < 4096 || value.kind == Kind::unknown) stack_[{base, displacement}] = value;
  }

  // x86-64: System V ABI, section 3.2. Registers by their encoding: rax rcx rdx rbx rsp rbp rsi rdi r8 ...
  static constexpr std::array<unsigned, 4> x86_arguments = {7, 6, 2, 1};

  void follow_x86(std::uint64_t address, std::span<const std::byte> code) {
    for (std::uint64_t i = 0; i < x86_arguments.size(); ++i) registers_[x86_arguments[i]] = {Kind::argument, i};
    for (std::size_t at = 0; at < code.size();) {
      const X86Instruction one = decode_x86_64(code.subspan(at, std::min<std::size_t>(16, code.size() - at)));
      at += std::max<std::size_t>(one.length, 1);
      if (one.length == 0 || one.vector_prefix) continue;
      if (one.map == 0) one_byte_x86(one, address + at);
      if (one.map == 1) two_byte_x86(one);
    }
  }

  /// Opcodes behind 0F.
  void two_byte_x86(const X86Instruction& one) {
    const std::uint8_t op = one.opcode;
    const bool writes = op == 0xb6 || op == 0xb7 || op == 0xbe || op == 0xbf || op == 0xaf || (op & 0xf0) == 0x40 ||
                        op == 0x2c || op == 0x2d;
    if (writes) forget(one.reg);
    if (op == 0x7e && one.mod == 3) forget(one.rm);
  }

  /// `next`: the address of the instruction behind it.
  void one_byte_x86(const X86Instruction& one, std::uint64_t next) {
    const bool memory_operand = one.has_modrm && one.mod != 3;
    const std::uint64_t relative = next + static_cast<std::uint64_t>(one.displacement);
    switch (one.opcode) {
      case 0x89:
      case 0x8b: return move_x86(one, relative);
      case 0x8d: registers_[one.reg & 15] = one.rip_relative ? Holding{Kind::constant, relative} : Holding{}; return;
      case 0xc7:
        if (!memory_operand) registers_[one.rm & 15] = {Kind::constant, static_cast<std::uint64_t>(one.immediate)};
        return;
      case 0x31:
      case 0x33:
        if (one.mod == 3 && one.reg == one.rm)
          registers_[one.rm & 15] = {Kind::constant, 0};
        else
          forget(one.opcode == 0x31 ? one.rm : one.reg);
        return;
      case 0xe8: {
        const std::uint64_t target = next + static_cast<std::uint64_t>(one.immediate);
        return call_x86(memory_.executable(target) ? stub(target) : std::string(), target);
      }
      case 0xff:
        if ((one.reg & 7) == 2) {
          const auto slot = one.rip_relative ? slots_.find(relative) : slots_.end();
          call_x86(slot == slots_.end() ? std::string() : slot->second, 0);
        } else if ((one.reg & 7) < 2 && one.mod == 3) {
          forget(one.rm);
        }
        return;
      default: return arithmetic_x86(one);
    }
  }

  /// MOV between a register and a register or memory; `relative` is the address of a RIP-relative operand.
  void move_x86(const X86Instruction& one, std::uint64_t relative) {
    const bool memory_operand = one.has_modrm && one.mod != 3;
    const bool on_stack = memory_operand && one.has_base && !one.has_index && (one.base == 4 || one.base == 5);
    Holding& reg = registers_[one.reg & 15];
    if (one.opcode == 0x89) {
      if (!memory_operand)
        registers_[one.rm & 15] = reg;
      else if (on_stack)
        store(one.base, one.displacement, reg);
      return;
    }
    if (!memory_operand)
      reg = registers_[one.rm & 15];
    else if (one.rip_relative)
      reg = {Kind::loaded, relative};
    else if (on_stack && stack_.contains({one.base, one.displacement}))
      reg = stack_[{one.base, one.displacement}];
    else
      reg = {};
  }

  /// What else writes a register. POP gives the caller its registers back: what comes after a return doesn't see that.
  void arithmetic_x86(const X86Instruction& one) {
    const std::uint8_t op = one.opcode;
    const int group = one.reg & 7;
    if (op == 0x84 || op == 0x85 || (op >= 0x38 && op <= 0x3b)) return;  // TEST and CMP write nothing
    if (op >= 0xb8 && op <= 0xbf) {
      registers_[one.opcode_register & 15] = {Kind::constant, static_cast<std::uint64_t>(one.immediate)};
    } else if (op == 0x80 || op == 0x81 || op == 0x83) {
      if (group != 7 && one.mod == 3) forget(one.rm);
    } else if (op == 0xf6 || op == 0xf7) {
      if (group > 1 && one.mod == 3) forget(one.rm);
      if (group > 3) registers_[0] = registers_[2] = {};
    } else if (one.has_modrm && op < 0x40) {  // bit 1 says which operand is written
      if ((op & 2U) != 0)
        forget(one.reg);
      else if (one.mod == 3)
        forget(one.rm);
    } else if (one.has_modrm && (op == 0x63 || op == 0x69 || op == 0x6b)) {
      forget(one.reg);
    } else if (one.has_modrm && one.mod == 3 && (op == 0xc1 || op == 0xd1 || op == 0xd3)) {
      forget(one.rm);
    }
  }

  void forget(unsigned reg) { registers_[reg & 15] = {}; }

  void call_x86(std::string imported, std::uint64_t target) {
    call(std::move(imported), target, x86_arguments);
    after_call({0, 1, 2, 6, 7, 8, 9, 10, 11}, 0);
  }

  template <std::size_t N>
  void after_call(const unsigned (&lost)[N], unsigned result) {
    for (const unsigned one : lost) registers_[one] = {};
    registers_[result] = result_;
  }

  // AArch64: AAPCS64; the Arm Architecture Reference Manual, C4.1.
  void follow_arm(std::uint64_t address, std::span<const std::byte> code) {
    constexpr std::array<unsigned, 4> order = {0, 1, 2, 3};
    for (std::uint64_t i = 0; i < order.size(); ++i) registers_[i] = {Kind::argument, i};
    for (std::size_t at = 0; at + 4 <= code.size(); at += 4) {
      const auto word = little<std::uint32_t>(code.data() + at);
      const unsigned rd = word & 31U;
      const unsigned rn = (word >> 5U) & 31U;
      const std::uint64_t immediate = (word >> 10U) & 0xfffU;
      if ((word & 0x9f000000U) == 0x90000000U) {  // adrp
        registers_[rd] = {Kind::constant, page(address + at, word)};
      } else if ((word & 0x9f000000U) == 0x10000000U) {  // adr
        registers_[rd] = {};
      } else if ((word & 0xff800000U) == 0x91000000U) {  // add, 64-bit immediate
        const bool shifted = (word & 0x400000U) != 0;
        if (registers_[rn].kind == Kind::constant)
          registers_[rd] = {Kind::constant, registers_[rn].value + (shifted ? immediate << 12U : immediate)};
        else
          registers_[rd] = rn == 31 || immediate != 0 ? Holding{} : registers_[rn];
      } else if ((word & 0xffe0ffe0U) == 0xaa0003e0U) {  // mov xd, xm
        registers_[rd] = registers_[(word >> 16U) & 31U];
      } else if ((word & 0x7f800000U) == 0x52800000U) {  // movz
        registers_[rd] = {Kind::constant, static_cast<std::uint64_t>((word >> 5U) & 0xffffU)
                                              << (16 * ((word >> 21U) & 3U))};
      } else if ((word & 0xffc00000U) == 0xf9400000U) {  // ldr xt, [xn, #]
        if (rn == 31 || rn == 29)
          registers_[rd] = stack_.contains({rn, static_cast<std::int64_t>(immediate * 8)})
                               ? stack_[{rn, static_cast<std::int64_t>(immediate * 8)}]
                               : Holding{};
        else
          registers_[rd] = registers_[rn].kind == Kind::constant
                               ? Holding{Kind::loaded, registers_[rn].value + immediate * 8}
                               : Holding{};
      } else if ((word & 0xffc00000U) == 0xf9000000U) {  // str
        if (rn == 31 || rn == 29) store(rn, static_cast<std::int64_t>(immediate * 8), registers_[rd]);
      } else if ((word >> 26U) == 0x25U) {  // bl
        const std::uint64_t target = branch(address + at, word);
        call(memory_.executable(target) ? stub(target) : std::string(), target, order);
        arm_after_call();
      } else if ((word & 0xfffffc1fU) == 0xd63f0000U) {  // blr
        const auto slot = registers_[rn].kind == Kind::loaded ? slots_.find(registers_[rn].value) : slots_.end();
        call(slot == slots_.end() ? std::string() : slot->second, 0, order);
        arm_after_call();
      } else if ((word & 0x1c000000U) == 0x10000000U || (word & 0x0e000000U) == 0x0a000000U) {  // other data processing
        const bool compares = rd == 31;
        if (!compares) registers_[rd] = {};
      } else if ((word & 0x3b400000U) == 0x28400000U ||
                 (word & 0x3b400000U) == 0x29400000U) {  // ldp; of the saved registers it is an epilogue's, and what
                                                         // comes after a return doesn't see that
        for (const unsigned one : {rd, (word >> 10U) & 31U}) {
          if (one < 19) registers_[one] = {};
        }
      } else if ((word & 0x3b000000U) == 0x39000000U || (word & 0x3b000000U) == 0x38000000U) {  // other loads
        if ((word & 0x400000U) != 0 && (word & 0x04000000U) == 0) registers_[rd] = {};
      }
    }
  }

  void arm_after_call() {
    for (unsigned i = 0; i < 19; ++i) registers_[i] = {};
    registers_[0] = result_;
  }

  const Image& image_;
  LoadedMemory& memory_;
  const std::vector<std::string>& names_;
  Slots slots_;
  std::vector<std::uint64_t> starts_;
  bool x86_;
  std::unordered_map<std::uint64_t, std::string> stubs_;
  std::vector<CallSite> sites_;
  std::array<Holding, 32> registers_;
  std::map<std::pair<unsigned, std::int64_t>, Holding> stack_;
  std::uint64_t function_ = 0;
  Holding result_;
};

}  // namespace

std::vector<CallSite> call_sites(const Image& image, LoadedMemory& memory, const std::vector<std::string>& names,
                                 std::vector<Damage>& damage) {
  return CallFollower(image, memory, names, damage).run();
}

}  // namespace fairplay::signatures::elf
