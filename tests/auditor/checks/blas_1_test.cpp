#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;

namespace {

signatures::blas::Identity vendor(const std::string& name) {
  auto identity = tests::openblas("1.0", signatures::blas::IntegerWidth::lp64, "", "");
  identity.vendor = signatures::blas::vendor_named(name).value_or(signatures::blas::Vendor::unknown);
  return identity;
}

/// Claims `claimed` for BLAS and LAPACK and loads a library of `loaded`.
auditor::Subject build(const std::string& claimed, const std::string& loaded) {
  auditor::Subject subject = tests::debian_numpy();
  subject.claims = {{"blas", claimed, "", ""}, {"lapack", claimed, "", ""}};
  subject.blas[0].identity = vendor(loaded);
  return subject;
}

}  // namespace

TEST(Blas1, AConfiguredLibraryThatIsNotTheOneLoaded) {
  const auto findings = findings_of({build("openblas", "Netlib")});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "BLAS-1");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(findings[0].message,
            "configured with openblas (BLAS and LAPACK), but the loader picks, by alternatives, Netlib 1.0");
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_NE(findings[0].evidence[1].detail.find("by libblas.so.3 -> /lib/"), std::string::npos);
}

TEST(Blas1, HowBuildsCallEachVendor) {
  const struct {
    const char* claimed;
    const char* vendor;
  } table[] = {
      {"scipy-openblas", "OpenBLAS"},
      {"openblas", "OpenBLAS"},
      {"openblas64_", "OpenBLAS"},
      {"openblas-openmp", "OpenBLAS"},
      {"libopenblas", "OpenBLAS"},
      {"mkl", "MKL"},
      {"mkl-sdl", "MKL"},
      {"mkl_rt", "MKL"},
      {"mkl-dynamic-lp64-seq", "MKL"},
      {"mkl_rt, pthread", "none of these"},
      {"blis", "BLIS"},
      {"flexiblas", "FlexiBLAS"},
      {"accelerate", "Accelerate"},
      {"Accelerate", "Accelerate"},
      {"atlas", "ATLAS"},
      {"tatlas", "ATLAS"},
      {"satlas", "ATLAS"},
      {"f77blas, cblas, atlas", "ATLAS"},
      {"ptf77blas,ptcblas,atlas", "ATLAS"},
      {"armpl_lp64", "Arm PL"},
  };
  for (const auto& row : table) {
    EXPECT_TRUE(hits_of("BLAS-1", {build(row.claimed, row.vendor)}).empty()) << row.claimed;
    const auto hits = hits_of("BLAS-1", {build(row.claimed, "Netlib")});
    EXPECT_EQ(hits.size(), std::string(row.vendor) == "none of these" ? 0U : 1U) << row.claimed;
  }
}

TEST(Blas1, GenericAndUnknownNamesNeverDisagree) {
  for (const char* claimed : {"blas", "cblas", "lapack", "none", "netlib-generic", "lapack_lite", "", "NOT_AVAILABLE",
                              "_without_blas", "blas, lapack", "my-own-thing", "::error::", "\xff"}) {
    EXPECT_TRUE(hits_of("BLAS-1", {build(claimed, "Netlib")}).empty()) << claimed;
  }
}

TEST(Blas1, WhatIsNotKnownIsComparedWithNothing) {
  auditor::Subject unknown = build("openblas", "unknown");
  EXPECT_TRUE(hits_of("BLAS-1", {unknown}).empty());
  unknown.blas[0].identity.reset();
  EXPECT_TRUE(hits_of("BLAS-1", {unknown}).empty());
  auditor::Subject half = build("openblas", "Netlib");
  half.blas.push_back({"libfoo.so.3", std::nullopt, auditor::BlasHow::linked, "", {}});
  EXPECT_TRUE(hits_of("BLAS-1", {half}).empty()) << "the library that wasn't found may be the configured one";
}

TEST(Blas1, OneMatchingLibraryIsEnough) {
  auditor::Subject subject = build("openblas", "OpenBLAS");
  subject.blas.push_back({"/usr/lib/liblapack.so.3", vendor("Netlib"), auditor::BlasHow::linked, "", {}});
  EXPECT_TRUE(hits_of("BLAS-1", {subject}).empty());
}

TEST(Blas1, LapackIsComparedWithTheLibraryThatHasIt) {
  auditor::Subject subject = build("openblas", "OpenBLAS");
  subject.blas[0].identity->has_lapack = subject.blas[0].identity->has_lapacke = false;
  auto lapack = vendor("Netlib");
  lapack.has_blas = lapack.has_cblas = false;
  subject.blas.push_back({"/usr/lib/liblapack.so.3", lapack, auditor::BlasHow::linked, "", {}});
  const auto hits = hits_of("BLAS-1", {subject});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(tests::value(hits[0], "what"), "LAPACK");
  EXPECT_EQ(tests::value(hits[0], "how"), "the loader picks");
}

TEST(Blas1, NoLibraryAtAllIsANoteWhereThatIsCertain) {
  auditor::Subject subject = build("openblas", "OpenBLAS");
  subject.blas.clear();
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_EQ(findings[0].message,
            "configured with openblas (BLAS and LAPACK), but no extension module needs a BLAS library: it is linked "
            "statically, or the build has none");

  auto incomplete = subject;
  incomplete.blas_complete = false;
  EXPECT_TRUE(hits_of("BLAS-1", {incomplete}).empty());
  auto lost = subject;
  lost.damage.push_back({"x.so", "", "truncated", true});
  EXPECT_TRUE(hits_of("BLAS-1", {lost}).empty());
  auto generic = subject;
  generic.claims = {{"blas", "lapack_lite", "", ""}};
  EXPECT_TRUE(hits_of("BLAS-1", {generic}).empty());
}

TEST(Blas1, HealthyBuildsAreSilent) {
  EXPECT_TRUE(hits_of("BLAS-1", {tests::wheel_numpy(), tests::debian_numpy()}).empty());
  auto blas = tests::system_blas("s3", "libblas3 3.11.0-2", vendor("Netlib"),
                                 "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0");
  EXPECT_TRUE(hits_of("BLAS-1", {blas}).empty());
  auto without = tests::wheel_numpy();
  without.claims.clear();
  EXPECT_TRUE(hits_of("BLAS-1", {without}).empty());
}

}  // namespace fairplay
