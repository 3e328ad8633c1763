#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/advisories/advisory.h"
#include "signatures/blas/identity.h"

namespace fairplay::signatures::advisories {

/// What of a book concerns one library, going by what it says of itself.
struct Matches {
  std::vector<Advisory> affected;  ///< in the book's order; none of class expected
  /// Would be affected on CPUs for which the library chooses one of the advisory's kernels; which it chooses isn't
  /// known.
  std::vector<Advisory> depends_on_kernel;
  /// Why nothing or little can be said, for people: "which version of OpenBLAS it is isn't told", "OpenBLAS 0.3.40 is
  /// newer than any version that ..."; empty otherwise.
  std::string unknown;
};

/// `kernels`: those the library may choose where it runs, nullopt: it isn't known where that is. Unbounded guesses are
/// none: an unknown version matches nothing, and a development version only what affects the releases before and after
/// it, or was seen in exactly this build. Unknown configurations (threading, integer width) match nothing that
/// asks for them.
Matches match(const Book& book, const blas::Identity& identity, const std::optional<std::vector<std::string>>& kernels);

}  // namespace fairplay::signatures::advisories
