// A watchdog ends its own process: each test forks one.
#include "auditor/behaviour/child/watchdog.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/protocol/start.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr int returned = 7;

/// The exit code of a process that does `work` under a watchdog.
template <class Work>
int exit_of(Blackboard& board, Work work) {
  const pid_t process = fork();
  if (process == 0) {
    Watchdog watchdog(board);
    work(watchdog);
    _exit(returned);
  }
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Watchdog, EndsWhatComputesTooLong) {
  const auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  EXPECT_EQ(exit_of(*board,
                    [](Watchdog& watchdog) {
                      sigset_t all;
                      sigfillset(&all);
                      sigprocmask(SIG_BLOCK, &all, nullptr);  // as a library may
                      watchdog.watch({.cpu_seconds = 0.1, .wall_seconds = 600, .idle_seconds = 600});
                      volatile unsigned i = 0;
                      for (;;) {
                        i = i + 1;
                      }
                    }),
            watchdog_exit_code);
  ASSERT_TRUE(board->hang().has_value());
  EXPECT_TRUE(board->hang()->cpu);
  EXPECT_EQ(board->hang()->seconds, 0.1);
}

TEST(Watchdog, EndsWhatWaitsForEver) {
  const auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  EXPECT_EQ(exit_of(*board,
                    [](Watchdog& watchdog) {
                      watchdog.watch({.cpu_seconds = 600, .wall_seconds = 600, .idle_seconds = 0.1});
                      for (;;) pause();
                    }),
            watchdog_exit_code);
  ASSERT_TRUE(board->hang().has_value());
  EXPECT_FALSE(board->hang()->cpu);
  EXPECT_GE(board->hang()->seconds, 0.1);
}

TEST(Watchdog, LeavesAloneWhatIsDoneInTime) {
  const auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  EXPECT_EQ(exit_of(*board,
                    [](Watchdog& watchdog) {
                      for (int i = 0; i < 1000; ++i)
                        watchdog.watch({.cpu_seconds = 600, .wall_seconds = 600, .idle_seconds = 600});
                    }),
            returned);
  EXPECT_FALSE(board->hang().has_value());
}

TEST(Watchdog, LeavesAloneWhatIsNotWatched) {
  const auto board = Blackboard::make();
  ASSERT_NE(board, nullptr);
  EXPECT_EQ(exit_of(*board,
                    [](Watchdog& watchdog) {
                      const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
                      watchdog.watch({.cpu_seconds = 0.1, .wall_seconds = 600, .idle_seconds = 600});
                      watchdog.rest();
                      while (seconds(CLOCK_PROCESS_CPUTIME_ID) - start < 0.4) {  // four times the limit
                      }
                    }),
            returned);
  EXPECT_FALSE(board->hang().has_value());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
