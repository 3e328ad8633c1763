#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/imports.h"
#include "auditor/loading/import_path.h"

namespace fairplay::auditor::loading {

/// What one entry of an import path gives for a top-level name.
struct FoundModule {
  ModuleForm form = ModuleForm::package;
  std::string path;     ///< the package folder or the file; of one in an archive "/x/python311.zip/numpy"
  std::string archive;  ///< the ZIP file; else empty
  ImportFailure failure = ImportFailure::none;
  std::size_t entry = 0;  ///< index into ImportPath::entries
};

/// Where importlib's FileFinder and zipimport find a top-level module. Reads folders, and ZIP files' directories, each
/// once.
class ModuleSearch {
 public:
  explicit ModuleSearch(const discovery::System& system) : system_(system) {}

  /// All that the path has under that name, in order; namespace portions apart, the first is what is imported.
  std::vector<FoundModule> find(const ImportPath& path, const std::string& name);
  /// Names that may be imported from an entry, sorted: packages and modules.
  const std::vector<std::string>& names_of(const std::string& entry);

 private:
  struct Archive {
    std::vector<std::string> members;  ///< sorted
  };

  std::optional<FoundModule> in_folder(const ImportPath& path, const std::string& folder, const std::string& name);
  std::optional<FoundModule> in_archive(const std::string& file, const std::string& inside, const std::string& name);
  ImportFailure failure_of(const ImportPath& path, const std::string& package);
  const Archive* archive(const std::string& file);
  const std::vector<std::string>& listing(const std::string& folder);

  const discovery::System& system_;
  std::map<std::string, std::vector<std::string>> listings_;
  std::map<std::string, std::optional<Archive>> archives_;
};

}  // namespace fairplay::auditor::loading
