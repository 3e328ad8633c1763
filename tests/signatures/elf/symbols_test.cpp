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
  elf.version_definitions = {"V_1", "V_2"};
  elf.version_needs = {{"libc.so.6", "GLIBC_2.17"}, {"libm.so.6", "GLIBC_2.29"}};
  elf.symbols = {{.name = "dgemm_", .version = "V_2", .value = ElfBuilder::text},
                 {.name = "dgemm_old", .version = "V_1", .default_version = false, .value = ElfBuilder::text + 8},
                 {.name = "exp", .version = "GLIBC_2.29"},
                 {.name = "plain",
                  .value = ElfBuilder::data,
                  .size = 4,
                  .type = STT_OBJECT,
                  .binding = STB_WEAK,
                  .visibility = STV_PROTECTED}};
  return elf;
}

/// A symbol that outlives its image.
struct KeptSymbol : Symbol {
  explicit KeptSymbol(const Symbol& symbol) : Symbol(symbol), name(symbol.name), version(symbol.version) {}
  std::string name;
  std::string version;
};

struct Read {
  std::vector<KeptSymbol> symbols;
  std::vector<Damage> reported;
};
Read read(const std::string& bytes) {
  Read result;
  auto image = open_image(bytes);
  EXPECT_TRUE(image);
  if (!image) return result;
  const auto add = [&](const Symbol& symbol) { result.symbols.emplace_back(symbol); };
  image->each_dynamic_symbol(add, result.reported);
  return result;
}

std::vector<std::string> shown(const std::vector<KeptSymbol>& symbols) {
  std::vector<std::string> result;
  for (const auto& s : symbols)
    result.push_back((s.defined ? "" : "U ") + s.name +
                     (s.version.empty()   ? ""
                      : s.default_version ? "@@"
                                          : "@") +
                     s.version);
  return result;
}

TEST(ElfSymbols, ReadsNamesAndVersions) {
  for (int bits : {32, 64}) {
    for (bool little : {true, false}) {
      ElfBuilder elf = sound();
      elf.bits = bits;
      elf.little_endian = little;
      const auto [symbols, reported] = read(elf.build());
      EXPECT_THAT(shown(symbols), ElementsAre("U exp@GLIBC_2.29", "dgemm_@@V_2", "dgemm_old@V_1", "plain"));
      EXPECT_THAT(reported, IsEmpty());
      ASSERT_THAT(symbols, SizeIs(4));
      EXPECT_EQ(symbols[3].value, ElfBuilder::data);
      EXPECT_EQ(symbols[3].size, 4U);
      EXPECT_EQ(symbols[3].type, STT_OBJECT);
      EXPECT_EQ(symbols[3].binding, STB_WEAK);
      EXPECT_EQ(symbols[3].visibility, STV_PROTECTED);
    }
  }
}

TEST(ElfSymbols, CountComesFromTheHashTableWithoutSections) {
  for (auto hash : {ElfBuilder::Hash::gnu, ElfBuilder::Hash::sysv}) {
    ElfBuilder elf = sound();
    elf.section_headers = false;
    elf.hash = hash;
    const auto [symbols, reported] = read(elf.build());
    EXPECT_THAT(shown(symbols), ElementsAre("U exp@GLIBC_2.29", "dgemm_@@V_2", "dgemm_old@V_1", "plain"));
    EXPECT_THAT(reported, IsEmpty());
  }
}

TEST(ElfSymbols, UndefinedSymbolsAloneAreCountedByGnuHash) {
  ElfBuilder elf;
  elf.section_headers = false;
  elf.symbols = {{.name = "a"}, {.name = "b"}};
  const auto [symbols, reported] = read(elf.build());
  EXPECT_THAT(shown(symbols), ElementsAre("U a", "U b"));
}

TEST(ElfSymbols, AShrunkSectionHidesNothing) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .dynsym") + offsetof(Elf64_Shdr, sh_size), 8, 2 * sizeof(Elf64_Sym));
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(symbols, SizeIs(4));
  EXPECT_THAT(reported,
              ElementsAre(damage("section .dynsym", "its header counts 2 symbols, the loader's hash table 5")));
}

TEST(ElfSymbols, ANameOutsideTheTableIsReportedAndTheOthersAreRead) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".dynsym") + 2 * sizeof(Elf64_Sym), 4, 0xfffffff0);
  elf.patch(bytes, elf.place(".dynsym") + 3 * sizeof(Elf64_Sym), 4, 0xfffffff0);
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(shown(symbols), ElementsAre("U exp@GLIBC_2.29", "@@V_2", "@V_1", "plain"));
  EXPECT_THAT(reported, ElementsAre(damage("dynamic symbol 2", "its name lies outside the string table of")));
  EXPECT_THAT(reported, ElementsAre(damage("dynamic symbol 2", "as do 1 more")));
}

TEST(ElfSymbols, AbsurdCountsAreCutToTheSegment) {
  ElfBuilder elf = sound();
  elf.section_headers = false;
  elf.hash = ElfBuilder::Hash::sysv;
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".hash") + 4, 4, 0xffffffff);
  const auto [symbols, reported] = read(bytes);
  EXPECT_GE(symbols.size(), 4U);
  EXPECT_LT(symbols.size(), 200U);
  EXPECT_THAT(reported, Contains(damage("DT_SYMTAB", "4294967295 symbols at 0x")));
}

TEST(ElfSymbols, AChainWithoutEndIsReported) {
  ElfBuilder elf = sound();
  elf.section_headers = false;
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".gnu.hash") + 24, 4, 0x7fffffff);  // the bucket: a symbol far away
  EXPECT_THAT(read(bytes).reported, Contains(damage("DT_GNU_HASH", "the chain of symbol 2147483647 has no end")));
}

TEST(ElfSymbols, TooManyHashBucketsAreReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".gnu.hash"), 4, 0xffffffff);
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(symbols, SizeIs(4));
  EXPECT_THAT(reported, Contains(damage("DT_GNU_HASH", "4294967295 buckets reach beyond the segment")));
}

TEST(ElfSymbols, ASymbolTableOutsideTheFileIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("dynamic tag 6") + 8, 8, 0x7777000);
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(symbols, IsEmpty());
  EXPECT_THAT(reported, ElementsAre(damage("DT_SYMTAB", "0x7777000 lies in no segment of the file")));
}

TEST(ElfSymbols, ADamagedVersionDefinitionIsReported) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".gnu.version_d") + 16, 4, 0x40000000);  // vd_next
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(shown(symbols), ElementsAre("U exp@GLIBC_2.29", "dgemm_", "dgemm_old", "plain"));
  EXPECT_THAT(reported, ElementsAre(damage("DT_VERDEF", "entry 1 of 3 reaches beyond its segment")));
}

TEST(ElfSymbols, ACyclicVersionNeedEnds) {
  ElfBuilder elf = sound();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".gnu.version_r") + 12, 4, 0xfffffff0);             // vn_next: far away
  elf.patch(bytes, elf.place("dynamic tag 1879048191") + 8, 8, 0x7fffffffffff);  // DT_VERNEEDNUM
  const auto [symbols, reported] = read(bytes);
  EXPECT_THAT(symbols, SizeIs(4));
  EXPECT_THAT(reported, ElementsAre(damage("DT_VERNEED", "entry 1 of 16384")));
}

TEST(ElfSymbols, OverlongNamesTogetherAreBounded) {
  // Every symbol names the same long string: cheap in the file, costly in memory.
  ElfBuilder elf;
  elf.section_headers = false;
  elf.hash = ElfBuilder::Hash::sysv;
  std::string bytes = elf.build();
  const std::size_t start = bytes.size();
  const std::uint64_t symbols = 4000;
  bytes.resize(start + symbols * sizeof(Elf64_Sym));
  for (std::uint64_t i = 1; i < symbols; ++i) elf.patch(bytes, start + i * sizeof(Elf64_Sym), 4, 0);
  const std::size_t strings = bytes.size();
  bytes += std::string(60000, 'x') + '\0';
  elf.patch(bytes, elf.place("program header 2") + offsetof(Elf64_Phdr, p_filesz), 8, bytes.size() - ElfBuilder::relro);
  elf.patch(bytes, elf.place("program header 2") + offsetof(Elf64_Phdr, p_memsz), 8, bytes.size() - ElfBuilder::relro);
  elf.patch(bytes, elf.place("dynamic tag 6") + 8, 8, start);
  elf.patch(bytes, elf.place("dynamic tag 5") + 8, 8, strings);
  elf.patch(bytes, elf.place("dynamic tag 10") + 8, 8, 60001);
  elf.patch(bytes, elf.place(".hash") + 4, 4, symbols);
  const auto [read_symbols, reported] = read(bytes);
  EXPECT_LT(read_symbols.size(), 1200U);
  EXPECT_THAT(reported, ElementsAre(damage("dynamic symbols", "the rest is not read")));
}

}  // namespace

}  // namespace fairplay
