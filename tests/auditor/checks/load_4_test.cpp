#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {
namespace {

using auditor::HiddenImport;
using auditor::ImportPlace;
using auditor::ModuleForm;
using auditor::Severity;
using tests::findings_of;
using tests::hits_of;

HiddenImport hidden_by(ImportPlace place, ModuleForm form = ModuleForm::package) {
  HiddenImport import;
  import.winner.path = "/home/u/.local/lib/python3.11/site-packages/numpy";
  import.winner.version = "2.2.6";
  import.winner.place = place;
  import.winner.form = form;
  import.hidden.path = "/usr/lib/python3/dist-packages/numpy";
  import.hidden.version = "1.24.2";
  import.interpreters = {"/usr/bin/python3"};
  return import;
}

auditor::Subject hidden_numpy(HiddenImport import, bool wins = false) {
  auditor::Subject subject = tests::debian_numpy("s1");
  subject.loads.wins = wins;
  subject.loads.hidden.push_back(std::move(import));
  return subject;
}

TEST(Load4, SaysWhichOneWinsAndWhy) {
  const auto findings = findings_of({hidden_numpy(hidden_by(ImportPlace::user_site))});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "LOAD-4");
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[0].message,
            "/usr/bin/python3 imports numpy 2.2.6 from /home/u/.local/lib/python3.11/site-packages/numpy: the user's "
            "folder comes before the interpreter's. This numpy 1.24.2 is hidden");
  EXPECT_NE(findings[0].remedy.find("PYTHONNOUSERSITE"), std::string::npos);
}

TEST(Load4, AnEnvironmentsBeforeTheSystemsIsMeant) {
  HiddenImport import = hidden_by(ImportPlace::environment);
  import.system_hidden = true;
  for (const bool wins : {false, true}) {
    const auto findings = findings_of({hidden_numpy(import, wins)});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].severity, Severity::note);
  }
}

TEST(Load4, WhatAnotherInterpreterImportsIsntHidden) {
  EXPECT_TRUE(hits_of("LOAD-4", {hidden_numpy(hidden_by(ImportPlace::user_site), true)}).empty());
  EXPECT_TRUE(hits_of("LOAD-4", {tests::wheel_numpy(), tests::debian_numpy("s2")}).empty());
}

TEST(Load4, AFileInThePlaceOfNumPy) {
  const auto findings = findings_of({hidden_numpy(hidden_by(ImportPlace::script_folder, ModuleForm::module_file))});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_NE(findings[0].message.find("as numpy, which is a single file: the script's folder comes first"),
            std::string::npos);
  EXPECT_NE(findings[0].remedy.find("Rename"), std::string::npos);
}

TEST(Load4, AZippedNumPyThatCantBeImported) {
  HiddenImport import = hidden_by(ImportPlace::path_file, ModuleForm::archived);
  import.failure = auditor::ImportFailure::in_archive;
  auditor::Subject subject = hidden_numpy(import, true);
  subject.path = import.winner.path;
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::error);
}

TEST(Load4, WhatIsFoundOfAHiddenOneIsANote) {
  auditor::Subject subject = hidden_numpy(hidden_by(ImportPlace::python_path));
  subject.loads.problems.push_back({auditor::LoadProblem::Kind::library_missing, "libz.so.1", "", "m.so", {}, true});
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule, "LOAD-4");
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[1].severity, Severity::note);
}

TEST(Load4, OtherPackages) {
  HiddenImport import = hidden_by(ImportPlace::python_path);
  import.name = "scipy";
  auditor::Subject subject = tests::wheel_numpy();
  subject.loads.hidden_packages.push_back(import);
  EXPECT_EQ(findings_of({subject}).at(0).severity, Severity::warning);
  subject.loads.hidden_packages[0].system_hidden = true;
  EXPECT_EQ(findings_of({subject}).at(0).severity, Severity::note);
}

TEST(Load4, MalformedFacts) {
  HiddenImport nothing;
  nothing.interpreters = {""};
  EXPECT_EQ(findings_of({hidden_numpy(nothing)}).size(), 1U);
}

}  // namespace
}  // namespace fairplay
