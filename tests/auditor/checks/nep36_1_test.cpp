#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;

namespace {

auditor::Subject named(const std::string& name, bool installs_numpy) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions = {{name + ".dist-info", name, "1.0", "pip", true, false, installs_numpy}};
  return subject;
}

}  // namespace

TEST(Nep36Rule1, ADistributionThatReplacesNumPyIsAnError) {
  // As the intel-numpy 1.15.1 wheel: two distributions, one with NumPy's own name.
  auditor::Subject subject = named("intel_numpy", true);
  subject.version = "1.15.1";
  subject.distributions.push_back({"numpy-1.15.1.dist-info", "numpy", "1.15.1", "", true, false, true});
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "NEP36-1");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[0].message,
            "the distribution \"intel_numpy\" has numpy in its name, is not from the NumPy project, and installs a "
            "top-level numpy package");
  EXPECT_EQ(findings[0].remedy.find("intel_numpy"), std::string::npos) << "several findings share one remedy";
  ASSERT_EQ(findings[0].evidence.size(), 1U);
  EXPECT_EQ(findings[0].evidence[0].path, "intel_numpy.dist-info");
}

TEST(Nep36Rule1, ANameAloneIsANote) {
  for (const char* name : {"numpy-stl", "numpy_quaternion", "pnumpy", "NumPy.Extras", "mynumpylib"}) {
    const auto findings = findings_of({named(name, false)});
    ASSERT_EQ(findings.size(), 1U) << name;
    EXPECT_EQ(findings[0].severity, auditor::Severity::note) << name;
  }
}

TEST(Nep36Rule1, TheProjectsOwnNamesAreFine) {
  for (const char* name : {"numpy", "NumPy", "numpy-financial", "numpy_financial", "Numpy.Financial", "unumpy",
                           "numpydoc", "scipy", "num-py"}) {
    EXPECT_TRUE(hits_of("NEP36-1", {named(name, false)}).empty()) << name;
    EXPECT_TRUE(hits_of("NEP36-1", {named(name, true)}).empty()) << name;
  }
}

TEST(Nep36Rule1, ASystemPackagesNameIsNeverJudged) {
  auditor::Subject subject = tests::debian_numpy();
  subject.name = "python3-numpy";
  EXPECT_TRUE(hits_of("NEP36-1", {subject}).empty());
  subject.distributions.clear();
  EXPECT_TRUE(hits_of("NEP36-1", {subject}).empty());
  subject.installer = auditor::Installer::rpm;
  EXPECT_TRUE(hits_of("NEP36-1", {subject}).empty());
}

TEST(Nep36Rule1, WithoutMetadataTheOwnNameCounts) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions.clear();
  EXPECT_TRUE(hits_of("NEP36-1", {subject}).empty());
  subject.name = "numpy-mkl";
  const auto hits = hits_of("NEP36-1", {subject});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].case_name, "replaces-numpy");
}

TEST(Nep36Rule1, TheSameNameIsReportedOnceAndKeepsItsFingerprintElsewhere) {
  auditor::Subject subject = named("intel-numpy", true);
  subject.distributions.push_back({"Intel_NumPy.egg-info", "Intel_NumPy", "1.0", "", false, false, true});
  auto moved = subject;
  moved.path = "/opt/other/numpy";
  const auto here = findings_of({subject});
  const auto there = findings_of({moved});
  ASSERT_EQ(here.size(), 1U);
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(here[0].fingerprint, there[0].fingerprint);
  EXPECT_EQ(here[0].fingerprint.size(), 16U);
}

TEST(Nep36Rule1, MalformedNames) {
  EXPECT_TRUE(hits_of("NEP36-1", {named("", true)}).empty());
  EXPECT_TRUE(hits_of("NEP36-1", {named("-._-", true)}).empty());
  EXPECT_TRUE(hits_of("NEP36-1", {named(std::string("\xff\0\x1b", 3), true)}).empty());
  EXPECT_EQ(hits_of("NEP36-1", {named(tests::hostile("numpy"), true)}).size(), 1U);
}

}  // namespace fairplay
