#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/subject/subject_library.h"

namespace auditor::behaviour {

/// A call with operands in ordinary memory, cheap to make again: what probes of threads, stacks, memory and speed do by the thousand, where guards around operands
/// (a system call each) would keep callers apart that are to meet. Holds the operands that calls/ gives the same CallCase, as far as sizes, options, scalars, seed and data go.
class PlainCall {
 public:
  /// Nullopt where the library lacks the routine or it isn't among those below.
  static std::optional<PlainCall> make(const SubjectLibrary& library, const CallCase& call);
  /// gemm gemv ger syrk trsm dot axpy scal, getrf potrf gesv geqrf syevd geev gesdd, each in s and d; gemm in c and z.
  static const std::vector<std::string>& stems();

  // The arguments are addresses within.
  PlainCall(const PlainCall&) = delete;
  PlainCall& operator=(const PlainCall&) = delete;
  PlainCall(PlainCall&&) = default;
  PlainCall& operator=(PlainCall&&) = default;

  /// Restores what the call writes, then makes it.
  void run();
  /// What the last run wrote: operands, then what a function returns.
  std::vector<std::byte> written() const;

  /// The first element that differs by more than `tolerance` times the largest expected one, with both values; nullopt: none. Both come from written() of equal calls.
  struct Difference {
    std::size_t element = 0;
    double got = 0, expected = 0;
    double ratio = 0;  ///< error in units of the tolerance
  };
  std::optional<Difference> difference(const std::vector<std::byte>& got, const std::vector<std::byte>& expected) const;

  const CallCase& call() const { return call_; }

 private:
  struct Array {
    std::vector<std::byte> before, now;
    bool written = false;
  };

  PlainCall() = default;
  template <class T>
  bool describe(const std::string& stem);
  template <class T>
  void operand(std::int64_t elements, bool written);
  template <class T>
  void scalar(double value);
  void option(char letter);
  void integer(std::int64_t value);
  void integers(std::int64_t count);
  void room(std::size_t bytes);
  std::byte* array(std::vector<std::byte> content, bool written);

  CallCase call_;
  void* routine_ = nullptr;
  char returns_ = ' ';              // s or d; ' ' for a subroutine
  std::size_t real_bytes_ = 8;
  std::deque<Array> arrays_;        // stay where they are
  std::vector<void*> arguments_;
  double returned_ = 0;
};

}  // namespace auditor::behaviour
