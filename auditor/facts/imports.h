#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor {

/// What `import NAME` can get.
enum class ModuleForm : std::uint8_t {
  package,           ///< a folder with __init__
  module_file,       ///< NAME.py, NAME.pyc
  extension_module,  ///< NAME.so
  archived,          ///< a package or module in a ZIP file
  name_space         ///< a folder without __init__: only where nothing else is found
};
std::string_view name(ModuleForm form);  ///< "package", "module-file"

/// Why one import folder comes before another.
enum class ImportPlace : std::uint8_t {
  script_folder,
  python_path,
  isolated_path,
  standard_library,
  user_site,
  environment,    ///< site-packages of a virtual environment
  site_packages,  ///< those of the interpreter itself
  path_file       ///< a .pth file adds it
};
std::string_view name(ImportPlace place);  ///< "script-folder", "python-path"

/// One thing of a name on an interpreter's import path.
struct OnImportPath {
  std::string path;  ///< as the user would open it
  std::string version;
  ModuleForm form = ModuleForm::package;
  ImportPlace place = ImportPlace::site_packages;
  std::string via;  ///< of path_file and isolated_path: the file
};

/// Why the import of what comes first fails.
enum class ImportFailure : std::uint8_t {
  none,
  in_archive,      ///< a package with extension modules in a ZIP file, which loads none of them
  never_compiled,  ///< NumPy's sources, or what is left of a NumPy: the core's Python files without its modules
  other_python     ///< the core's modules are all for other Pythons
};
std::string_view name(ImportFailure failure);  ///< "in-archive", "never-compiled"

/// What is not imported, because something of the same name comes first.
struct HiddenImport {
  std::string name = "numpy";
  OnImportPath hidden, winner;
  std::vector<std::string> interpreters;        ///< that import the winner
  ImportFailure failure = ImportFailure::none;  ///< of the winner
  bool system_hidden = false;                   ///< the system's is hidden by an environment's, as it is meant
};

/// What one interpreter imports from.
struct ImportView {
  std::string interpreter;               ///< as the user would start it
  std::vector<std::string> import_path;  ///< sys.path, in order
  std::vector<OnImportPath> numpys;      ///< all on it, the one that is imported first
  bool complete = true;                  ///< false: the order isn't known, and nothing was concluded from it
};

}  // namespace fairplay::auditor
