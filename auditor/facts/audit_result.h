#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "auditor/facts/finding.h"
#include "auditor/facts/imports.h"
#include "auditor/facts/known_defects.h"
#include "auditor/facts/probe_result.h"
#include "auditor/facts/searched_place.h"
#include "auditor/facts/subject.h"
#include "signatures/database/database.h"

namespace fairplay::auditor {

/// Everything one `fairplay audit` found: what renderers read, and nothing else.
struct AuditResult {
  std::string tool_version;
  bool whole_machine = false;               ///< no subject was named: everything found on this machine was audited
  std::vector<Subject> subjects;            ///< NumPys before BLASes
  std::vector<KnownDefects> known_defects;  ///< in subject order; libraries of which none is known aren't there
  std::vector<KnownNumpyDefects> known_numpy_defects;
  std::vector<Finding> findings;  ///< by subject order, then severity (errors first), then rule, then fingerprint
  /// Subjects the user named that could not be audited: exit code 3. Grave where they could not be read, else they hold
  /// no NumPy and no BLAS.
  std::vector<signatures::Damage> unreadable;
  /// The signature databases that were believed, and what was refused of any (exit code 3).
  std::vector<signatures::database::DatabaseInfo> databases;
  std::vector<signatures::Damage> refused;
  std::size_t releases = 0;                ///< that the databases know, over all projects
  bool without_built_in_database = false;  ///< the one that the program was built with isn't where it is looked for
  std::vector<ImportView> imports;         ///< what the interpreters import from, in the order of their NumPys
  std::vector<SearchedPlace> places;       ///< of an audit of the whole machine: where it looked, and where it didn't
  /// What probes found, where the user asked for them (--probe).
  std::optional<behaviour::ProbeRun> probed;
  std::vector<NotChecked> not_checked;  ///< of the run as a whole (folders that couldn't be listed ...)

  std::size_t count(Severity severity) const;  ///< unwaived findings
  /// What was probed of this subject: itself, and the libraries that it computes with.
  std::vector<const behaviour::ProbedLibrary*> probed_of(const Subject& subject) const;
  /// The gravest verdict of these; nullopt: none was probed.
  std::optional<behaviour::SoundVerdict> soundness_of(const Subject& subject) const;
};

}  // namespace fairplay::auditor
