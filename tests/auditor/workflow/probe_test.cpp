#include "auditor/workflow/probe.h"

#include <gtest/gtest.h>

#include "auditor/judgement/judge.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using auditor::ProbeWorkError;

const auditor::rules::RuleBook& shipped_rules() {
  static const auto book = auditor::rules::read_rules(auditor::rules::builtin_rules(), "rules.yaml",
                                                      auditor::judgement::required_by_checks());
  return book.value();
}

/// A request that starts no children: nothing in it is a library.
auditor::ProbeWorkRequest request_for(std::vector<std::string> subjects) {
  static const signatures::advisories::Book no_advisories;
  auditor::ProbeWorkRequest request;
  request.subjects = std::move(subjects);
  request.rules = &shipped_rules();
  request.advisories = &no_advisories;
  request.how.program = "/bin/false";
  return request;
}

}  // namespace

TEST(ProbeWork, AnUnknownProbeIsWrongUsage) {
  auto request = request_for({});
  request.how.probes = {"numbers/level3", "numbers/none"};
  const auto work = auditor::probe(request);
  ASSERT_FALSE(work);
  EXPECT_EQ(work.error().kind, ProbeWorkError::Kind::usage);
  EXPECT_TRUE(work.error().message.starts_with("--probe numbers/none: there is no such probe; known are "))
      << work.error().message;
  EXPECT_NE(work.error().message.find(" numbers/level3"), std::string::npos);
}

TEST(ProbeWork, AgainstNeedsExactlyOneLibrary) {
  const tests::TemporaryFolder folder;
  auto request = request_for({folder.path()});
  request.against = folder.path();
  const auto work = auditor::probe(request);
  ASSERT_FALSE(work);
  EXPECT_EQ(work.error().kind, ProbeWorkError::Kind::usage);
  EXPECT_EQ(work.error().message, "--against " + folder.path() +
                                      ": needs exactly one library or NumPy, and there are 0 libraries and 0 NumPys");
}

TEST(ProbeWork, AFolderWithoutLibrariesIsNothingProbed) {
  const tests::TemporaryFolder folder;
  const auto work = auditor::probe(request_for({folder.path()}));
  ASSERT_TRUE(work) << work.error().message;
  EXPECT_EQ(work->conclusion, auditor::ProbeConclusion::nothing_probed);
  EXPECT_TRUE(work->run.libraries.empty());
  ASSERT_EQ(work->run.unreadable.size(), 1U);
  EXPECT_EQ(work->run.unreadable.front().file, folder.path());
}

TEST(ProbeWork, AReproducerFolderThatCannotBeMadeIsWrongUsage) {
  const tests::TemporaryFolder folder;
  auto request = request_for({folder.path()});
  request.reproducers = folder.write("file", "") + "/below";
  const auto work = auditor::probe(request);
  ASSERT_FALSE(work);
  EXPECT_EQ(work.error().kind, ProbeWorkError::Kind::usage);
  EXPECT_TRUE(work.error().message.starts_with("--reproducer ")) << work.error().message;
}

}  // namespace fairplay
