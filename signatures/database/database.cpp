#include "signatures/database/database.h"

#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "signatures/database/database_folder.h"
#include "signatures/database/release_order.h"

namespace fairplay::signatures::database {
namespace {

using Release = std::pair<std::string, std::string>;  // project and release

struct Opened {
  std::unique_ptr<DatabaseInfo> info;  // pointed at by what was handed out
  Trust trust;
  Index index;
};

DatabaseInfo info_of(const VerifiedIndex& verified, const std::string& folder, bool built_in) {
  return {verified.index.name, folder, verified.index.version, verified.index.created, verified.signed_by, built_in};
}

// Another hash for an artifact that an earlier database lists: databases add, they never replace.
std::optional<Damage> replacement(const Manifest& later, const std::string& file, const std::vector<Known>& earlier) {
  for (const Known& known : earlier) {
    for (const Artifact& artifact : later.artifacts()) {
      const auto listed = std::ranges::lower_bound(known.manifest->artifacts(), artifact.name, {}, &Artifact::name);
      if (listed == known.manifest->artifacts().end() || listed->name != artifact.name ||
          listed->sha256 == artifact.sha256)
        continue;
      return Damage{file, fmt::format("artifact {}", artifact.name),
                    fmt::format("is listed with SHA-256 {}, but the database {} lists it with {}: a database may add "
                                "to another, not replace",
                                artifact.sha256, known.database->name, listed->sha256),
                    true};
    }
  }
  return std::nullopt;
}

}  // namespace

struct Database::State {
  std::vector<Opened> databases;
  std::vector<Damage> refused;
  std::map<Release, std::vector<Known>, std::less<>> known;                                       // what was asked for
  std::map<Release, std::shared_ptr<const footprint::ReleaseFootprint>, std::less<>> footprints;  // what was asked for
  std::set<std::pair<dev_t, ino_t>> folders;

  void open(const std::string& folder, Trust trust, bool built_in);
  std::shared_ptr<const Manifest> load(Opened& database, const Release& release);
  std::shared_ptr<const footprint::ReleaseFootprint> load_footprint(Opened& database, const Release& release);
  bool read_again(Opened& database);
  const std::vector<Known>& manifests(const Release& release);
  std::vector<Known> with(const std::function<bool(const Index::LibraryEntry&)>& wanted,
                          const std::function<bool(const BinaryRow&)>& held);
};

void Database::State::open(const std::string& folder, Trust trust, bool built_in) {
  // A folder that is named twice is one database.
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 && !folders.insert({status.st_dev, status.st_ino}).second) return;
  auto verified = read_index(folder, trust);
  if (!verified) {
    refused.push_back(std::move(verified.error()));
    return;
  }
  auto info = std::make_unique<DatabaseInfo>(info_of(*verified, folder, built_in));
  databases.push_back({std::move(info), std::move(trust), std::move(verified->index)});
}

// A change may have been committed since the index was read: then the new index is as good as the old one was.
bool Database::State::read_again(Opened& database) {
  if (database.info->built_in) return false;
  auto verified = read_index(database.info->folder, database.trust);
  if (!verified || verified->index.version <= database.index.version) return false;
  *database.info = info_of(*verified, database.info->folder, false);
  database.index = std::move(verified->index);
  return true;
}

std::shared_ptr<const Manifest> Database::State::load(Opened& database, const Release& release) {
  for (bool again = false;; again = true) {
    const Index::ManifestEntry* entry = database.index.find(release.first, release.second);
    if (entry == nullptr) return nullptr;
    auto manifest = read_manifest(database.info->folder, *entry);
    if (manifest) return std::move(*manifest);
    if (again || !read_again(database)) {
      refused.push_back(std::move(manifest.error()));
      return nullptr;
    }
  }
}

std::shared_ptr<const footprint::ReleaseFootprint> Database::State::load_footprint(Opened& database,
                                                                                   const Release& release) {
  for (bool again = false;; again = true) {
    const Index::FootprintEntry* entry = database.index.find_footprint(release.first, release.second);
    if (entry == nullptr) return nullptr;
    auto document = read_footprint(database.info->folder, *entry);
    if (document) return {*document, &(*document)->content};
    if (again || !read_again(database)) {
      refused.push_back(std::move(document.error()));
      return nullptr;
    }
  }
}

const std::vector<Known>& Database::State::manifests(const Release& release) {
  const auto [place, fresh] = known.try_emplace(release);
  if (!fresh) return place->second;
  std::vector<Known>& found = place->second;
  for (Opened& database : databases) {
    auto manifest = load(database, release);
    if (!manifest) continue;
    const std::string file = database.info->folder + '/' + manifest_file_name(release.first, release.second);
    if (auto damage = replacement(*manifest, file, found)) {
      refused.push_back(std::move(*damage));
    } else {
      found.push_back({std::move(manifest), database.info.get()});
    }
  }
  return found;
}

std::vector<Known> Database::State::with(const std::function<bool(const Index::LibraryEntry&)>& wanted,
                                         const std::function<bool(const BinaryRow&)>& held) {
  std::set<Release> releases;
  for (const Opened& database : databases) {
    for (const Index::LibraryEntry& entry : database.index.libraries) {
      if (wanted(entry)) releases.emplace(entry.project, entry.release);
    }
  }
  const auto is_loaded = [this](const Release& release) {
    const auto loaded = known.find(release);
    return loaded != known.end() && !loaded->second.empty();
  };
  std::set<Release> loaded;
  std::ranges::copy_if(releases, std::inserter(loaded, loaded.end()), is_loaded);
  std::vector<Known> found;
  for (const std::set<Release>* asked : {&loaded, &releases}) {
    if (!found.empty()) break;
    for (const Release& release : *asked) {
      std::ranges::copy_if(manifests(release), std::back_inserter(found), [&](const Known& candidate) {
        return std::ranges::any_of(candidate.manifest->binaries(), held);
      });
    }
  }
  return found;
}

Database::Database() : state_(std::make_unique<State>()) {}
Database::Database(const Sources& sources) : Database() {
  // Without a digest nothing would vouch for a folder that claims to be the program's own.
  if (!sources.built_in_folder.empty()) {
    if (sources.built_in_digest.empty()) {
      state_->refused.push_back(
          {sources.built_in_folder, "", "this fairplay was built without a digest of its own database", true});
    } else {
      state_->open(sources.built_in_folder, {sources.built_in_digest, {}, sources.today}, true);
    }
  }
  for (const std::string& folder : sources.folders) state_->open(folder, {"", sources.keys, sources.today}, false);
}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

std::vector<const DatabaseInfo*> Database::databases() const {
  std::vector<const DatabaseInfo*> infos;
  for (const Opened& database : state_->databases) infos.push_back(database.info.get());
  return infos;
}

const std::vector<Damage>& Database::refused() const { return state_->refused; }

std::size_t Database::releases() const {
  std::set<std::pair<std::string_view, std::string_view>> distinct;
  for (const Opened& database : state_->databases) {
    for (const Index::ManifestEntry& entry : database.index.manifests) distinct.emplace(entry.project, entry.release);
  }
  return distinct.size();
}

std::vector<std::string> Database::releases_of(std::string_view project) const {
  std::vector<std::string> releases;
  for (const Opened& database : state_->databases) {
    for (const Index::ManifestEntry& entry : database.index.manifests) {
      if (entry.project == project) releases.push_back(entry.release);
    }
  }
  std::ranges::sort(releases, released_before);
  releases.erase(std::ranges::unique(releases).begin(), releases.end());
  return releases;
}

bool Database::knows(std::string_view project, std::string_view release) const {
  return std::ranges::any_of(state_->databases,
                             [&](const Opened& database) { return database.index.find(project, release) != nullptr; });
}

std::vector<Known> Database::manifests(std::string_view project, std::string_view release) {
  return state_->manifests({std::string(project), std::string(release)});
}

std::shared_ptr<const footprint::ReleaseFootprint> Database::footprint(std::string_view project,
                                                                       std::string_view release) {
  const Release wanted(project, release);
  const auto [place, fresh] = state_->footprints.try_emplace(wanted);
  if (!fresh) return place->second;
  for (const Known& known : state_->manifests(wanted)) {
    const auto database =
        std::ranges::find(state_->databases, known.database, [](const Opened& opened) { return opened.info.get(); });
    if (database != state_->databases.end()) place->second = state_->load_footprint(*database, wanted);
    if (place->second) break;
  }
  return place->second;
}

std::vector<std::pair<std::string, std::string>> Database::library_releases() const {
  std::set<Release> distinct;
  for (const Opened& database : state_->databases) {
    for (const Index::LibraryEntry& entry : database.index.libraries) distinct.emplace(entry.project, entry.release);
  }
  return {distinct.begin(), distinct.end()};
}

std::vector<Known> Database::with_library(std::string_view sha256) {
  return state_->with([&](const Index::LibraryEntry& entry) { return entry.sha256 == sha256; },
                      [&](const BinaryRow& binary) { return binary.sha256 == sha256 && !binary.blas_vendor.empty(); });
}

std::vector<Known> Database::with_library_build_id(std::string_view build_id) {
  if (build_id.empty()) return {};
  return state_->with(
      [&](const Index::LibraryEntry& entry) { return entry.build_id == build_id; },
      [&](const BinaryRow& binary) { return binary.build_id == build_id && !binary.blas_vendor.empty(); });
}

std::vector<Damage> verify_folder(const std::string& folder, const std::vector<TrustedKey>& trusted,
                                  const std::string& pinned, const std::string& today) {
  const auto verified = read_index(folder, {pinned, trusted, today});
  if (!verified) return {verified.error()};
  const std::string index_file = folder + '/' + std::string(index_file_name);
  std::vector<Damage> damage;
  for (const Index::ManifestEntry& entry : verified->index.manifests) {
    const auto manifest = read_manifest(folder, entry);
    if (!manifest) {
      damage.push_back(manifest.error());
      continue;
    }
    if (const Index::FootprintEntry* beside = verified->index.find_footprint(entry.project, entry.release)) {
      const auto document = read_footprint(folder, *beside);
      if (!document) {
        damage.push_back(document.error());
      } else if (const std::string& of = (*document)->content.artifact;
                 std::ranges::find((*manifest)->artifacts(), std::string_view(of), &Artifact::name) ==
                 (*manifest)->artifacts().end()) {
        damage.push_back({folder + '/' + listed_file(*beside).name, "line 4",
                          fmt::format("was read from {}, which the release's manifest doesn't list", of), true});
      }
    }
    std::vector<Index::LibraryEntry> listed;
    std::ranges::copy_if(verified->index.libraries, std::back_inserter(listed),
                         [&](const Index::LibraryEntry& library) {
                           return library.project == entry.project && library.release == entry.release;
                         });
    const std::vector<Index::LibraryEntry> held = libraries_of(**manifest);
    const std::string file = manifest_file_name(entry.project, entry.release);
    const auto report = [&](const Index::LibraryEntry& library, std::string reason) {
      damage.push_back({index_file, fmt::format("library {}", library.sha256), std::move(reason), true});
    };
    const auto id = [](const Index::LibraryEntry& library) -> std::string_view {
      return library.build_id.empty() ? std::string_view("-") : library.build_id;
    };
    for (const Index::LibraryEntry& library : listed) {
      if (!std::ranges::binary_search(held, library))
        report(library, fmt::format("is listed with build-id {}, but {} has no such library", id(library), file));
    }
    for (const Index::LibraryEntry& library : held) {
      if (!std::ranges::binary_search(listed, library))
        report(library, fmt::format("is in {} with build-id {}, but isn't listed", file, id(library)));
    }
  }
  return damage;
}

}  // namespace fairplay::signatures::database
