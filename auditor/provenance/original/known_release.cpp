#include "auditor/provenance/original/known_release.h"

#include <algorithm>
#include <tuple>

namespace fairplay::auditor::provenance {

using signatures::database::Artifact;
using signatures::database::ArtifactSet;
using signatures::database::FileRow;
using signatures::database::Manifest;
using signatures::database::Origin;

namespace {

bool is_wheel(const Artifact& artifact) { return artifact.name.ends_with(".whl"); }
bool is_sdist(const Artifact& artifact) {
  return artifact.name.ends_with(".tar.gz") || artifact.name.ends_with(".zip") || artifact.name.ends_with(".tar.bz2");
}

/// Counts by set of artifacts, turned into counts by artifact: a manifest has far fewer sets than rows.
std::vector<std::size_t> by_artifact(const Manifest& manifest, const std::vector<std::size_t>& by_set) {
  std::vector<std::size_t> counts(manifest.artifacts().size());
  for (std::size_t set = 0; set < by_set.size(); ++set) {
    if (by_set[set] == 0) continue;
    for (std::size_t artifact = 0; artifact < counts.size(); ++artifact) {
      if (manifest.sets()[set].contains(artifact)) counts[artifact] += by_set[set];
    }
  }
  return counts;
}

}  // namespace

KnownRelease::KnownRelease(std::vector<signatures::database::Known> manifests, Layout layout)
    : manifests_(std::move(manifests)), layout_(layout) {
  const bool sources = layout == Layout::sources;
  for (const auto& known : manifests_) {
    const Manifest& manifest = *known.manifest;
    PerManifest facts{std::vector<bool>(manifest.artifacts().size()), ArtifactSet(manifest.artifacts().size()), {}, {}};
    for (std::size_t i = 0; i < manifest.artifacts().size(); ++i) {
      const Artifact& artifact = manifest.artifacts()[i];
      facts.wanted[i] = sources ? is_sdist(artifact) : is_wheel(artifact);
      if (!facts.wanted[i] || artifact.origin != Origin::upstream) continue;
      facts.upstream.insert(i);
      has_upstream_ = true;
    }
    for (const ArtifactSet& set : manifest.sets()) facts.upstream_sets.push_back(set.intersects(facts.upstream));
    for (const FileRow& row : manifest.files()) {
      if (!sources && row.path.find(".data/") == std::string_view::npos) continue;
      if (const auto path = path_of(row); path && *path != row.path) facts.moved[*path].push_back(&row);
    }
    facts_.push_back(std::move(facts));
  }
}

std::vector<KnownFile> KnownRelease::all_at(std::string_view path) const {
  std::vector<KnownFile> found;
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    for (const FileRow& row : manifests_[i].manifest->files_at(path)) {
      if (path_of(row) == path) found.push_back({i, &row});
    }
    if (facts_[i].moved.empty()) continue;
    if (const auto moved = facts_[i].moved.find(path); moved != facts_[i].moved.end()) {
      for (const FileRow* row : moved->second) found.push_back({i, row});
    }
  }
  return found;
}

std::vector<KnownFile> KnownRelease::at(std::string_view path) const {
  std::vector<KnownFile> found = all_at(path);
  std::erase_if(found, [&](const KnownFile& file) { return !is_upstream(file.manifest, *file.row); });
  return found;
}

bool KnownRelease::holds(std::string_view path, std::string_view sha256) const {
  return !sha256.empty() &&
         std::ranges::any_of(at(path), [&](const KnownFile& file) { return file.row->sha256 == sha256; });
}

std::vector<std::pair<std::string_view, KnownFile>> KnownRelease::upstream_files() const {
  std::vector<std::pair<std::string_view, KnownFile>> files;
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    for (const FileRow& row : manifests_[i].manifest->files()) {
      if (!is_upstream(i, row)) continue;
      if (const auto path = path_of(row)) files.push_back({*path, {i, &row}});
    }
  }
  return files;
}

double KnownRelease::Match::similarity(std::size_t subject_files) const {
  const std::size_t together = subject_files + files - equal;
  return together == 0 ? 0 : static_cast<double>(equal) / static_cast<double>(together);
}

std::vector<KnownRelease::Match> KnownRelease::matches(const SubjectFiles& subject) const {
  struct Counts {
    std::vector<std::size_t> equal, common, files;
  };
  std::vector<Counts> counts;
  for (const auto& known : manifests_) {
    const std::size_t sets = known.manifest->sets().size();
    counts.push_back({std::vector<std::size_t>(sets), std::vector<std::size_t>(sets), std::vector<std::size_t>(sets)});
    for (const FileRow& row : known.manifest->files()) counts.back().files[row.set] += path_of(row) ? 1 : 0;
  }
  for (const auto& [path, file] : subject.compared) {
    for (const KnownFile& known : all_at(path)) {
      ++counts[known.manifest].common[known.row->set];
      if (!file.sha256.empty() && known.row->sha256 == file.sha256) ++counts[known.manifest].equal[known.row->set];
    }
  }
  std::vector<Match> result;
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    const Manifest& manifest = *manifests_[i].manifest;
    const auto equal = by_artifact(manifest, counts[i].equal);
    const auto common = by_artifact(manifest, counts[i].common);
    const auto files = by_artifact(manifest, counts[i].files);
    for (std::size_t artifact = 0; artifact < manifest.artifacts().size(); ++artifact) {
      if (!facts_[i].wanted[artifact]) continue;
      result.push_back(
          {i, artifact, facts_[i].upstream.contains(artifact), equal[artifact], common[artifact], files[artifact]});
    }
  }
  std::ranges::sort(result, [&](const Match& a, const Match& b) {
    return std::tuple(b.equal, b.common, a.files, artifact(a).name, a.manifest) <
           std::tuple(a.equal, a.common, b.files, artifact(b).name, b.manifest);
  });
  return result;
}

std::map<std::string_view, const FileRow*> KnownRelease::files_of(const Match& match) const {
  const Manifest& manifest = *manifests_[match.manifest].manifest;
  std::map<std::string_view, const FileRow*> files;
  for (const FileRow& row : manifest.files()) {
    if (!manifest.set(row).contains(match.artifact)) continue;
    if (const auto path = path_of(row)) files.insert_or_assign(*path, &row);
  }
  return files;
}

std::vector<KnownBinary> KnownRelease::with_build_id(std::string_view build_id) const {
  std::vector<KnownBinary> found;
  if (build_id.empty()) return found;
  for (const auto& known : manifests_) {
    for (const auto& row : known.manifest->binaries()) {
      if (row.build_id != build_id) continue;
      if (const KnownBinary binary{known.manifest.get(), &row}; file_of_binary(binary) != nullptr)
        found.push_back(binary);
    }
  }
  return found;
}

const FileRow* KnownRelease::file_of_binary(const KnownBinary& binary) const {
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    if (manifests_[i].manifest.get() != binary.manifest) continue;
    for (const FileRow& row : binary.manifest->files()) {
      if (row.sha256 == binary.row->sha256 && is_upstream(i, row)) return &row;
    }
  }
  return nullptr;
}

}  // namespace fairplay::auditor::provenance
