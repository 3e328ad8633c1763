#include "numpy_origin_test.h"

namespace fairplay::auditor::provenance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::difference_at;

class NumpyOriginBinariesTest : public NumpyOriginTest {};

// --- rebuilt
// ----------------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginBinariesTest, BuiltAnewWithEqualSourcesAndInterface) {
  numpy.files[std::string(tests::core)] = "core, compiled here";
  numpy.files["numpy/_core/lib/libnpymath.a"] = "!<arch> compiled here";
  numpy.files["numpy/__config__.py"] = "CONFIG = 'clang'";
  numpy.files["numpy-2.3.5.dist-info/WHEEL"] = "Tag: linux";
  numpy.files.erase(std::string(tests::openblas_file));
  numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core, compiled here");
  numpy.facts[std::string(tests::core)].methods = {"__annotate_cython__", "__pyx_capi__", "__reduce_cython__", "dot",
                                                   "frompyfunc"};
  numpy.facts[std::string(tests::core)].ufunc_suspects = {"add", "inity"};
  const Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_THAT(subject.original.why, HasSubstr("rebuilt, or an artifact the database doesn't list"));
  EXPECT_EQ(difference_at(subject, tests::core).reason, DifferenceReason::compiled_again);
  EXPECT_EQ(difference_at(subject, tests::openblas_file).kind, DifferenceClass::build)
      << "NEP 36: another BLAS may be linked";
  EXPECT_EQ(subject.original.nearest->artifact, tests::wheel_name);
  EXPECT_GT(subject.original.nearest->similarity, 0.6);
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("the C code of 1 rebuilt binary"));
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("fairplay signatures add numpy==2.3.5"));
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("what numpy/__config__.py do"));
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("inity (numpy/_core/_multiarray_umath"));
  EXPECT_THAT(tests::not_checked(subject), Not(HasSubstr("add (numpy"))) << "the release registers it";
  EXPECT_EQ(subject.c_api.binary.api, 0x13U) << "decoded, for its hash isn't the release's";
}

TEST_F(NumpyOriginBinariesTest, ForAPythonThatUpstreamBuildsWithoutDistutils) {
  for (const auto* path : {&tests::core, &tests::test_module}) {
    std::string renamed(*path);
    renamed.replace(renamed.find("311"), 3, "312");
    numpy.files[renamed] = "compiled for 3.12";
    numpy.files.erase(std::string(*path));
  }
  numpy.files.erase("numpy/distutils/core.py");
  Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_EQ(difference_at(subject, "numpy/distutils").kind, DifferenceClass::build);
  numpy.files = tests::wheel_files();
  numpy.files.erase("numpy/distutils/core.py");
  expect(judge(), OriginVerdict::patched);
}

TEST_F(NumpyOriginBinariesTest, AMethodOrUfuncMoreIsNoRebuild) {
  numpy.files[std::string(tests::core)] = "core with erf";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core with erf");
  facts.methods = {"dot", "frompyfunc", "mkl_free"};
  facts.ufuncs = {"add", "erf"};
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  std::vector<std::string> names;
  for (const auto& difference : subject.original.differences) {
    if (difference.kind == DifferenceClass::binary) names.push_back(difference.name);
  }
  EXPECT_THAT(names, ElementsAre("method mkl_free", "ufunc erf", "ufunc multiply"));
  EXPECT_EQ(subject.original.differences.front().detail, "method mkl_free added");
}

TEST_F(NumpyOriginBinariesTest, TestModulesAreNotCompared) {
  numpy.files[std::string(tests::test_module)] = "other tests";
  numpy.facts[std::string(tests::test_module)] = tests::facts_of("x", "other tests");
  numpy.facts[std::string(tests::test_module)].methods = {"quite_other"};
  numpy.files[std::string(tests::core)] = "core, compiled here";
  const Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_EQ(difference_at(subject, tests::test_module).kind, DifferenceClass::build);
}

TEST_F(NumpyOriginBinariesTest, AStrippedOfficialBinary) {
  numpy.files[std::string(tests::core)] = "cor";
  numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
  const Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  const Difference& difference = difference_at(subject, tests::core);
  EXPECT_EQ(difference.kind, DifferenceClass::build);
  EXPECT_THAT(difference.detail, HasSubstr("the official binary, stripped"));
  EXPECT_THAT(tests::not_checked(subject), Not(HasSubstr("C code"))) << "every loaded part is the official one";
}

TEST_F(NumpyOriginBinariesTest, AnRpathMayLeadIntoTheTreeOrTheEnvironment) {
  struct Case {
    const char* runpath;
    Installer installer;
    OriginVerdict verdict;
  };
  numpy.import_folder = "env/lib/python3.11/site-packages";
  numpy.files[std::string(tests::core)] = "core, patched";
  for (const Case& test :
       {Case{"$ORIGIN/../../numpy.libs", Installer::pip, OriginVerdict::rebuilt},
        Case{"$ORIGIN/../lib", Installer::pip, OriginVerdict::rebuilt},
        Case{"${ORIGIN}", Installer::pip, OriginVerdict::rebuilt}, Case{"", Installer::pip, OriginVerdict::rebuilt},
        Case{"$ORIGIN/../../../..", Installer::conda, OriginVerdict::rebuilt},
        Case{"/env/lib", Installer::conda, OriginVerdict::rebuilt},
        Case{"$ORIGIN/../tests/data/up", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../numpy.libs:$ORIGIN/tests", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../doc/up", Installer::conda, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../latests", Installer::pip, OriginVerdict::rebuilt},
        Case{"/env/lib", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../../..", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../numpy.libs:/tmp/evil", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../other", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../numpy.libs:", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"lib", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGINAL/x", Installer::pip, OriginVerdict::modified_undisclosed},
        Case{"$ORIGIN/../../../../../../../..", Installer::conda, OriginVerdict::modified_undisclosed},
        Case{"$LIB", Installer::conda, OriginVerdict::modified_undisclosed}}) {
    numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
    numpy.facts[std::string(tests::core)].runpath = test.runpath;
    numpy.subject.installer = test.installer;
    const Subject subject = judge();
    EXPECT_EQ(name(subject.original.verdict), name(test.verdict)) << test.runpath << " " << name(test.installer);
    EXPECT_EQ(difference_at(subject, tests::core).name, test.verdict == OriginVerdict::rebuilt ? "" : "runpath")
        << test.runpath;
  }
}

TEST_F(NumpyOriginBinariesTest, APathIsNoBundledLibrarysName) {
  numpy.files[std::string(tests::core)] = "core, patched";
  for (const char* needed : {"/tmp/libm.so.6", "../libm.so.6", "$ORIGIN/tests/libm.so.6"}) {
    auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
    ASSERT_FALSE(facts.needed.empty());
    facts.needed[0] = needed;
    const Subject subject = judge();
    expect(subject, OriginVerdict::modified_undisclosed);
    EXPECT_EQ(difference_at(subject, tests::core).name, "needed") << needed;
  }
}

TEST_F(NumpyOriginBinariesTest, WhatTheLoaderAloneSeesIsNoBuild) {
  numpy.files[std::string(tests::core)] = "core, patched";
  for (const bool same_build : {true, false}) {
    auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
    if (!same_build) facts.build_id = "0123";
    facts.disagreements = {"2 PT_DYNAMIC segments"};
    const Subject subject = judge();
    expect(subject, OriginVerdict::modified_undisclosed);
    EXPECT_EQ(difference_at(subject, tests::core).name, "mapping");
    facts.disagreements.clear();
    facts.open_doors = {"it asks for an executable stack"};
    expect(judge(), same_build ? OriginVerdict::modified_undisclosed : OriginVerdict::rebuilt);
  }
}

TEST_F(NumpyOriginBinariesTest, BundledLibrariesMayGoByOtherNames) {
  numpy.files[std::string(tests::core)] = "core, repaired again";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
  facts.needed = {"libm-0123abcd.so.6.0", "libc.so.6"};
  for (auto& part : facts.parts) {
    if (part.part == "needed" || part.part == "symbols") part.sha256 = tests::sha256_of("other names");
  }
  Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);  // nothing of that name is there
  numpy.files["numpy.libs/libm-0123abcd.so.6.0"] = "libm";
  subject = judge();
  EXPECT_THAT(difference_at(subject, tests::core).detail, HasSubstr("bundled libraries by other names"));
}

// --- altered binaries
// -------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginBinariesTest, AnAlteredPartIsReported) {
  for (const std::string part : {".text", ".rodata", ".data", "relocations", "methods", "symbols"}) {
    numpy.files[std::string(tests::core)] = "core, altered in " + part;
    auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
    for (auto& item : facts.parts) {
      if (item.part == part) item.sha256 = tests::sha256_of("altered");
    }
    const Subject subject = judge();
    expect(subject, OriginVerdict::modified_undisclosed);
    EXPECT_EQ(difference_at(subject, tests::core).kind, DifferenceClass::binary);
    EXPECT_EQ(difference_at(subject, tests::core).name, part);
    EXPECT_THAT(difference_at(subject, tests::core).detail, HasSubstr("official build's"));
  }
}

TEST_F(NumpyOriginBinariesTest, APartMoreAndAPartLessAreReported) {
  numpy.files[std::string(tests::core)] = "core, altered";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
  facts.parts.insert(facts.parts.begin(), {".aaa", 4, tests::sha256_of("x")});
  EXPECT_THAT(difference_at(judge(), tests::core).detail, HasSubstr("the official build has no .aaa"));
  facts.parts.erase(facts.parts.begin(), facts.parts.begin() + 2);
  EXPECT_THAT(difference_at(judge(), tests::core).detail, HasSubstr("its .data is gone"));
}

TEST_F(NumpyOriginBinariesTest, AnotherLibraryToLoadIsReported) {
  numpy.files[std::string(tests::core)] = "core, altered";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
  facts.needed.push_back("libevil.so.1");
  const Difference difference = difference_at(judge(), tests::core);
  EXPECT_EQ(difference.name, "needed");
  EXPECT_THAT(difference.detail, HasSubstr("it also loads libevil.so.1"));
  EXPECT_EQ(difference.new_text, "libm.so.6 libc.so.6 libevil.so.1");
}

TEST_F(NumpyOriginBinariesTest, WithoutBuildIdEqualSizesFindTheOriginal) {
  auto artifact = tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files());
  for (auto& [sha256, facts] : artifact.binaries) facts.build_id.clear();
  numpy.files[std::string(tests::core)] = "core, altered";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core");
  facts.build_id.clear();
  for (auto& item : facts.parts) {
    if (item.part == ".text") item.sha256 = tests::sha256_of("altered");
  }
  Subject subject = judge_against({artifact});
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, tests::core).name, ".text");
  // Another size: another build.
  ++facts.parts[2].size;
  subject = judge_against({artifact});
  expect(subject, OriginVerdict::rebuilt);
}

TEST_F(NumpyOriginBinariesTest, OneOfficialModuleInPlaceOfAnother) {
  numpy.files[std::string(tests::core)] = "lapack lite";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_THAT(difference_at(subject, tests::core).detail, HasSubstr("under another name"));
}

TEST_F(NumpyOriginBinariesTest, ABundledLibraryBesideOfficialModules) {
  numpy.files[std::string(tests::openblas_file)] = "another openblas";
  Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, tests::openblas_file).kind, DifferenceClass::binary);
  numpy.files.erase(std::string(tests::openblas_file));
  EXPECT_THAT(difference_at(judge(), tests::openblas_file).detail, HasSubstr("missing"));
  numpy.files = tests::wheel_files();
  numpy.files["numpy.libs/libevil.so"] = "evil";
  subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_THAT(difference_at(subject, "numpy.libs/libevil.so").detail, HasSubstr("doesn't have"));
}

TEST_F(NumpyOriginBinariesTest, AnAlteredBundledLibraryIsNeverARebuild) {
  numpy.files[std::string(tests::core)] = "core, compiled here";
  numpy.files[std::string(tests::openblas_file)] = "openblas, altered";
  auto& facts = numpy.facts[std::string(tests::openblas_file)] =
      tests::facts_of(std::string(tests::openblas_file), "openblas");
  facts.parts[2].sha256 = tests::sha256_of("altered");
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, tests::openblas_file).name, ".text");
}

TEST_F(NumpyOriginBinariesTest, AStaticLibraryFollowsItsBinaries) {
  numpy.files["numpy/_core/lib/libnpymath.a"] = "!<arch> another";
  EXPECT_EQ(difference_at(judge(), "numpy/_core/lib/libnpymath.a").kind, DifferenceClass::binary);
}

// --- binaries that come, go, or can't be compared
// -----------------------------------------------------------------------------------

TEST_F(NumpyOriginBinariesTest, ExtensionModulesComeAndGo) {
  numpy.files["numpy/_mklinit.cpython-311-x86_64-linux-gnu.so"] = "mkl";
  numpy.files.erase("numpy/linalg/lapack_lite.cpython-311-x86_64-linux-gnu.so");
  numpy.files.erase(std::string(tests::test_module));
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "numpy/_mklinit.cpython-311-x86_64-linux-gnu.so").name, "numpy._mklinit");
  EXPECT_EQ(difference_at(subject, "numpy/linalg/lapack_lite.cpython-311-x86_64-linux-gnu.so").kind,
            DifferenceClass::binary);
  EXPECT_EQ(difference_at(subject, tests::test_module).kind, DifferenceClass::tests);
}

TEST_F(NumpyOriginBinariesTest, ASecondBinaryOfAnOfficialModule) {
  numpy.files["numpy/linalg/lapack_lite.so"] = "lapack lite, too";
  EXPECT_THAT(difference_at(judge(), "numpy/linalg/lapack_lite.so").detail, HasSubstr("a second binary"));
}

TEST_F(NumpyOriginBinariesTest, WhatCannotBeComparedIsUnknownNotRebuilt) {
  const std::string pyd = "numpy/_core/_multiarray_umath.cp311-win_amd64.pyd";
  numpy.files.erase(std::string(tests::core));
  numpy.files[pyd] = "MZ";
  numpy.formats[pyd] = signatures::fingerprint::BinaryFormat::pe;
  Subject subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why,
              HasSubstr("1 extension module could not be compared: what is inside Windows (PE) binaries is not read"));
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("fairplay signatures add numpy==2.3.5"));
  numpy.files["numpy/_globals.py"] = "changed";
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(NumpyOriginBinariesTest, AShallowManifestProvesNoRebuild) {
  auto artifact = tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files());
  artifact.binaries.clear();
  numpy.files[std::string(tests::core)] = "core, compiled here";
  const Subject subject = judge_against({artifact});
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("file hashes of this module only"));
}

TEST_F(NumpyOriginBinariesTest, OtherMachinesAreComparedByName) {
  numpy.files[std::string(tests::core)] = "core for Arm";
  auto& facts = numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core for Arm");
  facts.machine = "AArch64";
  Subject subject = judge();
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_THAT(difference_at(subject, tests::core).detail, HasSubstr("equals the x86-64 build's"));
  facts.ufuncs = {"add"};  // read in another way there: no proof either way
  expect(judge(), OriginVerdict::unknown);
  facts.machine = "machine 243";
  subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("C interface of machine 243 binaries is not read"));
}

TEST_F(NumpyOriginBinariesTest, UnreadableFilesAreNeverOfficial) {
  numpy.lost = {"numpy/matlib.py", std::string(tests::openblas_file)};
  Subject subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_EQ(subject.original.why, "2 files could not be read");
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("2 files: they could not be read"));
  EXPECT_THAT(subject.original.differences, IsEmpty()) << "nobody is accused for what nobody read";
  numpy.lost = {std::string(tests::core)};
  subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("1 extension module could not be compared"));
  numpy.lost = {"numpy/erf.py"};
  numpy.files["numpy/erf.py"] = "erf";
  expect(judge(), OriginVerdict::modified_undisclosed);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
