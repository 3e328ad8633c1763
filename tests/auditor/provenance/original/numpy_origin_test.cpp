#include "numpy_origin_test.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::database::Database;
using signatures::database::Origin;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::difference_at;
using tests::Files;
using tests::MadeUpNumpy;

// --- official
// ---------------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginTest, AWheelsFilesAreOfficial) {
  const Subject subject = judge();
  expect(subject, OriginVerdict::official);
  EXPECT_EQ(subject.release, "2.3.5");
  EXPECT_EQ(subject.original.artifact, tests::wheel_name);
  EXPECT_EQ(subject.original.publisher, signatures::database::Origin::upstream);
  EXPECT_EQ(subject.original.database, "made up");
  EXPECT_THAT(subject.original.signed_by, Not(IsEmpty()));
  EXPECT_THAT(subject.original.differences, IsEmpty());
  EXPECT_EQ(subject.original.nearest, std::nullopt);
  EXPECT_THAT(numpy.looked_into, IsEmpty()) << "a known hash needs no look";
  EXPECT_EQ(subject.c_api.binary.api, 0x14U);
  EXPECT_EQ(subject.c_api.headers.api, 0x14U);
  EXPECT_EQ(subject.c_api.headers.abi, 0x02000000U);
  EXPECT_EQ(subject.c_api.release.api, 0x14U);
}

TEST_F(NumpyOriginTest, WhatInstallersWriteIsExempt) {
  for (const char* file : {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"})
    numpy.files[std::string("numpy-2.3.5.dist-info/") + file] = "x";
  expect(judge(), OriginVerdict::official);
}

TEST_F(NumpyOriginTest, FilesOfTwoArtifactsAreNotOneOfThem) {
  Files second = tests::wheel_files();
  second["numpy/_core/include/numpy/_numpyconfig.h"] = "#define NPY_SIZEOF_LONG 4";
  second["numpy/matlib.py"] = "matlib of the second";
  numpy.files["numpy/matlib.py"] = "matlib of the second";
  const Subject subject =
      judge_against({tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()),
                     tests::wheel("numpy-2.3.5-cp312-cp312-manylinux_2_28_x86_64.whl", "2.3.5", second)});
  expect(subject, OriginVerdict::rebuilt);
  EXPECT_EQ(difference_at(subject, "numpy/matlib.py").kind, DifferenceClass::build);
  EXPECT_THAT(difference_at(subject, "numpy/matlib.py").detail, HasSubstr("another artifact's"));
}

TEST_F(NumpyOriginTest, AnArtifactThatOnlyTheUserVouchesForMakesNothingOfficial) {
  auto local = tests::wheel("numpy-2.3.5-cp311-cp311-linux_x86_64.whl", "2.3.5", [this] {
    numpy.files["numpy/erf.py"] = "erf";
    return numpy.files;
  }());
  local.origin = Origin::local;
  const Subject subject =
      judge_against({tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()), local});
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(subject.original.publisher, signatures::database::Origin::local);
  EXPECT_EQ(subject.original.artifact, "numpy-2.3.5-cp311-cp311-linux_x86_64.whl");
  EXPECT_EQ(difference_at(subject, "numpy/erf.py").kind, DifferenceClass::api_added) << "its files are no release's";
}

TEST_F(NumpyOriginTest, ALocalArtifactAloneLeavesItUnknown) {
  auto local = tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files());
  local.origin = Origin::local;
  const Subject subject = judge_against({local});
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("no wheel that upstream published"));
  EXPECT_EQ(subject.original.publisher, signatures::database::Origin::local);
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("fairplay signatures add numpy==2.3.5"));
}

TEST_F(NumpyOriginTest, TwoDatabasesAddUp) {
  const auto key = tests::made_up_key();
  tests::TemporaryFolder others;
  Files second = tests::wheel_files();
  second["numpy/version.py"] = "version = '2.3.5' # musl";
  numpy.files = second;
  auto sources = tests::write_pinned_database(
      folder.path(), {tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files())});
  sources = tests::joined(
      sources, tests::write_signed_database(
                   others.path(), {tests::wheel("numpy-2.3.5-cp311-cp311-musllinux_1_2_x86_64.whl", "2.3.5", second)},
                   key, {"numpy"}, {.name = "Ada's", .version = 2}));
  Database database(sources);
  const Subject subject = numpy.judge(database);
  expect(subject, OriginVerdict::official);
  EXPECT_EQ(subject.original.database, "Ada's");
  EXPECT_EQ(subject.original.artifact, "numpy-2.3.5-cp311-cp311-musllinux_1_2_x86_64.whl");
}

TEST_F(NumpyOriginTest, AWheelFileAndItsDataFolders) {
  numpy.kind = signatures::artifact::Kind::wheel;
  numpy.import_folder = "";
  expect(judge(), OriginVerdict::official);
  numpy.files["numpy-2.3.5.data/platlib/start.pth"] = "import evil";
  numpy.files["numpy-2.3.5.data/scripts/f2py"] = "#!python";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "start.pth").kind, DifferenceClass::private_code);
  EXPECT_EQ(difference_at(subject, "numpy-2.3.5.data/scripts/f2py").kind, DifferenceClass::private_code);
}

// --- patched
// ----------------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginTest, DebiansWay) {
  numpy.subject.installer = Installer::dpkg;
  for (const char* file : {"METADATA", "WHEEL", "licenses/LICENSE.txt"})
    numpy.files.erase(std::string("numpy-2.3.5.dist-info/") + file);
  numpy.files["numpy-2.3.5.egg-info/PKG-INFO"] = "Version: 2.3.5";
  numpy.files[std::string(tests::core)] = "core, Debian's";
  numpy.files[std::string(tests::test_module)] = "tests, Debian's";
  numpy.files["numpy/linalg/lapack_lite.cpython-311-x86_64-linux-gnu.so"] = "lapack lite, Debian's";
  numpy.files.erase(std::string(tests::openblas_file));
  numpy.files["numpy/ctypeslib/_ctypeslib.py"] = "load_library, more names";
  numpy.files["numpy/lib/tests/test_io.py"] = "def test(): skip";
  numpy.files["numpy/_core/include/numpy/numpy.i"] = "%module";
  const Subject subject = judge();
  expect(subject, OriginVerdict::patched);
  EXPECT_EQ(tests::classes(subject), (std::set{DifferenceClass::tests, DifferenceClass::docs, DifferenceClass::build,
                                               DifferenceClass::library_search}));
  EXPECT_EQ(subject.original.differences.front().path, "numpy/ctypeslib/_ctypeslib.py") << "gravest first";
  EXPECT_EQ(difference_at(subject, "numpy/_core/include/numpy/numpy.i").kind, DifferenceClass::build);
  EXPECT_THAT(subject.original.strays, IsEmpty());
}

TEST_F(NumpyOriginTest, SplitOffFoldersAreOneDifferenceEach) {
  numpy.files.erase("numpy/f2py/__init__.py");
  numpy.files.erase("numpy/f2py/src/fortranobject.c");
  for (const char* header : {"_numpyconfig.h", "arrayobject.h", "npy_math.h"})
    numpy.files.erase(std::string("numpy/_core/include/numpy/") + header);
  numpy.files.erase("numpy/lib/tests/test_io.py");
  const Subject subject = judge();
  expect(subject, OriginVerdict::patched);
  EXPECT_EQ(difference_at(subject, "numpy/f2py").kind, DifferenceClass::build);
  EXPECT_THAT(difference_at(subject, "numpy/f2py").detail, HasSubstr("whole folder is missing, with 2 files"));
  EXPECT_EQ(difference_at(subject, "numpy/_core/include").kind, DifferenceClass::build);
  EXPECT_EQ(difference_at(subject, "numpy/lib").kind, DifferenceClass::tests);
}

// --- modified
// ---------------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginTest, AChangedSourceIsPrivateSoFar) {
  numpy.files["numpy/_globals.py"] = "private = 3";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "numpy/_globals.py").kind, DifferenceClass::private_code);
  EXPECT_EQ(difference_at(subject, "numpy/_globals.py").reason, DifferenceReason::content);
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("what changed inside 1 source file"));
}

TEST_F(NumpyOriginTest, PublicModulesAndHeadersComeAndGo) {
  numpy.files["numpy/random_intel/__init__.py"] = "mkl";
  numpy.files["numpy/random_intel/setup.py"] = "setup";
  numpy.files.erase("numpy/matlib.py");
  numpy.files.erase("numpy/_core/include/numpy/npy_math.h");
  numpy.files["numpy/_core/include/numpy/erf.h"] = "npy_erf";
  numpy.files["numpy/_core/include/numpy/arrayobject.h"] = "PyArrayObject, changed";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "numpy/random_intel/__init__.py").kind, DifferenceClass::api_added);
  EXPECT_EQ(difference_at(subject, "numpy/random_intel/__init__.py").name, "numpy.random_intel");
  EXPECT_EQ(difference_at(subject, "numpy/random_intel/setup.py").kind, DifferenceClass::build);
  EXPECT_EQ(difference_at(subject, "numpy/matlib.py").kind, DifferenceClass::api_removed);
  EXPECT_EQ(difference_at(subject, "numpy/matlib.py").name, "numpy.matlib");
  EXPECT_EQ(difference_at(subject, "numpy/_core/include/numpy/npy_math.h").kind, DifferenceClass::api_removed);
  EXPECT_EQ(difference_at(subject, "numpy/_core/include/numpy/erf.h").kind, DifferenceClass::api_added);
  EXPECT_EQ(difference_at(subject, "numpy/_core/include/numpy/arrayobject.h").kind, DifferenceClass::private_code);
}

TEST_F(NumpyOriginTest, ALinkInPlaceOfAFileIsAChange) {
  numpy.files.erase("numpy/matlib.py");
  numpy.links.insert("numpy/matlib.py");
  numpy.links.insert("numpy/evil");
  const Subject subject = judge();
  EXPECT_THAT(difference_at(subject, "numpy/matlib.py").detail, HasSubstr("a link"));
  EXPECT_EQ(difference_at(subject, "numpy/evil").kind, DifferenceClass::api_added)
      << "it may be a folder, which Python would import";
}

TEST_F(NumpyOriginTest, OnlyAVersionTagDiscloses) {
  numpy.files["numpy/_globals.py"] = "private = 3";
  struct Case {
    const char* version;
    OriginVerdict verdict;
  };
  for (const Case& test : {Case{"2.3.5+mycompany.15", OriginVerdict::modified_disclosed},
                           Case{"2.3.5+git20240101.abcdef0", OriginVerdict::modified_undisclosed},
                           Case{"2.3.5", OriginVerdict::modified_undisclosed}}) {
    numpy.version = test.version;
    numpy.files["numpy/version.py"] = test.version;
    const Subject subject = judge();
    expect(subject, test.verdict);
    EXPECT_EQ(subject.release, "2.3.5");
  }
  numpy.version = "2.3.5";
  numpy.files["numpy/version.py"] = "version = '2.3.5'";
  numpy.files["numpy-2.3.5.dist-info/METADATA"] = "Version: 2.3.5+mycompany.15";
  expect(judge(), OriginVerdict::modified_undisclosed);
}

TEST_F(NumpyOriginTest, ATagWithoutAChangeIsARebuild) {
  numpy.version = "2.3.5+mycompany.15";
  numpy.files["numpy/version.py"] = numpy.version;
  expect(judge(), OriginVerdict::rebuilt);
}

// --- bytecode
// ---------------------------------------------------------------------------------------------------------------------

std::string word(std::uint32_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

TEST_F(NumpyOriginTest, BytecodeOfItsSourceIsExemptAndCounted) {
  const auto size = static_cast<std::uint32_t>(numpy.files.at("numpy/matlib.py").size());
  numpy.files["numpy/__pycache__/matlib.cpython-311.pyc"] =
      word(0x0a0d0da7) + word(0) + word(1000) + word(size) + "code";
  Subject subject = judge();
  expect(subject, OriginVerdict::official);
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("1 bytecode files: their headers match"));
  numpy.files["numpy/__pycache__/matlib.cpython-311.pyc"] =
      word(0x0a0d0da7) + word(0) + word(999) + word(size) + "stale";
  subject = judge();
  expect(subject, OriginVerdict::official);
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("1 unused bytecode files"));
}

TEST_F(NumpyOriginTest, ForeignBytecodeIsCode) {
  numpy.files["numpy/__pycache__/matlib.cpython-311.pyc"] = word(0x0a0d0da7) + word(1) + word(1) + word(2) + "evil";
  numpy.files["numpy/evil.pyc"] = word(0x0a0d0da7) + word(0) + word(1000) + word(7) + "evil";
  const Subject subject = judge();
  expect(subject, OriginVerdict::modified_undisclosed);
  EXPECT_EQ(difference_at(subject, "numpy/__pycache__/matlib.cpython-311.pyc").kind, DifferenceClass::private_code);
  EXPECT_EQ(difference_at(subject, "numpy/evil.pyc").kind, DifferenceClass::api_added);
}

// --- files of other releases
// --------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginTest, StraysAreNamed) {
  numpy.files["numpy/_globals.py"] = "private = 2";  // 2.3.4's and 2.3.3's
  numpy.files[std::string(tests::core)] = "core of 2.3.4";
  const Subject subject = judge_against({tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()),
                                         other_release("2.3.3"), other_release("2.3.4")});
  expect(subject, OriginVerdict::mixed);
  ASSERT_EQ(subject.original.strays.size(), 2U);
  EXPECT_EQ(subject.original.strays[0].path, tests::core);
  EXPECT_EQ(subject.original.strays[0].release, "2.3.4");
  EXPECT_EQ(subject.original.strays[1].release, "2.3.4") << "the newest of those that hold it";
  EXPECT_EQ(difference_at(subject, tests::core).kind, DifferenceClass::binary);
  EXPECT_EQ(difference_at(subject, tests::core).detail, "a binary of NumPy 2.3.4");
  EXPECT_EQ(difference_at(subject, "numpy/_globals.py").detail, "NumPy 2.3.4's");
  EXPECT_FALSE(subject.original.strays[0].recorded);
}

TEST_F(NumpyOriginTest, AStrippedBinaryOfAnotherReleaseIsFoundByItsBuildId) {
  numpy.files[std::string(tests::core)] = "core of 2.3.4, stripped";
  numpy.facts[std::string(tests::core)] = tests::facts_of(std::string(tests::core), "core of 2.3.4");
  const Subject subject = judge_against(
      {tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()), other_release("2.3.4")});
  ASSERT_EQ(subject.original.strays.size(), 1U);
  EXPECT_EQ(subject.original.strays[0].release, "2.3.4");
}

TEST_F(NumpyOriginTest, WhatTheOwnerRecordedIsReported) {
  numpy.files["numpy/_globals.py"] = "private = 2";
  numpy.files["numpy/old.py"] = "old";
  auto older = other_release("2.3.4");
  older.files["numpy/old.py"] = {tests::sha256_of("old"), 3};
  numpy.subject.intact.checked = 24;
  numpy.subject.intact.failed.push_back({"numpy/old.py", FileDeviation::Why::extra, Territory::package, true, ""});
  const Subject subject =
      judge_against({tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files()), older});
  ASSERT_EQ(subject.original.strays.size(), 2U);
  EXPECT_TRUE(subject.original.strays[0].recorded) << subject.original.strays[0].path;
  EXPECT_FALSE(subject.original.strays[1].recorded) << subject.original.strays[1].path;
}

// --- unknown
// ----------------------------------------------------------------------------------------------------------------------

TEST_F(NumpyOriginTest, WithoutDatabase) {
  Database database;
  const Subject subject = numpy.judge(database);
  expect(subject, OriginVerdict::unknown);
  EXPECT_EQ(subject.original.why, "no signature database");
  EXPECT_EQ(subject.release, std::nullopt);
}

TEST_F(NumpyOriginTest, UnknownReleasesSayWhichCase) {
  struct Case {
    const char* version;
    const char* why;
    const char* advice;
  };
  for (const Case& test :
       {Case{"2.4.0", "NumPy 2.4.0 is newer than the signature database of 2026-11-01, whose newest release is 2.3.5",
             "fairplay signatures add numpy==2.4.0"},
        Case{"2.3.1", "the signature database of 2026-11-01 doesn't list NumPy 2.3.1",
             "fairplay signatures add numpy==2.3.1"},
        Case{"2.3.1+mycompany.2", "doesn't list NumPy 2.3.1", "fairplay signatures add numpy==2.3.1"},
        Case{"2.4.0.dev0+git20251101.abcdef0", "a development version, which upstream never released",
             "fairplay signatures add FILE"},
        Case{"\xff\n", "doesn't list", ""}, Case{"../../etc", "doesn't list", ""}}) {
    numpy.version = test.version;
    const Subject subject = judge();
    expect(subject, OriginVerdict::unknown);
    EXPECT_THAT(subject.original.why, HasSubstr(test.why));
    EXPECT_THAT(tests::not_checked(subject), HasSubstr(test.advice));
    EXPECT_EQ(subject.release, std::nullopt);
    EXPECT_EQ(subject.c_api.binary.api, 0x13U) << "binary and headers can still be compared with each other";
  }
}

TEST_F(NumpyOriginTest, NeitherAVersionNorAnyReleasesFiles) {
  numpy.version = "";
  std::erase_if(numpy.files, [](const auto& item) { return item.first != "numpy/__init__.py"; });
  numpy.files["numpy/__init__.py"] = "another";
  const Subject subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("its version could not be read"));
  EXPECT_THAT(tests::not_checked(subject), HasSubstr("without a version"));
  EXPECT_EQ(subject.release, std::nullopt);
}

TEST_F(NumpyOriginTest, SourceTreesAreNoArtifacts) {
  numpy.subject.distributions.push_back({"numpy-2.3.5.dist-info", "numpy", "2.3.5", "pip", true, true, true});
  expect(judge(), OriginVerdict::official);  // what an editable install points to may be a build
  std::erase_if(numpy.files, [](const auto& item) { return item.first.ends_with(".so"); });
  Subject subject = judge();
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("editable"));
  numpy.subject.distributions.clear();
  numpy.files["numpy/_core/src/multiarray/array.c"] = "C";
  subject = judge();
  expect(subject, OriginVerdict::unknown);
}

TEST_F(NumpyOriginTest, AnSdistIsComparedWithSdistsOnly) {
  numpy.kind = signatures::artifact::Kind::sdist;
  numpy.import_folder = "numpy-2.3.5";
  numpy.files = {{"numpy/__init__.py", "init"}, {"numpy/_core/src/x.c", "C"}, {"PKG-INFO", "Version: 2.3.5"}};
  const auto judge_sdist = [&](const std::vector<signatures::database::DraftArtifact>& artifacts) {
    Database database(tests::write_pinned_database(folder.path(), artifacts));
    MadeUpNumpy sdist = numpy;
    return sdist.judge(database);
  };
  const auto only_wheel = tests::wheel(std::string(tests::wheel_name), "2.3.5", tests::wheel_files());
  Subject subject = judge_sdist({only_wheel});
  expect(subject, OriginVerdict::unknown);
  EXPECT_THAT(subject.original.why, HasSubstr("no sdist that upstream published"));

  Files packed;
  for (const auto& [path, content] : numpy.files) packed["numpy-2.3.5/" + path] = content;
  const auto sdist = tests::made_up_artifact("numpy", "2.3.5", "numpy-2.3.5.tar.gz", packed);
  subject = judge_sdist({only_wheel, sdist});
  expect(subject, OriginVerdict::official);
  EXPECT_EQ(subject.original.artifact, "numpy-2.3.5.tar.gz");
  numpy.files["PKG-INFO"] = "Version: 2.3.5\nMaintainer: me";
  expect(judge_sdist({only_wheel, sdist}), OriginVerdict::patched);
  numpy.files["numpy/_core/src/x.c"] = "other C";
  expect(judge_sdist({only_wheel, sdist}), OriginVerdict::modified_undisclosed);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
