#pragma once

#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/provenance/original/original.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// A NumPy that an application bundler (PyInstaller, Nuitka, cx_Freeze) put into a program. Its binaries are files, as
/// the release has them; its Python modules are bytecode or machine code, which no release holds.
struct FrozenNumpy {
  const signatures::fingerprint::Fingerprint* files = nullptr;  ///< with SHA-256
  std::string package;                                          ///< key of the numpy folder
  std::vector<std::string> libraries;                           ///< keys of folders with bundled libraries
};

/// Both verdicts stay unknown, for the Python modules can't be compared. Which wheel the binaries are of is told all
/// the same: fills `release`, `version` where no metadata gave it, and `original` with the nearest artifact.
void judge_frozen_numpy(const OriginTools& tools, const FrozenNumpy& numpy, Subject& subject);

}  // namespace fairplay::auditor::provenance
