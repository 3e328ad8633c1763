#include "signatures/elf/linkage.h"

#include <elf.h>

#include "tests/support/elf_reading.h"

namespace fairplay {
namespace {

using namespace signatures::elf;
using testing::ElementsAre;
using tests::ElfBuilder;

Linkage read_linkage(const std::string& bytes, std::vector<signatures::Damage>& damage) {
  auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  return image ? linkage_of(*image, damage) : Linkage{};
}

ElfBuilder two_sided() {
  ElfBuilder elf;
  elf.soname = "liba.so.1";
  elf.needed = {"libc.so.6"};
  elf.version_definitions = {"A_1", "A_2"};
  elf.version_needs = {{"libc.so.6", "GLIBC_2.14"}};
  elf.symbols = {{.name = "memcpy", .version = "GLIBC_2.14"},
                 {.name = "optional", .binding = STB_WEAK},
                 {.name = "f", .version = "A_1", .default_version = false, .value = ElfBuilder::text},
                 {.name = "f", .version = "A_2", .value = ElfBuilder::text},
                 {.name = "hidden", .value = ElfBuilder::text, .visibility = STV_HIDDEN}};
  return elf;
}

TEST(ElfLinkage, BothSides) {
  std::vector<signatures::Damage> damage;
  const Linkage linkage = read_linkage(two_sided().build(), damage);
  EXPECT_TRUE(damage.empty());
  ASSERT_EQ(linkage.wanted.size(), 1U);
  EXPECT_EQ(linkage.wanted[0].name, "memcpy");
  EXPECT_EQ(linkage.wanted[0].version, "GLIBC_2.14");
  EXPECT_TRUE(linkage.exported.contains("f"));
  EXPECT_TRUE(linkage.exported.contains("f", "A_1"));
  EXPECT_TRUE(linkage.exported.contains("f", "A_2"));
  EXPECT_FALSE(linkage.exported.contains("f", "A_3"));
  EXPECT_FALSE(linkage.exported.contains("hidden"));
  EXPECT_FALSE(linkage.exported.contains("memcpy"));
  ASSERT_EQ(linkage.version_needs.size(), 1U);
  EXPECT_EQ(linkage.version_needs[0].file, "libc.so.6");
  EXPECT_EQ(linkage.version_needs[0].version, "GLIBC_2.14");
  EXPECT_THAT(linkage.version_definitions, testing::IsSupersetOf({"A_1", "A_2"}));
  EXPECT_FALSE(linkage.cut_off);
  EXPECT_TRUE(linkage.all_symbols);
}

TEST(ElfLinkage, CutOff) {
  std::vector<signatures::Damage> damage;
  const std::string whole = two_sided().build();
  EXPECT_TRUE(read_linkage(whole.substr(0, ElfBuilder::data), damage).cut_off);
}

TEST(ElfLinkage, NamesThatCanNotBeRead) {
  ElfBuilder elf = two_sided();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place(".dynsym") + 3 * sizeof(Elf64_Sym), 4, 0xfffffff0);
  std::vector<signatures::Damage> damage;
  EXPECT_FALSE(read_linkage(bytes, damage).all_symbols);
  EXPECT_FALSE(damage.empty());
}

TEST(ElfLinkage, TablesBeyondTheFileAreReported) {
  ElfBuilder elf = two_sided();
  elf.more_dynamic = {{DT_VERNEEDNUM, 60000}};
  std::vector<signatures::Damage> damage;
  read_linkage(elf.build(), damage);  // ends
}

}  // namespace
}  // namespace fairplay
