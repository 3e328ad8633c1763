#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"

namespace fairplay::auditor::loading {

/// One entry of sys.path.
struct ImportEntry {
  enum class Source : std::uint8_t {
    script_folder,     ///< the folder of the script that Python is started with
    python_path,       ///< PYTHONPATH
    isolated_path,     ///< a ._pth file beside the interpreter
    standard_library,  ///< pythonXY.zip, lib/pythonX.Y, lib-dynload
    user_site,         ///< ~/.local
    site_packages,     ///< site-packages and dist-packages of the prefixes
    path_file          ///< a .pth file
  };
  std::string path;  ///< absolute, inside the root; need not exist
  Source source = Source::site_packages;
  std::string via;  ///< of path_file and isolated_path: the file that names it
};

/// How Python is started.
struct PythonStart {
  std::string program;          ///< its path as it is started: links not followed, for a venv lies around the link
  std::string script_folder;    ///< empty: no script
  bool isolated = false;        ///< -I
  bool no_environment = false;  ///< -E
  bool no_user_site = false;    ///< -s
  bool safe_path = false;       ///< -P
};

/// sys.path, worked out from files alone.
struct ImportPath {
  std::vector<ImportEntry> entries;
  std::string version;  ///< "3.11"
  bool free_threaded = false;
  std::string prefix;            ///< sys.prefix
  bool venv = false;             ///< it has a pyvenv.cfg
  bool reads_user_site = false;  ///< it would read a user's folder, if there is one
  /// False where something that decides about the order isn't known: `not_checked` says what.
  bool complete = true;
  std::vector<NotChecked> not_checked;
};

inline constexpr std::size_t most_import_entries = 4096;

/// What sys.path holds when CPython has started: Modules/getpath.py and Lib/site.py of CPython 3.11 to 3.14, getpath.c
/// before, with what Debian and Fedora change in site.py. Variables are those of `system`. `import` lines of .pth files
/// are never run; see PathLine. Empty and not complete for other implementations.
ImportPath import_path_of(const discovery::System& system, const PythonStart& start);

/// `path` as os.path.abspath() gives it: "." and ".." taken out of the text, whatever links there are.
std::string absolute_path(const std::string& folder, const std::string& path);

}  // namespace fairplay::auditor::loading
