#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/named_subject.h"
#include "auditor/facts/audit_result.h"
#include "auditor/loading/import_views.h"
#include "auditor/loading/target.h"
#include "auditor/provenance/builds/installed_numpy.h"
#include "auditor/provenance/original/original.h"
#include "signatures/damage.h"

namespace fairplay::auditor {

/// Reads what discovery found, and describes each NumPy and each BLAS as a subject. Each installed one is read once,
/// however many names lead to it.
class SubjectReader {
 public:
  /// `tools` is borrowed. `proc`: files below proc/PID/root are of this machine, too. `target`: whom NumPys are judged
  /// for.
  SubjectReader(const provenance::OriginTools& tools, std::string proc, loading::Target target, unsigned jobs,
                std::function<void(std::string_view what)> progress);

  /// Appends to `result` the subjects, what could not be checked, and the damage met. `scope`: whose imports are worked
  /// out; null: nobody's.
  /// Sorts `found.numpys` by which of them are imported.
  void read_discovered(const discovery::System& system, discovery::Discovered& found, const loading::ImportScope* scope,
                       AuditResult& result);
  /// One library by its path on this machine. False where it is no BLAS and no LAPACK.
  bool read_library(const discovery::System& system, const std::string& path, AuditResult& result);
  /// Every NumPy and every BLAS in an archive. Damage: it can't be read, or holds neither.
  signatures::Expected<void> read_archive(discovery::NamedArchive archive, AuditResult& result) const;

  /// Sorts the subjects, NumPys before BLASes, and gives them their ids. Returns the ids of those that are installed on
  /// this machine.
  std::set<std::string, std::less<>> number(std::vector<Subject>& subjects) const;

 private:
  /// What several named subjects below one root share: databases of package managers, libraries that were read.
  struct RootReaders {
    discovery::System system;
    provenance::Workbench workbench;
    RootReaders(discovery::System root, const provenance::OriginTools& tools, const loading::Target& target,
                unsigned jobs)
        : system(std::move(root)), workbench(system, tools, jobs) {
      workbench.target = target;
    }
  };

  provenance::Workbench& workbench_of(const discovery::System& system);
  bool is_new(const std::string& shown);
  bool is_this_machine(const discovery::System& system) const;

  const provenance::OriginTools& tools_;
  std::string proc_;
  loading::Target target_;
  unsigned jobs_;
  std::function<void(std::string_view what)> progress_;
  std::map<std::string, std::unique_ptr<RootReaders>> readers_;  ///< by root
  std::set<std::string> seen_;
  std::set<std::string> installed_here_;  ///< keys of subjects: they have no ids yet
};

}  // namespace fairplay::auditor
