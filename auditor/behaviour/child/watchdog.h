#pragma once

#include <atomic>
#include <thread>

#include "auditor/behaviour/protocol/blackboard.h"

namespace fairplay::auditor::behaviour {

/// How long a piece of work may take before it counts as hung. On a busy machine CPU time says more than wall time; a
/// deadlock uses none.
struct StepLimits {
  double cpu_seconds = 10;  ///< of all threads of the process
  double wall_seconds = 60;
  double idle_seconds = 5;  ///< in which the process computes next to nothing
};

/// Ends the process when what it watches takes too long, and writes that on the blackboard first: earlier reports
/// aren't lost. A thread, not a signal: a library under test may block signals or take their handlers. It isn't there
/// in a process that forked off this one.
class Watchdog {
 public:
  /// Throws std::system_error where no thread can be started.
  explicit Watchdog(Blackboard& board);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// From now on, in place of what was watched before. Of one thread only.
  void watch(const StepLimits& limits);
  void rest();

 private:
  void look_on();

  Blackboard& board_;
  // Odd while something is watched; another number for each piece of work. The other members are written while it is
  // even.
  std::atomic<unsigned> watched_ = 0;
  std::atomic<double> cpu_limit_ = 0, wall_limit_ = 0, idle_limit_ = 0;
  std::atomic<double> cpu_start_ = 0, wall_start_ = 0;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace fairplay::auditor::behaviour
