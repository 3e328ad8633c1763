#include <gmock/gmock.h>

#include "auditor/provenance/original/remains.h"
#include "made_up_release.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::database::Database;
using signatures::database::DraftArtifact;
using signatures::database::Origin;
using signatures::fingerprint::BinaryFacts;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* library_path = "usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.30.so";
constexpr const char* deb = "libopenblas0-pthread_0.3.30+ds-1_amd64.deb";

/// A database with Debian's OpenBLAS, and that library as installed.
class LibraryOriginTest : public testing::Test {
 protected:
  LibraryOriginTest() : facts(tests::facts_of(library_path, content)) {
    artifact = tests::made_up_artifact("libopenblas0-pthread", "0.3.30+ds-1", deb, {{library_path, content}});
    artifact.origin = Origin::distribution;
    artifact.binaries.emplace(tests::sha256_of(content), facts);
    subject.kind = SubjectKind::blas;
    subject.name = "libopenblas0-pthread";
    subject.path = std::string("/") + library_path;
  }

  Subject judge(const std::string& sha256) {
    Database database(tests::write_pinned_database(folder.path(), {artifact}));
    Subject judged = subject;
    judge_library_origin({&database, &tests::places(), nullptr},
                         {sha256,
                          [&]() -> std::optional<BinaryFacts> {
                            looked = true;
                            return readable ? std::optional(facts) : std::nullopt;
                          },
                          [&] { return left; }, [&](std::string_view name) { return beside.contains(name); }},
                         judged);
    return judged;
  }
  Subject judge_other() { return judge(tests::sha256_of("other bytes")); }

  const std::string content = "openblas of Debian";
  tests::TemporaryFolder folder;
  BinaryFacts facts;
  DraftArtifact artifact;
  Subject subject;
  bool readable = true;
  std::optional<Remains> left;
  bool looked = false;
  std::set<std::string, std::less<>> beside;  ///< files in the library's folder
};

TEST_F(LibraryOriginTest, ItsPublishersFileIsOfficial) {
  const Subject judged = judge(tests::sha256_of(content));
  EXPECT_EQ(name(judged.original.verdict), "official");
  EXPECT_EQ(judged.original.artifact, deb);
  EXPECT_EQ(judged.original.publisher, signatures::database::Origin::distribution);
  EXPECT_EQ(judged.original.database, "made up");
  EXPECT_EQ(judged.release, "0.3.30+ds-1");
  EXPECT_FALSE(looked);
}

TEST_F(LibraryOriginTest, NobodyStandsForALocalFile) {
  artifact.origin = Origin::local;
  const Subject judged = judge(tests::sha256_of(content));
  EXPECT_EQ(name(judged.original.verdict), "unknown");
  EXPECT_EQ(judged.original.publisher, signatures::database::Origin::local);
}

TEST_F(LibraryOriginTest, StrippedAndAlteredAreRecognisedByBuildId) {
  Subject judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "rebuilt");
  EXPECT_THAT(judged.original.why, HasSubstr("every loaded part is equal"));
  EXPECT_EQ(judged.original.nearest->artifact, deb);
  EXPECT_EQ(judged.original.nearest->similarity, 1.0);
  facts.parts[2].sha256 = tests::sha256_of("altered");
  judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "modified-undisclosed");
  ASSERT_EQ(judged.original.differences.size(), 1U);
  EXPECT_EQ(judged.original.differences[0].kind, DifferenceClass::binary);
  EXPECT_EQ(judged.original.differences[0].name, ".text");
}

TEST_F(LibraryOriginTest, WithoutABuildIdItsLoadedPartsIdentifyIt) {
  facts.build_id.clear();
  artifact.binaries.insert_or_assign(tests::sha256_of(content), facts);
  Subject judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "rebuilt");
  EXPECT_THAT(judged.original.why, HasSubstr("every loaded part is equal"));
  facts.parts[2].sha256 = tests::sha256_of("altered");
  judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "modified-undisclosed");
  EXPECT_THAT(judged.original.why, HasSubstr("it has the symbols and the sizes of all parts of the library of"));
}

TEST_F(LibraryOriginTest, RepairToolsRenameWhatIsNeeded) {
  facts.needed = {"libgfortran-040039e1.so.5.0.0"};
  artifact.binaries.insert_or_assign(tests::sha256_of(content), facts);
  facts.needed = {"libgfortran-040039e1-0352e75f.so.5.0.0"};
  beside = {"libgfortran-040039e1-0352e75f.so.5.0.0"};
  EXPECT_EQ(name(judge_other().original.verdict), "rebuilt");
  beside = {};
  const Subject judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "modified-undisclosed");
  EXPECT_EQ(judged.original.differences.at(0).name, "needed");
  // The tag is the hash of the file that the library's publisher has under the old name.
  const std::string fortran = "libgfortran";
  const std::string old_name = "usr/lib/libgfortran-040039e1.so.5.0.0";
  artifact.files[old_name] = {tests::sha256_of(fortran), fortran.size()};
  facts.needed = {"libgfortran-040039e1-" + tests::sha256_of(fortran).substr(0, 8) + ".so.5.0.0"};
  EXPECT_EQ(name(judge_other().original.verdict), "rebuilt");
  facts.needed = {"libquadmath-96973f99.so.0"};
  beside = {"libquadmath-96973f99.so.0"};
  EXPECT_EQ(name(judge_other().original.verdict), "modified-undisclosed");
}

TEST_F(LibraryOriginTest, AnotherBuildIsRecognisedBySymbolsAndConfiguration) {
  facts.build_id = std::string(40, '7');
  facts.parts[2].sha256 = tests::sha256_of("compiled here");
  subject.name = "libopenblas.so.0";
  Subject judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "rebuilt");
  EXPECT_THAT(judged.original.why, HasSubstr("OpenBLAS 0.3.30 with the symbols and the configuration of"));
  EXPECT_LT(judged.original.nearest->similarity, 1.0);
  EXPECT_THAT(tests::not_checked(judged), HasSubstr("its code"));
  facts.blas->configuration = "OpenBLAS 0.3.30 SINGLE_THREADED";
  judged = judge_other();
  EXPECT_EQ(name(judged.original.verdict), "unknown");
  EXPECT_EQ(judged.original.why, "no library of OpenBLAS 0.3.30 with its symbols is known");
  EXPECT_THAT(tests::not_checked(judged), HasSubstr("fairplay signatures add FILE"));
}

TEST_F(LibraryOriginTest, WhatCannotBeReadIsUnknown) {
  EXPECT_EQ(name(judge("").original.verdict), "unknown");
  readable = false;
  EXPECT_THAT(judge_other().original.why, HasSubstr("could not be looked into"));
  readable = true;
  facts = {};
  EXPECT_EQ(name(judge_other().original.verdict), "unknown");
}

TEST_F(LibraryOriginTest, WithoutDatabase) {
  Database database;
  judge_library_origin({&database, &tests::places(), nullptr}, {tests::sha256_of(content), {}}, subject);
  EXPECT_EQ(subject.original.why, "no signature database");
}

/// Several wheels bundle one library: it is reported as that of the NumPy beside it.
TEST_F(LibraryOriginTest, OfABundledLibraryTheWheelOfThisRun) {
  const auto first = tests::wheel("numpy-2.3.5-cp311-cp311-manylinux_2_28_x86_64.whl", "2.3.5", tests::wheel_files());
  auto files = tests::wheel_files();
  files["numpy/matlib.py"] = "matlib of 3.12";
  const auto second = tests::wheel("numpy-2.3.5-cp312-cp312-manylinux_2_28_x86_64.whl", "2.3.5", files);
  Database database(tests::write_pinned_database(folder.path(), {first, second}));
  std::set<std::string, std::less<>> found;
  tests::MadeUpNumpy numpy;
  numpy.files = files;
  EXPECT_EQ(numpy.judge(database, &found).original.artifact, second.name);
  subject.name = "libscipy_openblas64_-fdde5778.so";
  judge_library_origin({&database, &tests::places(), &found}, {tests::sha256_of("openblas"), {}}, subject);
  EXPECT_EQ(subject.original.artifact, second.name);
  EXPECT_EQ(subject.release, std::nullopt) << "NumPy's release isn't the library's";
}

}  // namespace
}  // namespace fairplay::auditor::provenance
