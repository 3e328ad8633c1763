#include "signatures/elf/method_tables.h"

#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::ElfBuilder;
using tests::open_image;

std::vector<std::string> names(const std::string& bytes) {
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<Damage> reported;
  std::vector<std::string> result;
  if (!image) return result;
  for (const auto& table : method_tables(*image, reported)) {
    std::string joined;
    for (const auto& method : table.methods) joined += (joined.empty() ? "" : " ") + method.name;
    result.push_back(joined);
  }
  EXPECT_THAT(reported, IsEmpty());
  return result;
}

TEST(ElfMethodTables, ReadsTablesOfBothClassesAndByteOrders) {
  struct Kind {
    int bits;
    bool little;
    std::uint16_t machine;
  };
  for (const Kind& kind : {Kind{64, true, EM_X86_64}, Kind{64, true, EM_AARCH64}, Kind{32, true, EM_386},
                           Kind{64, false, EM_PPC64}, Kind{64, false, EM_S390}}) {
    ElfBuilder elf;
    elf.bits = kind.bits;
    elf.little_endian = kind.little;
    elf.machine = kind.machine;
    const std::uint64_t first = elf.method("array", ElfBuilder::text, 3, "array(object)");
    elf.method("_load", ElfBuilder::text + 4, 0x82);
    elf.method("", 0, 0);
    elf.method("__reduce__", ElfBuilder::text + 8, 4);
    elf.method("", 0, 0);
    const std::string bytes = elf.build();
    auto image = open_image(bytes);
    ASSERT_TRUE(image);
    std::vector<Damage> reported;
    const auto tables = method_tables(*image, reported);
    ASSERT_THAT(tables, SizeIs(2)) << machine_name(kind.machine);
    EXPECT_EQ(tables[0].address, first);
    ASSERT_THAT(tables[0].methods, SizeIs(2));
    EXPECT_EQ(tables[0].methods[0].name, "array");
    EXPECT_EQ(tables[0].methods[0].function, ElfBuilder::text);
    EXPECT_EQ(tables[0].methods[0].flags, 3U);
    EXPECT_EQ(tables[0].methods[1].flags, 0x82U);
    EXPECT_EQ(tables[1].methods[0].name, "__reduce__");
    EXPECT_THAT(reported, IsEmpty());
  }
}

TEST(ElfMethodTables, FollowsSymbolicRelocationsToDefinedSymbolsOnly) {
  ElfBuilder elf;
  elf.symbols = {{.name = "scaled_by", .value = ElfBuilder::text + 8}, {.name = "elsewhere"}};
  elf.method("local", ElfBuilder::text, 1);
  for (const char* symbol : {"scaled_by", "elsewhere"}) {
    elf.pointer(elf.string(symbol));
    elf.relocations.push_back({elf.word(), R_X86_64_64, symbol, 0});
    elf.word(8);
    elf.word();
  }
  EXPECT_THAT(names(elf.build()), ElementsAre("local scaled_by"));
}

TEST(ElfMethodTables, NeedsNoSectionHeaders) {
  ElfBuilder elf;
  elf.section_headers = false;
  elf.method("array", ElfBuilder::text, 3, "doc");
  elf.method("", 0, 0);
  EXPECT_THAT(names(elf.build()), ElementsAre("array"));
}

TEST(ElfMethodTables, TakesNothingElseForMethods) {
  ElfBuilder elf;
  elf.method("bad name", ElfBuilder::text, 1);        // no identifier
  elf.method("9lives", ElfBuilder::text, 1);          // nor this
  elf.method("data_pointer", ElfBuilder::rodata, 1);  // not code
  elf.method("strange_flags", ElfBuilder::text, 0x400);
  elf.method("both", ElfBuilder::text, 0x31);  // METH_CLASS | METH_STATIC
  elf.method("two_conventions", ElfBuilder::text, 0x5);
  // PyGetSetDef {name, getter, NULL, doc, closure}
  elf.pointer(elf.string("shape"));
  elf.pointer(ElfBuilder::text);
  elf.word();
  elf.pointer(elf.string("doc"));
  elf.word();
  // An entry whose last word is neither NULL nor a pointer.
  elf.pointer(elf.string("count"));
  elf.pointer(ElfBuilder::text);
  elf.word(1);
  elf.word(77);
  EXPECT_THAT(names(elf.build()), IsEmpty());
}

TEST(ElfMethodTables, PointersOutOfTheFileAreHarmless) {
  ElfBuilder elf;
  elf.relocations = {
      {~0ULL - 7, R_X86_64_RELATIVE, "", 0x800}, {~0ULL, R_X86_64_RELATIVE, "", -1}, {0, R_X86_64_RELATIVE, "", 0}};
  elf.method("kept", ElfBuilder::text, 1);
  elf.pointer(0x7fffffff0000);
  elf.pointer(ElfBuilder::text);
  elf.word(1);
  EXPECT_THAT(names(elf.build()), ElementsAre("kept"));
}

}  // namespace

}  // namespace fairplay
