#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fairplay::signatures::elf {

/// One x86-64 instruction, taken apart as far as its length and operands go (Intel SDM volume 2, chapter 2 and
/// appendix A). What it does is left to the reader of `map` and `opcode`.
struct X86Instruction {
  std::size_t length = 0;      ///< 0: not an instruction of 64-bit mode, or cut off
  int map = 0;                 ///< 0: one byte, 1: 0F, 2: 0F 38, 3: 0F 3A
  bool vector_prefix = false;  ///< VEX or EVEX
  std::uint8_t opcode = 0;
  std::uint8_t opcode_register = 0;  ///< the opcode's low three bits with REX.B, where it names a register
  bool wide = false;                 ///< REX.W
  bool half = false;                 ///< 66
  bool has_modrm = false;
  std::uint8_t mod = 0;
  std::uint8_t reg = 0;   ///< with REX.R; for group opcodes use reg & 7
  std::uint8_t rm = 0;    ///< with REX.B; the register where mod is 3
  std::uint8_t vvvv = 0;  ///< VEX's further register
  bool rip_relative = false;
  bool has_base = false;
  bool has_index = false;
  std::uint8_t base = 0;  ///< base register of a memory operand, where has_base
  std::int64_t displacement = 0;
  std::int64_t immediate = 0;  ///< sign-extended
  bool segment = false;        ///< FS or GS
};

X86Instruction decode_x86_64(std::span<const std::byte> code);

}  // namespace fairplay::signatures::elf
