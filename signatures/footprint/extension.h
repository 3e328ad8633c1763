#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "signatures/damage.h"
#include "signatures/elf/module_dict.h"

namespace fairplay::signatures::footprint {

struct Module;

/// Names that an extension may have, by stubs and by what the package around it exports; with what of the standard
/// library a name stands for ("threading.Lock"), "__all__" where the package's `__all__` lists it and it comes by a
/// star import, or nothing.
using Candidates = std::map<std::string, std::string, std::less<>>;

/// The names that a C extension shows as its own.
struct ExtensionNames {
  elf::ModuleDict dict;
  std::set<std::string, std::less<>> ufuncs;  ///< registered ufuncs' names
  std::map<std::string, std::string> docs;    ///< of C methods, by name
  std::set<std::string> dtype_classes;        ///< X of "numpy.dtypes.X" strings
  /// The candidates that are in a Cython module's strings: Cython registers names by string objects made in a loop,
  /// which leaves no call to follow.
  Candidates proven;
  std::set<std::string> exported;  ///< those of them that the package exports
  bool packed = false;             ///< its strings are compressed: names may be missing from `proven`
};

/// Reads an extension's bytes. `module` is its full name; `candidates` are names that it may have.
ExtensionNames read_extension(std::span<const std::byte> bytes, const std::string& file, const std::string& module,
                              const Candidates& candidates, std::vector<Damage>& damage);

/// Puts the extension's names into the module's namespace, as its import would.
void fill_from_extension(Module& module, int python_minor);

/// What a C function's documentation says its signature is: "(a, b=None)", by Argument Clinic's form (`name($self,
/// a)\n--\n\n`, which inspect reads, too) or, where `loose`, by a first line `name(a, b=None)`. Empty without one.
std::string documented_signature(std::string_view doc, std::string_view name, bool loose);

}  // namespace fairplay::signatures::footprint
