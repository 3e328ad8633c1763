#pragma once

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"
#include "auditor/loading/linkages.h"
#include "auditor/loading/target.h"
#include "auditor/provenance/builds/libraries.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/records/owning_record.h"

namespace fairplay::auditor::provenance {

/// What the provenance of one root's subjects shares.
struct Workbench {
  const discovery::System& system;
  ManagerDatabases managers;
  Libraries libraries;
  loading::Linkages linkages;
  loading::Target target{};  ///< whom the builds are judged for, where the user says it
  OriginTools tools;
  unsigned jobs = 1;

  Workbench(const discovery::System& root, const OriginTools& known, unsigned threads)
      : system(root), managers(root), libraries(root), linkages(root), tools(known), jobs(threads) {}
};

/// Reads, compares and describes one installed NumPy. Nothing of it is run.
Subject examine_installed_numpy(Workbench& bench, const discovery::InstalledNumpy& numpy);

}  // namespace fairplay::auditor::provenance
