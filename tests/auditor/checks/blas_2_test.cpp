#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;
using tests::openblas;

namespace {

auditor::Subject with_runtimes(std::vector<auditor::RuntimeLibrary> runtimes) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.runtimes = std::move(runtimes);
  return subject;
}

/// A BLAS that a package of the venv brings.
auditor::Subject bundled(const std::string& id, const std::string& path, signatures::blas::Identity identity) {
  auditor::Subject subject = tests::system_blas(id, "scipy 1.16", std::move(identity), path);
  subject.environment = auditor::Environment{auditor::Environment::Kind::venv, "/home/u/v"};
  subject.blas[0].how = auditor::BlasHow::bundled;
  return subject;
}

}  // namespace

TEST(Blas2, TwoOpenMPRuntimes) {
  const auto findings = findings_of({with_runtimes(
      {{"libgomp-a34b3233.so.1.0.0",
        "/home/u/v/lib/python3.11/site-packages/scikit_learn.libs/libgomp-a34b3233.so.1.0.0", "scikit_learn.libs"},
       {"libiomp5.so", "/home/u/v/lib/libiomp5.so", "mkl"}})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "BLAS-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(findings[0].message,
            "2 OpenMP runtimes would load into one process: libgomp (scikit_learn.libs/libgomp-a34b3233.so.1.0.0) and "
            "libiomp5 (/home/u/v/lib/libiomp5.so)");
}

TEST(Blas2, TwoCopiesOfOneRuntimeAreANote) {
  const auto findings = findings_of({with_runtimes({{"libgomp", "/a/libgomp.so.1", "torch"},
                                                    {"libgomp", "/b/libgomp.so.1", "system"},
                                                    {"libgomp", "/b/libgomp.so.1", "system"}})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_EQ(findings[0].message,
            "2 copies of libgomp would load into one process: /a/libgomp.so.1 and /b/libgomp.so.1");
}

TEST(Blas2, TheLoaderTakesFilesWithOneSonameForOneLibrary) {
  EXPECT_TRUE(hits_of("BLAS-2", {with_runtimes({{"libgomp", "/faiss_cpu.libs/libgomp-a34b3233.so.1.0.0",
                                                 "faiss_cpu.libs", "libgomp-a34b3233.so.1.0.0"},
                                                {"libgomp", "/scikit_learn.libs/libgomp-a34b3233.so.1.0.0",
                                                 "scikit_learn.libs", "libgomp-a34b3233.so.1.0.0"}})})
                  .empty());
  EXPECT_EQ(hits_of("BLAS-2", {with_runtimes({{"libgomp", "/a.libs/libgomp-1.so", "a.libs", "libgomp-1.so"},
                                              {"libgomp", "/b.libs/libgomp-2.so", "b.libs", "libgomp-2.so"}})})
                .size(),
            1U)
      << "the names that auditwheel gives them keep them apart";
}

TEST(Blas2, OneRuntimeOrNoneIsFine) {
  EXPECT_TRUE(hits_of("BLAS-2",
                      {with_runtimes({{"libgomp", "/b/libgomp.so.1", "a"}, {"libgomp.so.1", "/b/libgomp.so.1", "b"}})})
                  .empty())
      << "the same file";
  EXPECT_TRUE(hits_of("BLAS-2", {with_runtimes({{"libgomp", "/b/libgomp.so.1", "a"},
                                                {"libompl.so", "/b/libompl.so", "b"},
                                                {"libgompx", "/x", ""},
                                                {"", "", ""}})})
                  .empty());
  EXPECT_TRUE(hits_of("BLAS-2", {with_runtimes({})}).empty());
}

TEST(Blas2, EqualNamesOfDifferentWidth) {
  auto lp64 = tests::wheel_numpy("s1");
  lp64.blas[0].identity = openblas("0.3.30", signatures::blas::IntegerWidth::lp64, "", "");
  const auto findings =
      findings_of({lp64, bundled("s2", "/home/u/v/lib/python3.11/site-packages/other.libs/libopenblas64.so",
                                 openblas("0.3.21", signatures::blas::IntegerWidth::ilp64, "", ""))});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].subject, "s1");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_NE(
      findings[0].message.find("same symbol names (dgemm_) but different integer widths in venv /home/u/v: ilp64 ("),
      std::string::npos)
      << findings[0].message;
  EXPECT_EQ(findings[0].evidence.size(), 2U);
}

TEST(Blas2, InAProcessWhatIsMappedCounts) {
  auto one =
      tests::system_blas("s1", "libopenblas0-pthread 0.3.21",
                         openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", ""), "/usr/lib/libopenblas.so.0");
  auto two = tests::system_blas("s2", "libopenblas64-0-pthread 0.3.21",
                                openblas("0.3.21", signatures::blas::IntegerWidth::ilp64, "", ""),
                                "/usr/lib/libopenblas64.so.0");
  EXPECT_TRUE(hits_of("BLAS-2", {one, two}).empty()) << "both merely lie on the disk";
  one.loaded = two.loaded = true;
  one.environment = two.environment = auditor::Environment{auditor::Environment::Kind::process, "4242"};
  EXPECT_EQ(hits_of("BLAS-2", {one, two}).size(), 1U);
}

TEST(Blas2, HealthyMixturesAreSilent) {
  // NumPy's and SciPy's wheels carry different affixes.
  EXPECT_TRUE(hits_of("BLAS-2", {tests::wheel_numpy("s1"),
                                 bundled("s2", "/home/u/v/scipy.libs/libscipy_openblas.so",
                                         openblas("0.3.29", signatures::blas::IntegerWidth::lp64, "scipy_", ""))})
                  .empty());
  // MKL serves both widths at run time.
  auto mkl = openblas("2025.0", signatures::blas::IntegerWidth::either, "", "");
  mkl.vendor = signatures::blas::Vendor::mkl;
  auto numpy = tests::wheel_numpy("s1");
  numpy.blas[0].identity = openblas("0.3.30", signatures::blas::IntegerWidth::ilp64, "", "");
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, bundled("s2", "/home/u/v/lib/libmkl_rt.so.2", mkl)}).empty());
  // The same library seen by several NumPys.
  EXPECT_TRUE(hits_of("BLAS-2", {tests::debian_numpy("s1"), tests::debian_numpy("s2")}).empty());
  // Different environments don't share a process, nor do files given by name.
  auto lp64 = tests::debian_numpy("s2");
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, lp64}).empty());
  numpy.environment = lp64.environment = auditor::Environment{auditor::Environment::Kind::file};
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, lp64}).empty());
}

TEST(Blas2, UnknownWidthsAndMalformedFactsAreSilent) {
  auto numpy = tests::wheel_numpy("s1");
  numpy.blas[0].identity = openblas("0.3.30", signatures::blas::IntegerWidth::unknown, "", "");
  auto other = bundled("s2", "/x", openblas("", signatures::blas::IntegerWidth::ilp64, "", ""));
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, other}).empty());
  numpy.blas[0].identity = openblas("0.3.30", signatures::blas::IntegerWidth::either, "", "");
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, other}).empty());
  numpy.blas[0].identity.reset();
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, other}).empty());
  numpy.blas.clear();
  other.blas.clear();
  EXPECT_TRUE(hits_of("BLAS-2", {numpy, other}).empty());
}

}  // namespace fairplay
