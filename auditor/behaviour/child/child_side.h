#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "auditor/behaviour/child/watchdog.h"
#include "auditor/behaviour/protocol/blackboard.h"

namespace fairplay::auditor::behaviour {

/// What a child has of its parent: its job, a place for messages, the blackboard.
class ChildSide {
 public:
  /// Takes over the process: limits (no core files, 64 MB of files, killed when the parent dies), handlers on a stack
  /// of their own that report which signal hit which address. Throws std::runtime_error where this process isn't a
  /// child of run_child.
  ChildSide();
  ~ChildSide();
  ChildSide(const ChildSide&) = delete;
  ChildSide& operator=(const ChildSide&) = delete;

  const nlohmann::json& job() const { return job_; }
  /// One line of JSON for the parent; written at once.
  void send(const nlohmann::json& message);
  void doing(std::string_view what, std::uint64_t step = 0) { board_->doing(what, step); }
  void count_calls(std::uint64_t number) { board_->count(number); }
  Watchdog& watchdog() { return *watchdog_; }

  /// Reported to the parent with a fault: what an address belongs to, null if unknown. Called in a signal handler.
  using Locate = const char* (*)(const void* address, std::int64_t& byte);
  static void locate_with(Locate locate);

 private:
  std::unique_ptr<Blackboard> board_;
  std::unique_ptr<Watchdog> watchdog_;
  nlohmann::json job_;
};

}  // namespace fairplay::auditor::behaviour
