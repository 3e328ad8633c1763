#include "auditor/provenance/original/strays.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "auditor/provenance/original/known_release.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::database::Manifest;

/// Build-ids of the binaries a manifest examined.
std::set<std::string_view> build_ids(const Manifest& manifest) {
  std::set<std::string_view> ids;
  for (const auto& binary : manifest.binaries()) {
    if (!binary.build_id.empty()) ids.insert(binary.build_id);
  }
  return ids;
}

}  // namespace

std::vector<Stray> find_strays(signatures::database::Database& database, std::string_view own_release,
                               const std::vector<Unexplained>& files) {
  const bool asks_builds = std::ranges::any_of(files, [](const Unexplained& file) { return !file.build_id.empty(); });
  // Any number of files may be unexplained, and the releases' are some hundred thousand: these are gone through once.
  std::unordered_multimap<std::string_view, std::size_t> by_path;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!files[i].sha256.empty()) by_path.emplace(files[i].path, i);
  }
  std::map<std::string, std::vector<std::size_t>> explained;  // by release
  std::vector<std::string> releases = database.releases_of("numpy");
  for (const std::string& release : releases) {
    if (release == own_release) continue;
    std::set<std::size_t> found;
    for (const auto& known : database.manifests("numpy", release)) {
      for (const auto& row : known.manifest->files()) {
        const auto [first, last] = by_path.equal_range(row.path);
        for (auto it = first; it != last; ++it)
          if (files[it->second].sha256 == row.sha256) found.insert(it->second);
      }
      if (!asks_builds) continue;
      const std::set<std::string_view> ids = build_ids(*known.manifest);
      for (std::size_t i = 0; i < files.size(); ++i) {
        if (!files[i].build_id.empty() && ids.contains(files[i].build_id)) found.insert(i);
      }
    }
    if (!found.empty()) explained[release].assign(found.begin(), found.end());
  }
  // The release that explains most comes first; releases_of() rises, so that later ones win among equals.
  std::ranges::reverse(releases);
  std::ranges::stable_sort(
      releases, [&](const std::string& a, const std::string& b) { return explained[a].size() > explained[b].size(); });
  std::vector<Stray> strays;
  std::set<std::size_t> reported;
  for (const std::string& release : releases) {
    for (const std::size_t i : explained[release]) {
      if (reported.insert(i).second) strays.push_back({files[i].path, release, files[i].recorded});
    }
  }
  std::ranges::sort(strays, {}, &Stray::path);
  return strays;
}

std::string release_by_content(signatures::database::Database& database, const SubjectFiles& files, Layout layout) {
  std::string best;
  std::size_t most = 0;
  std::vector<std::string> releases = database.releases_of("numpy");
  std::ranges::reverse(releases);  // the newest of those that fit as well
  for (const std::string& release : releases) {
    const KnownRelease known(database.manifests("numpy", release), layout);
    for (const KnownRelease::Match& match : known.matches(files)) {
      if (!match.upstream || match.equal <= most) continue;
      most = match.equal;
      best = release;
    }
  }
  return most * 2 >= files.compared.size() ? best : std::string();
}

}  // namespace fairplay::auditor::provenance
