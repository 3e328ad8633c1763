#include "signatures/worker_threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace fairplay {

namespace {

using signatures::run_beside;
using signatures::run_on_threads;

TEST(RunOnThreads, RunsTheWorkOnceAThreadAndWaitsForAll) {
  for (const unsigned jobs : {0U, 1U, 4U}) {
    std::atomic<unsigned> runs = 0;
    run_on_threads(jobs, [&] { ++runs; });
    EXPECT_EQ(runs, std::max(1U, jobs)) << jobs;
  }
}

TEST(RunBeside, AnswersWhatTheWorkReturns) {
  for (const unsigned jobs : {1U, 2U}) EXPECT_EQ(run_beside(jobs, [] { return 42; }).get(), 42) << jobs;
}

TEST(RunBeside, OneJobIsTheCallersOwnThread) {
  const auto here = std::this_thread::get_id();
  EXPECT_EQ(run_beside(1, [] { return std::this_thread::get_id(); }).get(), here);
  EXPECT_NE(run_beside(2, [] { return std::this_thread::get_id(); }).get(), here);
}

TEST(RunBeside, IsWaitedForWhereNobodyAsks) {
  bool done = false;
  {
    const auto running = run_beside(2, [&] { done = true; });
  }
  EXPECT_TRUE(done);
}

TEST(RunBeside, HandsOnWhatTheWorkThrows) {
  for (const unsigned jobs : {1U, 2U})
    EXPECT_THROW(run_beside(jobs, []() -> int { throw std::runtime_error("no"); }).get(), std::runtime_error) << jobs;
}

}  // namespace

}  // namespace fairplay
