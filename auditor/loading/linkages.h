#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/loading/processor.h"
#include "signatures/damage.h"
#include "signatures/elf/linkage.h"

namespace fairplay::auditor::loading {

/// How the objects of one root link, each read once a run.
class Linkages {
 public:
  /// `processor`: of a machine that isn't this one; without it, the running system's own is read when it is asked for.
  explicit Linkages(const discovery::System& system, std::optional<Processor> processor = std::nullopt)
      : system_(system), processor_(std::move(processor)), asked_for_processor_(processor_.has_value()) {}

  struct Entry {
    std::unique_ptr<const signatures::elf::Linkage> linkage;  ///< null where it is no ELF file or can't be read
    std::vector<signatures::Damage> damage;
    std::vector<std::string> baseline;  ///< of a NumPy's core: the processor features that it was compiled for
  };
  /// `path`: inside the root, links resolved.
  const Entry& read(const std::string& path);

  /// What was read of `path` isn't kept any longer. Nobody may hold a reference to it.
  void forget(const std::string& path) { known_.erase(path); }

  const discovery::System& system() const { return system_; }
  /// Null where the system isn't a running one, or its processor isn't known.
  const Processor* processor();

 private:
  const discovery::System& system_;
  std::map<std::string, Entry> known_;
  std::optional<Processor> processor_;
  bool asked_for_processor_;
};

}  // namespace fairplay::auditor::loading
