#include "auditor/advisories.h"
#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

using tests::findings_of;
using tests::hits_of;
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
)", "a.yaml");
  return *parsed;
}

auditor::Subject library(const std::string& version, bool here = true) {
  auto subject = tests::system_blas("s1", "libopenblas0-pthread", openblas(version, "lp64", "", ""), "/usr/lib/libopenblas.so.0");
  subject.runs_here = here;
  return subject;
}

std::vector<auditor::Subject> matched(std::vector<auditor::Subject> subjects) {
  auditor::match_advisories(subjects, book());
  return subjects;
}

}  // namespace

TEST(Blas3, OneFindingALibraryAsGraveAsItsGravestAdvisory) {
  const auto findings = findings_of(matched({library("0.3.21")}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "BLAS-3");
  EXPECT_EQ(findings[0].severity, auditor::Severity::warning);
  EXPECT_EQ(findings[0].message, "OpenBLAS 0.3.21 (pthreads) is affected, going by its version, by 2 known defects: OpenBLAS#2 and OpenBLAS#1");
  ASSERT_EQ(findings[0].evidence.size(), 2U);
  EXPECT_EQ(findings[0].evidence[0].detail, "OpenBLAS#2 (warning): grave; known of 0.3.4 to 0.3.21, fixed in 0.3.22; shown by --probe numbers/level3");
  EXPECT_EQ(findings[0].evidence[1].detail, "OpenBLAS#1 (note): minor; known of up to 0.3.30, no fix known");
  EXPECT_TRUE(findings[0].remedy.starts_with("fairplay probe with this library's path")) << findings[0].remedy;
}

TEST(Blas3, WithoutAProbeTheRemedyPromisesNone) {
  const auto findings = findings_of(matched({library("0.3.22")}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, auditor::Severity::note);
  EXPECT_TRUE(findings[0].remedy.starts_with("No probe shows it.")) << findings[0].remedy;
}

TEST(Blas3, ANewerVersionAndOtherVendorsAreSilent) {
  auto blis = library("0.3.21");
  blis.blas[0].identity->vendor = "BLIS";
  const auto subjects = matched({library("0.3.31"), blis});
  EXPECT_TRUE(hits_of("BLAS-3", subjects).empty());
}

TEST(Blas3, AnUnknownVersionIsToldAsNotChecked) {
  const auto subjects = matched({library("")});
  EXPECT_TRUE(hits_of("BLAS-3", subjects).empty());
  ASSERT_FALSE(subjects[0].not_checked.empty());
  EXPECT_EQ(subjects[0].not_checked.back().why, "which version of OpenBLAS it is isn't told");
}

TEST(Blas3, OfAFileTheKernelIsNotKnown) {
  const auto subjects = matched({library("0.3.21", false)});
  ASSERT_FALSE(subjects[0].not_checked.empty());
  EXPECT_EQ(subjects[0].not_checked.back().why, "1 advisory (OpenBLAS#3) depends on the CPU it will run on");
}

TEST(Blas3, ALibraryThatIsASubjectIsToldOnce) {
  auto numpy = tests::wheel_numpy("s1");
  numpy.blas[0].identity = openblas("0.3.21", "lp64", "", "");
  EXPECT_EQ(hits_of("BLAS-3", matched({numpy})).size(), 1U) << "bundled: told with the NumPy that bundles it";
  auto own = library("0.3.21");
  own.id = "s2";
  numpy.blas[0].path = own.blas[0].path;
  const auto hits = hits_of("BLAS-3", matched({numpy, own}));
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].subject, "s2");
}

TEST(Blas3, FingerprintsFollowTheDefectsAndNotThePlace) {
  auto moved = library("0.3.21");
  moved.blas[0].path = "/opt/lib/libopenblas.so.0";
  EXPECT_EQ(findings_of(matched({library("0.3.21")}))[0].fingerprint, findings_of(matched({moved}))[0].fingerprint);
  EXPECT_NE(findings_of(matched({library("0.3.21")}))[0].fingerprint, findings_of(matched({library("0.3.22")}))[0].fingerprint);
}

TEST(Blas3, UnidentifiedLibrariesAreSilent) {
  auto subject = library("0.3.21");
  subject.blas[0].identity.reset();
  EXPECT_TRUE(hits_of("BLAS-3", matched({subject})).empty());
  subject.blas.clear();
  EXPECT_TRUE(hits_of("BLAS-3", matched({subject})).empty());
  EXPECT_TRUE(hits_of("BLAS-3", matched({library(tests::hostile("0.3.21"))})).empty());
}
