#include "auditor/provenance/original/source_look.h"
#include "auditor/provenance/sources/compare_sources.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <set>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/monkeypatches/own_code.h"
#include "auditor/provenance/source_trees/known_trees.h"
#include "auditor/wording/names_not_followed.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {
namespace {

bool is_looked_into(std::string_view path) {
  return path.ends_with(".py") || path.ends_with(".pyi") || sort_of(path) == FileSort::header;
}

/// A footprint names files by the stream's keys.
std::optional<signatures::footprint::Footprint> counted_from_import_folder(
    std::optional<signatures::footprint::Footprint> footprint, const std::string& import_folder) {
  if (!footprint || import_folder.empty()) return footprint;
  const std::string prefix = import_folder + "/";
  for (auto& [module, names] : footprint->modules) {
    for (auto& [name, entry] : names) {
      if (entry.file.starts_with(prefix)) entry.file.erase(0, prefix.size());
    }
  }
  return footprint;
}

/// Whether a tree can say anything of the file: headers' names, and sources that it has outlines of.
bool describes(SourceTree& tree, std::string_view path) {
  return sort_of(path) == FileSort::header || tree.outline(path) != nullptr;
}

}  // namespace

std::map<std::string, std::string, std::less<>> texts_by_path(const OriginInput& input, const SubjectFiles& files,
                                                              const std::set<std::string, std::less<>>& paths) {
  std::map<std::string, std::string, std::less<>> texts;
  if (!input.read_texts) return texts;
  std::map<std::string, std::string, std::less<>> path_of;
  std::set<std::string, std::less<>> keys;
  for (const std::string& path : paths) {
    if (const SubjectFile* file = files.find(path)) {
      keys.insert(file->key);
      path_of.emplace(file->key, path);
    }
  }
  if (keys.empty()) return texts;
  for (auto& [key, text] : input.read_texts(keys)) {
    if (const auto found = path_of.find(key); found != path_of.end()) texts.emplace(found->second, std::move(text));
  }
  return texts;
}

std::unique_ptr<SourceTree> source_tree_of(const OriginInput& input, const SubjectFiles& files,
                                           signatures::python::StatementMemo* memo) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : files.compared) {
    if (is_looked_into(path) && !file.sha256.empty()) paths.push_back(path);
  }
  auto read = [&input, &files](const std::set<std::string, std::less<>>& wanted) {
    return texts_by_path(input, files, wanted);
  };
  LiveTree::ReadFootprint read_footprint;
  if (input.read_footprint)
    read_footprint = [&input] { return counted_from_import_folder(input.read_footprint(), input.import_folder); };
  return std::make_unique<LiveTree>(std::move(paths), std::move(read), std::move(read_footprint), input.jobs, memo,
                                    input.known_outline);
}

void look_into_sources(const Places& places, SourceTree& old, SourceTree& now, TreeDifferences& tree) {
  SourceChanges changes = tree.inside;
  std::set<std::string, std::less<>> before(changes.changed.begin(), changes.changed.end());
  before.insert(changes.removed.begin(), changes.removed.end());
  old.prepare(before);
  std::erase_if(changes.changed, [&](const std::string& path) {
    return !is_generated_or_edit_point(places, path) && !describes(old, path);
  });
  std::erase_if(changes.removed, [&](const std::string& path) { return !describes(old, path); });
  if (changes.changed.empty() && changes.added.empty() && changes.removed.empty()) return;

  std::set<std::string, std::less<>> differing(changes.changed.begin(), changes.changed.end());
  differing.insert(changes.added.begin(), changes.added.end());
  now.prepare(differing);
  SourceDifferences inside = compare_sources(places, old, now, changes);

  tree.names_not_compared = std::move(inside.not_compared);
  std::set<std::string, std::less<>> read;
  for (const auto* list : {&changes.changed, &changes.added, &changes.removed}) read.insert(list->begin(), list->end());
  for (const std::string& path : inside.unread) read.erase(path);
  const auto is_read = [&](const std::string& path) { return read.contains(path); };
  std::erase_if(tree.differences, [&](const JudgedDifference& judged) { return is_read(judged.difference.path); });
  // Nothing hides in a generated file by being unreadable.
  for (JudgedDifference& judged : tree.differences) {
    Difference& difference = judged.difference;
    if (difference.kind != DifferenceClass::build || !difference.path.ends_with(".py") ||
        std::ranges::find(inside.unread, difference.path) == inside.unread.end())
      continue;
    difference.kind = DifferenceClass::private_code;
    difference.detail = "a part of it can't be read";
    difference.reason = DifferenceReason::other;
    judged.allowed_in_rebuilt = false;
  }
  std::erase_if(tree.changed_sources, is_read);
  std::erase_if(tree.unread_statements, is_read);
  for (Difference& difference : inside.differences) {
    const bool allowed =
        difference.kind <= DifferenceClass::build && is_generated_or_edit_point(places, difference.path);
    tree.differences.push_back({std::move(difference), allowed});
  }
}

std::vector<NotChecked> described(const NamesNotCompared& names) {
  std::vector<NotChecked> lines;
  if (!names.modules.empty()) lines.push_back(names_of_c_code({names.modules.begin(), names.modules.end()}));
  if (!names.names.empty()) lines.push_back(kind_of_names({names.names.begin(), names.names.end()}));
  if (!names.signatures.empty()) lines.push_back(signatures_of_names(names.signatures));
  if (!names.contradicted.empty()) lines.push_back(contradicted_by_stubs(names.contradicted));
  return lines;
}

std::vector<ImportableSource> importable_sources(const Places& places, SourceTree& tree, const SourceChanges& changes) {
  std::set<std::string, std::less<>> differing(changes.changed.begin(), changes.changed.end());
  differing.insert(changes.added.begin(), changes.added.end());
  tree.fetch(differing);  // all that look_into_sources may come to ask for, so that an archive is read once
  std::vector<ImportableSource> sources;
  for (const std::string& path : differing) {
    if (!path.ends_with(".py") || places.contains("tests", path)) continue;
    if (const auto text = tree.text(path)) sources.push_back({path, *text});
  }
  return sources;
}

std::vector<Monkeypatch> own_monkeypatches(const std::vector<ImportableSource>& sources, unsigned jobs) {
  std::vector<std::vector<Monkeypatch>> found(sources.size());
  std::atomic<std::size_t> next = 0;
  signatures::run_on_threads(static_cast<unsigned>(std::min<std::size_t>(jobs, sources.size())), [&] {
    for (std::size_t i = next++; i < sources.size(); i = next++)
      found[i] = monkeypatches::own_patches(sources[i].path, std::string(sources[i].text));
  });
  std::vector<Monkeypatch> all;
  for (std::vector<Monkeypatch>& of_source : found) std::ranges::move(of_source, std::back_inserter(all));
  return all;
}

void report_monkeypatches(const std::vector<Monkeypatch>& patches, std::vector<JudgedDifference>& differences) {
  for (const Monkeypatch& patch : patches) {
    std::erase_if(differences, [&](const JudgedDifference& one) {
      return one.difference.path == patch.path && one.difference.line == patch.line && one.difference.line != 0;
    });
    differences.push_back({{DifferenceClass::monkeypatch,
                            patch.path,
                            patch.target,
                            {},
                            patch.statement,
                            patch.line,
                            "it replaces a public name when NumPy is imported"},
                           false});
  }
}

}  // namespace fairplay::auditor::provenance
