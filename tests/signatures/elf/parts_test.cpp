#include "signatures/elf/parts.h"

#include <elf.h>

#include <algorithm>
#include <set>

#include "signatures/digest.h"
#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::damage;
using tests::ElfBuilder;
using tests::open_image;

std::vector<PartHash> parts(const std::string& bytes, std::vector<Damage>* damage = nullptr) {
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<Damage> reported;
  std::vector<PartHash> result;
  if (image) result = part_hashes(*image, reported);
  if (damage != nullptr) {
    *damage = reported;
  } else {
    EXPECT_THAT(reported, IsEmpty());
  }
  return result;
}

/// The names of the parts that differ between two files.
std::set<std::string> changed(const std::string& before, const std::string& after) {
  const auto a = parts(before);
  const auto b = parts(after);
  std::set<std::string> result;
  for (const auto& part : a) {
    if (std::ranges::find(b, part) == b.end()) result.insert(part.part);
  }
  for (const auto& part : b) {
    if (std::ranges::find(a, part) == a.end()) result.insert(part.part);
  }
  return result;
}

ElfBuilder sound() {
  ElfBuilder elf;
  elf.soname = "libt.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.runpath = "$ORIGIN";
  elf.build_id = "12345678";
  elf.comment = std::string("GCC\0", 4);
  elf.version_definitions = {"V_1"};
  elf.symbols = {{.name = "malloc"},
                 {.name = "foo", .version = "V_1", .value = ElfBuilder::text},
                 {.name = "bar", .value = ElfBuilder::text + 8}};
  elf.method("load", ElfBuilder::text, 3, "doc");
  elf.method("save", ElfBuilder::text + 4, 3, "doc");
  elf.method("", 0, 0);
  elf.relocations.push_back({elf.word(), R_X86_64_64, "foo", 0});
  elf.data_bytes = "some data";
  elf.more_dynamic = {{DT_INIT, ElfBuilder::text}};
  return elf;
}

TEST(ElfParts, ListsContentThenMeaning) {
  const auto found = parts(sound().build());
  std::vector<std::string> names;
  for (const auto& part : found) names.push_back(part.part);
  EXPECT_THAT(names, ElementsAre(".rodata", ".text", ".data.rel.ro", ".data", "relocations", "dynamic", "needed",
                                 "symbols", "methods"));
  EXPECT_EQ(found[3].size, 9U);
  EXPECT_EQ(found[3].sha256, signatures::sha256_hex(std::as_bytes(std::span("some data", 9))));
}

TEST(ElfParts, LegitimateRewritingChangesNone) {
  const std::string before = sound().build();
  ElfBuilder elf = sound();
  elf.soname = "libt-0123abcd.so.1";
  elf.runpath.clear();
  elf.rpath = "$ORIGIN/../numpy.libs:/a/much/longer/path";  // string table and tables behind it move
  elf.comment.clear();
  elf.build_id = "another, longer build-id";
  EXPECT_THAT(changed(before, elf.build()), IsEmpty());
  elf = sound();
  std::swap(elf.symbols[1], elf.symbols[2]);  // other symbol indices
  elf.hash = ElfBuilder::Hash::sysv;
  std::ranges::reverse(elf.relocations);
  EXPECT_THAT(changed(before, elf.build()), IsEmpty());
}

TEST(ElfParts, EachChangeShowsInItsPart) {
  const std::string before = sound().build();
  const auto with = [&](auto change) {
    ElfBuilder elf = sound();
    change(elf);
    return changed(before, elf.build());
  };
  EXPECT_THAT(with([](ElfBuilder& e) { e.text_bytes = std::string(16, '\xcc'); }), ElementsAre(".text"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.data_bytes = "same size"; }), ElementsAre(".data"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.needed[0] = "libevil.so"; }), ElementsAre("needed"));
  EXPECT_THAT(with([](ElfBuilder& e) { std::swap(e.needed[0], e.needed[1]); }), ElementsAre("needed"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.symbols[2].value += 4; }), ElementsAre("symbols"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.symbols[1].version.clear(); }), ElementsAre("relocations", "symbols"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.relocations.back().symbol = "bar"; }), ElementsAre("relocations"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.relocations.back().addend = 1; }), ElementsAre("relocations"));
  EXPECT_THAT(with([](ElfBuilder& e) { e.more_dynamic = {{DT_INIT, ElfBuilder::text + 8}}; }), ElementsAre("dynamic"));
}

TEST(ElfParts, SwappedFunctionPointersShow) {
  // Only .rela.dyn differs: .text, .rodata, .dynsym, all names and the build-id are equal.
  const std::string before = sound().build();
  ElfBuilder elf = sound();
  std::swap(elf.relocations[1].addend, elf.relocations[4].addend);
  EXPECT_THAT(changed(before, elf.build()), ElementsAre("methods", "relocations"));
}

TEST(ElfParts, BytesAreThoseTheLoaderMaps) {
  // The section header is bent to show the old bytes, which were copied to the file's end.
  ElfBuilder elf = sound();
  const std::string before = elf.build();
  std::string after = before;
  elf.patch(after, elf.place("section header .data") + offsetof(Elf64_Shdr, sh_offset), 8, after.size());
  after += "some data";
  after.replace(elf.place(".data"), 9, "evil data");
  EXPECT_THAT(changed(before, after), ElementsAre(".data"));
}

TEST(ElfParts, WithoutSectionHeadersSegmentsAreHashed) {
  ElfBuilder elf = sound();
  elf.section_headers = false;
  std::vector<Damage> reported;
  const auto found = parts(elf.build(), &reported);
  ASSERT_GE(found.size(), 3U);
  EXPECT_EQ(found[0].part, "segment r-- 0x0");
  EXPECT_EQ(found[1].part, "segment r-x 0xa00");
  EXPECT_EQ(found[2].part, "segment rw- 0xc00");
  EXPECT_THAT(reported, ElementsAre(damage("section headers", "the segments are hashed whole")));
}

TEST(ElfParts, AnUnmappedSectionIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .text") + offsetof(Elf64_Shdr, sh_addr), 8, 0x55550000);
  std::vector<Damage> reported;
  const auto found = parts(bytes, &reported);
  EXPECT_EQ(std::ranges::count(found, ".text", &PartHash::part), 0);
  EXPECT_THAT(reported, ElementsAre(damage(".text", "its 16 bytes at address 0x55550000 are not mapped by a segment")));
}

TEST(ElfParts, OverlappingSectionsAreBounded) {
  ElfBuilder elf = sound();
  elf.data_bytes = std::string(200, 'x');
  std::string bytes = elf.build() + std::string(1U << 20, '\0');
  const std::uint64_t end = bytes.size();
  elf.patch(bytes, elf.place("program header 0") + offsetof(Elf64_Phdr, p_filesz), 8, end);
  elf.patch(bytes, elf.place("program header 1"), 4, PT_NULL);
  elf.patch(bytes, elf.place("program header 2"), 4, PT_NULL);
  for (const char* name : {".rodata", ".text", ".data.rel.ro", ".data"}) {
    const std::uint64_t header = elf.place(std::string("section header ") + name);
    elf.patch(bytes, header + offsetof(Elf64_Shdr, sh_addr), 8, 0);
    elf.patch(bytes, header + offsetof(Elf64_Shdr, sh_offset), 8, 0);
    elf.patch(bytes, header + offsetof(Elf64_Shdr, sh_size), 8, end);
  }
  std::vector<Damage> reported;
  parts(bytes, &reported);
  EXPECT_THAT(reported,
              Contains(damage("section ", "the sections overlap: together they are larger than the file")).Times(2));
}

TEST(ElfParts, ARelocationToNoSymbolIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".rela.dyn") + 8, 8, 0x7fffffffULL << 32 | 8);
  std::vector<Damage> reported;
  parts(bytes, &reported);
  EXPECT_THAT(reported, Contains(damage("relocations", "1 name a symbol beyond the table of 3")));
}

TEST(ElfParts, ForeignFilesGiveTheSameParts) {
  for (int bits : {32, 64}) {
    for (bool little : {true, false}) {
      ElfBuilder elf = sound();
      elf.bits = bits;
      elf.little_endian = little;
      elf.machine = EM_PPC64;
      EXPECT_EQ(parts(elf.build()).size(), 9U);
    }
  }
}

}  // namespace

}  // namespace fairplay
