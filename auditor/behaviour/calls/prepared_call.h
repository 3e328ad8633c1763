#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/subject/subject_library.h"

namespace auditor::behaviour {

/// Where a call went wrong.
struct Mismatch {
  std::string what;         ///< one sentence: "element (3, 0) of C is wrong"
  std::string got, expected;
  double bound_ratio = 0;   ///< infinity where nothing but the expected value is right
};

/// A call with its operands in guarded memory, ready to be made of any library, again and again.
class PreparedCall {
 public:
  virtual ~PreparedCall() = default;

  /// Restores what the call writes, then makes it. False where the library lacks the routine.
  virtual bool run(const SubjectLibrary& library) = 0;
  /// Holds what the last run wrote against the oracle; nullopt: all is well, memory around the operands included.
  virtual std::optional<Mismatch> judge() = 0;
  /// What the last run wrote, as bytes: for comparing runs with one another.
  virtual std::vector<std::byte> written() const = 0;
  /// "behind b", "inside a, which the routine may only read"; null for an address that is none of the operands'. Safe in a signal handler.
  virtual const char* locate(const void* address) const = 0;
};

/// The error says what of the call can't be: an unknown routine, an option it doesn't have, a negative size. Throws std::bad_alloc.
std::expected<std::unique_ptr<PreparedCall>, std::string> prepare(const CallCase& call);

}  // namespace auditor::behaviour
