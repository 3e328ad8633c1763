#include "signatures/worker_threads.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

namespace fairplay::signatures {

void run_on_threads(unsigned jobs, const std::function<void()>& work) {
  constexpr unsigned most = 64;  // past this, threads only cost memory
  std::vector<std::jthread> threads;
  const unsigned extra = std::clamp(jobs, 1U, most) - 1;
  threads.reserve(extra);
  for (unsigned i = 0; i < extra; ++i) {
    try {
      threads.emplace_back(work);
    } catch (const std::system_error&) {
      break;  // a process limit; the calling thread does it all
    }
  }
  work();
}

}  // namespace fairplay::signatures
