#include "auditor/behaviour/calls/call_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/shrink.h"

namespace auditor::behaviour {
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

TEST(CallCase, IsReadBackFromItsText) {
  EXPECT_EQ(text_of(unusual()), "zgemm NC m=3 n=400 k=1 ld=7 incx=-3 incy=2 alpha=0.1,-1.5 beta=1e-300 data=spread seed=18446744073709551615 first=1 shift=8");
  CallCase plain;
  plain.routine = "ddot";
  for (const CallCase& call : {unusual(), plain}) {
    const auto read = parse_call(text_of(call));
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_EQ(*read, call);
  }
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
  ASSERT_GE(routines().size(), 40U);
  for (const Routine& routine : routines())
    for (const std::string& flags : flags_of(routine)) {
      CallCase call;
      call.routine = routine.name;
      call.flags = flags;
      call.m = call.n = call.k = 3;
      EXPECT_TRUE(prepare(call).has_value()) << text_of(call) << ": " << prepare(call).error();
    }
}

TEST(Routines, WhatCannotBeCalledIsToldSo) {
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

TEST(Shrink, GivesUpAfterItsTries) {
  int asked = 0;
  const CallCase call = shrink(unusual(), [&](const CallCase&) { return ++asked, false; }, 5);
  EXPECT_EQ(asked, 5);
  EXPECT_EQ(call, unusual());
}

}  // namespace
}  // namespace auditor::behaviour
