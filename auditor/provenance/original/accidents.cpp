#include "auditor/provenance/original/accidents.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/strays.h"
#include "auditor/provenance/original/version.h"
#include "auditor/wording/difference_text.h"

namespace fairplay::auditor::provenance {
namespace {

/// A recorded path as it counts from the import folder: dpkg's and conda's start elsewhere.
std::string_view from_import_folder(std::string_view path, std::string_view import_folder) {
  if (!import_folder.empty() && path.size() > import_folder.size() && path.starts_with(import_folder) &&
      path[import_folder.size()] == '/')
    return path.substr(import_folder.size() + 1);
  constexpr std::string_view packages = "-packages/";
  const std::size_t at = path.find(packages);
  return at == std::string_view::npos ? path : path.substr(at + packages.size());
}

bool is_test_or_documentation(const Places& places, std::string_view path) {
  return places.contains("tests", path) || places.contains("docs", path);
}

/// Nothing excuses damage of what is imported or built with, not even that distributors may edit the file.
DifferenceClass at_least_private(const Places& places, std::string_view path, DifferenceClass kind) {
  const bool matters = is_read_as_source(path) && !is_test_or_documentation(places, path);
  return matters ? std::max(kind, DifferenceClass::private_code) : kind;
}

}  // namespace

OwnersWord::OwnersWord(const Subject& subject, std::string_view import_folder) {
  const Intact& intact = subject.intact;
  counts_ = intact.checked != 0 &&
            (intact.record_version.empty() || public_part(intact.record_version) == public_part(subject.version));
  for (const FileDeviation& deviation : intact.failed)
    deviations_.emplace(from_import_folder(deviation.path, import_folder), deviation.why);
}

bool OwnersWord::recorded(std::string_view path) const { return counts_ && !deviations_.contains(path); }

bool OwnersWord::lists_missing(std::string_view path) const {
  if (!counts_) return false;
  const std::string folder = std::string(path) + "/";
  for (auto at = deviations_.lower_bound(path); at != deviations_.end(); ++at) {
    if (at->first != path && !at->first.starts_with(folder)) {
      if (at->first > folder) return false;
      continue;
    }
    if (at->second == FileDeviation::Why::missing) return true;
  }
  return false;
}

void mark_strays(const OriginTools& tools, const KnownRelease& known, const std::string& release,
                 const OwnersWord& owner, SubjectFiles& files) {
  std::vector<Unexplained> asked;
  std::set<std::string_view> weak;  // that prove nothing alone
  for (const auto& [path, file] : files.compared) {
    const FileSort sort = sort_of(path);
    if (file.sha256.empty() || sort == FileSort::extension || sort == FileSort::library ||
        known.holds(path, file.sha256) || owner.recorded(path))
      continue;
    // With Windows' line ends it may equal a later release's, which somebody packed so.
    if (file.plain && known.holds(path, file.plain->sha256)) continue;
    // Builds differ in what upstream's build writes, and any file may be emptied: some release's may be equal by
    // chance.
    const bool by_chance =
        file.facts->entry.size == 0 || (!known.at(path).empty() && is_generated_or_edit_point(*tools.places, path));
    if (by_chance) weak.insert(path);
    asked.push_back({path, file.sha256, {}, false});
  }
  if (asked.size() == weak.size()) return;
  const std::vector<Stray> strays = find_strays(*tools.database, release, asked);
  std::set<std::string_view> beside;
  for (const Stray& stray : strays) {
    if (!weak.contains(stray.path)) beside.insert(stray.release);
  }
  for (const Stray& stray : strays) {
    if (!weak.contains(stray.path) || beside.contains(stray.release))
      files.find(stray.path)->stray_release = stray.release;
  }
}

std::vector<JudgedDifference> differences_of_marked(const Places& places, const KnownRelease& known,
                                                    const SubjectFiles& files) {
  std::vector<JudgedDifference> differences;
  for (const auto& [path, file] : files.compared) {
    if (!file.is_explained()) continue;
    const bool is_new = known.at(path).empty();
    Difference difference;
    difference.path = path;
    difference.kind = class_of_file(places, path, is_new ? Change::added : Change::changed);
    if (file.damaged) {
      difference.kind = at_least_private(places, path, difference.kind);
      difference.detail = file.damaged->detail;
      difference.explained_by = ExplainedBy::damage;
    } else if (!file.other_wheel.empty()) {
      difference.kind = DifferenceClass::binary;
      difference.detail = fmt::format("the release's wheel for {} brings it", file.other_wheel);
      difference.explained_by = ExplainedBy::other_wheel;
    } else {
      difference.reason = DifferenceReason::other_release;
      difference.detail = fmt::format("NumPy {}'s", file.stray_release);
      difference.explained_by = ExplainedBy::other_release;
      const bool named = difference.kind == DifferenceClass::api_added && sort_of(path) != FileSort::header;
      if (named) difference.name = dotted_name(path);
    }
    const bool allowed = difference.kind <= DifferenceClass::build && !is_read_as_source(path);
    differences.push_back({std::move(difference), allowed});
  }
  return differences;
}

void explain_missing(const Places& places, const OwnersWord& owner, bool official,
                     std::vector<JudgedDifference>& differences) {
  for (JudgedDifference& judged : differences) {
    Difference& difference = judged.difference;
    if (difference.reason != DifferenceReason::missing || !owner.misses(difference.path)) continue;
    // Who copies a package, or installs it editable, has no such metadata to lose.
    const std::string_view top = std::string_view(difference.path).substr(0, difference.path.find('/'));
    if (top.ends_with(".dist-info") && !owner.lists_missing(difference.path)) continue;
    difference.explained_by = ExplainedBy::damage;
    const bool was_there = official || owner.lists_missing(difference.path);
    if (!was_there) continue;
    difference.kind = sort_of(difference.path) == FileSort::library
                          ? DifferenceClass::binary
                          : at_least_private(places, difference.path, difference.kind);
    judged.allowed_in_rebuilt = judged.allowed_in_rebuilt && difference.kind <= DifferenceClass::build;
  }
}

std::vector<DamagedFile> damaged_files(const std::vector<Difference>& differences, const SubjectFiles& files) {
  std::vector<DamagedFile> damaged;
  std::set<std::string_view> reported;
  for (const Difference& difference : differences) {
    if (difference.explained_by != ExplainedBy::damage || !reported.insert(difference.path).second) continue;
    const SubjectFile* file = files.find(difference.path);
    if (file != nullptr && file->damaged) {
      damaged.push_back(*file->damaged);
    } else {
      damaged.push_back({difference.path, FileDamage::missing, difference.detail});
    }
  }
  std::ranges::sort(damaged, {}, &DamagedFile::path);
  return damaged;
}

}  // namespace fairplay::auditor::provenance
