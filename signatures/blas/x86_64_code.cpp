// Follows the first argument (rdi, System V AMD64 ABI section 3.2.3) through the start of a function, to see how wide
// an integer is loaded through it. What isn't understood ends the walk without an answer.
#include <optional>

#include "signatures/blas/integer_width.h"
#include "signatures/elf/x86_64_instruction.h"

namespace fairplay::signatures::blas {

namespace {

using Instruction = elf::X86Instruction;

constexpr unsigned rdi = 7;
constexpr unsigned rsp = 4;
constexpr std::uint32_t caller_saved = (1U << 0) | (1U << 1) | (1U << 2) | (1U << 6) | (1U << 7) | (0xFU << 8);

/// Instructions that read an integer of the operand size from their memory operand.
bool loads_integer(const Instruction& in) {
  if (in.vector_prefix) return false;
  if (in.map == 1) return (in.opcode >= 0x40 && in.opcode <= 0x4F) || in.opcode == 0xAF;
  if (in.map != 0) return false;
  if (in.opcode < 0x40) return (in.opcode & 7) == 3 || (in.opcode & 7) == 1;
  switch (in.opcode) {
    case 0x63:
    case 0x69:
    case 0x6B:
    case 0x81:
    case 0x83:
    case 0x85:
    case 0x8B:
    case 0xF7: return true;
    case 0xFF: return (in.reg & 7U) == 6 || (in.reg & 7U) < 2;
    default: return false;
  }
}

/// Which general register the instruction overwrites, if that can be determined; 16 for none.
unsigned overwritten(const Instruction& in) {
  const std::uint8_t op = in.opcode;
  if (in.vector_prefix) return 16;
  if (in.map == 1) {
    if ((op >= 0x40 && op <= 0x4F) || op == 0xAF || op == 0xB6 || op == 0xB7 || op == 0xBE || op == 0xBF ||
        op == 0xBC || op == 0xBD || op == 0x2C || op == 0x2D || op == 0x50 || op == 0xD7) {
      return in.reg;
    }
    if (op == 0x7E && in.mod == 3) return in.rm;
    return 16;
  }
  if (in.map != 0) return 16;
  if (op < 0x38) return (op & 7) < 2 ? (in.mod == 3 ? in.rm : 16) : (op & 7) < 4 ? in.reg : 0;
  switch (op) {
    case 0x63:
    case 0x69:
    case 0x6B:
    case 0x8A:
    case 0x8B:
    case 0x8D: return in.reg;
    case 0x88:
    case 0x89:
    case 0xC0:
    case 0xC1:
    case 0xC6:
    case 0xC7:
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3: return in.mod == 3 ? in.rm : 16;
    case 0x80:
    case 0x81:
    case 0x83: return in.mod == 3 && (in.reg & 7U) != 7 ? in.rm : 16;
    case 0xF6:
    case 0xF7: return in.mod == 3 && (in.reg & 7U) >= 2 && (in.reg & 7U) < 4 ? in.rm : 16;
    case 0xFE:
    case 0xFF: return in.mod == 3 && (in.reg & 7U) < 2 ? in.rm : 16;
    default: return 16;
  }
}

}  // namespace

int first_argument_width_x86_64(std::span<const std::byte> code) {
  std::uint32_t holds = 1U << rdi;   // bit r: register r holds the pointer
  std::optional<std::int64_t> slot;  // where on the stack it was saved
  std::size_t at = 0;
  for (int step = 0; step < 200 && at < code.size(); ++step) {
    const Instruction in = elf::decode_x86_64(code.subspan(at));
    if (in.length == 0) return 0;
    at += in.length;
    const bool plain = in.has_modrm && in.mod != 3 && in.has_base && !in.has_index && !in.segment;
    if (plain && in.displacement == 0 && (holds >> in.base & 1U) != 0 && loads_integer(in)) {
      return in.opcode == 0x63 && in.map == 0 ? 32 : in.half ? 0 : in.wide ? 64 : 32;
    }
    const bool one_byte = in.map == 0 && !in.vector_prefix;
    const unsigned group = in.reg & 7U;
    if (one_byte && (in.opcode == 0xC3 || in.opcode == 0xE9 || in.opcode == 0xEB)) return 0;  // returns or jumps away
    if (one_byte && in.opcode == 0xFF && (group == 4 || group == 5)) return 0;
    if (one_byte && (in.opcode == 0xE8 || (in.opcode == 0xFF && group == 2))) {
      holds &= ~caller_saved;
      continue;
    }
    const bool move = one_byte && in.wide && (in.opcode == 0x89 || in.opcode == 0x8B);
    if (move && in.mod == 3) {
      const unsigned from = in.opcode == 0x89 ? in.reg : in.rm;
      const unsigned to = in.opcode == 0x89 ? in.rm : in.reg;
      holds = (holds >> from & 1U) != 0 ? holds | 1U << to : holds & ~(1U << to);
      continue;
    }
    const bool stack = plain && in.base == rsp;
    if (stack && one_byte && in.opcode == 0x89) {  // saved to the stack, or another value over it
      if (in.wide && (holds >> in.reg & 1U) != 0)
        slot = in.displacement;
      else if (slot == in.displacement)
        slot.reset();
      continue;
    }
    if (stack && move && in.opcode == 0x8B && slot == in.displacement) {
      holds |= 1U << in.reg;
      continue;
    }
    unsigned lost = overwritten(in);
    if (one_byte && in.opcode >= 0x50 && in.opcode <= 0x5F) {
      slot.reset();  // the stack pointer moved
      if (in.opcode >= 0x58) lost = in.opcode_register;
    }
    if (one_byte && in.opcode >= 0xB0 && in.opcode <= 0xBF) lost = in.opcode_register;
    if (lost == rsp) slot.reset();
    if (lost < 16) holds &= ~(1U << lost);
    if (holds == 0 && !slot) return 0;
  }
  return 0;
}

}  // namespace fairplay::signatures::blas
