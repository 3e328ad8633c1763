#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/source_trees/source_tree.h"
#include "auditor/provenance/sources/public_names.h"

namespace fairplay::auditor::provenance {

/// Which public names lead to a private function, transitively, judged by the identifiers in the functions of a tree's
/// sources. A hint for people: every occurrence of a name counts, in files that mention the function's module. Bounded:
/// few steps, few names.
class PublicCallers {
 public:
  PublicCallers(SourceTree& tree, const PublicNames& names) : tree_(tree), names_(names) {}

  /// At most three, best first; empty if none was found or the sources' texts are missing.
  std::vector<std::string> of(const std::string& path, std::string_view qualified);

 private:
  struct Use {
    std::string path;
    std::string qualified;
    std::uint32_t line = 0;
  };
  std::vector<Use> uses_of(const std::string& path, std::string_view leaf);
  void read();

  SourceTree& tree_;
  const PublicNames& names_;
  bool read_ = false;
  std::vector<std::pair<std::string, std::string_view>> texts_;
  std::map<std::pair<std::string, std::string>, std::vector<Use>> known_;
  std::size_t searches_ = 0;
};

}  // namespace fairplay::auditor::provenance
