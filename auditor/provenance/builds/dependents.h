#pragma once

#include <span>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/imports.h"
#include "auditor/facts/subject.h"
#include "auditor/provenance/builds/installed_numpy.h"
#include "auditor/provenance/builds/looked_at.h"

namespace fairplay::auditor::provenance {

/// A NumPy of a run and the subject that describes it.
struct DescribedNumpy {
  const discovery::InstalledNumpy* numpy = nullptr;
  Subject* subject = nullptr;
};

/// Fills `dependents` of each NumPy: the packages beside it, and those on the import paths (`views`) where it is the
/// first; what their extension modules want of its C API, and what the loader would not find for them. A module counts
/// only where a Python of that place would import it. What can't be read goes to `not_checked`.
void find_dependents(Workbench& bench, const discovery::Discovered& found, const std::vector<LookedAt>& looked,
                     std::span<const ImportView> views, std::span<const DescribedNumpy> numpys);

}  // namespace fairplay::auditor::provenance
