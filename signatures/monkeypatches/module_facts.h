#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signatures/damage.h"
#include "signatures/python/code.h"

/// What a Python module's code does to names of other modules, when it is imported and when its functions are called:
/// imports, assignments to attributes, calls, and what it says of it. Read from source; nothing is run.
namespace fairplay::signatures::monkeypatches {

/// Which object an expression stands for, as far as names show: a dotted path from a module ("numpy.load",
/// "pkg.tools.Patcher"). Components that aren't names: "()" the result of a call, "?" an attribute whose name isn't
/// known, "__dict__" a namespace as a dict. "$N" at the start: the function's parameter N; "@pkg.C": an instance of
/// that class, by `self`. A constant string is its text after an apostrophe. Empty: nothing is known.
using Path = std::string;

/// A condition around a piece of code.
struct Guard {
  enum class Kind : std::uint8_t {
    present,  ///< `paths` exist, all of them (hasattr)
    absent,   ///< one of `paths` doesn't exist
    version,  ///< `path`'s version compared: `op` with `version`
    python,   ///< Python's version
    never,    ///< not at import: __main__, TYPE_CHECKING, False
    other,    ///< `text` says what
  } kind = Kind::other;
  std::vector<Path> paths;
  std::string op;       ///< "<", "<=", "==", "!=", ">=", ">"; "startswith"
  std::string version;  ///< "1.20", "2.0"
  std::string text;     ///< the condition as written, one line
  std::uint32_t line = 0;
};

struct Argument {
  std::string keyword;  ///< empty: by position
  Path path;
};

/// One thing that a body of code does, in its order.
struct Event {
  enum class Kind : std::uint8_t {
    import_,  ///< target: the module's full name
    patch,    ///< target: the attribute (or sys.modules entry) that gets another value
    restore,  ///< target gets back the value that it had
    call,     ///< target: what is called
    notice,   ///< text: what is printed or warned
  } kind = Kind::import_;
  Path target;
  Path value;                       ///< of a patch: what it gets; empty: not known
  std::vector<std::string> names;   ///< of `from target import names`
  std::vector<Argument> arguments;  ///< of a call
  std::string text;                 ///< the statement, blanks made one, cut at 160 bytes; of a notice, its words
  std::uint32_t line = 0;
  std::vector<std::uint32_t> guards;  ///< indices into ModuleFacts::guards, outermost first
};

/// Code that runs as one: a module's own statements with those of its classes, or a function.
struct Body {
  std::string name;  ///< empty for the module; "f", "C.m", "f.<locals>.g"
  std::vector<std::string> parameters;
  std::vector<Path> defaults;  ///< by parameter; empty without one
  std::vector<Event> events;
  std::vector<Path> returns;  ///< what it returns, where known
  std::uint32_t statement = 0;
  std::uint32_t line = 0;
  bool method = false;
  bool context_manager = false;  ///< restores by itself: @contextmanager, __enter__, __exit__
  bool read = false;             ///< events are there
};

struct ModuleFacts {
  std::string module;  ///< "numpy.fft"
  std::string file;
  bool package = false;                                           ///< it is an __init__.py
  bool names_numpy = false;                                       ///< the bytes "numpy" are in it
  std::vector<Body> bodies;                                       ///< [0]: the module's own
  std::map<std::string, std::size_t, std::less<>> functions;      ///< index into bodies by name
  std::map<std::string, std::vector<Path>, std::less<>> classes;  ///< bases by name
  std::map<std::string, Path, std::less<>> names;                 ///< what its other names stand for, at its end
  std::vector<Path> stars;                                        ///< modules of star imports
  std::vector<Guard> guards;
};

/// Bounds on one module: what is beyond them isn't read, and that is reported.
inline constexpr std::size_t most_events = 20'000;
inline constexpr std::size_t largest_module = 8U << 20U;  ///< bytes of source

/// Reads the module's own body; functions are listed, unread. `module` is its full name.
ModuleFacts read_facts(const python::ModuleSource& source, std::string module, bool package,
                       std::vector<Damage>& damage);

/// Reads one function of it (and what is defined inside it). `source` is the same file's; where its bytes changed
/// since, the function may be empty.
void read_body(const python::ModuleSource& source, ModuleFacts& facts, std::size_t body, std::vector<Damage>& damage);

/// The top-level module of a path: "numpy" for "numpy.fft.fft".
std::string_view root_of(std::string_view path);

}  // namespace fairplay::signatures::monkeypatches
