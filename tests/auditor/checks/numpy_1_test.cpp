#include "auditor/advisories/known_defects.h"
#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::OriginVerdict;

namespace {

const signatures::advisories::Book& numpy_1_book() {
  static const auto parsed = signatures::advisories::parse_advisories(R"(repositories: {numpy: numpy/numpy}
advisories:
  numpy#1:
    {title: minor, symptom: s, class: defect, severity: note, harm: values, affected: [{package: numpy, from: any, to: 2.3.5}], fixed: null, routines: [numpy.sort], probe: null, workaround: null}
  numpy#2:
    {title: a crash, symptom: s, class: defect, severity: note, harm: crash, affected: [{package: numpy, from: 2.0.0, to: 2.3.5}], fixed: 2.4.0, routines: [numpy.sort], probe: array/sorting, workaround: null}
  numpy#3:
    {title: grave, symptom: s, class: defect, severity: warning, harm: values, affected: [{package: numpy, from: 2.3.0, to: 2.3.0}], fixed: 2.3.1, routines: [numpy.matmul], probe: null, workaround: null}
  numpy#4:
    {title: elsewhere, symptom: s, class: defect, severity: error, harm: security, affected: [{package: numpy, from: any, to: 2.3.5}], fixed: null, platforms: [windows, s390x], routines: [numpy.sort], probe: null, workaround: null}
  numpy#5:
    {title: newer CPUs, symptom: s, class: defect, severity: note, affected: [{package: numpy, from: 2.3.5, to: 2.3.5}], fixed: null, features: [AVX512_SKX], routines: [numpy.sort], probe: null, workaround: null}
)",
                                                                      "a.yaml");
  return *parsed;
}

auditor::Subject numpy_of(const std::string& version, OriginVerdict verdict = OriginVerdict::official) {
  auditor::Subject numpy = tests::wheel_numpy("s1");
  numpy.version = version;
  numpy.release = version;
  numpy.original.verdict = verdict;
  for (auto& distribution : numpy.distributions) distribution.wheel_tags = {"cp311-cp311-manylinux_2_17_x86_64"};
  numpy.not_checked.clear();
  return numpy;
}

struct CheckedNumpy {
  std::vector<auditor::checks::Hit> hits;
  std::vector<auditor::Finding> findings;
  std::vector<auditor::NotChecked> not_checked;
};

CheckedNumpy checked_numpy(auditor::Subject numpy) {
  std::vector<auditor::Subject> subjects{std::move(numpy)};
  const auto known = auditor::known_numpy_defects(subjects, {}, numpy_1_book());
  CheckedNumpy result;
  result.hits = tests::hits_of("NUMPY-1", subjects, {}, {}, known);
  for (auditor::Finding& finding : tests::findings_of(subjects, {}, known))
    if (finding.rule == "NUMPY-1") result.findings.push_back(std::move(finding));
  result.not_checked = subjects[0].not_checked;
  return result;
}

}  // namespace

TEST(Numpy1, OneNoteANumpyWithTheGravestFirst) {
  const CheckedNumpy result = checked_numpy(numpy_of("2.2.6"));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].severity, auditor::Severity::note);
  EXPECT_EQ(result.findings[0].message, "NumPy 2.2.6 has 2 known defects: numpy#2 and numpy#1");
  ASSERT_EQ(result.findings[0].evidence.size(), 2U);
  EXPECT_EQ(result.findings[0].evidence[0].detail,
            "numpy#2 (note, crash): a crash; known of 2.0.0 to 2.3.5, fixed in 2.4.0; shown by --probe array/sorting");
  EXPECT_EQ(result.findings[0].evidence[1].detail, "numpy#1 (note, values): minor; known of up to 2.3.5, no fix known");
  EXPECT_TRUE(result.findings[0].remedy.starts_with("Run fairplay probe with this NumPy's path"));
  EXPECT_TRUE(result.not_checked.empty());
}

TEST(Numpy1, SeverityComesBeforeHarm) {
  const CheckedNumpy result = checked_numpy(numpy_of("2.3.0"));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(result.findings[0].message, "NumPy 2.3.0 has 3 known defects: numpy#3, numpy#2 and numpy#1");
  EXPECT_EQ(result.findings[0].evidence[0].detail, "numpy#3 (warning, values): grave; known of 2.3.0, fixed in 2.3.1");
}

TEST(Numpy1, NothingOlderOrNewer) {
  const CheckedNumpy newer = checked_numpy(numpy_of("2.4.0"));
  EXPECT_TRUE(newer.hits.empty());
  ASSERT_EQ(newer.not_checked.size(), 1U);
  EXPECT_EQ(newer.not_checked[0].why, "NumPy 2.4.0 is newer than any version that the advisories know, up to 2.3.5");
  const CheckedNumpy older = checked_numpy(numpy_of("1.26.4"));
  ASSERT_EQ(older.findings.size(), 1U);
  EXPECT_EQ(older.findings[0].message, "NumPy 1.26.4 has 1 known defect: numpy#1");
  EXPECT_TRUE(older.findings[0].remedy.starts_with("No probe shows it.")) << older.findings[0].remedy;
}

TEST(Numpy1, OfWhatWasMadeFromAReleaseItIsSaid) {
  for (const auto verdict : {OriginVerdict::patched, OriginVerdict::modified_disclosed}) {
    auto numpy = numpy_of("2.2.6", verdict);
    numpy.version = "2.2.6+mine.1";
    const CheckedNumpy result = checked_numpy(numpy);
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].message,
              "NumPy 2.2.6 has 2 known defects, of which this build, made from it, may lack some: numpy#2 and numpy#1");
  }
  for (const auto verdict : {OriginVerdict::rebuilt, OriginVerdict::damaged})
    EXPECT_EQ(checked_numpy(numpy_of("2.2.6", verdict)).hits.size(), 1U);
}

TEST(Numpy1, OfModifiedAndUnknownBuildsNothingIsClaimed) {
  for (const auto verdict : {OriginVerdict::modified_undisclosed, OriginVerdict::mixed}) {
    const CheckedNumpy result = checked_numpy(numpy_of("2.2.6", verdict));
    EXPECT_TRUE(result.hits.empty());
    ASSERT_EQ(result.not_checked.size(), 1U);
    EXPECT_EQ(result.not_checked[0].what, "known defects of NumPy");
    EXPECT_EQ(result.not_checked[0].why,
              "NumPy 2.2.6 has 2 known defects (numpy#1 and numpy#2); whether this build has them isn't known, because "
              "it isn't that release's code");
  }
  auto unknown = numpy_of("2.2.6", OriginVerdict::unknown);
  unknown.release.reset();
  const CheckedNumpy result = checked_numpy(unknown);
  EXPECT_TRUE(result.hits.empty());
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_TRUE(result.not_checked[0].why.ends_with("because it isn't known to be that release"));
  unknown.version = tests::hostile("2");
  EXPECT_TRUE(checked_numpy(unknown).hits.empty());
}

TEST(Numpy1, PlatformAndCpuDecide) {
  auto windows = numpy_of("1.26.4");
  for (auto& distribution : windows.distributions) distribution.wheel_tags = {"cp311-cp311-win_amd64"};
  EXPECT_EQ(checked_numpy(windows).findings[0].message, "NumPy 1.26.4 has 2 known defects: numpy#4 and numpy#1");
  auto silent = numpy_of("1.26.4");
  for (auto& distribution : silent.distributions) distribution.wheel_tags.clear();
  const CheckedNumpy result = checked_numpy(silent);
  EXPECT_EQ(result.findings[0].message, "NumPy 1.26.4 has 1 known defect: numpy#1");
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_EQ(result.not_checked[0].why, "1 advisory (numpy#4) depends on the machine it will run on");
  EXPECT_EQ(checked_numpy(numpy_of("2.3.5")).not_checked.size(), 1U) << "of a file the CPU isn't known";
}

TEST(Numpy1, FingerprintsFollowTheDefectsAndNotThePlace) {
  auto moved = numpy_of("2.2.6");
  moved.path = "/opt/numpy";
  EXPECT_EQ(checked_numpy(numpy_of("2.2.6")).findings[0].fingerprint, checked_numpy(moved).findings[0].fingerprint);
  EXPECT_NE(checked_numpy(numpy_of("2.2.6")).findings[0].fingerprint,
            checked_numpy(numpy_of("1.26.4")).findings[0].fingerprint);
}

}  // namespace fairplay
