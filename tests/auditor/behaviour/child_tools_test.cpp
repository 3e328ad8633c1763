// What probes of threads and resources are made of.
#include <fenv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "auditor/behaviour/child/at_once.h"
#include "auditor/behaviour/child/forked.h"
#include "auditor/behaviour/child/painted_stack.h"
#include "auditor/behaviour/child/plain_call.h"
#include "auditor/behaviour/child/process_state.h"

namespace fairplay::auditor::behaviour {
namespace {

using testing::Contains;

template <std::size_t bytes>
[[gnu::noinline]] void use_stack() {
  volatile char deep[bytes];
  asm volatile("" : : "r"(deep) : "memory");
  deep[0] = 1;
}

TEST(PaintedStack, ReportsTheDepthOfTheWork) {
  const auto nothing = stack_taken_by([] {});
  EXPECT_LT(nothing, 16U << 10);
  const auto some = stack_taken_by(use_stack<300'000>);
  EXPECT_GE(some, 300'000U);
  EXPECT_LT(some, 320'000U);
}

TEST(PaintedStack, BeyondWhatIsPaintedWholePagesAreCounted) {
  const auto much = stack_taken_by(use_stack<(40 << 20)>);
  EXPECT_GE(much, std::size_t{40} << 20);
  EXPECT_LT(much, (std::size_t{40} << 20) + 65536);
}

TEST(AtOnce, RunsEachOnAThreadOfItsOwnWhenAllAreThere) {
  std::atomic<int> inside = 0, most = 0;
  ASSERT_TRUE(at_once(8, [&](int) {
    // Each waits for all the others: it ends only if they run at the same time.
    ++inside;
    while (inside < 8) sched_yield();
    most = inside.load();
  }));
  EXPECT_EQ(most, 8);
}

TEST(Forked, AnswersDiesOrHangs) {
  const ForkEnd answer = in_fork([] { return 7; }, 60);
  EXPECT_EQ(answer.how, ForkEnd::How::answered);
  EXPECT_EQ(answer.code, 7);
  const ForkEnd death = in_fork([]() -> int { abort(); }, 60);
  EXPECT_EQ(death.how, ForkEnd::How::killed);
  EXPECT_EQ(death.code, SIGABRT);
  EXPECT_EQ(in_fork(
                []() -> int {
                  for (;;) pause();
                },
                0.1)
                .how,
            ForkEnd::How::hung);
  EXPECT_EQ(in_fork(
                []() -> int {
                  volatile unsigned i = 0;
                  for (;;) {
                    i = i + 1;
                  }
                },
                0.1)
                .how,
            ForkEnd::How::hung);
}

TEST(ProcessState, ReportsWhatChanged) {
  const ProcessState before = ProcessState::now();
  EXPECT_TRUE(ProcessState::now().changes_since(before).empty());
  fesetround(FE_UPWARD);
  const auto old = signal(SIGUSR1, SIG_IGN);
  const auto changes = ProcessState::now().changes_since(before);
  fesetround(FE_TONEAREST);
  signal(SIGUSR1, old);
  EXPECT_THAT(changes, Contains("rounding: to nearest, now upward"));
  EXPECT_THAT(changes, Contains("action on SIGUSR1: default, now ignored"));
  EXPECT_TRUE(ProcessState::now().changes_since(before).empty());
}

#if defined(__x86_64__)
TEST(ProcessState, SeesFlushToZeroAndNoFlags) {
  const ProcessState before = ProcessState::now();
  feraiseexcept(FE_INEXACT | FE_OVERFLOW);
  EXPECT_TRUE(ProcessState::now().changes_since(before).empty()) << "flags are no settings";
  const unsigned own = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(own | 0x8040);
  const auto changes = ProcessState::now().changes_since(before);
  __builtin_ia32_ldmxcsr(own);
  EXPECT_THAT(changes, Contains("flush to zero (MXCSR.FTZ): off, now on"));
  EXPECT_THAT(changes, Contains("subnormals as zero (MXCSR.DAZ): off, now on"));
}
#endif

class PlainCalls : public testing::Test {
 protected:
  void SetUp() override {
    const char* path = std::getenv("REFERENCE");
    ASSERT_NE(path, nullptr);
    auto loaded = SubjectLibrary::load(path, {});
    ASSERT_TRUE(loaded.has_value()) << loaded.error();
    library_.emplace(std::move(*loaded));
  }
  std::optional<SubjectLibrary> library_;
};

TEST_F(PlainCalls, CanBeMadeAgainWithTheSameResult) {
  // The reference of a sanitizer's build has its own routines only, none of Netlib's.
  const bool has_netlib = library_->routine("dgeev") != nullptr;
  for (const char* text :
       {"dgemm NT m=5 n=6 k=7 beta=1", "sgemv T m=9 n=4", "dger m=3 n=8", "ssyrk LT n=6 k=3", "dtrsm LUNN m=7 n=7",
        "sdot n=50", "daxpy n=20 alpha=2", "zgemm NN m=3 n=3 k=3", "dgetrf m=12 n=12", "dpotrf L n=9", "dgesv n=8 k=2",
        "dgeqrf m=9 n=6", "dsyevd VU n=8", "dgeev NN n=6", "dgesdd N m=6 n=6"}) {
    const CallCase given = *parse_call(text);
    if (!has_netlib && (given.routine == "dsyevd" || given.routine == "dgeev" || given.routine == "dgesdd")) continue;
    auto call = PlainCall::make(*library_, given);
    ASSERT_TRUE(call.has_value()) << text;
    call->run();
    const auto first = call->written();
    EXPECT_FALSE(first.empty()) << text;
    call->run();
    EXPECT_EQ(call->written(), first) << text;
  }
}

TEST_F(PlainCalls, WhatIsNotThereIsNotMade) {
  EXPECT_FALSE(PlainCall::make(*library_, *parse_call("dnonsense n=3")).has_value());
  EXPECT_FALSE(PlainCall::make(*library_, *parse_call("zdot n=3")).has_value());
}

TEST_F(PlainCalls, DifferencesAreThoseThatRoundingDoesNotExplain) {
  auto call = PlainCall::make(*library_, *parse_call("dscal n=3 alpha=1"));
  ASSERT_TRUE(call.has_value());
  const double expected[] = {1, -4, 2}, rounded[] = {1 + 1e-15, -4, 2}, wrong[] = {1, -4, 2.5}, nan[] = {1, -4, NAN};
  auto bytes = [](const double(&values)[3]) {
    const auto* from = reinterpret_cast<const std::byte*>(values);
    return std::vector<std::byte>(from, from + sizeof values);
  };
  EXPECT_FALSE(call->difference(bytes(rounded), bytes(expected)).has_value());
  const auto found = call->difference(bytes(wrong), bytes(expected));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->element, 2U);
  EXPECT_EQ(found->got, 2.5);
  EXPECT_TRUE(call->difference(bytes(nan), bytes(expected)).has_value());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
