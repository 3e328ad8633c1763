#pragma once

#include <string>
#include <vector>

#include "signatures/advisories/advisory.h"
#include "signatures/blas/identity.h"

namespace fairplay::auditor {

/// What is known of one library's very version, going by what it says of itself.
struct KnownDefects {
  std::string subject;  ///< id
  std::string path;     ///< of the library
  signatures::blas::Identity identity;
  std::vector<signatures::advisories::Advisory> advisories;  ///< never empty; in the book's order
};

/// What is known of the release that a NumPy is, or was made from.
struct KnownNumpyDefects {
  std::string subject;  ///< id
  std::string path;     ///< of the package's folder, as the subject has it
  std::string release;  ///< "1.24.2"
  /// Its sources differ from the release's in what a distributor changes: some defects may be repaired.
  bool derived = false;
  std::vector<signatures::advisories::Advisory> advisories;  ///< never empty; in the book's order
};

}  // namespace fairplay::auditor
