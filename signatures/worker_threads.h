#pragma once

#include <functional>
#include <future>
#include <system_error>
#include <utility>

namespace fairplay::signatures {

/// Runs `work` on up to `jobs` threads at once, the calling one among them, and waits for all. `work` takes its share
/// from a queue that the caller brings. If the system gives no more threads, fewer run it.
void run_on_threads(unsigned jobs, const std::function<void()>& work);

/// Begins `work` on a second thread, beside what the caller does. With one job, or if the system gives no more threads,
/// get() runs it. The future's destructor waits for it: what `work` refers to has to live longer.
template <class Work>
auto run_beside(unsigned jobs, Work work) {
  if (jobs > 1) {
    try {
      return std::async(std::launch::async, work);
    } catch (const std::system_error&) {
      // A process limit.
    }
  }
  return std::async(std::launch::deferred, std::move(work));
}

}  // namespace fairplay::signatures
