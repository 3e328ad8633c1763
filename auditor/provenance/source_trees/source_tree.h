#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/rules/places.h"
#include "signatures/footprint/footprint.h"
#include "signatures/footprint/outline.h"

/// What two builds' Python sources and C headers mean to each other (docs/differences.md). Nothing is run.
namespace fairplay::auditor::provenance {

/// One side of a comparison: a subject's files, or what a database knows of a release. Answers are made on first use,
/// and kept.
class SourceTree {
 public:
  virtual ~SourceTree() = default;
  /// Announces which files' texts will be needed: one pass is cheaper than one by one.
  virtual void fetch(const std::set<std::string, std::less<>>& paths) { static_cast<void>(paths); }
  /// The same for their outlines.
  virtual void prepare(const std::set<std::string, std::less<>>& paths) { static_cast<void>(paths); }
  /// The outline of a source (.py, .pyi) by its path from the import folder; null where the tree has no such file or
  /// couldn't read it.
  virtual const signatures::footprint::Outline* outline(std::string_view path) = 0;
  /// The file's text; nullopt where only its outline is known (a database's release).
  virtual std::optional<std::string_view> text(std::string_view path) = 0;
  /// Every source and header, sorted.
  virtual std::vector<std::string> paths() = 0;
  /// Announces that footprint() will be needed: it may start beside other work.
  virtual void expect_footprint() {}
  /// The public API; null where it couldn't be read.
  virtual const signatures::footprint::Footprint* footprint() = 0;
};

}  // namespace fairplay::auditor::provenance
