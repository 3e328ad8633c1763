// Threads of one call: every part runs once, the caller's floating-point state rules, and its signals stay its own.

#include "blas/threads/parallel.h"

#include <fenv.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

namespace fairplay::blas {
namespace {

TEST(Parallel, RunsEveryPartOnce) {
  for (int parts : {0, 1, 2, 3, 63, 64, 65, 300}) {
    std::vector<std::atomic<int>> runs(parts);
    parallel(parts, [&](int part) { runs[part]++; });
    for (int part = 0; part < parts; ++part) EXPECT_EQ(runs[part], 1) << "part " << part << " of " << parts;
  }
}

TEST(Parallel, TheLastPartIsTheCallers) {
  std::array<std::thread::id, 3> ids;
  parallel(3, [&](int part) { ids[part] = std::this_thread::get_id(); });
  EXPECT_EQ(ids[2], std::this_thread::get_id());
  EXPECT_NE(ids[0], ids[2]);
  EXPECT_NE(ids[1], ids[2]);
}

TEST(Parallel, WorkersRoundAsTheCallerDoes) {
  ASSERT_EQ(fesetround(FE_UPWARD), 0);
  std::array<int, 4> modes{};
  parallel(4, [&](int part) { modes[part] = fegetround(); });
  fesetround(FE_TONEAREST);
  for (int mode : modes) EXPECT_EQ(mode, FE_UPWARD);
}

TEST(Parallel, WhatAWorkerRaisesIsRaisedInTheCallerAndNothingElse) {
  feclearexcept(FE_ALL_EXCEPT);
  parallel(4, [](int part) {
    if (part == 1) feraiseexcept(FE_OVERFLOW);
  });
  EXPECT_TRUE(fetestexcept(FE_OVERFLOW));
  EXPECT_FALSE(fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_UNDERFLOW));
  feclearexcept(FE_ALL_EXCEPT);
  parallel(4, [](int) {});
  EXPECT_FALSE(fetestexcept(FE_ALL_EXCEPT));
}

TEST(Parallel, AWorkerDoesNotInheritTheCallersRaisedExceptions) {
  feclearexcept(FE_ALL_EXCEPT);
  feraiseexcept(FE_INVALID);
  std::array<int, 3> raised{};
  parallel(3, [&](int part) { raised[part] = fetestexcept(FE_ALL_EXCEPT); });
  EXPECT_EQ(raised[0], 0);
  EXPECT_EQ(raised[1], 0);
  EXPECT_TRUE(fetestexcept(FE_INVALID));
  feclearexcept(FE_ALL_EXCEPT);
}

TEST(Parallel, SignalsAreBlockedInWorkersAndAsBeforeInTheCaller) {
  sigset_t before, during[3], after;
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &usr1, nullptr);
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  parallel(3, [&](int part) { pthread_sigmask(SIG_SETMASK, nullptr, &during[part]); });
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  pthread_sigmask(SIG_UNBLOCK, &usr1, nullptr);
  for (int signal : {SIGINT, SIGTERM, SIGALRM, SIGPROF, SIGUSR1}) {
    EXPECT_EQ(sigismember(&during[0], signal), 1) << signal;
    EXPECT_EQ(sigismember(&during[1], signal), 1) << signal;
    EXPECT_EQ(sigismember(&during[2], signal), sigismember(&before, signal)) << signal;
    EXPECT_EQ(sigismember(&after, signal), sigismember(&before, signal)) << signal;
  }
}

TEST(Parallel, NestedAndFromManyCallersAtOnce) {
  std::atomic<int> runs = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i)
    callers.emplace_back([&] {
      for (int round = 0; round < 20; ++round) parallel(3, [&](int) { parallel(2, [&](int) { runs++; }); });
    });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(runs, 16 * 20 * 3 * 2);
}

// In a process of its own that has never had a thread: a forked child would inherit the stacks of finished ones, which
// the C library keeps for reuse, and no limit stops those.
TEST(ParallelDeathTest, RunsOnTheCallerWhereNoThreadCanBeStarted) {
#if FAIRPLAY_SANITIZED
  GTEST_SKIP() << "sanitizers need memory of their own";
#endif
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto run = [] {
    rlimit none{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_AS, &none);
    int runs = 0;
    bool elsewhere = false;
    pthread_t caller = pthread_self();
    parallel(5, [&](int) {
      runs++;
      if (!pthread_equal(caller, pthread_self())) elsewhere = true;
    });
    _exit(runs == 5 && !elsewhere ? 0 : 1);
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "");
}

TEST(Parallel, AChildForkedBetweenCallsStartsItsOwnThreads) {
  parallel(4, [](int) {});
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::atomic<int> runs = 0;
    parallel(4, [&](int) { runs++; });
    _exit(runs == 4 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace
}  // namespace fairplay::blas
