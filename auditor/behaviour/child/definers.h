#pragma once

#include <string>
#include <vector>

#include "auditor/behaviour/subject/subject_library.h"
#include "auditor/facts/probe_result.h"

namespace fairplay::auditor::behaviour {

/// Which files define what a loaded library offers, as the loader has bound it.
struct Definers {
  std::vector<DefinedElsewhere> elsewhere;  ///< other files, each with the routines that it defines
  /// Other files that define dgemm for themselves, by whatever affixes, without giving it to this library: what a
  /// forwarder passes calls on to.
  std::vector<std::string> beside;
};

/// Of every routine that can be called. `path`: what was loaded.
Definers definers_of(const SubjectLibrary& library, const std::string& path);

}  // namespace fairplay::auditor::behaviour
