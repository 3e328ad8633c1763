#pragma once

#include <pthread.h>

#include <atomic>
#include <memory>

#include "auditor/behaviour/child/plain_call.h"

namespace fairplay::auditor::behaviour {

/// A thread that makes a call over and over, and may never come back from it: nothing waits for it longer than is
/// asked, and what it uses outlives it.
class OtherCaller {
 public:
  /// Begins at once, with its own operands. Nothing runs if no thread can be started.
  explicit OtherCaller(const PlainCall& call);
  /// Asks it to end, if it can.
  ~OtherCaller();
  OtherCaller(const OtherCaller&) = delete;
  OtherCaller& operator=(const OtherCaller&) = delete;

  bool running() const { return running_; }
  /// Asks it to end after the call that it is in. False where that call doesn't return: it has computed for `limit`
  /// seconds, or has waited as long without computing.
  bool comes_back(double limit);

 private:
  struct Shared {
    PlainCall call;
    std::atomic<bool> over = false, ended = false;
  };
  static void* call_on(void* given);

  std::shared_ptr<Shared> shared_;
  pthread_t thread_{};
  bool running_ = false;
};

}  // namespace fairplay::auditor::behaviour
