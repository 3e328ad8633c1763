#include <elf.h>

#include "signatures/elf/method_tables.h"
#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::ElfBuilder;
using tests::open_image;

/// "+name" for certain names, "?name" for others.
std::vector<std::string> names(const std::string& bytes) {
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<Damage> reported;
  std::vector<std::string> result;
  if (!image) return result;
  for (const auto& ufunc : ufunc_names(*image, reported)) result.push_back((ufunc.certain ? "+" : "?") + ufunc.name);
  EXPECT_THAT(reported, IsEmpty());
  return result;
}

/// Little-endian machine code, written as compilers write it.
struct Code {
  std::string bytes = {};

  Code& raw(std::initializer_list<int> values) {
    for (int b : values) bytes += static_cast<char>(b);
    return *this;
  }
  Code& word(std::uint64_t value) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
    return *this;
  }
  Code& lea(std::initializer_list<int> opcode, std::uint64_t target) {
    raw(opcode);
    return word(target - (ElfBuilder::text + bytes.size() + 4));
  }
};

/// x86-64 as GCC 7 to 14 compile `f = PyUFunc_FromFuncAndData(loops, data, types, 22, inputs, 1, identity, name, doc,
/// 0)`.
Code stores(std::uint64_t name, int inputs) {
  Code code;
  code.lea({0x48, 0x8d, 0x05}, ElfBuilder::rodata);      // lea rax, doc
  code.lea({0x48, 0x8d, 0x15}, ElfBuilder::data + 16);   // lea rdx, types
  code.lea({0x48, 0x8d, 0x35}, ElfBuilder::data + 8);    // lea rsi, data
  code.lea({0x48, 0x8d, 0x3d}, ElfBuilder::data);        // lea rdi, loops
  code.raw({0xc7, 0x44, 0x24, 0x18, 0, 0, 0, 0});        // mov dword [rsp+0x18], 0
  code.raw({0xc7, 0x04, 0x24, 0xff, 0xff, 0xff, 0xff});  // mov dword [rsp], -1
  code.raw({0x48, 0x89, 0x44, 0x24, 0x10});              // mov [rsp+0x10], rax
  code.lea({0x48, 0x8d, 0x05}, name);                    // lea rax, name
  code.raw({0x41, 0xb9, 1, 0, 0, 0});                    // mov r9d, 1
  code.raw({0x41, 0xb8, inputs, 0, 0, 0});               // mov r8d, inputs
  code.raw({0xb9, 0x16, 0, 0, 0});                       // mov ecx, 22
  code.raw({0x48, 0x89, 0x44, 0x24, 0x08});              // mov [rsp+8], rax
  code.raw({0xe8, 0, 0, 0, 0});                          // call
  return code;
}

Code pushes(std::uint64_t name) {
  Code code;
  code.lea({0x48, 0x8d, 0x2d}, name);                                      // lea rbp, name
  code.raw({0x6a, 0, 0x31, 0xc9, 0x31, 0xd2, 0x6a, 0});                    // push 0; xor ecx, ecx; xor edx, edx; push 0
  code.raw({0x41, 0xb9, 1, 0, 0, 0, 0x41, 0xb8, 2, 0, 0, 0, 0x31, 0xf6});  // r9d = 1, r8d = 2, esi = 0
  code.raw({0x6a, 0, 0x31, 0xff, 0x41, 0x54, 0x55});                       // push 0; edi = 0; push r12 (doc); push rbp
  code.raw({0x6a, 0xff, 0xff, 0x50, 0x08});                                // push -1; call [rax+8]: through PyUFunc_API
  return code;
}

TEST(ElfUfuncs, ReadsTheNameArgumentStoredToTheStack) {
  ElfBuilder elf;
  elf.string("documentation");
  elf.data_bytes = std::string(32, '\0');
  elf.text_bytes = stores(elf.string("erf"), 1).bytes;
  EXPECT_THAT(names(elf.build()), ElementsAre("+erf"));
}

TEST(ElfUfuncs, ReadsTheNameArgumentPushed) {
  ElfBuilder elf;
  elf.string("other");
  elf.text_bytes = pushes(elf.string("isalpha")).bytes;
  EXPECT_THAT(names(elf.build()), ElementsAre("+isalpha"));
}

TEST(ElfUfuncs, ReadsTheTailOfALongerString) {
  // Linkers merge tails: "erf" may exist only as the end of "interf".
  ElfBuilder elf;
  elf.data_bytes = std::string(32, '\0');
  elf.text_bytes = stores(elf.string("interf") + 3, 2).bytes;
  EXPECT_THAT(names(elf.build()), ElementsAre("+erf"));
}

TEST(ElfUfuncs, ReadsAArch64) {
  ElfBuilder elf;
  elf.machine = EM_AARCH64;
  const std::uint64_t name = elf.string("logaddexp");
  elf.data_bytes = std::string(32, '\0');
  Code code;
  const auto adrp_add = [&](std::uint32_t to, std::uint64_t target) {
    code.word(0x90000000 | to);  // adrp: the page of the code itself
    code.word(0x91000000 | static_cast<std::uint32_t>(target) << 10 | to << 5 | to);  // add to, to, #target
  };
  adrp_add(22, name);
  adrp_add(0, ElfBuilder::data);
  code.word(0xaa1603e7);  // mov x7, x22
  code.word(0x12800006);  // mov w6, #-1
  code.word(0x52800025);  // mov w5, #1
  code.word(0x52800044);  // mov w4, #2
  code.word(0x528002c3);  // mov w3, #22
  code.word(0xd2800002);  // mov x2, #0
  code.word(0xd2800001);  // mov x1, #0
  code.word(0xf90003ff);  // str xzr, [sp]
  code.word(0x94000000);  // bl
  elf.text_bytes = code.bytes;
  EXPECT_THAT(names(elf.build()), ElementsAre("+logaddexp"));
}

TEST(ElfUfuncs, ACallThatOnlyLooksAlikeIsUncertain) {
  ElfBuilder elf;
  elf.data_bytes = std::string(32, '\0');
  const std::string code = stores(elf.string("maybe"), 2).bytes;
  // The number of outputs is computed: mov r9d, eax in place of an immediate.
  const std::size_t at = code.find(std::string("\x41\xb9\x01\0\0\0", 6));
  elf.text_bytes = code;
  elf.text_bytes.replace(at, 6, std::string("\x41\x89\xc1\x90\x90\x90", 6));
  // rax holds the name's address there, so outputs is no small number: nothing is reported.
  EXPECT_THAT(names(elf.build()), IsEmpty());
  elf.text_bytes.replace(at, 6, std::string("\x44\x8b\x4b\x08\x90\x90", 6));  // mov r9d, [rbx+8]: unknown
  EXPECT_THAT(names(elf.build()), ElementsAre("?maybe"));
}

TEST(ElfUfuncs, OtherCallsAreNone) {
  ElfBuilder elf;
  elf.data_bytes = std::string(32, '\0');
  elf.text_bytes = stores(elf.string("not an identifier"), 2).bytes + stores(elf.string("too_many"), 77).bytes +
                   stores(0x99999999, 2).bytes;
  Code code;
  code.lea({0x48, 0x8d, 0x35}, elf.string("bare"));  // lea rsi; call: PyDict_SetItemString
  code.raw({0xe8, 0, 0, 0, 0});
  elf.text_bytes += code.bytes;
  EXPECT_THAT(names(elf.build()), IsEmpty());
}

TEST(ElfUfuncs, NothingSurvivesAJump) {
  ElfBuilder elf;
  elf.data_bytes = std::string(32, '\0');
  std::string code = stores(elf.string("lost"), 2).bytes;
  code.insert(code.size() - 5, "\xeb\x05");  // jmp, before the call
  elf.text_bytes = code;
  EXPECT_THAT(names(elf.build()), IsEmpty());
}

TEST(ElfUfuncs, ReadsDescriptorTables) {
  ElfBuilder elf;
  elf.pointer(elf.string("matmul_like"));
  elf.pointer(elf.string("(m?,n),(n,p?)->(m?,p?)"));
  elf.pointer(elf.string("doc"));
  elf.word(4);
  elf.pointer(elf.string("not_one"));
  elf.pointer(elf.string("(m) is what it takes"));
  EXPECT_THAT(names(elf.build()), ElementsAre("+matmul_like"));
}

TEST(ElfUfuncs, OtherMachinesHaveOnlyDescriptors) {
  ElfBuilder elf;
  elf.machine = EM_S390;
  elf.little_endian = false;
  elf.pointer(elf.string("inv"));
  elf.pointer(elf.string("(m,m)->(m,m)"));
  elf.text_bytes = std::string(64, '\xe8');
  EXPECT_THAT(names(elf.build()), ElementsAre("+inv"));
}

}  // namespace

}  // namespace fairplay
