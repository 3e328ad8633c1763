#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;

TEST(Intact2, TwoNumPyDistributionsOfOneFolder) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions.push_back({"numpy-2.3.4.dist-info", "NumPy", "2.3.4", "pip", true, false, true});
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "INTACT-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[0].message,
            "2 NumPy distributions claim one package folder: numpy-2.3.5.dist-info and numpy-2.3.4.dist-info");
  EXPECT_EQ(findings[0].evidence.size(), 2U);
}

TEST(Intact2, MetadataOfAnotherReleaseIsAWarning) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions[0].path = "numpy-2.3.4.dist-info";
  subject.distributions[0].version = "2.3.4";
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "INTACT-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(
      findings[0].message,
      "numpy-2.3.4.dist-info speaks of NumPy 2.3.4, but the files beside it are NumPy 2.3.5's, as version.py says");
  subject.distributions[0].editable = true;
  EXPECT_TRUE(hits_of("INTACT-2", {subject}).empty()) << "a project counts on";
  subject.distributions[0].editable = false;
  subject.version.clear();
  EXPECT_TRUE(hits_of("INTACT-2", {subject}).empty()) << "nobody says what it is";
}

TEST(Intact2, LeftoversAreANote) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.leftovers = {"~umpy", "~umpy-2.3.4.dist-info"};
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_EQ(findings[0].message,
            "leftovers of an interrupted pip run beside the package: ~umpy and ~umpy-2.3.4.dist-info");
  EXPECT_NE(findings[0].remedy.find("Nothing imports these folders"), std::string::npos);
}

TEST(Intact2, FilesOfAnotherReleaseThatNobodyInstalled) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.original.strays = {{"numpy/_core/numeric.py", "2.3.4", false},
                             {"numpy/lib/_npyio_impl.py", "2.3.4", false},
                             {"numpy/ma/core.py", "2.2.6", true}};
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "INTACT-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[0].message,
            "2 files of another release (2.3.4) among those of 2.3.5, put there by no installer: "
            "numpy/_core/numeric.py and numpy/lib/_npyio_impl.py");
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_EQ(findings[0].evidence[0].detail, "equals NumPy 2.3.4's");
  EXPECT_EQ(findings[0].remedy.find('{'), std::string::npos);
}

TEST(Intact2, WhatTheOwnerRecordedIsNoMixture) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.original.strays = {{"numpy/_core/numeric.py", "2.3.4", true}};
  EXPECT_TRUE(hits_of("INTACT-2", {subject}).empty());
}

TEST(Intact2, HealthyFoldersAreSilent) {
  EXPECT_TRUE(hits_of("INTACT-2", {tests::wheel_numpy(), tests::debian_numpy("s2"), tests::wheel_numpy("s3")}).empty())
      << "two environments, not one folder";
  auditor::Subject other = tests::wheel_numpy();
  other.distributions.push_back({"numpy_stl-3.0.dist-info", "numpy-stl", "3.0", "pip", true, false, false});
  EXPECT_TRUE(hits_of("INTACT-2", {other}).empty());
  auditor::Subject elsewhere = tests::wheel_numpy();
  elsewhere.distributions.push_back({"numpy-1.0.dist-info", "numpy", "1.0", "pip", true, false, false});
  EXPECT_TRUE(hits_of("INTACT-2", {elsewhere}).empty()) << "metadata that installs no numpy here claims nothing";
}

TEST(Intact2, AnEditableInstallHasTwoKindsOfMetadata) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions = {{"numpy.egg-link", "numpy", "2.4.0.dev0", "", false, true, true},
                           {"numpy.egg-info", "numpy", "2.4.0.dev0", "", false, false, true}};
  EXPECT_TRUE(hits_of("INTACT-2", {subject}).empty());
  subject.distributions[1].version = "2.3.5";
  EXPECT_EQ(hits_of("INTACT-2", {subject}).size(), 1U);
}

TEST(Intact2, NumpysOwnCheckRefusesAnOlderModule) {
  auditor::Subject subject = tests::wheel_numpy();
  auditor::LoadProblem problem;
  problem.kind = auditor::LoadProblem::Kind::older_core;
  problem.wanted = "numpy/core/multiarray.py";
  problem.here = "numpy/core/multiarray.cpython-36m-x86_64-linux-gnu.so";
  problem.by = "numpy/core/__init__.py";
  subject.loads.problems = {problem};
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "INTACT-2");
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_TRUE(findings[0].leads);
  EXPECT_EQ(
      findings[0].message,
      "import numpy fails here: numpy/core/multiarray.cpython-36m-x86_64-linux-gnu.so is an older NumPy's and comes "
      "before numpy/core/multiarray.py, which NumPy 2.3.5's own check asks for");
}

TEST(Intact2, WheelsForSeveralPythonsAndPlatforms) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.original.other_wheels = {{"CPython 3.12", {"numpy/_core/a.cpython-312-x86_64-linux-gnu.so"}, false, false}};
  auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::error);
  EXPECT_EQ(findings[0].message,
            "wheels of NumPy 2.3.5 for several Pythons or platforms lie in one folder: beside its own, the one for "
            "CPython 3.12");
  EXPECT_NE(findings[0].remedy.find("Remove every copy"), std::string::npos) << findings[0].remedy;
  subject.environment = {auditor::Environment::Kind::folder};
  findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].remedy.find("a folder of its own"), std::string::npos) << findings[0].remedy;
  subject.original.other_wheels[0].other_platform = true;
  EXPECT_NE(findings_of({subject})[0].remedy.find("Remove every copy"), std::string::npos);
}

TEST(Intact2, MalformedFacts) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.distributions = {{"", "numpy", "", "", false, false, true},
                           {"", "numpy", "", "", false, false, true},
                           {"x", "", "", "", false, false, true}};
  EXPECT_TRUE(hits_of("INTACT-2", {subject}).empty()) << "the same metadata twice is one";
  subject.distributions[0].path = tests::hostile("a");
  EXPECT_EQ(hits_of("INTACT-2", {subject}).size(), 1U);
  subject = tests::wheel_numpy();
  subject.original.strays = {{"", "", false}, {tests::hostile("p"), tests::hostile("r"), false}};
  EXPECT_EQ(hits_of("INTACT-2", {subject}).size(), 1U);
}

}  // namespace fairplay
