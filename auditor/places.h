#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace auditor {

/// What a path of a NumPy is for, by rules.yaml's `places`: which differences there NEP 36 lets pass is policy, and policy is data.
/// Paths count from the import folder ("numpy/ctypeslib.py"); patterns are globs (auditor/glob.h).
struct Places {
  /// Place by name: "tests", "docs", "build", "generated" (upstream's own generated files), "edit-points" (files NEP 36 or NumPy
  /// invite distributors to change), "library-search".
  std::map<std::string, std::vector<std::string>, std::less<>> globs;

  bool contains(std::string_view place, std::string_view path) const;
};

/// The places every rules file must have.
inline constexpr std::string_view required_places[] = {"tests", "docs", "build", "generated", "edit-points", "library-search"};

}  // namespace auditor
