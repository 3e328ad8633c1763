#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "signatures/blas/identity.h"

namespace fairplay::auditor::behaviour {

/// What a library's file says, before anything of it is loaded.
struct LibraryFile {
  std::optional<signatures::blas::Identity> identity;  ///< nullopt: unknown
  std::string why;                                     ///< not empty: it can't be probed on this machine, one clause
  /// Dependencies that are beside it or one folder up, as wheels and unpacked packages have them, in the order in which
  /// they must be loaded: a bare load wouldn't find them where the library has no RUNPATH. Empty for the system's
  /// folders, where the loader finds everything itself and by its own rules (alternatives).
  std::vector<std::string> first_to_load;
};

/// Names of functions that the file itself offers to others, as its symbols have them; empty where it can't be read.
std::set<std::string, std::less<>> functions_of(const std::string& path);

/// Reads the file at `path` (absolute, links resolved) and, for what it needs, the files beside it. Whatever kind of
/// file it is: never blocks.
LibraryFile read_library_file(const std::string& path);

}  // namespace fairplay::auditor::behaviour
