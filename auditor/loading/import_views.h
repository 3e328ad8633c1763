#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/imports.h"
#include "auditor/loading/import_path.h"
#include "auditor/loading/linkages.h"

namespace fairplay::auditor::loading {

/// Whose `import numpy` is meant.
struct ImportScope {
  std::vector<std::string> programs;   ///< these interpreters, as they are started; empty: those of the NumPys' places
  std::string within;                  ///< of several, only those in this folder, if any is
  std::string script_folder;           ///< of the script that they run; empty: none
  std::optional<PythonStart> process;  ///< a running one instead: what it has imported was discovered
};

/// Which of the discovered NumPys are imported, and by what the others are hidden. Paths are as the user opens them.
struct Imports {
  struct Standing {
    bool imported = false;                 ///< some interpreter imports it
    std::vector<HiddenImport> hidden;      ///< at most one: the first interpreter's, with all that agree
    std::vector<HiddenImport> fails;       ///< at most one: it is imported, and that fails
    std::vector<std::string> other_users;  ///< users' NumPys that come first for them
  };
  std::vector<ImportView> views;           ///< each different import path once
  std::map<std::string, Standing> numpys;  ///< by the path of the package folder; those on no path aren't there
  /// NumPys that are imported from a ZIP file, with what they hide; `hidden.path` is empty where nothing else is there.
  std::vector<HiddenImport> archived;
  /// Other packages that link a BLAS and lie on a path in two versions; by the NumPy of that path. Of a process also
  /// NumPys that it didn't import.
  std::map<std::string, std::vector<HiddenImport>> packages;
  std::vector<NotChecked> not_checked;
};

/// The interpreters in bin of an environment; none where the folder is no environment.
std::vector<std::string> programs_of_environment(const discovery::System& system, const std::string& folder);

/// Works out the import paths. NumPys on them that weren't discovered are added to `found`, unless they lie outside of
/// `within`; those that are hidden go to the end.
Imports find_imports(Linkages& linkages, discovery::Discovered& found, const ImportScope& scope);

}  // namespace fairplay::auditor::loading
