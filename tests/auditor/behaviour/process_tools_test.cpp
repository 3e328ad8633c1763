// What probes of names, runtimes, versions and threads are made of.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "auditor/behaviour/child/foreign_names.h"
#include "auditor/behaviour/child/openmp_region.h"
#include "auditor/behaviour/child/other_caller.h"
#include "auditor/behaviour/child/version_in.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(OpenMp, RuntimesAreRecognisedByTheirNames) {
  for (const char* runtime : {"/usr/lib/x86_64-linux-gnu/libgomp.so.1", "libgomp-a34b3233.so.1.0.0", "/opt/libiomp5.so",
                              "libomp.so.5", "libomp-1234.so"})
    EXPECT_TRUE(is_openmp_runtime(runtime)) << runtime;
  for (const char* other : {"", "libgomp", "libompx.so", "/libgomp.so/libm.so.6", "libopenblas.so.0", "libompi.so.1"})
    EXPECT_FALSE(is_openmp_runtime(other)) << other;
}

TEST(OpenMp, ARegionRunsItsBodyOnceForEachThread) {
  const auto region = OpenMpRegion::make();
  if (!region) GTEST_SKIP() << region.error();
  std::atomic<int> bodies = 0;
  std::atomic<unsigned> seen = 0;
  const int threads = region->run(3, [&](int thread) { ++bodies, seen |= 1U << thread; });
  EXPECT_EQ(threads, bodies);
  EXPECT_GE(threads, 1);
  EXPECT_EQ(seen, (1U << threads) - 1);
  EXPECT_THAT(openmp_runtimes(), Not(IsEmpty()));
}

TEST(Names, ThoseOfInterfacesAreDistinguishedFromInternalOnes) {
  for (const char* name : {"dgemm_", "dgemm_64_", "dgemm_64", "cblas_dgemm", "LAPACKE_dgesv", "scipy_dgemm_64_",
                           "openblas_get_config64_", "bli_init", "__la_xisnan_MOD_disnan", "CBLAS_CallFromC"})
    EXPECT_TRUE(belongs_to_an_interface(name)) << name;
  for (const char* name : {"gotoblas", "exec_blas", "dgemm_kernel_HASWELL", "malloc", "", "blas_memory_alloc"})
    EXPECT_FALSE(belongs_to_an_interface(name)) << name;
}

TEST(Names, TheReferenceHasNoneBesideItsInterface) {
  const ForeignNames names = foreign_names(tests::environment("REFERENCE"));
  EXPECT_EQ(names.unread, "");
  EXPECT_THAT(names.taken, IsEmpty());
  EXPECT_THAT(names.internal, IsEmpty());
}

TEST(Names, TheCLibrarysAreFoundInItself) {
  Dl_info info{};
  ASSERT_NE(dladdr(reinterpret_cast<void*>(&std::malloc), &info), 0);
  EXPECT_THAT(foreign_names(info.dli_fname).taken, Contains("malloc"));
}

TEST(Names, WhatIsNoLibrarySaysSo) {
  tests::TemporaryFolder folder;
  folder.write("libtext.so", "not an ELF file");
  EXPECT_THAT(foreign_names(folder / "libtext.so").unread, Not(IsEmpty()));
  EXPECT_THAT(foreign_names(folder / "libnone.so").unread, HasSubstr("can't be opened"));
}

TEST(Version, IsTheFirstWordOfDigitsAndDots) {
  EXPECT_EQ(version_in("OpenBLAS 0.3.23.dev DYNAMIC_ARCH MAX_THREADS=2"), "0.3.23.dev");
  EXPECT_EQ(version_in("0.9.0"), "0.9.0");
  for (const char* none : {"", " ", "NO_LAPACKE DYNAMIC_ARCH", "64 bits", "3.", "v1.2", "MAX_THREADS=2.5"})
    EXPECT_EQ(version_in(none), "") << none;
}

TEST(OtherCaller, ComesBackFromACallThatReturns) {
  auto library = SubjectLibrary::load(tests::environment("REFERENCE"), {});
  ASSERT_TRUE(library.has_value()) << library.error();
  const auto call = PlainCall::make(*library, *parse_call("dgemm NN m=20 n=20 k=20"));
  ASSERT_TRUE(call.has_value());
  OtherCaller other(*call);
  ASSERT_TRUE(other.running());
  EXPECT_TRUE(other.comes_back(60));
  EXPECT_FALSE(other.running());
  EXPECT_TRUE(other.comes_back(60)) << "who is back stays back";
}

TEST(Subject, CanBeUnloadedAndLoadedAgain) {
  auto library = SubjectLibrary::load(tests::environment("REFERENCE"), {});
  ASSERT_TRUE(library.has_value()) << library.error();
  static_cast<void>(library->unload());  // it may stay: another test's handle keeps it
  ASSERT_TRUE(library->load_again().has_value());
  EXPECT_NE(library->routine("dgemm"), nullptr);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
