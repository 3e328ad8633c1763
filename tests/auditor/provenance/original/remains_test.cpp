#include "auditor/provenance/original/remains.h"

#include <gtest/gtest.h>

#include "tests/support/archive_builder.h"
#include "tests/support/elf_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::provenance {
namespace {

class RemainsOf : public testing::Test {
 protected:
  Remains of(const std::string& bytes) const {
    folder_.write("f.so", bytes);
    const auto stream = signatures::artifact::open_folder({folder_.path(), {"f.so"}});
    const auto found = remains_of(*stream, {"f.so"}, 2);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Remains{} : found.begin()->second;
  }

  const tests::TemporaryFolder folder_;
};

TEST_F(RemainsOf, NulBytesAreCounted) {
  const Remains left = of(std::string(3, '\0') + "ab" + std::string(7, '\0') + "c" + std::string(5, '\0'));
  EXPECT_EQ(left.size, 18U);
  EXPECT_EQ(left.nul_bytes, 15U);
  EXPECT_EQ(left.leading_nul, 3U);
  EXPECT_EQ(left.trailing_nul, 5U);
  EXPECT_FALSE(left.is_elf);
}

TEST_F(RemainsOf, NothingButNulBytes) {
  const std::size_t size = (2U << 20U) + 5;  // over several blocks of reading
  const Remains left = of(std::string(size, '\0'));
  EXPECT_EQ(left.nul_bytes, size);
  EXPECT_EQ(left.leading_nul, size);
  EXPECT_EQ(left.trailing_nul, size);
}

TEST_F(RemainsOf, RunsCrossBlocksOfReading) {
  std::string bytes(3U << 20U, 'x');
  bytes.replace(0, (1U << 20U) + 3, (1U << 20U) + 3, '\0');
  bytes.replace(bytes.size() - (1U << 20U) - 9, (1U << 20U) + 9, (1U << 20U) + 9, '\0');
  const Remains left = of(bytes);
  EXPECT_EQ(left.leading_nul, (1U << 20U) + 3);
  EXPECT_EQ(left.trailing_nul, (1U << 20U) + 9);
}

TEST_F(RemainsOf, AnEmptyFile) {
  const Remains left = of("");
  EXPECT_EQ(left.size, 0U);
  EXPECT_FALSE(left.is_elf);
  EXPECT_FALSE(left.cut_archive);
}

TEST_F(RemainsOf, TheBeginningOfAnElfFile) {
  EXPECT_TRUE(of("\x7f").is_elf) << "one byte is left";
  EXPECT_TRUE(of("\x7f"
                 "EL")
                  .is_elf);
  EXPECT_FALSE(of("MZ").is_elf);
  const std::string whole = tests::ElfBuilder().build();
  EXPECT_FALSE(of(whole.substr(0, 40)).extent) << "its header isn't whole";
  const Remains cut = of(whole.substr(0, tests::ElfBuilder::data));
  ASSERT_TRUE(cut.extent);
  EXPECT_EQ(cut.extent->size, whole.size());
  EXPECT_FALSE(cut.extent->loads);
}

TEST_F(RemainsOf, BlocksOfMachineCodeThatWereLost) {
  constexpr std::size_t code = tests::ElfBuilder::relro - tests::ElfBuilder::text;
  static_assert(code == blank_run);
  tests::ElfBuilder elf;
  elf.build_id = "\x01\xab";
  elf.text_bytes = std::string(code, '\0');
  const Remains lost = of(elf.build());
  EXPECT_TRUE(lost.blank_code);
  EXPECT_EQ(lost.build_id, "01ab");
  elf.text_bytes = std::string(code - 1, '\0') + "\xc3";
  EXPECT_FALSE(of(elf.build()).blank_code) << "a byte less than a block";
  elf.text_bytes = std::string(code, '\x90');
  elf.data_bytes = std::string(tests::ElfBuilder::dynamic - tests::ElfBuilder::data, '\0');
  EXPECT_FALSE(of(elf.build()).blank_code) << "data has such runs of its own";
}

TEST_F(RemainsOf, StaticLibraries) {
  const std::string whole = tests::build_ar({{"a.o", std::string(301, 'a')}, {"b.o", std::string(300, 'b')}});
  EXPECT_FALSE(of(whole).cut_archive);
  for (const std::size_t size : {whole.size() - 1, whole.size() - 310, std::size_t{8 + 60}, std::size_t{8 + 30}})
    EXPECT_TRUE(of(whole.substr(0, size)).cut_archive) << size;
  EXPECT_FALSE(of(whole.substr(0, 8)).cut_archive) << "an archive without members";
  EXPECT_FALSE(of("!<arch>").cut_archive) << "its own mark isn't whole";
  std::string odd = whole;
  odd.replace(8 + 48, 10, "x         ");
  EXPECT_FALSE(of(odd).cut_archive) << "a size that is no number isn't a cut";
}

TEST_F(RemainsOf, MembersOfArchives) {
  const std::string path = folder_.write(
      "a.whl", tests::build_zip({{"numpy/x.so", std::string(600, '\0')}, {"numpy/y.so", "no"}, {"numpy/e.so", ""}}));
  const auto stream = signatures::artifact::open_file(path);
  ASSERT_TRUE(stream);
  const auto found = remains_of(**stream, {"numpy/x.so", "numpy/e.so", "numpy/absent.so"}, 2);
  ASSERT_EQ(found.size(), 1U) << "others weren't asked for, and nothing is left of an empty member";
  EXPECT_EQ(found.begin()->first, "numpy/x.so");
  EXPECT_EQ(found.begin()->second.nul_bytes, 600U);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
