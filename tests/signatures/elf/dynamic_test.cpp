#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::damage;
using tests::ElfBuilder;
using tests::open_image;

ElfBuilder sound() {
  ElfBuilder elf;
  elf.soname = "libt.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.rpath = "/old";
  elf.runpath = "$ORIGIN/../lib";
  return elf;
}

struct Read {
  Dynamic dynamic;
  std::vector<Damage> reported;
};
Read read(const std::string& bytes) {
  Read result;
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  if (image) result.dynamic = image->dynamic(result.reported);
  return result;
}

TEST(ElfDynamic, ReadsNamesAndPaths) {
  for (int bits : {32, 64}) {
    for (bool little : {true, false}) {
      ElfBuilder elf = sound();
      elf.bits = bits;
      elf.little_endian = little;
      const auto [dynamic, reported] = read(elf.build());
      EXPECT_THAT(dynamic.needed, ElementsAre("libm.so.6", "libc.so.6"));
      EXPECT_EQ(dynamic.soname, "libt.so.1");
      EXPECT_EQ(dynamic.rpath, "/old");
      EXPECT_EQ(dynamic.runpath, "$ORIGIN/../lib");
      EXPECT_THAT(reported, IsEmpty());
    }
  }
}

TEST(ElfDynamic, NeedsNoSectionHeadersAndNoProgramHeaders) {
  for (bool sections : {true, false}) {
    ElfBuilder elf = sound();
    elf.section_headers = sections;
    elf.program_headers = !sections;
    const auto [dynamic, reported] = read(elf.build());
    EXPECT_EQ(dynamic.soname, "libt.so.1") << sections;
    EXPECT_THAT(reported, IsEmpty());
  }
}

TEST(ElfDynamic, AStringOutsideItsTableIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic 1") + 8, 8, 0x12345);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_THAT(dynamic.needed, ElementsAre("libm.so.6"));
  EXPECT_THAT(reported, ElementsAre(damage("DT_NEEDED", "its string 0x12345 lies outside the string table of")));
  EXPECT_EQ(dynamic.soname, "libt.so.1");
}

TEST(ElfDynamic, AStringTableOutsideTheFileIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 5") + 8, 8, 0xdead0000);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_THAT(dynamic.needed, IsEmpty());
  EXPECT_THAT(reported, Contains(damage("DT_STRTAB", "0xdead0000 lies in no segment")));
}

TEST(ElfDynamic, AStringTableBiggerThanItsSegmentIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 10") + 8, 8, ~0ULL);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_EQ(dynamic.soname, "libt.so.1");
  EXPECT_THAT(reported, ElementsAre(damage("DT_STRSZ", "reaches beyond its segment")));
}

TEST(ElfDynamic, ATableWithoutEndIsReportedAndRead) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 10") + sizeof(Elf64_Dyn), 8, DT_DEBUG);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_EQ(dynamic.soname, "libt.so.1");
  EXPECT_THAT(reported, Contains(damage("dynamic section", "no DT_NULL ends its")));
}

TEST(ElfDynamic, EntriesBehindTheSizeOfItsSegmentAreRead) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  const auto [whole, nothing] = read(bytes);
  elf.patch(bytes, elf.place("program header 3") + offsetof(Elf64_Phdr, p_filesz), 8, 2 * sizeof(Elf64_Dyn));
  const auto [dynamic, reported] = read(bytes);
  EXPECT_EQ(dynamic.soname, whole.soname);
  EXPECT_EQ(dynamic.needed, whole.needed);
  EXPECT_THAT(reported, SizeIs(nothing.size())) << "the loader stops at DT_NULL alone";
}

TEST(ElfDynamic, AFileOffsetOtherThanTheLoadersIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("program header 3") + offsetof(Elf64_Phdr, p_offset), 8, ElfBuilder::rodata);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_EQ(dynamic.soname, "libt.so.1");
  EXPECT_THAT(reported, ElementsAre(damage("PT_DYNAMIC", "says file offset 0x800, the loader maps 0xf00")));
}

TEST(ElfDynamic, AFileWithoutOneHasNothing) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("program header 3"), 4, PT_NULL);
  elf.patch(bytes, elf.place("section header .dynamic") + 4, 4, SHT_PROGBITS);
  const auto [dynamic, reported] = read(bytes);
  EXPECT_THAT(dynamic.needed, IsEmpty());
  EXPECT_THAT(reported, IsEmpty());
}

TEST(ElfDynamic, ReportedOnce) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 5") + 8, 8, 0xdead0000);
  auto image = open_image(bytes);
  ASSERT_TRUE(image);
  std::vector<Damage> first;
  std::vector<Damage> second;
  image->dynamic_entries(first);
  image->dynamic_entries(second);
  EXPECT_EQ(first.size(), 1U);
  EXPECT_THAT(second, IsEmpty());
}

}  // namespace

}  // namespace fairplay
