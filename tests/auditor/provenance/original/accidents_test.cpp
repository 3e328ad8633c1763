#include <fmt/format.h>

#include "auditor/provenance/original/remains.h"
#include "numpy_origin_test.h"

// Damage and mixtures, told apart from changes of the code.
namespace fairplay::auditor::provenance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class AccidentsTest : public NumpyOriginTest {
 protected:
  static constexpr const char* lapack = "numpy/linalg/lapack_lite.cpython-311-x86_64-linux-gnu.so";

  void record(std::vector<FileDeviation> failed = {}) {
    numpy.subject.intact.checked = 24;
    numpy.subject.intact.verdict = failed.empty() ? Verdict::yes : Verdict::no;
    numpy.subject.intact.failed = std::move(failed);
  }
  static FileDeviation deviation(std::string path, FileDeviation::Why why) {
    return {std::move(path), why, Territory::package, true, ""};
  }
};

TEST_F(AccidentsTest, EmptyFilesAreDamage) {
  numpy.files["numpy/_globals.py"] = "";
  numpy.files[std::string(tests::core)] = "";
  const Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  ASSERT_EQ(subject.original.damaged.size(), 2U);
  EXPECT_EQ(subject.original.damaged[0].path, tests::core);
  EXPECT_EQ(subject.original.damaged[0].how, FileDamage::empty);
  EXPECT_EQ(tests::difference_at(subject, tests::core).explained_by, ExplainedBy::damage);
  EXPECT_EQ(subject.release, "2.3.5");
}

TEST_F(AccidentsTest, WhatIsEmptyInTheReleaseIsNoDamage) {
  numpy.files["numpy/matlib.pyi"] = "";
  EXPECT_EQ(judge().original.damaged.size(), 1U) << "py.typed is empty in every wheel";
}

TEST_F(AccidentsTest, AnEditPointMayBeEmptied) {
  numpy.files["numpy/_distributor_init.py"] = "";
  expect(judge(), OriginVerdict::rebuilt);
  record({deviation("numpy/_distributor_init.py", FileDeviation::Why::changed)});
  expect(judge(), OriginVerdict::damaged);
}

TEST_F(AccidentsTest, MissingFilesAreDamage) {
  numpy.files.erase(lapack);
  numpy.files.erase("numpy/matlib.py");
  numpy.files.erase("numpy/version.py");
  const Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  EXPECT_EQ(subject.original.damaged.size(), 3U);
  EXPECT_EQ(subject.original.damaged[0].how, FileDamage::missing);
}

TEST_F(AccidentsTest, LinksIntoAnEmptiedStoreAreMissingFiles) {
  for (const char* path : {"numpy/matlib.py", lapack}) {
    numpy.files.erase(path);
    numpy.dangling.insert(path);
  }
  const Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  ASSERT_EQ(subject.original.damaged.size(), 2U);
  EXPECT_EQ(subject.original.damaged[0].how, FileDamage::missing);
  EXPECT_THAT(subject.original.damaged[0].detail, HasSubstr("leads nowhere"));
}

TEST_F(AccidentsTest, MetadataThatNobodyListedWasNotLost) {
  std::erase_if(numpy.files, [](const auto& file) { return file.first.contains(".dist-info/"); });
  expect(judge(), OriginVerdict::rebuilt);
  numpy.files["numpy/matlib.py"] = "evil";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_THAT(subject.original.damaged, IsEmpty());
}

TEST_F(AccidentsTest, MissingBundledLibraries) {
  numpy.files.erase(std::string(tests::openblas_file));
  expect(judge(), OriginVerdict::damaged);
}

TEST_F(AccidentsTest, WhatTheRecordDoesNotListWasNotLost) {
  numpy.files.erase("numpy/matlib.py");
  record();
  expect(judge(), OriginVerdict::modified_undisclosed);
  record({deviation("numpy/_globals.py", FileDeviation::Why::missing)});
  expect(judge(), OriginVerdict::modified_undisclosed);
  record({deviation("numpy/matlib.py", FileDeviation::Why::missing)});
  expect(judge(), OriginVerdict::damaged);
  record({deviation("usr/lib/python3/dist-packages/numpy/matlib.py", FileDeviation::Why::missing)});
  expect(judge(), OriginVerdict::damaged);  // as dpkg writes it
}

TEST_F(AccidentsTest, WhatTheOwnerRecordedAsItIsIsPublishedSo) {
  numpy.files["numpy/_globals.py"] = "";
  record();
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, ARecordOfAnotherReleaseSaysNothing) {
  numpy.files["numpy/_globals.py"] = "";
  numpy.files.erase("numpy/matlib.py");
  record();
  numpy.subject.intact.record_version = "2.3.4";
  expect(judge(), OriginVerdict::damaged);
}

TEST_F(AccidentsTest, ChangedCodeBesideDamageIsModified) {
  numpy.files["numpy/_globals.py"] = "";
  numpy.files["numpy/matlib.py"] = "evil";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  ASSERT_EQ(subject.original.damaged.size(), 1U);
  EXPECT_EQ(tests::difference_at(subject, "numpy/matlib.py").explained_by, ExplainedBy::nothing);
}

TEST_F(AccidentsTest, DamagedTestsArePatched) {
  numpy.files["numpy/lib/tests/test_io.py"] = "";
  const Subject subject = judge();
  expect(subject, OriginVerdict::patched);
  EXPECT_THAT(subject.original.damaged, IsEmpty());
}

TEST_F(AccidentsTest, AFileOfOneByteLessIsNoDamage) {
  for (const char* text : {"private = ", "private =", "rivate = 1", "private = 2"}) {
    numpy.files["numpy/_globals.py"] = text;
    expect(judge(), OriginVerdict::modified_undisclosed);
  }
}

TEST_F(AccidentsTest, ASourceOutOfNothingButNulBytes) {
  numpy.texts = true;
  numpy.files["numpy/_globals.py"] = std::string(11, '\0');
  Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  EXPECT_EQ(subject.original.damaged[0].how, FileDamage::nul_bytes);
  numpy.files["numpy/_globals.py"] = std::string("private \0 1", 11);
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, ABinaryThatNoLoaderTakes) {
  numpy.files[std::string(tests::openblas_file)] = "openbl";
  Remains left;
  left.size = 6;
  left.is_elf = true;
  left.extent = signatures::elf::Extent{8, false};
  numpy.left[std::string(tests::openblas_file)] = left;
  Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  ASSERT_EQ(subject.original.damaged.size(), 1U);
  EXPECT_EQ(subject.original.damaged[0].how, FileDamage::cut_off);
  EXPECT_EQ(subject.original.damaged[0].detail, "it ends after 6 of 8 bytes");
  numpy.left[std::string(tests::openblas_file)].extent->loads = true;
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, ACutModuleThatTheReleaseDoesNotHaveIsNoDamage) {
  Remains left;
  left.is_elf = true;
  numpy.files["numpy/_core/evil.cpython-311-x86_64-linux-gnu.so"] = "\x7f";
  numpy.left["numpy/_core/evil.cpython-311-x86_64-linux-gnu.so"] = left;
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, OneReleaseOverAnother) {
  numpy.files["numpy/_globals.py"] = "private = 2";
  numpy.files["numpy/old.py"] = "old";
  auto older = other_release("2.3.4");
  older.files["numpy/old.py"] = {tests::sha256_of("old"), 3};
  const std::vector<signatures::database::DraftArtifact> known = {
      tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()), older};
  Subject subject = judge_against(known);
  expect(subject, OriginVerdict::mixed);
  ASSERT_EQ(subject.original.strays.size(), 2U);
  EXPECT_EQ(tests::difference_at(subject, "numpy/old.py").explained_by, ExplainedBy::other_release);
  numpy.files["numpy/matlib.py"] = "";
  subject = judge_against(known);
  expect(subject, OriginVerdict::mixed);
  EXPECT_EQ(subject.original.damaged.size(), 1U);
  numpy.files["numpy/matlib.py"] = "evil";
  expect(judge_against(known), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, AModuleOfAnOlderReleaseByItsInterface) {
  const std::string gone = "numpy/core/multiarray.cpython-36m-x86_64-linux-gnu.so";
  auto files = tests::wheel_files("2.3.4");
  files["numpy/core/multiarray.cpython-37m-x86_64-linux-gnu.so"] = "multiarray";
  const std::vector<signatures::database::DraftArtifact> known = {
      tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()),
      tests::wheel("numpy-2.3.4-cp37-cp37m-manylinux1_x86_64.whl", "2.3.4", files)};
  numpy.files[gone] = "multiarray, for another Python";
  numpy.facts[gone] = tests::facts_of(gone, "multiarray");
  numpy.facts[gone].build_id = "00";
  expect(judge_against(known), OriginVerdict::mixed);
  numpy.facts[gone].methods.emplace_back("zz_evil");
  expect(judge_against(known), OriginVerdict::modified_undisclosed);
}

TEST_F(AccidentsTest, TheCoreThatIsImportedHasTheVersions) {
  numpy.files["numpy/core/include/numpy/_numpyconfig.h"] = "#define NPY_ABI_VERSION 0x01000009\n";
  const Subject subject = judge();
  EXPECT_EQ(subject.c_api.headers.abi, 0x02000000U);
}

TEST_F(AccidentsTest, WithoutAVersionTheContentNamesTheRelease) {
  numpy.version = "";
  numpy.files["numpy/version.py"] = "";
  const Subject subject = judge();
  expect(subject, OriginVerdict::damaged);
  EXPECT_EQ(subject.release, "2.3.5");
}

TEST_F(AccidentsTest, AFrozenApplicationKeepsItsSourcesElsewhere) {
  std::erase_if(numpy.files, [](const auto& item) { return item.first.ends_with(".py"); });
  const Subject subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("none of NumPy's Python sources"));
}

TEST_F(AccidentsTest, AWheelForWindowsUnpackedOverIt) {
  const std::string pyd = "numpy/_core/_multiarray_umath.cp311-win_amd64.pyd";
  const std::string dll = "numpy.libs/msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll";
  for (const std::string& path : {pyd, dll}) {
    numpy.files[path] = "MZ " + path;
    numpy.formats[path] = signatures::fingerprint::BinaryFormat::pe;
  }
  Subject subject = judge();
  expect(subject, OriginVerdict::mixed);
  ASSERT_EQ(subject.original.other_wheels.size(), 1U);
  EXPECT_EQ(subject.original.other_wheels[0].made_for, "Windows");
  EXPECT_TRUE(subject.original.other_wheels[0].other_platform);
  EXPECT_THAT(subject.original.other_wheels[0].modules, testing::ElementsAre(pyd, dll));
  EXPECT_EQ(tests::difference_at(subject, dll).explained_by, ExplainedBy::other_wheel);
  // A single file of that kind is no wheel.
  numpy.files.erase(pyd);
  numpy.files["numpy/linalg/lapack_lite.cp311-win_amd64.pyd"] = "MZ";
  numpy.formats["numpy/linalg/lapack_lite.cp311-win_amd64.pyd"] = signatures::fingerprint::BinaryFormat::pe;
  subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_THAT(subject.original.other_wheels, IsEmpty());
}

TEST_F(AccidentsTest, ChangedCodeBesideAnotherWheelIsModified) {
  numpy.files["numpy/_core/_multiarray_umath.cp311-win_amd64.pyd"] = "MZ";
  numpy.formats["numpy/_core/_multiarray_umath.cp311-win_amd64.pyd"] = signatures::fingerprint::BinaryFormat::pe;
  numpy.files["numpy/matlib.py"] = "evil";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(subject.original.other_wheels.size(), 1U);
}

TEST_F(AccidentsTest, WheelsForTwoPythonsInOneFolder) {
  tests::Files other = tests::wheel_files();
  for (const std::string& path : {std::string(tests::core), std::string(tests::test_module), std::string(lapack)}) {
    other.erase(path);
    std::string name = path;
    name.replace(name.find("311"), 3, "312");
    other[name] = "for 3.12: " + path;
  }
  const std::vector<signatures::database::DraftArtifact> wheels = {
      tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()),
      tests::wheel("numpy-2.3.5-cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "2.3.5", other)};
  numpy.files.insert(other.begin(), other.end());
  // Distributions record the modules of several Pythons.
  expect(judge_against(wheels), OriginVerdict::rebuilt);
  record();
  expect(judge_against(wheels), OriginVerdict::rebuilt);
  record({deviation(std::string(tests::core), FileDeviation::Why::extra),
          deviation(std::string(tests::test_module), FileDeviation::Why::extra),
          deviation(lapack, FileDeviation::Why::extra)});
  const Subject subject = judge_against(wheels);
  expect(subject, OriginVerdict::mixed);
  ASSERT_EQ(subject.original.other_wheels.size(), 1U);
  EXPECT_THAT(subject.original.other_wheels[0].made_for, HasSubstr("CPython 3.1"));
  EXPECT_FALSE(subject.original.other_wheels[0].other_platform);
  // One that no database lists is compared as any other build.
  expect(judge(), OriginVerdict::mixed);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
