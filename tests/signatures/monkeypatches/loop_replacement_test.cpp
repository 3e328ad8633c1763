#include "signatures/monkeypatches/loop_replacement.h"

#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using signatures::monkeypatches::loop_replacement;
using signatures::monkeypatches::LoopReplacement;
using tests::ElfBuilder;

constexpr std::uint64_t table = ElfBuilder::data + 8;  ///< where the made-up module keeps PyUFunc_API

LoopReplacement read(ElfBuilder& elf) {
  elf.data_bytes = std::string(32, '\0');
  const std::string bytes = elf.build();
  const auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<signatures::Damage> damage;
  return image ? loop_replacement(*image, damage) : LoopReplacement();
}

std::string little(std::uint64_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

/// mov rax, [rip + from]; call [rax + displacement]
std::string call_through(std::uint64_t from, std::uint32_t displacement) {
  return std::string("\x48\x8b\x05", 3) + little(from - (ElfBuilder::text + 7), 4) + std::string("\xff\x90", 2) +
         little(displacement, 4) + "\xc3";
}

}  // namespace

TEST(LoopReplacement, TheSlotOfTheTableInX86Code) {
  ElfBuilder elf;
  elf.string("_UFUNC_API");
  elf.text_bytes = call_through(table, 240);
  const LoopReplacement found = read(elf);
  EXPECT_TRUE(found.found);
  EXPECT_FALSE(found.at_import) << "no function is exported";
  EXPECT_EQ(found.how, "calls PyUFunc_ReplaceLoopBySignature");
}

TEST(LoopReplacement, ThroughARegister) {
  ElfBuilder elf;
  elf.string("_UFUNC_API");
  // mov rbx, [rip + table]; mov rcx, [rbx + 240]; call rcx
  elf.text_bytes = std::string("\x48\x8b\x1d", 3) + little(table - (ElfBuilder::text + 7), 4) +
                   std::string("\x48\x8b\x8b\xf0\0\0\0", 7) + "\xff\xd1\xc3";
  EXPECT_TRUE(read(elf).found);
}

TEST(LoopReplacement, InTheInitialisation) {
  ElfBuilder elf;
  elf.string("_UFUNC_API");
  elf.text_bytes = call_through(table, 240);
  elf.symbols.push_back({.name = "PyInit_fast", .value = ElfBuilder::text, .size = 64});
  EXPECT_TRUE(read(elf).at_import);
}

TEST(LoopReplacement, TheSlotInAArch64Code) {
  ElfBuilder elf;
  elf.machine = EM_AARCH64;
  elf.string("_UFUNC_API");
  elf.text_bytes = little(0x90000001, 4) +
                   little(0xf9400000U | (static_cast<std::uint32_t>(table / 8) << 10U) | (1U << 5U) | 2U,
                          4) +  // adrp x1; ldr x2, [x1, #table]
                   little(0xf9400000U | (30U << 10U) | (2U << 5U) | 3U, 4) +
                   little(0xd63f0060, 4);  // ldr x3, [x2, #240]; blr x3
  EXPECT_TRUE(read(elf).found);
}

TEST(LoopReplacement, OtherSlotsAndOtherTablesAreNot) {
  ElfBuilder other_slot;
  other_slot.string("_UFUNC_API");
  other_slot.text_bytes = call_through(table, 8);
  EXPECT_FALSE(read(other_slot).found) << "PyUFunc_FromFuncAndData";
  ElfBuilder other_table;
  other_table.string("_ARRAY_API");
  other_table.text_bytes = call_through(table, 240);
  EXPECT_FALSE(read(other_table).found) << "the file doesn't name the ufunc table";
  ElfBuilder constant;
  const std::uint64_t name = constant.string("_UFUNC_API");
  constant.text_bytes = call_through(name, 240);
  EXPECT_FALSE(read(constant).found) << "the address doesn't come from a variable";
}

TEST(LoopReplacement, ThePrivateMethodByItsName) {
  ElfBuilder elf;
  elf.string("numpy_replace_loop");
  EXPECT_EQ(read(elf).how, "carries _replace_loop") << "linkers merge tails";
}

TEST(LoopReplacement, AnyBytesAreSafe) {
  ElfBuilder elf;
  elf.string("_UFUNC_API");
  for (int i = 0; i < 500; ++i) elf.text_bytes += static_cast<char>(i * 37 + 11);
  EXPECT_FALSE(read(elf).at_import);
  ElfBuilder cut;
  cut.string("_UFUNC_API");
  cut.text_bytes = call_through(table, 240).substr(0, 9);
  EXPECT_FALSE(read(cut).found);
}

}  // namespace fairplay
