#include "signatures/elf/loader_view.h"

#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::ElfBuilder;
using tests::open_image;

LoaderView view_of(const std::string& bytes) {
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  return image ? loader_view(*image) : LoaderView{};
}

/// A library with everything that the loader reads.
ElfBuilder library() {
  ElfBuilder elf;
  elf.soname = "libt.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.build_id = "12345678";
  elf.symbols = {{.name = "malloc"}, {.name = "foo", .value = ElfBuilder::text}};
  elf.relocations.push_back({elf.word(), R_X86_64_64, "foo", 0});
  elf.data_bytes = "some data";
  elf.rodata_bytes = "constants";
  elf.text_bytes = std::string(64, '\xc3');
  elf.more_dynamic = {{DT_INIT, ElfBuilder::text}};
  return elf;
}

/// The library with one thing changed after it was built: `width` bytes at `at` of a thing that the builder knows.
std::string changed(const std::string& what, std::uint64_t at, int width, std::uint64_t value) {
  ElfBuilder elf = library();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(what) + at, width, value);
  return bytes;
}

// Elf64_Shdr and Elf64_Phdr, gABI chapter 4 and 5.
constexpr std::uint64_t sh_addr = 0x10, sh_offset = 0x18;
constexpr std::uint64_t p_type = 0, p_flags = 4, p_offset = 8, p_vaddr = 0x10, p_filesz = 0x20, p_memsz = 0x28;

const std::string note_header = "program header 4";  // which the loader can do without

TEST(ElfLoaderView, OrdinaryFilesAreTheSameForBoth) {
  EXPECT_THAT(view_of(library().build()).disagreements, IsEmpty());
  ElfBuilder elf = library();
  elf.hash = ElfBuilder::Hash::sysv;
  elf.runpath = "$ORIGIN/../numpy.libs";
  EXPECT_THAT(view_of(elf.build()).disagreements, IsEmpty());
  elf.section_headers = false;
  EXPECT_THAT(view_of(elf.build()).disagreements, IsEmpty()) << "no second view, no disagreement";
}

TEST(ElfLoaderView, ATagThatComesTwice) {
  for (const std::int64_t tag : {DT_RELA, DT_STRTAB, DT_SYMTAB, DT_INIT}) {
    ElfBuilder elf = library();
    elf.more_dynamic.emplace_back(tag, ElfBuilder::rodata);
    if (tag == DT_INIT) elf.more_dynamic.emplace_back(tag, ElfBuilder::text);
    EXPECT_THAT(view_of(elf.build()).disagreements, Contains(HasSubstr("twice"))) << tag;
  }
  ElfBuilder elf = library();
  elf.needed.emplace_back("libdl.so.2");
  EXPECT_THAT(view_of(elf.build()).disagreements, IsEmpty()) << "DT_NEEDED may";
}

TEST(ElfLoaderView, SectionsThatLieElsewhereThanWhatIsMapped) {
  for (const char* section : {".text", ".rodata", ".data"})
    EXPECT_THAT(view_of(changed(std::string("section header ") + section, sh_offset, 8, 0x40)).disagreements,
                Contains(HasSubstr("of the file, the loader maps")))
        << section;
}

TEST(ElfLoaderView, TablesThatArentTheSectionOfTheirName) {
  for (const char* section : {".dynsym", ".dynstr", ".rela.dyn"})
    EXPECT_THAT(view_of(changed(std::string("section header ") + section, sh_addr, 8, ElfBuilder::text)).disagreements,
                Contains(HasSubstr("the loader finds")))
        << section;
  EXPECT_THAT(view_of(changed("section header .dynamic", sh_addr, 8, ElfBuilder::text)).disagreements,
              Contains(HasSubstr("PT_DYNAMIC is at")));
}

TEST(ElfLoaderView, SegmentsThatCoverOneAnother) {
  // The first segment is all of the file; the last one is no segment of the loader's until it is made one.
  ElfBuilder elf = library();
  std::string bytes = elf.build();
  std::string last;
  for (int i = 0;; ++i) {
    const std::string name = "program header " + std::to_string(i);
    try {
      elf.place(name);
    } catch (const std::out_of_range&) {
      break;
    }
    last = name;
  }
  ASSERT_FALSE(last.empty());
  elf.patch(bytes, elf.place(last) + p_type, 4, PT_LOAD);
  EXPECT_THAT(view_of(bytes).disagreements, IsEmpty()) << "the same page of the file: old linkers do that";
  elf.patch(bytes, elf.place(last) + p_vaddr, 8, ElfBuilder::text + 0x10);
  EXPECT_THAT(view_of(bytes).disagreements, Contains(HasSubstr("have a page in common")));
  elf.patch(bytes, elf.place(last) + p_type, 4, PT_DYNAMIC);
  EXPECT_THAT(view_of(bytes).disagreements, Contains("2 PT_DYNAMIC segments"));
}

TEST(ElfLoaderView, ZerosInPlaceOfContent) {
  // Another segment maps the same bytes of the file to the same place, and zeros behind them.
  ElfBuilder elf = library();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(note_header) + p_type, 4, PT_LOAD);
  elf.patch(bytes, elf.place(note_header) + p_offset, 8, ElfBuilder::rodata);
  elf.patch(bytes, elf.place(note_header) + p_vaddr, 8, ElfBuilder::rodata);
  elf.patch(bytes, elf.place(note_header) + p_filesz, 8, 4);
  elf.patch(bytes, elf.place(note_header) + p_memsz, 8, 4);
  EXPECT_THAT(view_of(bytes).disagreements, IsEmpty());
  elf.patch(bytes, elf.place(note_header) + p_memsz, 8, 8);
  EXPECT_THAT(view_of(bytes).disagreements, Contains(HasSubstr("one has zeros where the other has content")));
}

TEST(ElfLoaderView, RelocationsThatArentRelative) {
  const auto disagreements = [](std::uint64_t count) {
    ElfBuilder elf = library();
    elf.relocations.insert(elf.relocations.begin(), {elf.word(), R_X86_64_RELATIVE, "", ElfBuilder::text});
    elf.more_dynamic.emplace_back(DT_RELACOUNT, count);
    return view_of(elf.build()).disagreements;
  };
  EXPECT_THAT(disagreements(0), IsEmpty());
  EXPECT_THAT(disagreements(1), IsEmpty());
  EXPECT_THAT(disagreements(2), ElementsAre("2 relocations are done as relative ones, of which 1 are"));
}

TEST(ElfLoaderView, RelocationsThatEndInsideOfOne) {
  EXPECT_THAT(view_of(changed("dynamic tag " + std::to_string(DT_RELASZ), 8, 8, 25)).disagreements,
              ElementsAre("a table of relocations of 25 bytes ends inside of one"));
}

TEST(ElfLoaderView, SymbolsThatTheHashTableDoesntLeadTo) {
  for (const auto kind : {ElfBuilder::Hash::gnu, ElfBuilder::Hash::sysv}) {
    const bool gnu = kind == ElfBuilder::Hash::gnu;
    ElfBuilder elf = library();
    elf.hash = kind;
    std::string bytes = elf.build();
    EXPECT_THAT(view_of(bytes).disagreements, IsEmpty());
    // GNU's bucket is behind the filter's one word, the older table's behind two counts.
    elf.patch(bytes, elf.place(gnu ? ".gnu.hash" : ".hash") + (gnu ? 24 : 8), 4, 0);
    EXPECT_THAT(view_of(bytes).disagreements, ElementsAre(HasSubstr("doesn't find the symbol foo"))) << gnu;
  }
  // Each place of GNU's that a look-up goes by: the filter, and the hash beside the name.
  for (const auto& [at, width] : {std::pair(16U, 8), std::pair(28U, 4)})
    EXPECT_THAT(view_of(changed(".gnu.hash", at, width, 0)).disagreements,
                ElementsAre(HasSubstr("doesn't find the symbol foo")))
        << at;
}

TEST(ElfLoaderView, FunctionsAtAbsoluteAddresses) {
  const std::uint64_t of_foo = 2 * sizeof(Elf64_Sym);
  const auto view = view_of(changed(".dynsym", of_foo + offsetof(Elf64_Sym, st_shndx), 2, SHN_ABS));
  EXPECT_THAT(view.disagreements, ElementsAre(HasSubstr("the symbol foo stays where it is")));
  const auto version = view_of(changed(".dynsym", of_foo + offsetof(Elf64_Sym, st_info), 4, SHN_ABS << 16U));
  EXPECT_THAT(version.disagreements, Not(Contains(HasSubstr("stays where it is")))) << "without a type it is a number";
}

TEST(ElfLoaderView, WhatProgramHeadersNameIsWhatSectionsName) {
  ElfBuilder elf = library();
  elf.functions = {ElfBuilder::text};
  std::string bytes = elf.build();
  EXPECT_THAT(view_of(bytes).disagreements, IsEmpty());
  elf.patch(bytes, elf.place(note_header) + p_type, 4, PT_PHDR);
  elf.patch(bytes, elf.place(note_header) + p_vaddr, 8, sizeof(Elf64_Ehdr));
  EXPECT_THAT(view_of(bytes).disagreements, IsEmpty());
  elf.patch(bytes, elf.place(note_header) + p_vaddr, 8, ElfBuilder::rodata);
  EXPECT_THAT(view_of(bytes).disagreements, ElementsAre(HasSubstr("PT_PHDR is at 0x800")));
}

TEST(ElfLoaderView, DoorsThatStandOpen) {
  const auto open_doors = [](std::uint64_t type, std::uint64_t flags) {
    ElfBuilder elf = library();
    std::string bytes = elf.build();
    elf.patch(bytes, elf.place("program header 0") + p_type, 4, type);
    elf.patch(bytes, elf.place("program header 0") + p_flags, 4, flags);
    return view_of(bytes).open_doors;
  };
  EXPECT_THAT(open_doors(PT_LOAD, PF_R | PF_W | PF_X), Contains(HasSubstr("writable and executable")));
  EXPECT_THAT(open_doors(PT_LOAD, PF_R | PF_X), Not(Contains(HasSubstr("writable and executable"))));
  EXPECT_THAT(open_doors(PT_GNU_STACK, PF_R | PF_W | PF_X), Contains(HasSubstr("executable stack")));
  EXPECT_THAT(open_doors(PT_GNU_STACK, PF_R | PF_W), Not(Contains(HasSubstr("executable stack"))));
}

}  // namespace

}  // namespace fairplay
