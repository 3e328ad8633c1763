#include "signatures/fingerprint/foreign_binary.h"

#include <elf.h>
#include <gmock/gmock.h>

#include <string>

namespace fairplay::signatures::fingerprint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<ForeignBinary> of(const std::string& head) { return foreign_binary(std::as_bytes(std::span(head))); }

std::string big(std::uint32_t word) {
  return {static_cast<char>(word >> 24), static_cast<char>(word >> 16), static_cast<char>(word >> 8),
          static_cast<char>(word)};
}

TEST(ForeignBinary, MachO) {
  const auto arm = of(std::string("\xcf\xfa\xed\xfe\x0c\0\0\x01\0\0\0\0", 12));
  ASSERT_TRUE(arm);
  EXPECT_EQ(arm->format, BinaryFormat::mach_o);
  EXPECT_THAT(arm->machines, ElementsAre(EM_AARCH64));
  EXPECT_THAT(of(std::string("\xcf\xfa\xed\xfe\x07\0\0\x01", 8))->machines, ElementsAre(EM_X86_64));
  EXPECT_THAT(of(big(0xfeedface) + big(18))->machines, ElementsAre(EM_PPC));
  EXPECT_THAT(of(big(0xfeedfacf) + big(99))->machines, IsEmpty());
}

TEST(ForeignBinary, UniversalMachO) {
  const std::string rest(16, '\0');
  const std::string both = big(0xcafebabe) + big(2) + big(0x0100000c) + rest + big(0x01000007) + rest;
  EXPECT_THAT(of(both)->machines, ElementsAre(EM_X86_64, EM_AARCH64));
  EXPECT_THAT(of(both.substr(0, 30))->machines, ElementsAre(EM_AARCH64)) << "cut off";
  EXPECT_FALSE(of(big(0xcafebabe) + big(0x34) + rest)) << "a Java class";
  EXPECT_FALSE(of(big(0xcafebabe) + big(0)));
}

TEST(ForeignBinary, Pe) {
  std::string file(0x100, '\0');
  file.replace(0, 2, "MZ");
  file[0x3c] = '\x80';
  file.replace(0x80, 6, std::string("PE\0\0\x64\x86", 6));
  EXPECT_EQ(of(file)->format, BinaryFormat::pe);
  EXPECT_THAT(of(file)->machines, ElementsAre(EM_X86_64));
  EXPECT_THAT(of(file.substr(0, 0x82))->machines, IsEmpty());
  file.replace(0x3c, 4, "\xff\xff\xff\xff");
  EXPECT_THAT(of(file)->machines, IsEmpty());
}

TEST(ForeignBinary, Others) {
  EXPECT_FALSE(of(""));
  EXPECT_FALSE(of("MZ"));
  EXPECT_FALSE(
      of("\x7f"
         "ELF\2\1\1\0"));
  EXPECT_FALSE(of("#!/bin/sh\nexit\n"));
}

}  // namespace
}  // namespace fairplay::signatures::fingerprint
