#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/loads.h"
#include "auditor/loading/interpreters.h"

namespace fairplay::auditor::loading {

/// One extension module of a NumPy.
struct ExtensionModule {
  std::string path;  ///< inside the root or the archive
  /// Relative to the import folder: "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so".
  std::string shown;
  ModuleTraits traits;
};

/// Which Pythons and platforms the modules are for, each once, sorted: an answer also where nobody is there to import
/// them.
std::vector<std::string> platforms_of(std::span<const ExtensionModule> modules);

/// The extension modules of one NumPy by what `import` looks for, those of NumPy's own tests left out: there may be
/// files for several Pythons.
class ModuleSet {
 public:
  /// The modules are borrowed. `version`: as numpy/version.py says, or empty. It decides which core is imported:
  /// numpy/_core since 2.0, and numpy/core before. A binary in the other one is left of another release.
  ModuleSet(std::span<const ExtensionModule> modules, std::string_view version);

  bool empty() const { return by_stem_.empty(); }
  /// Whether `import numpy` itself can't do without the module.
  bool is_on_import_chain(const ExtensionModule& module) const;

  struct Answer {
    std::vector<const ExtensionModule*> accepted;  ///< those of the import chain first
    std::vector<LoadProblem> problems;             ///< one for each cause, however many modules it stops
  };
  /// By names and headers alone, and by NumPy's check for modules of an older one.
  Answer under(const Interpreter& interpreter) const;

  /// Whether some file of every module of the import chain is for this platform, whatever its Python.
  bool fits_platform(const Interpreter& platform) const;

 private:
  bool is_on_chain(std::string_view stem) const;
  bool is_wrapper_now(std::string_view stem) const;
  void check_core(Answer& answer) const;

  std::map<std::string, std::vector<const ExtensionModule*>> by_stem_;
  std::string version_;
};

}  // namespace fairplay::auditor::loading
