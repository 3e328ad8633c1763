#include "auditor/behaviour/calls/call_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/calls/shrink.h"

namespace fairplay::auditor::behaviour {
namespace {

using testing::HasSubstr;

CallCase unusual() {
  CallCase call;
  call.routine = "zgemm";
  call.flags = "NC";
  call.m = 3;
  call.n = 400;
  call.k = 1;
  call.ld = 7;
  call.incx = -3;
  call.incy = 2;
  call.alpha = 0.1;
  call.alpha_im = -1.5;
  call.beta = 1e-300;
  call.data = Data::spread;
  call.seed = 18446744073709551615U;
  call.first = true;
  call.shift = 8;
  return call;
}

TEST(CallCase, WhatIsDoneWithACallIsReadBackToo) {
  for (const char* words : {"callers=4 rounds=8 inside=openmp", "rounds=12 between=reload", "measure=idle"}) {
    const std::string text = std::string("dgemm NN m=3 n=3 k=3 alpha=1 beta=0 data=uniform seed=1 ") + words;
    const auto call = parse_call(text);
    ASSERT_TRUE(call.has_value()) << call.error();
    EXPECT_EQ(text_of(*call), text);
  }
  for (const char* bad : {"dgemm inside=house", "dgemm between=meals", "dgemm inside=", "dgemm measure=time"})
    EXPECT_FALSE(parse_call(bad).has_value()) << bad;
}

TEST(CallCase, IsReadBackFromItsText) {
  EXPECT_EQ(text_of(unusual()),
            "zgemm NC m=3 n=400 k=1 ld=7 incx=-3 incy=2 alpha=0.1,-1.5 beta=1e-300 data=spread "
            "seed=18446744073709551615 first=1 shift=8");
  CallCase plain;
  plain.routine = "ddot";
  for (const CallCase& call : {unusual(), plain}) {
    const auto read = parse_call(text_of(call));
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(*read, call);
  }
}

TEST(CallCase, PlantsAreReadBack) {
  const char* text = "zgemv N m=3 n=2 alpha=1 beta=0 data=huge seed=1 after=nan plant=a[3]:nan plant=y:inf,-2.5";
  const auto call = parse_call(text);
  ASSERT_TRUE(call.has_value()) << call.error();
  EXPECT_EQ(text_of(*call), text);
  ASSERT_EQ(call->plants.size(), 2U);
  EXPECT_EQ(call->plants[0].operand, "a");
  EXPECT_EQ(call->plants[0].index, 3);
  EXPECT_TRUE(std::isnan(call->plants[0].re));
  EXPECT_EQ(call->plants[1].index, -1);
  EXPECT_EQ(call->plants[1].im, -2.5);
  EXPECT_EQ(*call, *parse_call(text));
  for (const char* bad : {"plant=a", "plant=:1", "plant=a[3]", "plant=a[3:1", "plant=a[-1]:1", "plant=a[x]:1",
                          "plant=a[1]:", "plant=[1]:1", "after=inf"})
    EXPECT_THAT(parse_call(std::string("dscal n=3 ") + bad).error(), HasSubstr(bad));
}

TEST(CallCase, WhatIsDoneWithACallIsReadBack) {
  for (const char* text : {"dgemm NN m=64 n=64 k=64 alpha=1 beta=0 data=uniform seed=3 callers=16 rounds=5",
                           "dgemm TN m=48 n=48 k=48 alpha=1 beta=0 data=uniform seed=1 with=dgemv with=ddot callers=4",
                           "dgemm NN m=300 n=300 k=300 alpha=1 beta=0 data=uniform seed=1 fork=child",
                           "dgetrf m=300 n=300 alpha=1 beta=0 data=uniform seed=1 measure=stack",
                           "ddot n=9 alpha=1 beta=0 data=uniform seed=1 rounds=200 measure=memory"}) {
    const auto call = parse_call(text);
    ASSERT_TRUE(call.has_value()) << call.error();
    EXPECT_EQ(text_of(*call), text);
  }
  const auto call = parse_call("dgemm TN m=48 n=48 k=48 with=dgemv with=ddot callers=4 rounds=7 fork=two");
  ASSERT_TRUE(call.has_value()) << call.error();
  EXPECT_THAT(call->with, testing::ElementsAre("dgemv", "ddot"));
  EXPECT_EQ(call->callers, 4);
  EXPECT_EQ(call->rounds, 7);
  EXPECT_EQ(call->forks, "two");
  for (const char* bad : {"callers=0", "callers=-1", "callers=4097", "callers=x", "rounds=0",
                          "rounds=", "with=", "fork=", "fork=after", "measure=time", "measure="})
    EXPECT_THAT(parse_call(std::string("ddot n=3 ") + bad).error(), HasSubstr(bad));
}

TEST(Routines, WhatIsPlantedIsThereAndStaysWithinItsOperand) {
  const auto planted = prepare(*parse_call("dgemv N m=3 n=2 ld=1 plant=a[1]:7 plant=y:nan"));
  ASSERT_TRUE(planted.has_value()) << planted.error();
  const CallDescription described = (*planted)->describe();
  const auto element = [&](std::size_t argument, std::size_t place) {
    double value = 0;
    std::memcpy(&value, described.arguments.at(argument).content.data() + place * sizeof value, sizeof value);
    return value;
  };
  EXPECT_EQ(described.arguments.at(4).name, "a");
  EXPECT_EQ(element(4, 1), 7);
  EXPECT_EQ(described.arguments.at(9).name, "y");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(std::isnan(element(9, i)));
  EXPECT_THAT(prepare(*parse_call("dgemv N m=3 n=2 plant=a[6]:7")).error(), HasSubstr("no element 6"));
  EXPECT_THAT(prepare(*parse_call("dgemv N m=3 n=2 plant=q:7")).error(), HasSubstr("q has no"));
}

TEST(Routines, AWorkspaceIsDescribedAsOne) {
  const auto call = prepare(*parse_call("dgeqrf m=3 n=2"));
  ASSERT_TRUE(call.has_value()) << call.error();
  const CallDescription described = (*call)->describe();
  ASSERT_EQ(described.arguments.size(), 8U);
  EXPECT_TRUE(described.arguments[5].workspace);
  EXPECT_EQ(described.arguments[7].type, 'i');
  EXPECT_FALSE(described.arguments[2].workspace);
}

TEST(CallCase, AnArgumentCanBeIllegal) {
  const auto value_of = [](const char* text, std::size_t argument) {
    const auto call = prepare(*parse_call(text));
    EXPECT_TRUE(call.has_value()) << call.error();
    const Argument described = (*call)->describe().arguments.at(argument - 1);
    return described.kind == Argument::Kind::option ? std::string(1, described.option)
                                                    : std::to_string(described.integer);
  };
  EXPECT_EQ(text_of(*parse_call("dgemm NN m=3 illegal=8")),
            "dgemm NN m=3 alpha=1 beta=0 data=uniform seed=1 illegal=8");
  EXPECT_EQ(value_of("dgemm NN m=3 n=3 k=3 illegal=2", 2), "/");
  EXPECT_EQ(value_of("dgemm NN m=3 n=3 k=3 illegal=5", 5), "-1");
  EXPECT_EQ(value_of("dgemm NN m=3 n=3 k=3 illegal=8", 8), "0");
  EXPECT_EQ(value_of("dgemm NN m=3 n=3 k=3", 8), "3");
  // Scalars, operands, the length of a workspace and what lies beyond the last have no illegal value of their own.
  for (const char* text : {"dgemm NN m=3 n=3 k=3 illegal=6", "dgemm NN m=3 n=3 k=3 illegal=7",
                           "dgeqrf m=3 n=2 illegal=7", "dgemm NN m=3 n=3 k=3 illegal=14"})
    EXPECT_THAT(prepare(*parse_call(text)).error(), HasSubstr("has no value that is illegal")) << text;
  EXPECT_THAT(parse_call("dgemm NN illegal=0").error(), HasSubstr("illegal=0"));
}

TEST(CallCase, SaysWhichWordIsWrong) {
  EXPECT_THAT(parse_call("").error(), HasSubstr("no routine"));
  EXPECT_THAT(parse_call("dgemm NN m=three").error(), HasSubstr("\"m=three\""));
  EXPECT_THAT(parse_call("dgemm NN m=3 q=1").error(), HasSubstr("\"q=1\""));
  EXPECT_THAT(parse_call("dgemm NN m=99999999999999999999").error(), HasSubstr("m="));
  EXPECT_THAT(parse_call("dgemm NN NT").error(), HasSubstr("NT"));
  EXPECT_THAT(parse_call("dgemm NN alpha=1,").error(), HasSubstr("alpha"));
  EXPECT_THAT(parse_call("dgemm NN first=2").error(), HasSubstr("first"));
  EXPECT_THAT(parse_call("dgemm NN data=random").error(), HasSubstr("data"));
}

TEST(Routines, EveryOneCanBePreparedWithAllItsOptions) {
  ASSERT_GE(routines().size(), 190U);
  for (const Routine& routine : routines())
    for (const std::string& flags : flags_of(routine)) {
      CallCase call;
      call.routine = routine.name;
      call.flags = flags;
      call.m = call.n = call.k = 3;
      EXPECT_TRUE(prepare(call).has_value()) << text_of(call) << ": " << prepare(call).error();
    }
}

TEST(Routines, WhatCannotBeCalledIsReported) {
  auto error = [](const char* text) { return prepare(*parse_call(text)).error(); };
  EXPECT_THAT(error("dsomething n=3"), HasSubstr("no routine"));
  EXPECT_THAT(error("dgemm N m=1 n=1 k=1"), HasSubstr("missing"));
  EXPECT_THAT(error("dgemm NX m=1 n=1 k=1"), HasSubstr("'X'"));
  EXPECT_THAT(error("dgemm NNN m=1 n=1 k=1"), HasSubstr("more options"));
  EXPECT_THAT(error("dgemm NN m=-1 n=1 k=1"), HasSubstr("m=-1"));
  EXPECT_THAT(error("dgemm NN m=1000000000 n=1000000000 k=1"), HasSubstr("elements"));
  EXPECT_THAT(error("dgemm NN m=1 n=1 k=1 ld=-1"), HasSubstr("ld=-1"));
  EXPECT_THAT(error("ddot n=3 incx=0"), HasSubstr("increment"));
}

TEST(Shrink, FindsTheSmallestCallThatStillFails) {
  const CallCase smallest = shrink(unusual(), [](const CallCase& call) { return call.n >= 257 && call.incx < 0; });
  CallCase expected;
  expected.routine = "zgemm";
  expected.flags = "NC";
  expected.m = expected.k = 1;
  expected.n = 257;
  expected.incx = -3;
  expected.data = Data::integers;
  expected.seed = unusual().seed;
  EXPECT_EQ(text_of(smallest), text_of(expected));
}

TEST(Shrink, PlantsMoveToTheFrontAndGoWhereTheyDoNotMatter) {
  CallCase call = *parse_call("dscal n=9 incx=2 alpha=0 data=spread plant=x[12]:nan plant=x[3]:1");
  const CallCase smallest = shrink(call, [](const CallCase& tried) {
    return std::ranges::any_of(tried.plants, [](const Plant& plant) { return std::isnan(plant.re); });
  });
  EXPECT_EQ(text_of(smallest), "dscal n=1 alpha=1 beta=0 data=spread seed=1 plant=x[0]:nan");
}

TEST(Shrink, GivesUpAfterItsTries) {
  int asked = 0;
  const CallCase call = shrink(
      unusual(), [&](const CallCase&) { return ++asked, false; }, 5);
  EXPECT_EQ(asked, 5);
  EXPECT_EQ(call, unusual());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
