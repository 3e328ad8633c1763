#pragma once

#include <map>
#include <span>
#include <string>
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

/// Whether `import numpy` itself can't do without the module.
bool is_on_import_chain(const ExtensionModule& module);

/// Which Pythons and platforms the modules are for, each once, sorted: an answer also where nobody is there to import
/// them.
std::vector<std::string> platforms_of(std::span<const ExtensionModule> modules);

/// The extension modules of one NumPy by what `import` looks for, those of NumPy's own tests left out: there may be
/// files for several Pythons.
class ModuleSet {
 public:
  /// The modules are borrowed.
  explicit ModuleSet(std::span<const ExtensionModule> modules);

  bool empty() const { return by_stem_.empty(); }

  struct Answer {
    std::vector<const ExtensionModule*> accepted;  ///< those of the import chain first
    std::vector<LoadProblem> problems;             ///< one for each cause, however many modules it stops
  };
  /// By names and headers alone.
  Answer under(const Interpreter& interpreter) const;

  /// Whether some file of every module of the import chain is for this platform, whatever its Python.
  bool fits_platform(const Interpreter& platform) const;

 private:
  std::map<std::string, std::vector<const ExtensionModule*>> by_stem_;
};

}  // namespace fairplay::auditor::loading
