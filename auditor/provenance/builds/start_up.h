#pragma once

#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"
#include "auditor/provenance/records/owning_record.h"

namespace fairplay::auditor::provenance {

/// What Python starts by itself in the import folder of a NumPy, or beside its standard library (site.py: .pth files,
/// sitecustomize, usercustomize), and no package's record lists: RECORD, installed-files.txt, conda-meta, dpkg. Extra
/// files outside the package, sorted by path from the import folder. What they do isn't looked at here.
std::vector<FileDeviation> unrecorded_start_ups(const discovery::System& system, ManagerDatabases& managers,
                                                const discovery::ImportFolder& folder);

}  // namespace fairplay::auditor::provenance
