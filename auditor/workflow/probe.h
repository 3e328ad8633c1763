#pragma once

#include <expected>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/behaviour/parent/probe_libraries.h"
#include "auditor/facts/probe_result.h"
#include "auditor/rules/rules.h"
#include "signatures/advisories/advisory.h"

namespace fairplay::auditor {

/// What `fairplay probe` asks for.
struct ProbeWorkRequest {
  std::vector<std::string> subjects;  ///< as given on the command line; empty: every BLAS of this machine
  std::string against;                ///< the library or NumPy to compare with; empty: none
  /// How to probe. `targets`, `against` and `thresholds` follow from the rest of this request.
  behaviour::ProbeRequest how;
  std::map<std::string, std::string> environment;  ///< the variables discovery reads
  std::string reproducers;                         ///< the folder for C and Python programs; empty: none are written
  std::string as;                                  ///< hold NumPys against this release; empty: each against its own
  std::vector<std::string> imports;                ///< packages whose import is watched; "all": every one there is
  bool as_started = false;                         ///< start interpreters with the environment as the user has it
  /// The grades of defects that count for the conclusion.
  std::set<behaviour::Grade> fail_grades{behaviour::Grade::ordinary, behaviour::Grade::concurrency,
                                         behaviour::Grade::resources};
  const rules::RuleBook* rules = nullptr;                    ///< never null
  const signatures::advisories::Book* advisories = nullptr;  ///< never null
};

/// Whether a finding is a defect of a grade that counts.
bool counts(const behaviour::Divergence& divergence, const ProbeWorkRequest& request);

/// What the run says in one word, gravest first. The library that the others are compared with doesn't count.
enum class ProbeConclusion : std::uint8_t {
  defects,  ///< at least one library has a defect of a grade that counts
  sound,    ///< none has, and at least one was probed
  nothing_probed,
};

struct ProbeWork {
  behaviour::ProbeRun run;
  ProbeConclusion conclusion = ProbeConclusion::nothing_probed;
};

/// Why there is no result.
struct ProbeWorkError {
  enum class Kind : std::uint8_t {
    usage,   ///< the request can't be met as it was made
    machine  ///< this machine has no room for temporary files
  };
  Kind kind = Kind::usage;
  std::string message;  ///< raw text: it may quote the request
};

/// All of it: finds the libraries (those of archives are unpacked into a private folder), probes them, looks up known
/// defects of their versions, and writes the reproducers. Loads and runs each library in children with limits.
std::expected<ProbeWork, ProbeWorkError> probe(const ProbeWorkRequest& request);

}  // namespace fairplay::auditor
