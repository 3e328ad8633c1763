#include "auditor/provenance/builds/loaded.h"

#include <gmock/gmock.h>

namespace fairplay::auditor::provenance {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Subject numpy_using(const std::string& path) {
  Subject subject;
  subject.kind = SubjectKind::numpy;
  subject.blas.push_back({path, signatures::blas::Identity{}, BlasHow::linked, "numpy/_core/x.so", {}});
  return subject;
}
Subject library(const std::string& path) {
  Subject subject;
  subject.kind = SubjectKind::blas;
  subject.path = path;
  subject.blas.push_back({path, signatures::blas::Identity{}, BlasHow::linked, "", {}});
  return subject;
}

TEST(Loaded, KeepsWhatTheProcessMapped) {
  std::vector<Subject> subjects{numpy_using("/a.so"), library("/a.so")};
  use_mapped_libraries(subjects, {"/a.so", "/lib/libgomp.so.1"}, {});
  EXPECT_THAT(subjects[0].blas, SizeIs(1));
  EXPECT_THAT(subjects[0].not_checked, IsEmpty());
  EXPECT_TRUE(subjects[1].loaded);
  ASSERT_THAT(subjects[0].runtimes, SizeIs(1));
  EXPECT_EQ(subjects[0].runtimes[0].name, "libgomp");
}

TEST(Loaded, APreloadedLibraryTakesThePlaceOfTheOneTheLoaderWouldPick) {
  std::vector<Subject> subjects{numpy_using("/a.so"), library("/preloaded.so")};
  use_mapped_libraries(subjects, {"/preloaded.so"}, {"/preloaded.so"});
  ASSERT_THAT(subjects[0].blas, SizeIs(1));
  EXPECT_EQ(subjects[0].blas[0].path, "/preloaded.so");
  ASSERT_THAT(subjects[0].not_checked, SizeIs(1));
  EXPECT_EQ(subjects[0].not_checked[0].what, "/a.so");
}

TEST(Loaded, WhatAnotherPackageLoadedIsNotNumpys) {
  std::vector<Subject> subjects{numpy_using("/numpy.libs/libopenblas-1.so"), library("/numpy.libs/libopenblas-1.so"),
                                library("/scipy.libs/libopenblas-2.so")};
  use_mapped_libraries(subjects, {"/numpy.libs/libopenblas-1.so", "/scipy.libs/libopenblas-2.so"}, {});
  ASSERT_THAT(subjects[0].blas, SizeIs(1));
  EXPECT_EQ(subjects[0].blas[0].path, "/numpy.libs/libopenblas-1.so");
  EXPECT_TRUE(subjects[2].loaded);
}

TEST(Loaded, TheSonameThatNumpyAsksForIsIts) {
  std::vector<Subject> subjects{numpy_using("/old/libblas.so.3"), library("/new/libmine.so")};
  subjects[0].blas[0].chain = {"libblas.so.3", "/old/libblas.so.3"};
  subjects[1].blas[0].soname = "libblas.so.3";
  use_mapped_libraries(subjects, {"/new/libmine.so"}, {});
  ASSERT_THAT(subjects[0].blas, SizeIs(1));
  EXPECT_EQ(subjects[0].blas[0].path, "/new/libmine.so");
}

TEST(Loaded, APreloadedLibraryWithOtherNamesIsNotIts) {
  std::vector<Subject> subjects{numpy_using("/a.so"), library("/preloaded.so")};
  subjects[0].blas[0].identity->suffix = "64_";
  use_mapped_libraries(subjects, {"/a.so", "/preloaded.so"}, {"/preloaded.so"});
  ASSERT_THAT(subjects[0].blas, SizeIs(1));
  EXPECT_EQ(subjects[0].blas[0].path, "/a.so");
}

TEST(Loaded, WithNoneOfItsLibrariesMappedNothingIsComplete) {
  std::vector<Subject> subjects{numpy_using("/a.so"), library("/scipy.libs/b.so")};
  subjects[0].blas_complete = true;
  use_mapped_libraries(subjects, {"/scipy.libs/b.so"}, {});
  EXPECT_THAT(subjects[0].blas, IsEmpty());
  EXPECT_FALSE(subjects[0].blas_complete);
}

TEST(Loaded, ALibraryThatIsNotMappedIsNotLoaded) {
  std::vector<Subject> subjects{library("/a.so")};
  use_mapped_libraries(subjects, {}, {});
  EXPECT_FALSE(subjects[0].loaded);
}

}  // namespace
}  // namespace fairplay::auditor::provenance
