#pragma once

#include <functional>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/provenance/source_trees/source_tree.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay::auditor::provenance {

/// A tree whose files can be read: a text is read on its first use. Not thread-safe; reads and outlines on up to `jobs`
/// threads.
class LiveTree : public SourceTree {
 public:
  using Texts = std::map<std::string, std::string, std::less<>>;
  using ReadTexts = std::function<Texts(const std::set<std::string, std::less<>>& paths)>;  ///< in one pass; what can't
                                                                                            ///< be read is left out
  using ReadFootprint = std::function<std::optional<signatures::footprint::Footprint>()>;
  using KnownOutline = std::function<const signatures::footprint::SourceOutline*(
      std::string_view path)>;  ///< what somebody knows of a file by this name; null where nobody does

  /// `paths`: every source and header from the import folder, in any order. `known` is asked from several threads at
  /// once; its answer holds only for a text with its hash, which then isn't parsed.
  LiveTree(std::vector<std::string> paths, ReadTexts read, ReadFootprint read_footprint, unsigned jobs,
           signatures::python::StatementMemo* memo = nullptr, KnownOutline known = {});

  void fetch(const std::set<std::string, std::less<>>& paths) override;
  void prepare(const std::set<std::string, std::less<>>& paths) override;
  const signatures::footprint::Outline* outline(std::string_view path) override;
  std::optional<std::string_view> text(std::string_view path) override;
  std::vector<std::string> paths() override { return paths_; }
  void expect_footprint() override;
  const signatures::footprint::Footprint* footprint() override;

 private:
  signatures::footprint::Outline outline_of(const std::string& path, const std::string& text,
                                            signatures::python::SyntaxHasher& hasher) const;

  std::vector<std::string> paths_;
  ReadTexts read_;
  ReadFootprint read_footprint_;
  unsigned jobs_;
  signatures::python::StatementMemo* memo_;  ///< borrowed; may be null
  KnownOutline known_;
  Texts texts_;
  std::set<std::string, std::less<>> asked_;
  std::map<std::string, std::optional<signatures::footprint::Outline>, std::less<>> outlines_;
  std::optional<signatures::footprint::Footprint> footprint_;
  bool footprint_read_ = false;
  std::future<std::optional<signatures::footprint::Footprint>>
      expected_footprint_;  ///< last: it uses the members above
};

/// What a database knows of a release: outlines and the public API, no texts. Both are borrowed.
class ReleaseTree : public SourceTree {
 public:
  ReleaseTree(const signatures::footprint::Footprint& footprint, const signatures::footprint::SourceOutlines& sources)
      : footprint_(footprint), sources_(sources) {}

  const signatures::footprint::Outline* outline(std::string_view path) override {
    const auto found = sources_.find(path);
    return found == sources_.end() ? nullptr : &found->second.outline;
  }
  std::optional<std::string_view> text(std::string_view) override { return std::nullopt; }
  std::vector<std::string> paths() override {
    std::vector<std::string> paths;
    for (const auto& [path, source] : sources_) paths.push_back(path);
    return paths;
  }
  const signatures::footprint::Footprint* footprint() override { return &footprint_; }

 private:
  const signatures::footprint::Footprint& footprint_;
  const signatures::footprint::SourceOutlines& sources_;
};

}  // namespace fairplay::auditor::provenance
