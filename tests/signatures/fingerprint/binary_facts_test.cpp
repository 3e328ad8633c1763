#include "signatures/fingerprint/binary_facts.h"

#include <gmock/gmock.h>

#include <span>

#include "tests/support/archive_builder.h"
#include "tests/support/elf_builder.h"
#include "tests/support/elf_reading.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::fingerprint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::ElfBuilder;

BinaryFacts read(const std::string& bytes) {
  std::vector<Damage> damage;
  const auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  BinaryFacts facts = binary_facts(*image, damage);
  EXPECT_THAT(damage, IsEmpty());
  return facts;
}

ElfBuilder module() {
  ElfBuilder elf;
  elf.build_id = "\x01\x02\xff";
  elf.soname = "libfoo.so.1";
  elf.needed = {"libm.so.6", "libc.so.6"};
  elf.runpath = "$ORIGIN/../numpy.libs";
  elf.rpath = "/old";
  elf.text_bytes = std::string(64, '\x90');
  elf.symbols = {{.name = "PyInit_foo", .value = ElfBuilder::text}, {.name = "PyModule_Create2"}, {.name = "exp"}};
  elf.method("zeros", ElfBuilder::text, 1);
  elf.method("add", ElfBuilder::text + 8, 3);
  elf.method("", 0, 0);
  elf.method("zeros", ElfBuilder::text + 16, 1);
  elf.method("", 0, 0);
  return elf;
}

TEST(BinaryFacts, HoldEverythingThatIdentifiesABinary) {
  const BinaryFacts facts = read(module().build());
  EXPECT_EQ(facts.build_id, "0102ff");
  EXPECT_EQ(facts.machine, "x86-64");
  EXPECT_EQ(facts.soname, "libfoo.so.1");
  EXPECT_EQ(facts.runpath, "$ORIGIN/../numpy.libs") << "the loader ignores DT_RPATH beside it";
  EXPECT_THAT(facts.needed, ElementsAre("libm.so.6", "libc.so.6"));
  EXPECT_EQ(facts.symbols_defined, 1U);
  EXPECT_EQ(facts.symbols_undefined, 2U);
  EXPECT_THAT(facts.methods, ElementsAre("add", "zeros"));
  EXPECT_THAT(facts.ufuncs, IsEmpty());
  EXPECT_EQ(facts.blas, std::nullopt);
  EXPECT_TRUE(std::ranges::is_sorted(facts.parts, {}, &elf::PartHash::part));
  ASSERT_NE(facts.part(".text"), nullptr);
  EXPECT_EQ(facts.part(".text")->size, 64U);
  EXPECT_NE(facts.part("relocations"), nullptr);
  EXPECT_EQ(facts.part(".tex"), nullptr);
}

TEST(BinaryFacts, TakeRpathWhereThereIsNoRunpath) {
  ElfBuilder elf = module();
  elf.runpath.clear();
  EXPECT_EQ(read(elf.build()).runpath, "/old");
}

TEST(BinaryFacts, SurviveARewrittenSearchPath) {
  ElfBuilder elf = module();
  const BinaryFacts before = read(elf.build());
  elf.runpath = "/opt/conda/lib";
  elf.soname = "libfoo-0a1b2c3d.so.1";
  const BinaryFacts after = read(elf.build());
  EXPECT_EQ(after.part(".text")->sha256, before.part(".text")->sha256);
  EXPECT_EQ(after.part("relocations")->sha256, before.part("relocations")->sha256);
  EXPECT_EQ(after.methods, before.methods);
}

TEST(BinaryFacts, ReportDamageAndTheRest) {
  ElfBuilder elf = module();
  std::string bytes = elf.build();
  elf.patch(bytes, elf.place("section header .text") + 0x20, 8, 1ULL << 40);  // sh_size
  std::vector<Damage> damage;
  const auto image = tests::open_image(bytes);
  ASSERT_TRUE(image);
  const BinaryFacts facts = binary_facts(*image, damage);
  EXPECT_THAT(damage, testing::Not(IsEmpty()));
  EXPECT_EQ(facts.build_id, "0102ff");
  EXPECT_THAT(facts.methods, ElementsAre("add", "zeros"));
}

TEST(LookInto, ReadsTheAskedForBinariesOfAnArchive) {
  const tests::TemporaryFolder folder;
  const std::string elf = module().build();
  const std::string path = folder.write(
      "foo-1-py3-none-any.whl",
      tests::build_zip(
          {{"foo/a.so", elf}, {"foo/b.so", elf}, {"foo/text.so", "no binary"}, {"foo/cut.so", elf.substr(0, 40)}}));
  for (const unsigned jobs : {1U, 3U}) {
    auto stream = artifact::open_file(path);
    ASSERT_TRUE(stream);
    std::vector<Damage> damage;
    const auto facts = look_into(**stream, {"foo/a.so", "foo/text.so", "foo/cut.so", "foo/missing.so"}, jobs, damage);
    ASSERT_THAT(facts, SizeIs(1));
    EXPECT_EQ(facts.begin()->first, "foo/a.so");
    EXPECT_EQ(facts.begin()->second.build_id, "0102ff");
    ASSERT_THAT(damage, SizeIs(1));
    EXPECT_EQ(damage[0].file, "foo/cut.so");
  }
}

TEST(LookInto, ReadsTheAskedForBinariesOfAFolder) {
  const tests::TemporaryFolder folder;
  folder.write("numpy/a.so", module().build());
  folder.write("numpy/b.so", module().build());
  folder.write("numpy/text.so", "no binary");
  const auto stream = artifact::open_folder({folder.path(), {"."}});
  std::vector<Damage> damage;
  const auto facts = look_into(*stream, {"numpy/b.so", "numpy/text.so"}, 2, damage);
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_THAT(facts.at("numpy/b.so").methods, ElementsAre("add", "zeros"));
  EXPECT_THAT(damage, IsEmpty());
}

}  // namespace
}  // namespace fairplay::signatures::fingerprint
