#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/monkeypatches/import_paths.h"
#include "signatures/damage.h"
#include "signatures/monkeypatches/loop_replacement.h"
#include "signatures/monkeypatches/module_facts.h"

namespace fairplay::auditor::provenance::monkeypatches {

/// One module of the environment: facts of its source, or of its machine code.
struct StoredModule {
  ImportPaths::Kind kind = ImportPaths::Kind::none;
  std::string file;
  std::unique_ptr<signatures::monkeypatches::ModuleFacts> facts;  ///< of a source that could be read
  signatures::monkeypatches::LoopReplacement loops;               ///< of an extension
};

/// The environment's modules, each read once. load_all() may use several threads; everything else is for one.
class ModuleStore {
 public:
  ModuleStore(const signatures::artifact::RootedFiles& files, const ImportPaths& paths);

  /// Adds code that is in no importable file: a .pth file's lines. Its name ends in nothing that can be imported.
  void add_text(const std::string& module, const std::string& file, std::string text);

  /// Reads these modules and all that their own statements import, transitively, on up to `jobs` threads.
  void load_all(const std::vector<std::string>& modules, unsigned jobs);

  /// The module by its full name, read now where it wasn't; null where the environment has none.
  StoredModule* get(const std::string& module);
  /// The same, of what was read already.
  StoredModule* known(std::string_view module);

  /// Reads a function on demand.
  void read_body(StoredModule& module, std::size_t body);

  std::size_t size() const { return modules_.size(); }
  /// Whether it can come from this environment at all.
  bool has_root(std::string_view path) const { return roots_.contains(path.substr(0, path.find('.'))); }
  const std::vector<signatures::Damage>& damage() const { return damage_; }
  bool full() const { return full_; }

  /// The modules that an import statement makes Python run: each package on the way, and names that are submodules.
  static std::vector<std::string> imported_by(const signatures::monkeypatches::Event& import);

 private:
  std::unique_ptr<StoredModule> read(const std::string& module, std::vector<signatures::Damage>& damage) const;
  void prune(signatures::monkeypatches::ModuleFacts& facts) const;
  std::string text_of(const std::string& file, std::vector<signatures::Damage>& damage) const;

  const signatures::artifact::RootedFiles& files_;
  const ImportPaths& paths_;
  std::set<std::string, std::less<>> roots_;
  mutable std::mutex mutex_;  // guards `modules_` and `damage_` during load_all
  std::map<std::string, std::unique_ptr<StoredModule>, std::less<>> modules_;  ///< null: there is none
  std::vector<signatures::Damage> damage_;
  std::string source_file_;  ///< whose source is in `source_`: functions of one module are asked for in a row
  signatures::python::ModuleSource source_;
  bool full_ = false;
};

}  // namespace fairplay::auditor::provenance::monkeypatches
