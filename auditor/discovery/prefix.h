#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

/// One Python installation or environment: what sys.prefix would be.
struct Prefix {
  std::string path;
  Environment environment;
  bool venv = false;         ///< has pyvenv.cfg (PEP 405)
  bool conda = false;        ///< has conda-meta
  std::string home;          ///< a venv's: the folder of the interpreter it was made from
  bool system_site = false;  ///< a venv's: include-system-site-packages
  std::string version;       ///< a venv's: "3.11", as its pyvenv.cfg says; may be empty
};

/// Finds out which kind of prefix it is. A pyvenv.cfg without anything useful is reported in `damage`.
Prefix describe_prefix(const System& system, const std::string& path, std::vector<signatures::Damage>& damage);

/// True for a folder that is a venv or a conda environment by its own files.
bool is_environment(const System& system, const std::string& path);

/// The import folders of a prefix: lib/python*/{site,dist}-packages, lib64's, PyPy's, Windows' Lib/site-packages; only
/// what exists. With `version` ("3.11") only that version's.
std::vector<ImportFolder> folders_of_prefix(const System& system, const Prefix& prefix, std::string_view version,
                                            std::vector<signatures::Damage>& damage);

/// "3.11" for "python3.11", "3.10" for "pypy3.10", "3.13t" for the free-threaded "python3.13t", "3" for "python3";
/// nothing for other names.
std::optional<std::string> version_in_name(std::string_view name);
/// As version_in_name(), of an interpreter's file: also "3.11" for "python3.11-dbg" (Debian's debug build) and for
/// "python3.11.7".
std::optional<std::string> version_in_interpreter_name(std::string_view name);
/// "python", "python3", "python3.11", "python3-dbg", "pypy3": a name that interpreters have. The only test for it.
bool is_interpreter_name(std::string_view name);

}  // namespace fairplay::auditor::discovery
