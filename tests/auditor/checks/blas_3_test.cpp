#include "auditor/advisories/known_defects.h"
#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::openblas;

namespace {

const signatures::advisories::Book& book() {
  static const auto parsed = signatures::advisories::parse_advisories(R"(repositories: {OpenBLAS: OpenMathLib/OpenBLAS}
advisories:
  OpenBLAS#1:
    {title: minor, symptom: s, class: policy, severity: note, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: null, routines: [dscal], probe: null, workaround: null}
  OpenBLAS#2:
    {title: grave, symptom: s, class: defect, severity: warning, affected: [{vendor: OpenBLAS, from: 0.3.4, to: 0.3.21}], fixed: 0.3.22, routines: [dgemm], probe: numbers/level3, workaround: null}
  OpenBLAS#3:
    {title: elsewhere, symptom: s, class: defect, severity: error, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: null, kernels: [NoSuchCPU], routines: [dgemm], probe: null, workaround: null}
)",
                                                                      "a.yaml");
  return *parsed;
}

auditor::Subject library(const std::string& version) {
  return tests::system_blas("s1", "libopenblas0-pthread",
                            openblas(version, signatures::blas::IntegerWidth::lp64, "", ""),
                            "/usr/lib/libopenblas.so.0");
}

struct Checked {
  std::vector<auditor::checks::Hit> hits;
  std::vector<auditor::Finding> findings;
  std::vector<auditor::NotChecked> not_checked;  ///< of the first subject
};

Checked checked(std::vector<auditor::Subject> subjects, const std::set<std::string, std::less<>>& here = {"s1", "s2"}) {
  for (auto& subject : subjects) subject.not_checked.clear();
  const auto known = auditor::known_defects(subjects, here, book());
  return {tests::hits_of("BLAS-3", subjects, {}, known), tests::findings_of(subjects, known), subjects[0].not_checked};
}

}  // namespace

TEST(Blas3, OneFindingALibraryAsGraveAsItsGravestAdvisory) {
  const auto findings = checked({library("0.3.21")}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "BLAS-3");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(findings[0].message,
            "OpenBLAS 0.3.21 (pthreads) has 2 known defects, judging by its version: OpenBLAS#2 and OpenBLAS#1");
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_EQ(findings[0].evidence[0].detail,
            "OpenBLAS#2 (warning): grave; known of 0.3.4 to 0.3.21, fixed in 0.3.22; shown by --probe numbers/level3");
  EXPECT_EQ(findings[0].evidence[1].detail, "OpenBLAS#1 (note): minor; known of up to 0.3.30, no fix known");
  EXPECT_TRUE(findings[0].remedy.starts_with("Run fairplay probe with this library's path")) << findings[0].remedy;
}

TEST(Blas3, WithoutAProbeTheRemedyPromisesNone) {
  const auto findings = checked({library("0.3.22")}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_TRUE(findings[0].remedy.starts_with("No probe shows it.")) << findings[0].remedy;
}

TEST(Blas3, ANewerVersionAndOtherVendorsAreSilent) {
  auto blis = library("0.3.21");
  blis.blas[0].identity->vendor = signatures::blas::Vendor::blis;
  EXPECT_TRUE(checked({library("0.3.31"), blis}).hits.empty());
}

TEST(Blas3, AnUnknownVersionIsReportedAsNotChecked) {
  const Checked result = checked({library("")});
  EXPECT_TRUE(result.hits.empty());
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_EQ(result.not_checked[0].what, "known defects of libopenblas.so.0");
  EXPECT_EQ(result.not_checked[0].why, "which version of OpenBLAS it is isn't told");
}

TEST(Blas3, OfAFileTheKernelIsNotKnown) {
  const Checked result = checked({library("0.3.21")}, {});
  ASSERT_EQ(result.not_checked.size(), 1U);
  EXPECT_EQ(result.not_checked[0].why, "1 advisory (OpenBLAS#3) depends on the CPU it will run on");
}

TEST(Blas3, ALibraryThatIsASubjectIsReportedOnce) {
  auto numpy = tests::wheel_numpy("s1");
  numpy.blas[0].identity = openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", "");
  EXPECT_EQ(checked({numpy}).hits.size(), 1U) << "bundled: reported with the NumPy that bundles it";
  auto own = library("0.3.21");
  own.id = "s2";
  numpy.blas[0].path = own.blas[0].path;
  const auto hits = checked({numpy, own}).hits;
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].subject, "s2");
}

TEST(Blas3, FingerprintsFollowTheDefectsAndNotThePlace) {
  auto moved = library("0.3.21");
  moved.blas[0].path = "/opt/lib/libopenblas.so.0";
  EXPECT_EQ(checked({library("0.3.21")}).findings[0].fingerprint, checked({moved}).findings[0].fingerprint);
  EXPECT_NE(checked({library("0.3.21")}).findings[0].fingerprint, checked({library("0.3.22")}).findings[0].fingerprint);
}

TEST(Blas3, UnidentifiedLibrariesAreSilent) {
  auto subject = library("0.3.21");
  subject.blas[0].identity.reset();
  EXPECT_TRUE(checked({subject}).hits.empty());
  subject.blas.clear();
  EXPECT_TRUE(checked({subject}).hits.empty());
  EXPECT_TRUE(checked({library(tests::hostile("0.3.21"))}).hits.empty());
}

}  // namespace fairplay
