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
#include "auditor/provenance/sources/reported_names.h"

namespace fairplay::auditor::provenance {

/// The work behind compare_sources(): match every file, decide whether names can have changed, then report. Private to
/// this folder.
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
  void compare_file(const std::string& path);
  void compare_generated_file(const std::string& path, const Outline& old, const Outline& now);
  void report_file(DifferenceClass kind, const std::string& path, std::string name, std::string detail,
                   DifferenceReason reason = DifferenceReason::other);
  void report_file(DifferenceClass kind, const std::string& path, std::string name, DifferenceReason reason);
  void file_added_or_removed(const std::string& path, Change change);
  void add_unmatched(const std::string& path, const Outline& outline, const std::vector<const Item*>& items,
                     std::vector<Unmatched>& into);
  bool can_alter_names() const;
  void read_footprints();

  // Reporting.
  Difference& report(DifferenceClass kind, const std::string& path, std::string name, std::string old_text,
                     std::string new_text, std::uint32_t line, std::string detail);
  void compare_definition(const std::string& path, const Item& old, const Item& now, const std::string& public_name,
                          const std::string& old_path);
  void report_moves();
  void report_move(const Move& move, std::map<std::pair<std::string, std::string>, std::size_t>& unchanged_moves);
  void follow_public_names();
  void report_unmatched();
  void report_rebound_names();
  void compare_statements();
  void report_statement(const std::string& path, const Item* old, const Item* now);
  void report_reordered();
  void compare_headers();
  void compare_header(const std::string& path, const std::set<std::string>& reported);
  void compare_stubs();
  void compare_stub(const std::string& path, const Outline& old, const Outline& now);
  void name_public_callers();

  std::string public_name(const std::string& path, const Item* old, const std::string& now_path, const Item* now) const;
  std::string statement_name(const std::string& path, std::string_view bound) const;
  bool old_has(std::string_view name) const;  ///< the old footprint has it
  bool now_has(std::string_view name) const;  ///< the new one does
  static bool lists(const signatures::footprint::Footprint* footprint, std::string_view name);

  const Places& places_;
  SourceTree& old_;
  SourceTree& now_;
  const SourceChanges& changes_;
  ModuleGraph graph_;
  const signatures::footprint::Footprint* old_footprint_ = nullptr;
  const signatures::footprint::Footprint* now_footprint_ = nullptr;  ///< only if names can have changed
  PublicNames old_names_;
  PublicNames now_names_;
  std::vector<MatchedFile> files_;
  std::vector<Unmatched> removed_;
  std::vector<Unmatched> added_;
  std::vector<std::string> headers_;
  std::vector<std::string> stubs_;
  std::set<std::string, std::less<>> reported_files_;  ///< added and removed files: reported as a whole
  ReportedNames reported_;
  std::set<std::pair<std::string_view, std::string_view>> defined_;  ///< path and name of what both sides define
  struct Private {
    std::size_t difference = 0;
    std::string qualified;
  };
  std::vector<Private> private_functions_;
  SourceDifferences result_;
};

}  // namespace fairplay::auditor::provenance
