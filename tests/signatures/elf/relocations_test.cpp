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

struct Read {
  std::vector<Image::Relocation> relocations;
  std::vector<Damage> reported;
};
Read read(const std::string& bytes) {
  Read result;
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  if (image) result.relocations = image->relocations(result.reported);
  return result;
}

MATCHER_P4(Patches, offset, type, symbol, addend, "") {
  return arg.offset == static_cast<std::uint64_t>(offset) && arg.type == static_cast<std::uint32_t>(type) &&
         arg.symbol == static_cast<std::uint32_t>(symbol) && arg.addend == addend;
}

TEST(ElfRelocations, ReadsExplicitAndStoredAddends) {
  for (bool explicit_addends : {true, false}) {
    for (int bits : {32, 64}) {
      for (bool little : {true, false}) {
        ElfBuilder elf;
        elf.bits = bits;
        elf.little_endian = little;
        elf.explicit_addends = explicit_addends;
        elf.symbols = {{.name = "foo", .value = ElfBuilder::text}};
        const std::uint64_t first = elf.pointer(0x820);
        const std::uint64_t second = elf.word(explicit_addends ? 0 : 4);
        elf.relocations.push_back({second, R_X86_64_64, "foo", 4});
        const auto [relocations, reported] = read(elf.build());
        EXPECT_THAT(relocations,
                    ElementsAre(Patches(first, R_X86_64_RELATIVE, 0, 0x820), Patches(second, R_X86_64_64, 1, 4)));
        EXPECT_THAT(reported, IsEmpty());
      }
    }
  }
}

TEST(ElfRelocations, MipsHasFieldsInPlaceOfHalves) {
  constexpr std::uint32_t type = R_MIPS_64 << 8U | R_MIPS_REL32;  // both, one after the other
  for (bool little : {true, false}) {
    ElfBuilder elf;
    elf.machine = EM_MIPS;
    elf.little_endian = little;
    elf.symbols = {{.name = "foo", .value = ElfBuilder::text}};
    const std::uint64_t place = elf.word();
    elf.relocations.push_back({place, 0, "foo", 4});
    std::string bytes = elf.build();
    const std::uint64_t info = elf.place(".rela.dyn") + 8;
    // A word for the symbol, then the second symbol and three types of a byte each, the first type last.
    elf.patch(bytes, info, 4, 1);
    for (const auto& [at, value] : {std::pair(4, 0), {5, 0}, {6, R_MIPS_64}, {7, R_MIPS_REL32}})
      elf.patch(bytes, info + static_cast<std::uint64_t>(at), 1, static_cast<std::uint64_t>(value));
    const auto [relocations, reported] = read(bytes);
    EXPECT_THAT(relocations, ElementsAre(Patches(place, type, 1, 4))) << little;
    EXPECT_THAT(reported, IsEmpty());
  }
}

TEST(ElfRelocations, ExpandsRelr) {
  ElfBuilder elf;
  for (std::uint64_t i = 0; i < 8; ++i) elf.word(0x800 + i);
  // One address, then a bitmap over the 63 words after it: the first and the fourth.
  elf.relr = {ElfBuilder::relro, 1 | 1ULL << 1 | 1ULL << 4};
  const auto [relocations, reported] = read(elf.build());
  EXPECT_THAT(relocations, ElementsAre(Patches(ElfBuilder::relro, R_X86_64_RELATIVE, 0, 0x800),
                                       Patches(ElfBuilder::relro + 8, R_X86_64_RELATIVE, 0, 0x801),
                                       Patches(ElfBuilder::relro + 32, R_X86_64_RELATIVE, 0, 0x804)));
  EXPECT_THAT(reported, IsEmpty());
}

TEST(ElfRelocations, PlacesOutsideTheFileAreReported) {
  ElfBuilder elf;
  elf.word();
  elf.relr = {0x10000000, ~0ULL};
  const auto [relocations, reported] = read(elf.build());
  EXPECT_THAT(relocations, SizeIs(64));
  EXPECT_THAT(reported, ElementsAre(damage("relocations", "64 patch a place outside the file's segments")));
}

TEST(ElfRelocations, ATableBeyondItsSegmentIsReportedAndCut) {
  ElfBuilder elf;
  elf.pointer(0x820);
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 8") + 8, 8, 1ULL << 50);
  const auto [relocations, reported] = read(bytes);
  EXPECT_THAT(reported, ElementsAre(damage("DT_RELA", "1125899906842624 bytes of relocations at 0x")));
  EXPECT_THAT(relocations, Contains(Patches(ElfBuilder::relro, R_X86_64_RELATIVE, 0, 0x820)));
}

TEST(ElfRelocations, ATableInNoSegmentIsReported) {
  ElfBuilder elf;
  elf.pointer(0x820);
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 7") + 8, 8, 0x99999999);
  const auto [relocations, reported] = read(bytes);
  EXPECT_THAT(relocations, IsEmpty());
  EXPECT_THAT(reported, ElementsAre(damage("DT_RELA", "at 0x99999999 reach beyond the segments of the file")));
}

TEST(ElfRelocations, WithoutADynamicSectionTheSectionsPlaceThem) {
  ElfBuilder elf;
  elf.pointer(0x820);
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("program header 3"), 4, PT_NULL);
  elf.patch(bytes, elf.place("section header .dynamic") + 4, 4, SHT_PROGBITS);
  EXPECT_THAT(read(bytes).relocations, ElementsAre(Patches(ElfBuilder::relro, R_X86_64_RELATIVE, 0, 0x820)));
}

}  // namespace

}  // namespace fairplay
