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

}  // namespace fairplay::auditor
