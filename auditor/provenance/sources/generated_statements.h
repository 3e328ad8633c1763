#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signatures/footprint/outline.h"

namespace fairplay::auditor::provenance {

/// An unexpected statement in a file that upstream's build writes, or that distributors are invited to edit.
struct UnexpectedStatement {
  int line = 0;
  std::string text;   ///< its first line, at most 160 bytes
  std::string binds;  ///< the function or class that it defines, or the public name that it replaces ("numpy.load")
  bool replaces_public = false;  ///< it assigns an attribute of NumPy's
  std::string why;               ///< one clause
};

/// Reads such a source statement by statement. Expected are: constants and what is computed from them without side
/// effects, preloaded libraries (ctypes), DLL folders and PATH, warnings, imports of a few modules of Python's own
/// library, and everything that is equal in `release`, the outline of upstream's own file (null: none). `now` is the
/// outline of `text`.
std::vector<UnexpectedStatement> unexpected_statements(std::string_view path, std::string_view text,
                                                       const signatures::footprint::Outline* release,
                                                       const signatures::footprint::Outline& now);

}  // namespace fairplay::auditor::provenance
