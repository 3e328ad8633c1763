#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::behaviour {

/// What operands are filled with; each value follows from the seed, the operand's place among the arguments and the
/// element's index alone, so that a C program of a few lines makes the same ones.
enum class Data : std::uint8_t {
  uniform,     ///< evenly distributed in (-1, 1)
  integers,    ///< -8 ... 8: sums are exact
  spread,      ///< exponents over 2^40 (float: 2^20)
  subnormal,   ///< 2^-1030 (float: 2^-132) times uniform
  ones,        ///< all 1
  graded,      ///< uniform times 2^-(index mod 64), (float: mod 24): large beside small
  cancelling,  ///< 1 and -1 up to the last bits: sums cancel
  huge,        ///< 2^1020 (float: 2^124) times uniform: squares overflow
};

/// An element set to a special value, in addition to the data.
struct Plant {
  std::string operand;      ///< "a"
  std::int64_t index = -1;  ///< in the operand's memory; negative: all its elements
  double re = 0, im = 0;

  /// Two NaN are the same.
  bool operator==(const Plant& other) const;
};

/// One call of one routine: everything that decides about its operands, as a text of one line that people read and
/// paste and programs read back.
///   "dgemm NT m=3 n=4 k=5 ld=2 alpha=-0.5 beta=1 data=uniform seed=7 plant=a[3]:nan plant=c:inf"
struct CallCase {
  std::string routine;  ///< "dgemm", lower case
  std::string flags;    ///< option arguments in their order
  std::int64_t m = 0, n = 0, k = 0;
  std::int64_t ku = 0;  ///< diagonals above the main one of a general band matrix, which has k below
  std::int64_t ld = 0;  ///< rows that every leading dimension has more than it needs
  std::int64_t incx = 1, incy = 1;
  double alpha = 1, alpha_im = 0, beta = 0, beta_im = 0;
  Data data = Data::uniform;
  std::uint64_t seed = 1;
  bool first = false;  ///< operands begin at a page's start instead of ending at a page's end
  int shift = 0;       ///< bytes by which operands are misaligned
  std::vector<Plant> plants;
  bool after_nan = false;  ///< the same call is made before, with NaN in all that it only reads
  int illegal = 0;  ///< the argument, from 1, that gets a value no routine takes: '/', -1 elements, a leading dimension
                    ///< or increment of 0
  // What is done with the call, where it isn't made once by itself.
  int callers = 1;                ///< so many threads make it at once, each with its own operands
  std::vector<std::string> with;  ///< other routines that callers make calls of in turn
  int rounds = 1;                 ///< how often each of them makes it
  std::string forks;     ///< made in a process forked "before" a first call, as a "child" of one that has made it,
                         ///< "during" another thread's call, by "two" threads at once
  std::string inside;    ///< "openmp": the callers are the threads of an OpenMP parallel region
  bool reloads = false;  ///< the library is unloaded and loaded again between rounds
  std::string measures;  ///< "stack", "memory": what it takes, "thread-memory": what a thread that makes it takes,
                         ///< "idle": what goes on after it is measured; empty: its results are

  bool operator==(const CallCase&) const = default;
};

std::string text_of(const CallCase& call);
/// "dgemm NT": a finding is reported once for each.
std::string routine_and_flags(const CallCase& call);
/// The error says which word can't be read.
std::expected<CallCase, std::string> parse_call(std::string_view text);

std::string_view name(Data data);

}  // namespace fairplay::auditor::behaviour
