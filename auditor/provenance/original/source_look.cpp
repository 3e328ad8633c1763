#include "auditor/provenance/original/source_look.h"

#include <algorithm>
#include <set>

#include "auditor/provenance/original/file_class.h"
#include "auditor/provenance/sources/known_trees.h"

namespace auditor::provenance {
namespace {

bool is_looked_into(std::string_view path) { return path.ends_with(".py") || path.ends_with(".pyi") || sort_of(path) == FileSort::header; }

LiveTree subject_tree(const OriginInput& input, const SubjectFiles& subject) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : subject.compared) {
    if (is_looked_into(path) && !file.sha256.empty()) paths.push_back(path);
  }
  auto read = [&input, &subject](const std::set<std::string, std::less<>>& wanted) {
    LiveTree::Texts texts;
    if (!input.read_texts) return texts;
    std::map<std::string, std::string, std::less<>> path_of;
    std::set<std::string, std::less<>> keys;
    for (const std::string& path : wanted) {
      if (const SubjectFile* file = subject.find(path)) {
        keys.insert(file->key);
        path_of.emplace(file->key, path);
      }
    }
    for (auto& [key, text] : input.read_texts(keys)) {
      if (const auto found = path_of.find(key); found != path_of.end()) texts.emplace(found->second, std::move(text));
    }
    return texts;
  };
  return LiveTree(std::move(paths), std::move(read), input.read_footprint, input.jobs);
}

/// Whether a release's footprint can say anything of the file: headers' names, and sources outside of tests.
bool is_told_of(const signatures::footprint::ReleaseFootprint& release, std::string_view path) { return sort_of(path) == FileSort::header || release.sources.contains(path); }

}  // namespace

void look_into_sources(const OriginTools& tools, const OriginInput& input, const SubjectFiles& subject, const signatures::footprint::ReleaseFootprint& release, TreeDifferences& tree) {
  SourceChanges changes = tree.inside;
  std::erase_if(changes.changed, [&](const std::string& path) { return !is_generated_or_edit_point(*tools.places, path) && !is_told_of(release, path); });
  std::erase_if(changes.removed, [&](const std::string& path) { return !is_told_of(release, path); });
  if (changes.changed.empty() && changes.added.empty() && changes.removed.empty()) return;

  ReleaseTree old(release.footprint, release.sources);
  LiveTree now = subject_tree(input, subject);
  std::set<std::string, std::less<>> differing(changes.changed.begin(), changes.changed.end());
  differing.insert(changes.added.begin(), changes.added.end());
  now.prepare(differing);
  SourceDifferences inside = compare_sources(*tools.places, old, now, changes);

  std::set<std::string, std::less<>> read;
  for (const auto* list : {&changes.changed, &changes.added, &changes.removed}) read.insert(list->begin(), list->end());
  for (const std::string& path : inside.unread) read.erase(path);
  const auto is_read = [&](const std::string& path) { return read.contains(path); };
  std::erase_if(tree.differences, [&](const JudgedDifference& judged) { return is_read(judged.difference.path); });
  std::erase_if(tree.changed_sources, is_read);
  std::erase_if(tree.unread_statements, is_read);
  for (Difference& difference : inside.differences) {
    const bool allowed = difference.kind <= DifferenceClass::build && is_generated_or_edit_point(*tools.places, difference.path);
    tree.differences.push_back({std::move(difference), allowed});
  }
}

}  // namespace auditor::provenance
