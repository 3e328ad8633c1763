#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using tests::findings_of;
using tests::hits_of;
using Pair = auditor::CApiVersions::Pair;

namespace {

auditor::Subject with(Pair binary, Pair headers, Pair release) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.c_api = {binary, headers, release};
  return subject;
}

const Pair numpy_2_3{0x02000000, 0x14};
const Pair numpy_2_2{0x02000000, 0x13};
const Pair numpy_1_26{0x01000009, 0x11};
const Pair nothing{};

}  // namespace

TEST(Intact3, ACasePerPair) {
  const auto binary = findings_of({with(numpy_2_2, numpy_2_3, numpy_2_3)});
  ASSERT_EQ(binary.size(), 2U);
  for (const auto& finding : binary) {
    EXPECT_EQ(finding.rule, "INTACT-3");
    EXPECT_EQ(finding.severity, auditor::Severity::error);
    ASSERT_EQ(finding.evidence.size(), 2U);
  }
  const auto hits = hits_of("INTACT-3", {with(numpy_2_2, numpy_2_3, nothing)});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].case_name, "binary-headers");
  EXPECT_EQ(findings_of({with(numpy_2_2, numpy_2_3, nothing)})[0].message,
            "the compiled core has C API 0x00000013, but the headers beside it have C API 0x00000014");
  EXPECT_EQ(findings_of({with(numpy_1_26, nothing, numpy_2_3)})[0].message,
            "the compiled core has C ABI 0x01000009 and C API 0x00000011, but NumPy 2.3.5 has C ABI 0x02000000 and C "
            "API 0x00000014");
  EXPECT_EQ(findings_of({with(nothing, numpy_2_2, numpy_2_3)})[0].message,
            "the headers have C API 0x00000013, but NumPy 2.3.5 has C API 0x00000014");
}

TEST(Intact3, AgreementAndWhatWasNotDecodedAreSilent) {
  EXPECT_TRUE(hits_of("INTACT-3", {tests::wheel_numpy(), tests::debian_numpy("s2")}).empty());
  EXPECT_TRUE(hits_of("INTACT-3", {with(nothing, nothing, nothing), with(numpy_2_3, nothing, nothing),
                                   with(nothing, numpy_2_3, nothing),
                                   with({0x02000000, std::nullopt}, {std::nullopt, 0x14}, numpy_2_3)})
                  .empty());
}

TEST(Intact3, MalformedFacts) {
  auditor::Subject subject = with({0, 0}, {0xffffffff, 0xffffffff}, nothing);
  subject.release.reset();
  subject.version.clear();
  const auto findings = findings_of({subject});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "the compiled core has C ABI 0x00000000 and C API 0x00000000, but the headers beside it have C ABI "
            "0xffffffff and C API 0xffffffff");
  auditor::Subject blas =
      tests::system_blas("s1", "libblas3 3.11", tests::openblas("3.11", signatures::blas::IntegerWidth::lp64, "", ""),
                         "/usr/lib/libblas.so.3");
  blas.c_api = subject.c_api;
  EXPECT_TRUE(hits_of("INTACT-3", {blas}).empty()) << "a BLAS has no C API of NumPy's";
}

}  // namespace fairplay
