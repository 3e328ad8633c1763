#pragma once

#include <set>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {

/// Import folders and prefixes, each once by its resolved path, in the order they were met.
class ImportFolders {
 public:
  explicit ImportFolders(const System& system) : system_(system) {}

  void add(ImportFolder folder);
  /// All folders of a prefix; of a venv that includes the system's, those too. With `version` only that version's.
  void add_prefix(const std::string& path, std::string_view version, std::vector<signatures::Damage>& damage);
  /// Each environment directly below `folder`: pyenv's versions, conda's envs, a project's .venv and .tox.
  void add_environments_below(const std::string& folder, std::vector<signatures::Damage>& damage);

  const std::vector<ImportFolder>& folders() const { return folders_; }

 private:
  const System& system_;
  std::vector<ImportFolder> folders_;
  std::set<std::string> seen_folders_;   ///< resolved
  std::set<std::string> seen_prefixes_;  ///< resolved, with the version asked for
};

/// The import folder at `path`, with the environment it belongs to where its place says so:
/// PREFIX/lib/pythonX.Y/site-packages.
ImportFolder import_folder_at(const System& system, const std::string& path, std::vector<signatures::Damage>& damage);

/// Every import folder of the machine: see discover_machine.
void find_import_folders(const System& system, ImportFolders& found, std::vector<signatures::Damage>& damage);

/// The versions a pyenv holds, sorted; empty where `root` is no pyenv.
std::vector<std::string> pyenv_versions(const System& system, const std::string& root);

}  // namespace fairplay::auditor::discovery
