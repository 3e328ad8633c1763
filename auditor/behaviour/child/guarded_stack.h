#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace fairplay::auditor::behaviour {

/// Memory for one thread's stack, with 64 MB below it that can't be touched: running into them is a fault, and its
/// address shows the cause.
class GuardedStack {
 public:
  /// Throws std::bad_alloc.
  explicit GuardedStack(std::size_t bytes);
  ~GuardedStack();
  GuardedStack(const GuardedStack&) = delete;
  GuardedStack& operator=(const GuardedStack&) = delete;

  std::span<std::byte> bytes() const { return {stack_, size_}; }
  /// Runs `body` on a thread with this stack, to its end; what it throws is thrown here. Throws std::runtime_error
  /// where no thread can be started. Threads run one inside another, not beside.
  void run(const std::function<void()>& body);

  /// Whether the address is below the stack of a thread that runs now. Async-signal-safe.
  static bool overflowed(const void* address);

 private:
  std::byte* stack_ = nullptr;
  std::size_t size_ = 0;
  const GuardedStack* outer_ = nullptr;  ///< whose thread waits for this one's
};

}  // namespace fairplay::auditor::behaviour
