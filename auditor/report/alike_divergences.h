#pragma once

#include <string>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::report {

/// Divergences that are printed as one: of the same probe and class, of the same routine apart from its element type,
/// with the same message apart from places.
struct AlikeDivergences {
  const behaviour::Divergence* first = nullptr;  ///< printed in full
  std::vector<const behaviour::Divergence*> others;
};

/// A library's divergences in groups: defects first, then policies, properties and what is expected; otherwise in
/// their order.
std::vector<AlikeDivergences> alike_divergences(const behaviour::ProbedLibrary& library);

/// "dtrsm LUTN LUCN; strsm LUNN": the routines of the others, each once; empty without others that differ in more than
/// sizes and threads.
std::string others_phrase(const AlikeDivergences& alike);

}  // namespace fairplay::auditor::report
