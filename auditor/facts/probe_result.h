#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/grade.h"
#include "auditor/facts/subject.h"
#include "signatures/blas/identity.h"
#include "signatures/damage.h"

/// What probes measured: facts for the renderers.
namespace fairplay::auditor::behaviour {

/// How a divergence from the reference is to be read. Only a defect makes a library deviate.
enum class DivergenceClass : std::uint8_t {
  expected,  ///< correct rounding of another order or of fused operations
  property,  ///< true and worth knowing, allowed by every document: not reproducible across threads, spurious flags
  policy,    ///< documents leave it open or contradict one another: NaN in iamax
  defect,    ///< against the routine's documentation or IEEE 754
};

/// What happened, where other parts of the program must know it: `message` is for people only.
enum class Symptom : std::uint8_t {
  other,
  never_returns,      ///< the call
  kills_the_process,  ///< by a signal
  ends_the_process,   ///< by exit() or the like
  overwrites_memory,  ///< that belongs to none of the operands it may write
  wrong_info,         ///< `expected` is the number that info should be
  finite_values,      ///< of a matrix that isn't finite, and info is 0
  wrong_pivot,        ///< it isn't one of the rows left, or not the largest element
  imaginary_factor,   ///< i times a number that isn't finite
  lacks_instructions  ///< a kernel that was forced on a CPU without its instructions
};

enum class ProbeStatus : std::uint8_t { pass, finding, skipped, failed };
enum class SoundVerdict : std::uint8_t { sound, deviates, failed };

/// One divergence, with all that is needed to see it again.
struct Divergence {
  std::string probe;  ///< "numbers/gemm"
  DivergenceClass kind = DivergenceClass::defect;
  std::string routine;  ///< "dgemm"
  std::int64_t m = 0, n = 0, k = 0;
  std::string flags;  ///< the option arguments in their order: "NT"
  int threads = 1;
  std::string kernel;  ///< what the library says it runs on this CPU; empty: it doesn't say
  std::string got;     ///< hex floating point, or what happened: "SIGSEGV at 0x..."
  std::string expected;
  double bound_ratio = 0;    ///< error in units of what a correct implementation may be off; 0 where none applies
  std::string operand;       ///< the first bad element's: "c", "result"; empty: no one element is wrong
  std::int64_t element = 0;  ///< its place in the operand's storage
  std::string message;       ///< one sentence
  Symptom symptom = Symptom::other;
  Grade grade = Grade::ordinary;
  std::string defined_in{};          ///< the file that defines the routine, where that isn't the library itself
  std::string call;                  ///< the whole call as text, which `CallCase` reads back
  std::string source;                ///< the document or thread that says so
  std::string reproducer;            ///< path of the C program, where one was written
  std::vector<std::string> kernels;  ///< of a sweep: those that show it, in the order of the sweep
  std::string kernel_switch;         ///< of a sweep: the environment variable that chooses one
  std::string also_in;               ///< the library it was compared with, where that has the same fault
  std::string program;               ///< of a NumPy: a Python program that shows it
  bool of_release = false;           ///< of a NumPy: every build of its release has it
  std::string cause;                 ///< of a NumPy: shared by findings of one cause; empty: none is known
  std::string package{};             ///< of a NumPy: the package whose code does it; empty: unknown, or none
  std::string library{};             ///< of a NumPy: the file that does it; empty: unknown, or none
  std::optional<bool> confirmed{};   ///< whether it showed again in a fresh process; nullopt: that wasn't tried
  std::uint64_t times = 1;           ///< of a NumPy: how many calls showed it
};

/// One probe on one library.
struct ProbeOutcome {
  std::string id;
  ProbeStatus status = ProbeStatus::pass;
  double seconds = 0;
  std::uint64_t calls = 0;                        ///< made of the subject
  std::string why;                                ///< of `skipped` and `failed`
  int threads = 1;                                ///< that the library was given
  std::string kernel{};                           ///< that it was made to choose; empty: its own choice
  std::vector<std::string> notes{};               ///< worth knowing, no divergences: in which order sums are taken
  std::set<std::string, std::less<>> routines{};  ///< that it called
};

/// How a function returns a complex number.
enum class ComplexReturn : std::uint8_t { unknown, registers, argument };

/// How a loaded library is called, found out by calls.
struct CallingConvention {
  std::string prefix, suffix;  ///< around a routine's Fortran name
  int integer_bits = 0;        ///< 32, 64; 0: unknown
  ComplexReturn complex_return = ComplexReturn::unknown;
};

/// A defect that is known of a library's version, and whether it showed.
struct AdvisedDefect {
  enum class State : std::uint8_t {
    confirmed,
    not_reproduced,  ///< its probe ran and found nothing of the kind: here and now
    not_probed,      ///< its probe didn't run, or none shows it
  };
  std::string id;  ///< "OpenBLAS#1844"
  std::string title;
  std::string probe;  ///< empty: none shows it
  std::string fixed;  ///< the first version without it; empty: none is known
  State state = State::not_probed;
};

/// Routines that a library offers and another one, which it loads, defines.
struct DefinedElsewhere {
  std::string path;                                      ///< links resolved
  std::vector<std::string> routines;                     ///< "dgemm", in the order of levels and names
  std::optional<signatures::blas::Identity> identity{};  ///< of that file; nullopt: unknown
};

/// A NumPy that was probed: what it said of itself once it was imported.
struct ProbedNumpy {
  std::string version;
  std::string python;                   ///< "CPython 3.11.7"
  std::string interpreter;              ///< the program that was started; empty: none was found
  std::string held_against;             ///< the release whose behaviour was expected: "1.26.4"
  std::string release{};                ///< that it was found to be, or to be made from; empty: its version says which
  std::vector<std::string> features{};  ///< of the CPU that it uses, as it names them
};

/// A library, or a NumPy, that was probed.
struct ProbedLibrary {
  std::string path;
  std::string found_as;  ///< "bundled with numpy 2.3.5 in ...", as the user would recognise it
  std::optional<signatures::blas::Identity> identity;  ///< from the file; nullopt: unknown
  std::vector<std::string> first_to_load;  ///< names of files beside it that must be loaded before it, in their order
  std::optional<CallingConvention> convention;  ///< nullopt: it couldn't be loaded or bound
  std::string says;                             ///< what the library answers when asked for its configuration
  std::string kernel{};                         ///< that it says it runs, of its own choice; empty: it doesn't say
  SoundVerdict verdict = SoundVerdict::failed;
  std::string why;  ///< one sentence behind `failed`
  std::vector<DefinedElsewhere> elsewhere{};
  /// Other libraries that it loads and that define BLAS routines of their own, such as a forwarder's: calls may be
  /// passed on to them.
  std::vector<std::string> beside{};
  std::vector<ProbeOutcome> probes;
  std::vector<Divergence> divergences;
  std::vector<AdvisedDefect> advisories{};
  std::optional<ProbedNumpy> numpy{};  ///< set: it is a NumPy, and `path` its package folder
};

/// Two libraries on the same calls.
struct SideBySide {
  struct Routine {
    std::string routine;
    std::uint64_t calls = 0;  ///< that both made
    std::uint64_t same = 0;   ///< of which gave the same bits
  };
  /// Of two NumPys: calls of one function that they answer differently in one way.
  struct Difference {
    std::string probe;    ///< whose family of calls it is
    std::string routine;  ///< "numpy.sort"
    std::string how;      ///< "other values", "refuses"
    std::uint64_t calls = 0;
    std::string call;        ///< the smallest, as text
    std::string got, there;  ///< what the first answers to it, and what the other does
  };
  std::string path, other;
  bool of_numpys = false;
  std::vector<Routine> routines{};  ///< by name
  std::vector<Difference> differences{};
  std::string why{};  ///< one sentence: they couldn't be compared; empty: they were
};

struct ProbeRun {
  std::string profile;
  std::uint64_t seed = 0;
  std::vector<ProbedLibrary> libraries;
  std::vector<SideBySide> side_by_side;
  std::vector<signatures::Damage> unreadable;
  std::vector<NotChecked> not_checked;
};

std::string_view name(DivergenceClass kind);
std::optional<DivergenceClass> divergence_class_named(std::string_view name);
std::string_view name(Symptom symptom);  ///< "never-returns", as advisories.yaml writes it
std::optional<Symptom> symptom_named(std::string_view name);
std::string_view name(ComplexReturn way);  ///< "registers", "argument", "unknown"
std::optional<ComplexReturn> complex_return_named(std::string_view name);
std::string_view name(ProbeStatus status);
std::string_view name(SoundVerdict verdict);
std::string_view name(AdvisedDefect::State state);

}  // namespace fairplay::auditor::behaviour
