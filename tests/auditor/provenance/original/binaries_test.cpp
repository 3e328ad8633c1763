#include "auditor/provenance/original/binaries.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "made_up_release.h"
#include "tests/support/elf_builder.h"
#include "tests/support/elf_reading.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::BinaryFacts;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using tests::ElfBuilder;

/// An ELF extension module with a table of two methods, as upstream built it, in a manifest.
class BinariesTest : public testing::Test {
 protected:
  BinariesTest() {
    elf.soname = "x.so";
    elf.runpath = "$ORIGIN/../../numpy.libs";
    elf.needed = {"libscipy_openblas64_-fdde5778.so", "libc.so.6"};
    elf.build_id = "0123456789abcdefghij";
    elf.text_bytes = std::string(64, '\x90');
    elf.symbols.push_back({.name = "PyInit_x", .value = ElfBuilder::text});
    elf.method("dot", ElfBuilder::text, 1);
    elf.method("vdot", ElfBuilder::text + 16, 1);
    elf.method("", 0, 0);
  }

  static BinaryFacts facts_of(const std::string& bytes) {
    std::vector<signatures::Damage> damage;
    const auto image = tests::open_image(bytes);
    if (!image) {
      ADD_FAILURE() << image.error().reason;
      return {};
    }
    return signatures::fingerprint::binary_facts(*image, damage);
  }

  BinaryRelation compare(const BinaryFacts& changed) {
    remember();
    return compare_with_original(changed, "sp/numpy/_core/x.so", known, {"sp", &territory, {}});
  }
  void remember() {
    const std::string bytes = elf_as_built.empty() ? (elf_as_built = ElfBuilder(elf).build()) : elf_as_built;
    auto artifact =
        tests::made_up_artifact("numpy", "2.3.5", std::string(tests::wheel_name), {{"numpy/_core/x.so", bytes}});
    artifact.binaries.emplace(tests::sha256_of(bytes), facts_of(bytes));
    database = signatures::database::Database(tests::write_pinned_database(folder.path(), {artifact}));
    manifest = database.manifests("numpy", "2.3.5").at(0).manifest;
    known = {manifest.get(), manifest->binary(tests::sha256_of(bytes))};
    ASSERT_NE(known.row, nullptr);
  }
  static std::vector<std::string> names(const BinaryRelation& relation) {
    std::vector<std::string> result;
    for (const auto& difference : relation.differences) result.push_back(difference.name);
    return result;
  }

  ElfBuilder elf;
  std::string elf_as_built;
  tests::TemporaryFolder folder;
  signatures::database::Database database;
  std::shared_ptr<const signatures::database::Manifest> manifest;
  KnownBinary known;
  std::vector<std::string> territory{"sp/numpy", "sp/numpy.libs"};
};

TEST_F(BinariesTest, TheSameFileIsEqual) {
  const BinaryRelation relation = compare(facts_of(ElfBuilder(elf).build()));
  EXPECT_THAT(relation.differences, IsEmpty());
  EXPECT_FALSE(relation.renamed);
  EXPECT_FALSE(relation.other_path);
}

TEST_F(BinariesTest, OneBitOfCode) {
  elf_as_built = ElfBuilder(elf).build();
  elf.text_bytes[17] ^= 1;
  EXPECT_THAT(names(compare(facts_of(elf.build()))), UnorderedElementsAre(".text"));
}

TEST_F(BinariesTest, SwappedFunctionPointersOfATable) {
  elf_as_built = ElfBuilder(elf).build();
  std::vector<std::size_t> functions;
  for (std::size_t i = 0; i < elf.relocations.size(); ++i) {
    const auto target = static_cast<std::uint64_t>(elf.relocations[i].addend);
    if (target == ElfBuilder::text || target == ElfBuilder::text + 16) functions.push_back(i);
  }
  ASSERT_EQ(functions.size(), 2U);
  std::swap(elf.relocations[functions[0]].addend, elf.relocations[functions[1]].addend);
  const BinaryRelation relation = compare(facts_of(elf.build()));
  EXPECT_THAT(names(relation), UnorderedElementsAre("methods", "relocations"));
  const auto methods = std::ranges::find(relation.differences, "methods", &BinaryDifference::name);
  ASSERT_NE(methods, relation.differences.end());
  EXPECT_THAT(methods->detail, HasSubstr("the names are the same"));
}

TEST_F(BinariesTest, ARenamedBundledLibraryIsNoDifference) {
  elf_as_built = ElfBuilder(elf).build();
  elf.needed[0] = "libscipy_openblas64_.so";
  const BinaryRelation relation = compare(facts_of(elf.build()));
  EXPECT_THAT(relation.differences, IsEmpty());
  EXPECT_TRUE(relation.renamed);
}

TEST_F(BinariesTest, LibrariesMoreLessAndInAnotherOrder) {
  elf_as_built = ElfBuilder(elf).build();
  elf.needed.push_back("libevil.so");
  EXPECT_THAT(compare(facts_of(ElfBuilder(elf).build())).differences.at(0).detail,
              HasSubstr("it also loads libevil.so"));
  elf.needed = {"libc.so.6"};
  EXPECT_THAT(compare(facts_of(ElfBuilder(elf).build())).differences.at(0).detail,
              HasSubstr("it doesn't load libscipy_openblas64_"));
  elf.needed = {"libc.so.6", "libscipy_openblas64_-fdde5778.so"};
  EXPECT_THAT(compare(facts_of(ElfBuilder(elf).build())).differences.at(0).detail, HasSubstr("another order"));
}

TEST_F(BinariesTest, AnotherRpath) {
  elf_as_built = ElfBuilder(elf).build();
  elf.runpath = "$ORIGIN/../lib";
  BinaryRelation relation = compare(facts_of(ElfBuilder(elf).build()));
  EXPECT_THAT(relation.differences, IsEmpty());
  EXPECT_TRUE(relation.other_path);
  elf.runpath = "/tmp/evil:$ORIGIN/../../numpy.libs";
  relation = compare(facts_of(ElfBuilder(elf).build()));
  ASSERT_THAT(names(relation), UnorderedElementsAre("runpath"));
  EXPECT_EQ(relation.differences[0].detail, "its RPATH leads to /tmp/evil");
}

TEST_F(BinariesTest, InterfacesAreComparedByName) {
  elf_as_built = ElfBuilder(elf).build();
  remember();
  BinaryFacts facts = facts_of(elf_as_built);
  EXPECT_EQ(facts.methods, (std::vector<std::string>{"dot", "vdot"}));
  facts.methods = {"__pyx_unpickle", "__reduce_cython__", "dot", "erf"};
  EXPECT_THAT(names(compare_interfaces(facts, known)), UnorderedElementsAre("method erf", "method vdot"));
  facts.methods = {};
  facts.ufuncs = {"erf"};
  EXPECT_THAT(names(compare_interfaces(facts, known)), UnorderedElementsAre("method dot", "method vdot", "ufunc erf"));
}

TEST_F(BinariesTest, MethodsThatFillASlotMayStandInATableOrNot) {
  BinaryFacts facts = facts_of(ElfBuilder(elf).build());
  elf_as_built = ElfBuilder(elf).build();
  remember();
  facts.methods.insert(std::ranges::upper_bound(facts.methods, "__repr__"), "__repr__");
  EXPECT_THAT(compare_interfaces(facts, known).differences, testing::IsEmpty());
  facts.methods.insert(std::ranges::upper_bound(facts.methods, "__evil__"), "__evil__");
  EXPECT_THAT(names(compare_interfaces(facts, known)), testing::ElementsAre("method __evil__"));
}

TEST_F(BinariesTest, ProbableOriginalsHaveEqualSizesAndSymbols) {
  elf_as_built = ElfBuilder(elf).build();
  remember();
  elf.text_bytes[0] = '\xcc';
  EXPECT_TRUE(is_probable_original(facts_of(ElfBuilder(elf).build()), known));
  elf.text_bytes += '\x90';
  EXPECT_FALSE(is_probable_original(facts_of(ElfBuilder(elf).build()), known));
  elf.text_bytes.pop_back();
  elf.symbols[0].name = "PyInit_y";
  EXPECT_FALSE(is_probable_original(facts_of(ElfBuilder(elf).build()), known));
  EXPECT_FALSE(is_probable_original({}, known));
}

TEST_F(BinariesTest, DamagedFactsDifferAndNothingWorse) {
  EXPECT_FALSE(compare(BinaryFacts{}).differences.empty());
  std::string bytes = ElfBuilder(elf).build();
  elf_as_built = bytes;
  for (std::size_t size : {std::size_t{64}, bytes.size() / 2, bytes.size() - 1}) {
    std::vector<signatures::Damage> damage;
    const std::string cut = bytes.substr(0, size);
    const auto image = tests::open_image(cut);
    if (image) compare(signatures::fingerprint::binary_facts(*image, damage));
  }
}

}  // namespace
}  // namespace fairplay::auditor::provenance
