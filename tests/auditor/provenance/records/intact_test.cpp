#include "auditor/provenance/records/intact.h"

#include <gmock/gmock.h>

namespace fairplay::auditor::provenance {
namespace {

using signatures::Algorithm;
using signatures::Digest;
using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Why = FileDeviation::Why;

Digest digest(char fill) { return {Algorithm::sha256, std::vector<std::uint8_t>(32, static_cast<std::uint8_t>(fill))}; }

std::string word(std::uint32_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}
/// A CPython 3.11 header: flags, then mtime and size, or a hash.
std::string header(std::uint32_t flags, std::uint32_t first, std::uint32_t second) {
  return word(0x0a0d0da7U) + word(flags) + word(first) + word(second);
}

/// An intact installation of two sources, an extension module and its metadata, to be spoilt by each test.
class IntactTest : public testing::Test {
 protected:
  IntactTest() {
    record.installer = Installer::pip;
    record.label = "RECORD of numpy-2.3.5.dist-info";
    for (const char* name :
         {"sp/numpy/__init__.py", "sp/numpy/core.py", "sp/numpy/_core/x.so", "sp/numpy-2.3.5.dist-info/METADATA"}) {
      add(name).digests = {digest('a')};
      expect(name, name + 3, {digest('a')});
    }
    files.files.at("sp/numpy/_core/x.so").format = BinaryFormat::elf;
    expect("sp/numpy-2.3.5.dist-info/RECORD", "numpy-2.3.5.dist-info/RECORD", {});
    add("sp/numpy-2.3.5.dist-info/RECORD");
  }

  FileFacts& add(const std::string& key) {
    FileFacts& facts = files.files[key];
    facts.entry.path = key;
    facts.entry.mtime = 1000;
    facts.entry.size = 10;
    return facts;
  }
  void expect(const std::string& key, const std::string& shown, std::vector<Digest> digests,
              Territory territory = Territory::package) {
    Expectation& expectation = record.files[key];
    expectation.shown = shown;
    expectation.without_digest = digests.empty();
    expectation.digests = std::move(digests);
    expectation.territory = territory;
  }
  Intact compare() {
    IntactInput input;
    input.files = &files;
    input.record = &record;
    input.owned_folders = {"sp/numpy", "sp/numpy-2.3.5.dist-info"};
    input.times_count = times_count;
    input.python = python;
    input.read_source = [this](const std::string&) -> signatures::Expected<std::string> { return source; };
    return compare_with_record(input, not_checked);
  }

  Fingerprint files;
  FileRecord record;
  std::vector<NotChecked> not_checked;
  bool times_count = true;
  std::string python;
  std::string source = "print(1)\n";
};

TEST_F(IntactTest, EveryRecordedFileIsAsRecorded) {
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::yes);
  EXPECT_EQ(intact.checked, 4U);
  EXPECT_THAT(intact.failed, IsEmpty());
  EXPECT_EQ(intact.why, "4 files match RECORD of numpy-2.3.5.dist-info");
}

TEST_F(IntactTest, AChangedFileIsReported) {
  files.files.at("sp/numpy/core.py").digests = {digest('b')};
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::no);
  ASSERT_THAT(intact.failed, SizeIs(1));
  EXPECT_EQ(intact.failed[0].path, "numpy/core.py");
  EXPECT_EQ(intact.failed[0].why, Why::changed);
  EXPECT_TRUE(intact.failed[0].importable);
  EXPECT_THAT(intact.failed[0].detail, HasSubstr("sha256 is 6262"));
}

TEST_F(IntactTest, AMissingFileIsReported) {
  files.files.erase("sp/numpy/core.py");
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::no);
  EXPECT_EQ(intact.failed.at(0).why, Why::missing);
  EXPECT_THAT(intact.why, HasSubstr("1 missing"));
}

TEST_F(IntactTest, AnAddedModuleIsReported) {
  add("sp/numpy/backdoor.py");
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::no);
  EXPECT_EQ(intact.failed.at(0).why, Why::extra);
  EXPECT_TRUE(intact.failed.at(0).importable);
}

TEST_F(IntactTest, ABundledLibraryWithAVersionBehindItsEndingCanBeLoaded) {
  add("sp/numpy/.libs/libx-0123.so.5.0.0");
  EXPECT_TRUE(compare().failed.at(0).importable);
}

TEST_F(IntactTest, OtherAddedFilesAreReportedAndHarmless) {
  add("sp/numpy/notes.txt");
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::yes);
  ASSERT_THAT(intact.failed, SizeIs(1));
  EXPECT_FALSE(intact.failed[0].importable);
}

TEST_F(IntactTest, FilesOfNeighboursAreNobodysBusiness) {
  add("sp/scipy/__init__.py");
  EXPECT_THAT(compare().failed, IsEmpty());
}

TEST_F(IntactTest, FilesThatInstallersWriteAreExempt) {
  for (const char* name :
       {"INSTALLER", "REQUESTED", "direct_url.json", "provenance_url.json", "uv_cache.json", "uv_build.json"})
    add(std::string("sp/numpy-2.3.5.dist-info/") + name);
  EXPECT_THAT(compare().failed, IsEmpty());
}

TEST_F(IntactTest, MissingFilesOutsideThePackageLeaveItIntact) {
  expect("bin/f2py", "../../bin/f2py", {digest('a')}, Territory::outside);
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::yes);
  ASSERT_THAT(intact.failed, SizeIs(1));
  EXPECT_EQ(intact.failed[0].territory, Territory::outside);
}

TEST_F(IntactTest, OneOfTwoRowsOfAPathWillDo) {
  record.files.at("sp/numpy/core.py").digests = {digest('z'), digest('a')};
  EXPECT_EQ(compare().verdict, Verdict::yes);
}

TEST_F(IntactTest, ARecordWithoutHashesProvesNothing) {
  for (auto& [key, expectation] : record.files) expectation.digests.clear();
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::unknown);
  EXPECT_THAT(intact.why, HasSubstr("carries no hashes"));
}

TEST_F(IntactTest, NoRecordSaysWhy) {
  record = {};
  record.missing_why = "an editable install";
  EXPECT_EQ(compare().verdict, Verdict::unknown);
  EXPECT_EQ(compare().why, "an editable install");
}

TEST_F(IntactTest, BinariesThatADistributionStrippedAreUnknown) {
  record.authority = FileRecord::Authority::advisory;
  files.files.at("sp/numpy/_core/x.so").digests = {digest('b')};
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::unknown);
  EXPECT_THAT(intact.why, HasSubstr("stripped or relinked"));
}

TEST_F(IntactTest, SourcesThatDifferAreNotExcusedByAForeignInstaller) {
  record.authority = FileRecord::Authority::advisory;
  files.files.at("sp/numpy/core.py").digests = {digest('b')};
  EXPECT_EQ(compare().verdict, Verdict::no);
}

TEST_F(IntactTest, AFileThatCouldNotBeReadLeavesTheVerdictOpen) {
  files.files.at("sp/numpy/core.py").lost = true;
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::unknown);
  EXPECT_EQ(intact.why, "1 files could not be read");
}

TEST_F(IntactTest, FilesThatDpkgIsConfiguredNotToUnpackAreNotMissed) {
  record.installer = Installer::dpkg;
  expect("usr/share/man/man1/f2py.1.gz", "/usr/share/man/man1/f2py.1.gz", {digest('a')}, Territory::outside);
  record.excluded = {"usr/share/man/man1/f2py.1.gz"};
  EXPECT_THAT(compare().failed, IsEmpty());
  EXPECT_THAT(not_checked.back().why, HasSubstr("accident, not against intent"));
}

// Bytecode.

TEST_F(IntactTest, BytecodeThatMatchesItsSourceIsExemptAndReportedAsNotCompared) {
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = header(0, 1000, 10);
  EXPECT_THAT(compare().failed, IsEmpty());
  ASSERT_THAT(not_checked, SizeIs(1));
  EXPECT_EQ(not_checked[0].what, "1 bytecode files");
}

TEST_F(IntactTest, WhatUncomparedBytecodeLeavesOpenIsTold) {
  for (const char* name : {"core.cpython-311.pyc", "core.cpython-311.opt-1.pyc", "core.cpython-311-pytest-8.3.2.pyc"})
    add(std::string("sp/numpy/__pycache__/") + name).head = header(0, 1000, 10);
  python = "3.11";
  compare();
  ASSERT_THAT(not_checked, SizeIs(1));
  EXPECT_EQ(not_checked[0].what, "3 bytecode files");
  EXPECT_THAT(not_checked[0].why, HasSubstr("python -m compileall -f"));
}

TEST_F(IntactTest, BytecodeForAnAbsentInterpreterIsTold) {
  for (const char* name : {"core.cpython-312.pyc", "__init__.pypy310.pyc", "core.cpython-311.pyc"})
    add(std::string("sp/numpy/__pycache__/") + name).head = header(0, 1000, 10);
  compare();
  EXPECT_THAT(not_checked, SizeIs(1)) << "the environment's Python isn't known";
  not_checked.clear();
  python = "3.11";
  compare();
  ASSERT_THAT(not_checked, SizeIs(3));
  EXPECT_EQ(not_checked[1].what, "1 of them, for cpython-312");
  EXPECT_THAT(not_checked[1].why, HasSubstr("3.11"));
  EXPECT_EQ(not_checked[2].what, "1 of them, for pypy310");
}

TEST_F(IntactTest, BytecodeUnderANameThatNoCompilationGivesIsTold) {
  for (const char* name : {"core.evil.pyc", "core.pyc", "core.cpython-311.opt-.pyc", "core.cpython-311.more.pyc",
                           "core.CPYTHON-311.pyc", "core.311.pyc", "core.cpython-311-pytest-.pyc"}) {
    const std::string key = std::string("sp/numpy/__pycache__/") + name;
    add(key).head = header(0, 1000, 10);
    const Intact intact = compare();
    ASSERT_THAT(intact.failed, SizeIs(1)) << name;
    EXPECT_THAT(intact.failed[0].detail, HasSubstr("no compilation gives")) << name;
    EXPECT_FALSE(intact.failed[0].importable);
    EXPECT_EQ(intact.verdict, Verdict::yes);
    files.files.erase(key);
  }
}

TEST_F(IntactTest, StaleBytecodeIsReportedAndHarmless) {
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = header(0, 999, 10);
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::yes);
  EXPECT_THAT(intact.failed.at(0).detail, HasSubstr("stale bytecode: made for a source of time 999"));
}

TEST_F(IntactTest, UncheckedBytecodeThatIsNotItsSourcesIsAnAddedModule) {
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = header(1, 1, 2);
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::no);
  EXPECT_TRUE(intact.failed.at(0).importable);
  EXPECT_THAT(intact.failed.at(0).detail, HasSubstr("without a check"));
}

TEST_F(IntactTest, HashedBytecodeOfItsSourceIsExempt) {
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head =
      header(1, 0x7f2d81da, 0x59307a40);  // CPython 3.11's hash of `source`
  EXPECT_THAT(compare().failed, IsEmpty());
}

TEST_F(IntactTest, BytecodeInPlaceOfASourceIsAnAddedModule) {
  add("sp/numpy/ghost.pyc").head = header(0, 1000, 10);
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::no);
  EXPECT_THAT(intact.failed.at(0).detail, HasSubstr("without a source, which Python imports"));
}

TEST_F(IntactTest, OrphansInTheCacheAreIgnoredByPython) {
  add("sp/numpy/__pycache__/ghost.cpython-311.pyc").head = header(0, 1000, 10);
  EXPECT_EQ(compare().verdict, Verdict::yes);
}

TEST_F(IntactTest, DamagedBytecodeIsReportedAndHarmless) {
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = "xx";
  const Intact intact = compare();
  EXPECT_EQ(intact.verdict, Verdict::yes);
  EXPECT_THAT(intact.failed.at(0).detail, HasSubstr("damaged bytecode"));
}

// pip overwrites a .pyc that the wheel shipped and adds a second row without a hash (1.26's and 2.x's conv_template).
TEST_F(IntactTest, RecompiledBytecodeOfARecordedRowIsExempt) {
  expect("sp/numpy/__pycache__/core.cpython-311.pyc", "numpy/__pycache__/core.cpython-311.pyc", {digest('a')});
  record.files.at("sp/numpy/__pycache__/core.cpython-311.pyc").without_digest = true;
  FileFacts& facts = add("sp/numpy/__pycache__/core.cpython-311.pyc");
  facts.digests = {digest('b')};
  facts.head = header(0, 1000, 10);
  EXPECT_THAT(compare().failed, IsEmpty());
}

TEST_F(IntactTest, RecordedBytecodeThatWasDeletedIsNotMissed) {
  expect("sp/numpy/__pycache__/core.cpython-311.pyc", "numpy/__pycache__/core.cpython-311.pyc", {digest('a')});
  EXPECT_THAT(compare().failed, IsEmpty());
}

TEST_F(IntactTest, InAnArchiveTimesSayNothing) {
  times_count = false;
  files.kind = signatures::artifact::Kind::wheel;
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = header(0, 1000, 10);
  EXPECT_THAT(compare().failed, SizeIs(1)) << "an installer writes its own";
  files.kind = signatures::artifact::Kind::bundle;
  EXPECT_THAT(compare().failed, IsEmpty()) << "what was installed, with its source's size";
  add("sp/numpy/__pycache__/core.cpython-311.pyc").head = header(0, 1000, 11);
  EXPECT_THAT(compare().failed, SizeIs(1)) << "another size";
}

}  // namespace
}  // namespace fairplay::auditor::provenance
