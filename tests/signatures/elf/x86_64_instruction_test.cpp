#include "signatures/elf/x86_64_instruction.h"

#include <gtest/gtest.h>

#include <string>

namespace fairplay {

namespace {

using signatures::elf::decode_x86_64;
using signatures::elf::X86Instruction;

X86Instruction decode(std::initializer_list<int> bytes) {
  std::string code;
  for (int b : bytes) code += static_cast<char>(b);
  return decode_x86_64(std::as_bytes(std::span(code)));
}

TEST(X86Instruction, Lengths) {
  struct Case {
    const char* text;
    std::initializer_list<int> bytes;
    std::size_t length;
  };
  const Case cases[] = {
      {"push rbp", {0x55}, 1},
      {"mov rax, imm64", {0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8}, 10},
      {"mov ax, imm16", {0x66, 0xb8, 1, 2}, 4},
      {"lea rax, [rip+disp]", {0x48, 0x8d, 0x05, 1, 2, 3, 4}, 7},
      {"mov [rsp+8], rax", {0x48, 0x89, 0x44, 0x24, 8}, 5},
      {"mov dword [rsp+0x18], imm32", {0xc7, 0x44, 0x24, 0x18, 0, 0, 0, 0}, 8},
      {"mov eax, [disp32]", {0x8b, 0x04, 0x25, 0, 0, 0, 0}, 7},
      {"test byte [rax], 1", {0xf6, 0x00, 1}, 3},
      {"not byte [rax]", {0xf6, 0x10}, 2},
      {"test eax, imm32", {0xf7, 0xc0, 1, 0, 0, 0}, 6},
      {"call rel32", {0xe8, 0, 0, 0, 0}, 5},
      {"call [rax+0x10]", {0xff, 0x50, 0x10}, 3},
      {"je rel32", {0x0f, 0x84, 0, 0, 0, 0}, 6},
      {"endbr64", {0xf3, 0x0f, 0x1e, 0xfa}, 4},
      {"nop [rax+rax+0]", {0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0}, 10},
      {"movups [rsp+0x10], xmm0", {0x0f, 0x11, 0x44, 0x24, 0x10}, 5},
      {"pshufb xmm0, xmm1", {0x66, 0x0f, 0x38, 0x00, 0xc1}, 5},
      {"palignr xmm0, xmm1, 8", {0x66, 0x0f, 0x3a, 0x0f, 0xc1, 8}, 6},
      {"vzeroupper", {0xc5, 0xf8, 0x77}, 3},
      {"vmovaps [rsp+0x10], ymm0", {0xc5, 0xfc, 0x29, 0x44, 0x24, 0x10}, 6},
      {"vfmadd231pd ymm0, ymm1, ymm2", {0xc4, 0xe2, 0xf5, 0xb8, 0xc2}, 5},
      {"vextractf128 xmm0, ymm1, 1", {0xc4, 0xe3, 0x7d, 0x19, 0xc8, 1}, 6},
      {"vmovups zmm0, [rax]", {0x62, 0xf1, 0x7c, 0x48, 0x10, 0x00}, 6},
  };
  for (const Case& c : cases) EXPECT_EQ(decode(c.bytes).length, c.length) << c.text;
}

TEST(X86Instruction, Operands) {
  const auto lea = decode({0x4c, 0x8d, 0x3d, 0xf0, 0xff, 0xff, 0xff});  // lea r15, [rip-16]
  EXPECT_TRUE(lea.rip_relative);
  EXPECT_EQ(lea.reg, 15);
  EXPECT_EQ(lea.displacement, -16);
  const auto store = decode({0x4c, 0x89, 0x64, 0x24, 0x08});  // mov [rsp+8], r12
  EXPECT_TRUE(store.has_base);
  EXPECT_FALSE(store.has_index);
  EXPECT_EQ(store.base, 4);
  EXPECT_EQ(store.reg, 12);
  EXPECT_EQ(store.displacement, 8);
  const auto indexed = decode({0x4a, 0x8b, 0x04, 0x24});  // mov rax, [rsp+r12]: index 4 with REX.X is r12
  EXPECT_TRUE(indexed.has_index);
  EXPECT_EQ(decode({0x41, 0x54}).opcode_register, 12);  // push r12
  EXPECT_EQ(decode({0x6a, 0xff}).immediate, -1);
}

TEST(X86Instruction, RefusesWhatIsNone) {
  EXPECT_EQ(decode({}).length, 0U);
  EXPECT_EQ(decode({0x06}).length, 0U);                    // push es: gone in 64-bit mode
  EXPECT_EQ(decode({0xe8, 0, 0}).length, 0U);              // cut off
  EXPECT_EQ(decode({0x48, 0x8d, 0x05, 1}).length, 0U);     // cut off
  EXPECT_EQ(decode({0x62, 0xf7, 0, 0, 0, 0}).length, 0U);  // an opcode map that doesn't exist
  EXPECT_EQ(
      decode({0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90}).length,
      0U);  // longer than 15 bytes
}

}  // namespace

}  // namespace fairplay
