#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/door.h"
#include "auditor/behaviour/subject/subject_library.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// Where a call went wrong.
struct Mismatch {
  std::string what;  ///< one sentence: "element (3, 0) of C is wrong"
  std::string got, expected;
  double bound_ratio = 0;  ///< infinity where nothing but the expected value is right
  std::string operand =
      "";  ///< whose element it is: "c"; "result" for what a function returns; empty: no one element is wrong
  std::int64_t element = 0;  ///< its place in the operand's storage
  Symptom symptom = Symptom::other;
};

/// One argument of a call, for those who write the call down in another language.
struct Argument {
  enum class Kind : std::uint8_t { option, integer, scalar, operand };
  Kind kind = Kind::option;
  char option = 0;
  std::int64_t integer = 0;  ///< of an option, what CBLAS writes for it
  std::string name;          ///< of an operand
  bool written = false;      ///< else the routine may only read it
  bool workspace = false;    ///< as long as the routine asks when its length is -1
  char type = 'd';           ///< of a scalar's or an operand's elements: s, d, c, z; 'i' for integers
  unsigned place = 0;        ///< what its data follow from (calls/data.h)
  std::size_t element_bytes = 0;
  std::vector<std::byte> content;  ///< of a scalar and an operand, before the call
  std::vector<bool> referenced;    ///< of an operand: which elements the routine may look at
};
struct CallDescription {
  Door door = Door::fortran;
  char type = 'd';     ///< of its elements: s, d, c, z
  char returns = ' ';  ///< s, d, c, z; 'i' for an integer, ' ' for nothing
  std::vector<Argument> arguments;
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
  /// Takes what a run in another process wrote, its written(), for the last run's; judge() may follow. `wide`: of a
  /// library of 64-bit integers. False where it doesn't fit the call.
  virtual bool adopt(std::span<const std::byte> written, bool wide) = 0;
  /// The call itself: its arguments in their order, as they are before it.
  virtual CallDescription describe() const = 0;
  /// "behind b", "inside a, which the routine may only read", and at which byte from its begin; null for an address
  /// that is none of the operands'. Safe in a signal handler.
  virtual const char* locate(const void* address, std::int64_t& byte) const = 0;
};

/// The error says what of the call can't be: an unknown routine, an option it doesn't have, a negative size. Throws
/// std::bad_alloc.
std::expected<std::unique_ptr<PreparedCall>, std::string> prepare(const CallCase& call);

}  // namespace fairplay::auditor::behaviour
