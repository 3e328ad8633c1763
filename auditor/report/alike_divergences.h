#pragma once

#include <string>
#include <vector>

#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::report {

/// Divergences that are one to a reader: of one probe and class, of the same routine but for its element type, saying
/// the same but for places.
struct AlikeDivergences {
  const behaviour::Divergence* first = nullptr;  ///< told in full
  std::vector<const behaviour::Divergence*> others;
};

/// A library's divergences in groups: defects first, then policies, properties and what is expected; otherwise in the
/// order they were told in.
std::vector<AlikeDivergences> alike_divergences(const behaviour::ProbedLibrary& library);

/// "dtrsm LUTN LUCN; strsm LUNN": the routines of the others, each once; empty without others that differ in more than
/// sizes and threads.
std::string others_phrase(const AlikeDivergences& alike);

}  // namespace fairplay::auditor::report
