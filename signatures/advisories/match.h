#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/advisories/advisory.h"
#include "signatures/blas/identity.h"

namespace fairplay::signatures::advisories {

/// What of a book concerns one library or NumPy, going by what it says of itself.
struct Matches {
  std::vector<Advisory> affected;  ///< in the book's order; none of class expected
  /// Would be affected on some platforms, or on CPUs for which the library chooses one of the advisory's kernels; where
  /// it runs, or which it chooses, isn't known.
  std::vector<Advisory> depends_on_machine;
  /// Why nothing or little can be said, for people: "which version of OpenBLAS it is isn't told", "OpenBLAS 0.3.40 is
  /// newer than any version that ..."; empty otherwise.
  std::string unknown;
};

/// `kernels`: those the library may choose where it runs, nullopt: it isn't known where that is. Unbounded guesses are
/// none: an unknown version matches nothing, and a development version only what affects the releases before and after
/// it, or was seen in exactly this build. Unknown configurations (threading, integer width) match nothing that
/// asks for them.
Matches match(const Book& book, const blas::Identity& identity, const std::optional<std::vector<std::string>>& kernels);

/// A release of NumPy, and where it runs.
struct NumpyRelease {
  std::string version;                               ///< "1.26.4", "2.5.0rc1"
  std::optional<std::vector<std::string>> platform;  ///< "linux", "x86_64", "musl"; nullopt: unknown
  std::optional<std::vector<std::string>> features;  ///< of the CPU, in NumPy's words; nullopt: unknown
};

/// A version that can't be compared matches nothing. What was made before a release matches only what affects an
/// earlier release and that one.
Matches match(const Book& book, const NumpyRelease& release);

}  // namespace fairplay::signatures::advisories
