#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/sources/compare_sources.h"
#include "auditor/provenance/sources/module_graph.h"
#include "auditor/provenance/sources/moves.h"
#include "auditor/provenance/sources/outline_match.h"
#include "auditor/provenance/sources/public_names.h"
#include "auditor/provenance/sources/told.h"

namespace fairplay::auditor::provenance {

/// The work behind compare_sources(): match every file first, then decide whether names can have changed, then tell.
/// Private to this folder.
class SourceComparison {
 public:
  SourceComparison(const Places& places, SourceTree& old, SourceTree& now, const SourceChanges& changes);
  SourceDifferences run();

 private:
  struct MatchedFile {
    std::string path;
    OutlineMatch match;
  };
  using Item = signatures::footprint::OutlineItem;
  using Outline = signatures::footprint::Outline;

  // Matching.
  void look_at(const std::string& path);
  void look_at_generated(const std::string& path, const Outline& old, const Outline& now);
  void whole_file(DifferenceClass kind, const std::string& path, std::string name, std::string detail,
                  DifferenceReason reason = DifferenceReason::other);
  void whole_file(DifferenceClass kind, const std::string& path, std::string name, DifferenceReason reason);
  void come_or_gone(const std::string& path, Change change);
  void loosen(const std::string& path, const Outline& outline, const std::vector<const Item*>& items,
              std::vector<Loose>& into);
  bool can_alter_names() const;
  void evaluate();

  // Telling.
  Difference& tell(DifferenceClass kind, const std::string& path, std::string name, std::string old_text,
                   std::string new_text, std::uint32_t line, std::string detail);
  void definition(const std::string& path, const Item& old, const Item& now, const std::string& public_name,
                  const std::string& old_path);
  void moves();
  void move(const Move& move, std::map<std::pair<std::string, std::string>, std::size_t>& quiet);
  void follow_public_names();
  void leftovers();
  void rebound();
  void statements();
  void statement(const std::string& path, const Item* old, const Item* now);
  void order();
  void headers();
  void header(const std::string& path, const std::set<std::string>& told);
  void stubs();
  void stub(const std::string& path, const Outline& old, const Outline& now);
  void reach();

  std::string public_name(const std::string& path, const Item* old, const std::string& now_path, const Item* now) const;
  std::string statement_name(const std::string& path, std::string_view bound) const;
  bool had(std::string_view name) const;  ///< the old footprint has it
  bool has(std::string_view name) const;  ///< the new one does
  static bool lists(const signatures::footprint::Footprint* footprint, std::string_view name);

  const Places& places_;
  SourceTree& old_;
  SourceTree& now_;
  const SourceChanges& changes_;
  ModuleGraph graph_;
  const signatures::footprint::Footprint* old_footprint_ = nullptr;
  const signatures::footprint::Footprint* now_footprint_ = nullptr;  ///< only where names can have changed
  PublicNames old_names_;
  PublicNames now_names_;
  std::vector<MatchedFile> files_;
  std::vector<Loose> removed_;
  std::vector<Loose> added_;
  std::vector<std::string> headers_;
  std::vector<std::string> stubs_;
  std::set<std::string, std::less<>> whole_;  ///< files that came or went: told as a whole
  Told told_;
  std::set<std::pair<std::string_view, std::string_view>> defined_;  ///< path and name of what both sides define
  struct Private {
    std::size_t difference = 0;
    std::string qualified;
  };
  std::vector<Private> private_functions_;
  SourceDifferences result_;
};

}  // namespace fairplay::auditor::provenance
