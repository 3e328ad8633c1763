#include <gmock/gmock.h>

#include <algorithm>

#include "tests/auditor/checks/check_under_test.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::Monkeypatch;
using auditor::Severity;
using tests::findings_of;
using tests::hits_of;

namespace {

Monkeypatch patch(std::string package, std::string target, std::vector<std::string> chain) {
  Monkeypatch made;
  made.package = std::move(package);
  made.path = chain.back();
  made.line = 7;
  made.target = std::move(target);
  made.statement = "np.x = y";
  made.chain = std::move(chain);
  return made;
}

auditor::Subject with(std::vector<Monkeypatch> patches) {
  auditor::Subject subject = tests::wheel_numpy();
  subject.monkeypatches = std::move(patches);
  return subject;
}

std::vector<auditor::Finding> reported(std::vector<Monkeypatch> patches) {
  std::vector<auditor::Finding> found;
  for (auditor::Finding& finding : findings_of({with(std::move(patches))})) {
    if (finding.rule == "NEP36-4") found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace

TEST(Nep36Rule4, OneFindingAPackageAndCase) {
  const auto found = reported({patch("quaternion", "numpy.quaternion", {"quaternion/__init__.py"}),
                               patch("quaternion", "numpy.fft.?", {"quaternion/__init__.py", "quaternion/a.py"}),
                               patch("hook", "numpy.load", {"x.pth", "hook.py"})});
  ASSERT_EQ(found.size(), 2U);
  for (const auto& finding : found) EXPECT_EQ(finding.severity, Severity::error) << finding.message;
  const auto by_import =
      std::ranges::find_if(found, [](const auto& one) { return one.message.contains("quaternion"); });
  const auto by_start = std::ranges::find_if(found, [](const auto& one) { return one.message.contains("x.pth"); });
  ASSERT_NE(by_import, found.end());
  ASSERT_NE(by_start, found.end());
  EXPECT_EQ(by_import->message,
            "importing quaternion replaces numpy.quaternion and names of numpy.fft without a notice");
  EXPECT_EQ(by_start->message, "x.pth -> hook.py replaces numpy.load at every start of Python, without a notice");
  ASSERT_EQ(by_import->evidence.size(), 2U);
  EXPECT_EQ(by_import->evidence[1].detail, "np.x = y; reached by quaternion/__init__.py -> quaternion/a.py");
  EXPECT_EQ(by_import->evidence[1].line, 7);
}

TEST(Nep36Rule4, AddingANameIsAWarning) {
  Monkeypatch added = patch("numexpr", "numpy.expm1x", {"numexpr/necompiler.py"});
  added.effect = Monkeypatch::Effect::adds;
  Monkeypatch at_start = patch("hook", "numpy.float", {"x.pth", "hook.py"});
  at_start.effect = Monkeypatch::Effect::adds;
  const auto found = reported({added, at_start, patch("numexpr", "numpy.load", {"numexpr/__init__.py"})});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].message, "importing numexpr replaces numpy.load without a notice");
  EXPECT_EQ(found[0].severity, Severity::error);
  std::vector<std::string> warnings;
  for (const auto& finding : found) {
    if (finding.severity == Severity::warning) warnings.push_back(finding.message);
  }
  const std::string version = tests::wheel_numpy().version;
  EXPECT_THAT(warnings, testing::UnorderedElementsAre("importing numexpr adds numpy.expm1x, which NumPy " + version +
                                                          " doesn't have, without a notice",
                                                      "x.pth -> hook.py adds numpy.float, which NumPy " + version +
                                                          " doesn't have, at every start of Python, without a notice"));
}

TEST(Nep36Rule4, NumPysOwnCode) {
  const auto found = reported({patch("numpy", "numpy.fft.?", {"numpy/fft/__init__.py"})});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "this build's own code replaces names of numpy.fft without a notice");
  EXPECT_EQ(found[0].severity, Severity::error);
  EXPECT_TRUE(found[0].remedy.contains("This isn't NumPy's release")) << found[0].remedy;
}

TEST(Nep36Rule4, ADeadGuardIsANoteAndANoticeIsNothing) {
  Monkeypatch dead = patch("shim", "numpy.bool", {"shim.py"});
  dead.standing = Monkeypatch::Standing::dead;
  dead.guard = "not hasattr(np, \"bool\")";
  Monkeypatch announced = patch("loud", "numpy.load", {"loud.py"});
  announced.standing = Monkeypatch::Standing::announced;
  announced.notice = "patching numpy";
  const auto found = reported({dead, announced});
  ASSERT_EQ(found.size(), 1U) << "what announces itself is fine";
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_TRUE(found[0].message.contains("not hasattr(np, \"bool\")")) << found[0].message;
}

TEST(Nep36Rule4, NothingToReport) {
  EXPECT_TRUE(reported({}).empty());
  auditor::Subject blas = with({patch("p", "numpy.load", {"p.py"})});
  blas.kind = auditor::SubjectKind::blas;
  EXPECT_TRUE(hits_of("NEP36-4", {blas}).empty()) << "NEP 36 speaks of NumPy";
}

TEST(Nep36Rule4, TheFingerprintHoldsNoLineAndNoOrder) {
  Monkeypatch first = patch("p", "numpy.load", {"p.py"});
  Monkeypatch second = patch("p", "numpy.save", {"p.py"});
  const auto one = reported({first, second});
  first.line = 99;
  const auto other = reported({second, first});
  ASSERT_EQ(one.size(), 1U);
  ASSERT_EQ(other.size(), 1U);
  EXPECT_EQ(one[0].fingerprint, other[0].fingerprint);
  EXPECT_NE(one[0].fingerprint, reported({first})[0].fingerprint);
}

TEST(Nep36Rule4, HostileFactsAreOnlyText) {
  Monkeypatch made = patch("{names}\x1b[2J", std::string(5000, 'x'), {"a\nb.pth"});
  made.chain.clear();
  const auto found = reported({made});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].message.empty());
}

}  // namespace fairplay
