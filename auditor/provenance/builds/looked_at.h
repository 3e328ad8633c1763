#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/builds/installed_numpy.h"
#include "signatures/blas/first_look.h"
#include "signatures/elf/image.h"
#include "signatures/elf/numpy_use.h"

namespace fairplay::auditor::provenance {

/// What one look at a binary of an environment tells.
struct LookedAt {
  std::string real;  ///< its path, links resolved; empty where nobody looked
  signatures::blas::FirstLook blas = signatures::blas::FirstLook::nothing;
  signatures::elf::Header header{};
  signatures::elf::NumpyUse numpy{};
  bool needs_blas = false;  ///< it links a library that goes by a BLAS's name
};

/// Looks at each of `binaries`, on several threads; the results are in their order. Paths in `known`, links resolved,
/// are libraries already and left out. A binary costs its headers and the names of its symbols; one that takes objects
/// from other modules, as everything that uses NumPy's C API does, also its constants.
std::vector<LookedAt> look_at_binaries(const Workbench& bench, const std::vector<discovery::FoundBinary>& binaries,
                                       const std::set<std::string>& known);

}  // namespace fairplay::auditor::provenance
