#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/monkeypatch.h"
#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/tree_differences.h"
#include "auditor/provenance/sources/compare_sources.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay::auditor::provenance {

/// Texts of files by comparable path, in one pass; what can't be read is left out.
std::map<std::string, std::string, std::less<>> texts_by_path(const OriginInput& input, const SubjectFiles& files,
                                                              const std::set<std::string, std::less<>>& paths);

/// A build's sources and headers, read when they are first asked for. Borrows all; `memo`, where trees that are
/// compared share one, may be null.
std::unique_ptr<SourceTree> source_tree_of(const OriginInput& input, const SubjectFiles& files,
                                           signatures::python::StatementMemo* memo = nullptr);

/// Replaces the differences of whole sources and headers in `tree` by what differs inside them (docs/differences.md).
/// What could not be examined stays as it is, in `changed_sources` and `unread_statements`, too. Reads and parses the
/// differing files alone.
void look_into_sources(const Places& places, SourceTree& old, SourceTree& now, TreeDifferences& tree);

/// What of the public names couldn't be compared, for `not_checked`.
std::vector<NotChecked> described(const NamesNotCompared& names);

/// A source that an import may run. Its text is the tree's.
struct ImportableSource {
  std::string path;
  std::string_view text;
};
/// The changed and added ones; tests left out.
std::vector<ImportableSource> importable_sources(const Places& places, SourceTree& tree, const SourceChanges& changes);
/// What sources replace of NumPy's own names when they are imported. On up to `jobs` threads.
std::vector<Monkeypatch> own_monkeypatches(const std::vector<ImportableSource>& sources, unsigned jobs);
/// Reports them as differences, in place of the differences of their statements.
void report_monkeypatches(const std::vector<Monkeypatch>& patches, std::vector<JudgedDifference>& differences);

}  // namespace fairplay::auditor::provenance
