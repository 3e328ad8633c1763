#include "auditor/behaviour/child/at_once.h"

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace fairplay::auditor::behaviour {

bool at_once(int count, const std::function<void(int)>& body) {
  enum : int { waiting, go, stay };
  std::atomic<int> word = waiting;
  std::atomic<int> there = 0;
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  bool enough = true;
  try {
    for (int i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        ++there;
        there.notify_one();
        word.wait(waiting);
        if (word == go) body(i);
      });
    for (int now = there; now < count; now = there) there.wait(now);
  } catch (const std::system_error&) {
    enough = false;
  }
  word = enough ? go : stay;
  word.notify_all();
  for (std::thread& thread : threads) thread.join();
  return enough;
}

}  // namespace fairplay::auditor::behaviour
