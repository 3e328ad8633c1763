#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor {

/// What a path of a NumPy is for, by rules.yaml's `places`: which differences there NEP 36 lets pass is policy, and
/// policy is data. Paths count from the import folder ("numpy/ctypeslib.py"); patterns are globs
/// (auditor/paths/glob.h). "glob::name" speaks of one part of a source only: a function, or what a module-level
/// statement binds
/// ("numpy/ctypeslib.py::load_library"); "name()" of the bodies of functions alone.
struct Places {
  /// Place by name: "tests", "docs", "build", "generated" (upstream's own generated files), "edit-points" (files NEP 36
  /// or NumPy invite distributors to change), "library-search".
  std::map<std::string, std::vector<std::string>, std::less<>> globs;

  /// Whether the file, or any part of it, is there.
  bool contains(std::string_view place, std::string_view path) const;
  /// Whether the whole file does.
  bool contains_file(std::string_view place, std::string_view path) const;
  /// Whether a function's body (`body`), or the module-level statement that binds `name`, does; files that lie there
  /// whole don't count.
  bool contains_part(std::string_view place, std::string_view path, std::string_view name, bool body) const;
};

/// The places every rules file must have.
inline constexpr std::string_view required_places[] = {"tests",     "docs",        "build",
                                                       "generated", "edit-points", "library-search"};

}  // namespace fairplay::auditor
