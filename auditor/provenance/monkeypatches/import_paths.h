#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/rooted_files.h"

/// Which code of an environment runs without anybody asking, and what of NumPy it replaces (NEP 36, "monkeypatching").
namespace fairplay::auditor::provenance::monkeypatches {

/// Where one environment's modules are: its site-packages, and what .pth files add. Reads folders, once each. Safe from
/// several threads.
class ImportPaths {
 public:
  ImportPaths(const signatures::artifact::RootedFiles& files, std::vector<std::string> folders)
      : files_(files), folders_(std::move(folders)) {}

  enum class Kind : std::uint8_t { none, source, package, namespace_folder, extension };
  struct Found {
    Kind kind = Kind::none;
    std::string file;  ///< absolute inside the root; of a package its __init__.py
  };
  /// The file that a module's full name is imported from, in the order of the folders; as importlib does: a package, an
  /// extension, a source.
  Found find(std::string_view module) const;

  /// Names of importable modules and packages at the top of a folder, sorted; without what is never imported by name.
  std::vector<std::string> top_level(const std::string& folder) const;

  const std::vector<std::string>& folders() const { return folders_; }
  void add_folder(std::string folder) { folders_.push_back(std::move(folder)); }
  /// A file's path as evidence shows it: from its import folder.
  std::string shown(const std::string& file) const;

 private:
  struct Listing {
    std::set<std::string, std::less<>> names;
    std::map<std::string, std::string, std::less<>> extensions;  ///< file name by module name
  };
  const Listing& listing(const std::string& folder) const;

  const signatures::artifact::RootedFiles& files_;
  std::vector<std::string> folders_;
  mutable std::mutex mutex_;  // guards `listings_`; what is in it stays where it is
  mutable std::map<std::string, Listing, std::less<>> listings_;
};

}  // namespace fairplay::auditor::provenance::monkeypatches
