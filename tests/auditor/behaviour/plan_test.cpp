// Which probes a request asks for, which kernels a library can be made to choose, and how two libraries compare.
#include "auditor/behaviour/parent/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "auditor/behaviour/parent/child_words.h"
#include "auditor/behaviour/parent/kernels.h"
#include "auditor/behaviour/parent/side_by_side.h"
#include "auditor/behaviour/probes/all_probes.h"

namespace fairplay::auditor::behaviour {
namespace {

using testing::HasSubstr;

std::vector<std::string> ids(const ProbeRequest& request) {
  std::vector<std::string> all;
  for (const PlannedProbe& planned : plan(request)) all.emplace_back(planned.probe->id);
  return all;
}

TEST(Plan, QuickHasEveryProbeInItsQuickMeasure) {
  const auto planned = plan({});
  for (const ProbeDescription* probe : probes::all_descriptions())
    EXPECT_TRUE(std::ranges::any_of(planned, [&](const PlannedProbe& one) {
      return one.probe == probe && !one.full && one.seconds == probe->seconds;
    })) << probe->id;
}

TEST(Plan, FullDoesMoreOfTheSame) {
  ProbeRequest full;
  full.profile = "full";
  EXPECT_EQ(ids(full), ids({}));
  for (const PlannedProbe& planned : plan(full)) {
    EXPECT_TRUE(planned.full);
    EXPECT_EQ(planned.seconds, 5 * planned.probe->seconds);
  }
}

TEST(Plan, NumbersLeavesOutThreadsAndTheOtherWayRound) {
  ProbeRequest numbers, threads;
  numbers.profile = "numbers";
  threads.profile = "threads";
  EXPECT_THAT(ids(numbers), testing::Contains("numbers/level3"));
  EXPECT_THAT(ids(numbers), testing::Not(testing::Contains(HasSubstr("threads/"))));
  EXPECT_THAT(ids(threads), testing::Not(testing::Contains(HasSubstr("numbers/"))));
}

TEST(Plan, ANamedProbeIsRunWhateverTheProfile) {
  ProbeRequest request;
  request.profile = "threads";
  request.probes = {"numbers/level1"};
  request.threads = {1, 4};
  const auto planned = plan(request);
  ASSERT_EQ(planned.size(), 2U);
  EXPECT_EQ(planned[0].probe->id, "numbers/level1");
  EXPECT_EQ(planned[0].threads, 1);
  EXPECT_EQ(planned[1].threads, 4);
}

TEST(Plan, EveryProbeIsRunWithSomeNumberOfThreads) {
  for (const ProbeDescription* probe : probes::all_descriptions()) EXPECT_GE(probe->threads[0], 1) << probe->id;
}

TEST(Kernels, AreThoseOfTheFileElseThoseOfItsKind) {
  signatures::blas::Identity openblas;
  openblas.vendor = signatures::blas::Vendor::openblas;
  openblas.cores = {"HASWELL", "ZEN"};
  const auto named = kernels_of(openblas, "OpenBLAS 0.3.21 DYNAMIC_ARCH");
  ASSERT_EQ(named.size(), 2U);
  EXPECT_EQ(named[0], (KernelSwitch{"OPENBLAS_CORETYPE", "HASWELL"}));
  openblas.cores.clear();
  EXPECT_GT(kernels_of(openblas, "OpenBLAS 0.3.34 DYNAMIC_ARCH").size(), 5U);
  EXPECT_TRUE(kernels_of(openblas, "OpenBLAS 0.3.21 NO_AFFINITY Haswell").empty()) << "built for one kernel";
  EXPECT_TRUE(kernels_of(std::nullopt, "").empty());
  signatures::blas::Identity netlib;
  netlib.vendor = signatures::blas::Vendor::netlib;
  EXPECT_TRUE(kernels_of(netlib, "").empty());
}

TEST(SideBySide, MarksWhatBothHaveAndCountsEqualBits) {
  Divergence fault;
  fault.probe = "numbers/level3";
  fault.routine = "dgemm";
  fault.flags = "NN";
  Divergence other_flags = fault;
  other_flags.flags = "NT";
  ProbedLibrary one, other;
  one.path = "/a.so";
  other.path = "/b.so";
  one.divergences = {fault, other_flags};
  other.divergences = {fault};
  const SideBySide both =
      side_by_side(one, other, {{"ddot", {{1, 5}, {2, 6}, {4, 7}}}, {"dnrm2", {{3, 1}}}}, {{"ddot", {{1, 5}, {2, 9}}}});
  EXPECT_EQ(one.divergences[0].also_in, "/b.so");
  EXPECT_EQ(one.divergences[1].also_in, "");
  EXPECT_EQ(other.divergences[0].also_in, "/a.so");
  ASSERT_EQ(both.routines.size(), 1U);
  EXPECT_EQ(both.routines[0].routine, "ddot");
  EXPECT_EQ(both.routines[0].calls, 2U);
  EXPECT_EQ(both.routines[0].same, 1U);
}

TEST(ChildWords, BitsThatDontReadAsTheyShouldAreLeftOut) {
  const ChildWords words = read_words(
      "{\"bits\": {\"ddot\": {\"3\": 7, \"x\": 8, \"4\": \"9\", \"-1\": 2}, \"dgemm\": []}}\n{\"bits\": 3}\nno "
      "JSON\n{\"done\": true}\n");
  ASSERT_EQ(words.bits.size(), 1U);
  EXPECT_EQ(words.bits.at("ddot"), (std::map<std::uint64_t, std::uint64_t>{{3, 7}}));
  EXPECT_TRUE(words.done);
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
