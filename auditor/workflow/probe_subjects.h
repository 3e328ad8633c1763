#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/numpy/run/probe_numpy.h"
#include "auditor/behaviour/parent/probe_libraries.h"
#include "auditor/discovery/named_subject.h"
#include "auditor/rules/rules.h"
#include "signatures/damage.h"

namespace fairplay::auditor {

struct ProbeSubjectsRequest {
  std::map<std::string, std::string> environment;  ///< as AuditRequest's
  std::string unpack_to;                   ///< an empty folder of our own for what archives hold; the caller removes it
  const rules::RuleBook* rules = nullptr;  ///< never null
  unsigned jobs = 1;
  std::function<void(std::string_view what)> progress = [](std::string_view) {};
};

/// The libraries and NumPys behind what a user named.
struct ProbeSubjects {
  std::vector<behaviour::ProbeTarget> targets;        ///< in the order of the subjects, each library once
  std::vector<behaviour::numpy::NumpyTarget> numpys;  ///< in the order of the subjects
  std::vector<signatures::Damage> unreadable;         ///< subjects that can't be read
  std::vector<NotChecked> not_checked;                ///< subjects without a library to load, and why
};

/// Finds them as an audit does: a library is itself, of a NumPy it is the BLAS that it uses, of a folder, an
/// environment, an interpreter or a process every BLAS. Of an archive the libraries are unpacked. Loads and runs
/// nothing. `subjects`: as given on the command line; empty: this machine.
ProbeSubjects find_probe_subjects(std::vector<discovery::ClassifiedSubject> subjects,
                                  const ProbeSubjectsRequest& request);

/// Whether finding these subjects unpacks an archive.
bool unpacks(const std::vector<discovery::ClassifiedSubject>& subjects);

}  // namespace fairplay::auditor
