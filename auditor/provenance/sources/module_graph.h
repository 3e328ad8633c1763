#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/source_trees/source_tree.h"

namespace fairplay::auditor::provenance {

/// Which modules a public module runs while it is imported: itself, and what module-level code imports from there.
/// Imports come from the sources' texts if a tree has them, otherwise from its outlines. A statement that an outline
/// cut counts as an import of everything in the package that it names.
class ModuleGraph {
 public:
  /// One graph for both trees, made on first use.
  ModuleGraph(SourceTree& old, SourceTree& now) : old_(old), now_(now) {}

  /// The public module that runs the source `path` at import: itself where it is public; empty where none does.
  std::string run_by(const std::string& path);

 private:
  void build();
  void read(SourceTree& tree, const std::string& path);
  void follow(const std::string& from, std::string_view statement, bool cut);
  void scan(const std::string& path, std::string_view text);
  void add_import(const std::string& from, const std::string& module);

  SourceTree& old_;
  SourceTree& now_;
  bool built_ = false;
  std::set<std::string, std::less<>> paths_;
  std::map<std::string, std::set<std::string>> imports_;  ///< path -> paths
  std::map<std::string, std::string> run_by_;
};

/// Whether a user imports the module of `path`, or `import numpy` does: no part begins with '_', and it isn't a script,
/// a test, or numpy.distutils.
bool is_public_runtime(std::string_view path);

}  // namespace fairplay::auditor::provenance
