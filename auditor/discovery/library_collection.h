#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

/// The libraries found so far, each real file once.
class LibraryCollection {
 public:
  explicit LibraryCollection(const System& system) : system_(system) {}

  /// Follows `path` to its file. `name` is what programs ask for, the chain's first element; empty where nobody asks
  /// by name (a candidate that no alternative selects). A path that leads nowhere is reported in `damage`.
  void add(const std::string& name, const std::string& path, const Environment& environment,
           const std::string& bundled_by, std::vector<signatures::Damage>& damage);

  /// Every library of a folder that could be a BLAS by its name, each by its shortest name; not recursive.
  void add_folder(const std::string& folder, const Environment& environment, const std::string& bundled_by,
                  std::vector<signatures::Damage>& damage);
  /// The same where the names in the folder are known already.
  void add_names(const std::string& folder, const std::vector<std::string>& names, const Environment& environment,
                 const std::string& bundled_by, std::vector<signatures::Damage>& damage);

  bool holds(const std::string& real_path) const { return libraries_.contains(real_path); }

  std::vector<FoundLibrary> sorted() const;

 private:
  const System& system_;
  std::map<std::string, FoundLibrary> libraries_;  ///< by real path
  std::set<std::string> folders_;                  ///< real paths of the folders that were looked through
};

}  // namespace fairplay::auditor::discovery
