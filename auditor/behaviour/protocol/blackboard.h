#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fairplay::auditor::behaviour {

/// What `Blackboard::Fault::where` says of a stack's guard.
inline constexpr const char* stack_overflow = "stack overflow";

/// What the child was doing when it ended, and how it was hit: memory that it shares with its parent and that outlives
/// it. The code under test can write anywhere, here too: the parent copies with bounds and believes nothing. Its size
/// is sealed, so nobody takes the page from under the other.
class Blackboard {
 public:
  struct Fault {
    int signal = 0;
    std::uint64_t address = 0;
    std::string where;      ///< what the address belongs to: "stack overflow", "behind a"; empty: nothing of ours
    std::int64_t byte = 0;  ///< of an operand's memory, from its begin: the same in every run, as addresses aren't
  };

  /// Parent: a new one, and its descriptor for the child. Nullopt (see errno) if there is no memory.
  static std::unique_ptr<Blackboard> make();
  /// Child: the one behind an inherited descriptor; null where it isn't one.
  static std::unique_ptr<Blackboard> of(int descriptor);
  ~Blackboard();
  Blackboard(const Blackboard&) = delete;
  Blackboard& operator=(const Blackboard&) = delete;

  int descriptor() const { return descriptor_; }

  /// Time that a step had, and that ended the process.
  struct Hang {
    bool cpu = false;  ///< of CPU time
    double seconds = 0;
  };

  /// Cut to 1,000 bytes; `step`: its number from 1, 0 outside of steps. Not for two threads at once.
  void doing(std::string_view what, std::uint64_t step = 0);
  std::string doing() const;
  std::uint64_t step() const;
  /// Calls made of the subject so far.
  void count(std::uint64_t calls);
  std::uint64_t calls() const;

  /// Called in a signal handler: nothing here allocates or locks.
  void fault(int signal, std::uint64_t address, const char* where, std::int64_t byte = 0);
  std::optional<Fault> fault() const;

  void hang(const Hang& hang);
  std::optional<Hang> hang() const;

 private:
  struct Page;
  Blackboard(int descriptor, Page* page) : descriptor_(descriptor), page_(page) {}
  int descriptor_;
  Page* page_;
};

}  // namespace fairplay::auditor::behaviour
