// The committed seeds of the ELF fuzz target are what the builder makes; with FAIRPLAY_UPDATE_SEEDS=1 they are written
// anew.
#include <elf.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/elf_reading.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using tests::ElfBuilder;

ElfBuilder rich(int bits, bool little, std::uint16_t machine) {
  ElfBuilder elf;
  elf.bits = bits;
  elf.little_endian = little;
  elf.machine = machine;
  elf.soname = "libseed.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.runpath = "$ORIGIN";
  elf.build_id = "0123456789abcdefghij";
  elf.comment = std::string("GCC: (GNU) 12.2.0\0", 18);
  elf.version_definitions = {"V_1", "V_2"};
  elf.version_needs = {{"libc.so.6", "GLIBC_2.17"}};
  elf.symbols = {{.name = "malloc", .version = "GLIBC_2.17"},
                 {.name = "dgemm_", .version = "V_2", .value = ElfBuilder::text},
                 {.name = "old", .version = "V_1", .default_version = false, .value = ElfBuilder::text}};
  elf.method("array", ElfBuilder::text, 3, "array(object)");
  elf.method("", 0, 0);
  elf.pointer(elf.string("matmul"));
  elf.pointer(elf.string("(m,n),(n,p)->(m,p)"));
  elf.relocations.push_back({elf.word(), R_X86_64_64, "dgemm_", 0});
  elf.data_bytes = std::string(32, 'd');
  return elf;
}

TEST(ElfSeeds, AreWhatTheBuilderMakes) {
  std::map<std::string, ElfBuilder> seeds{{"x86_64", rich(64, true, EM_X86_64)},
                                          {"aarch64", rich(64, true, EM_AARCH64)},
                                          {"i386", rich(32, true, EM_386)},
                                          {"s390x", rich(64, false, EM_S390)},
                                          {"powerpc", rich(32, false, EM_PPC)}};
  seeds["no_sections"] = rich(64, true, EM_X86_64);
  seeds["no_sections"].section_headers = false;
  seeds["no_segments"] = rich(64, true, EM_X86_64);
  seeds["no_segments"].program_headers = false;
  seeds["relr"] = rich(64, true, EM_X86_64);
  seeds["relr"].relr = {ElfBuilder::relro, 0x55};
  seeds["relr"].hash = ElfBuilder::Hash::sysv;
  // lea rbp, name; push 0; ecx = edx = 0; push 0; r9d = 1; r8d = 2; esi = 0; push 0; edi = 0; push r12; push rbp; push
  // -1; call [rax+8]
  seeds["x86_64"].text_bytes = std::string(
      "\x48\x8d\x2d\xf9\xfd\xff\xff\x6a\x00\x31\xc9\x31\xd2\x6a\x00\x41\xb9\x01\x00\x00\x00\x41\xb8\x02\x00\x00\x00\x31"
      "\xf6\x6a\x00\x31\xff\x41\x54\x55\x6a\xff\xff\x50\x08",
      41);
  for (auto& [name, builder] : seeds) {
    const std::string path = std::string(FAIRPLAY_SOURCE_DIR "/tests/fuzz/corpus/elf/") + name + ".so";
    const std::string bytes = builder.build();
    if (std::getenv("FAIRPLAY_UPDATE_SEEDS") != nullptr) std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_TRUE(tests::read_file(path) == bytes) << path << " is not what the builder makes";
  }
}

}  // namespace

}  // namespace fairplay
