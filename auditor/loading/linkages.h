#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "signatures/damage.h"
#include "signatures/elf/linkage.h"

namespace fairplay::auditor::loading {

/// How the objects of one root link, each read once a run.
class Linkages {
 public:
  explicit Linkages(const discovery::System& system) : system_(system) {}

  struct Entry {
    std::unique_ptr<const signatures::elf::Linkage> linkage;  ///< null where it is no ELF file or can't be read
    std::vector<signatures::Damage> damage;
  };
  /// `path`: inside the root, links resolved.
  const Entry& read(const std::string& path);

  /// What was read of `path` isn't kept any longer. Nobody may hold a reference to it.
  void forget(const std::string& path) { known_.erase(path); }

  const discovery::System& system() const { return system_; }

 private:
  const discovery::System& system_;
  std::map<std::string, Entry> known_;
};

}  // namespace fairplay::auditor::loading
