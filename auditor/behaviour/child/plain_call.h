#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "auditor/behaviour/calls/prepared_call.h"

namespace fairplay::auditor::behaviour {

/// A call with operands in ordinary memory, cheap to make again and to copy: what probes of threads, stacks, memory and
/// speed do by the thousand, where guards around operands (a system call each) would keep callers apart that are to
/// meet. Holds what calls/ gives the same CallCase, with zeros where the routine looks at nothing.
class PlainCall {
 public:
  /// Asks the library for the lengths of workspaces. Nullopt where it lacks the routine, or the call can't be.
  static std::optional<PlainCall> make(const SubjectLibrary& library, const CallCase& call);

  /// A copy has its own operands.
  PlainCall(const PlainCall& other);
  PlainCall& operator=(const PlainCall&) = delete;
  PlainCall(PlainCall&&) = default;
  PlainCall& operator=(PlainCall&&) = default;

  /// Restores what the call writes, then makes it.
  void run();
  /// What the last run wrote, but integers and workspaces: operands, then what a function returns.
  std::vector<std::byte> written() const;

  /// The first element that differs by more than `tolerance` times the largest expected one, with both values; nullopt:
  /// none. Both come from written() of equal calls.
  struct Difference {
    std::size_t element = 0;
    double got = 0, expected = 0;
    double ratio = 0;  ///< error in units of the tolerance
  };
  std::optional<Difference> difference(const std::vector<std::byte>& got, const std::vector<std::byte>& expected) const;

  const CallCase& call() const { return call_; }

 private:
  struct Held {
    std::vector<std::byte> before, now;
    bool written = false;  // restored before each run
    bool compared = false;
  };

  PlainCall() = default;
  void ask_for_workspaces(const CallDescription& description, std::size_t integer_bytes);
  void point_at_held();
  void make_call();

  CallCase call_;
  void* routine_ = nullptr;
  char returns_ = ' ';
  bool complex_by_argument_ = false;
  std::size_t real_bytes_ = 8;
  std::vector<Held> held_;
  std::vector<void*> arguments_;
  std::vector<std::byte> returned_;
};

}  // namespace fairplay::auditor::behaviour
