#include "signatures/database/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "signatures/database/describe.h"
#include "signatures/database/footprint_document.h"
#include "signatures/database/manifest.h"
#include "signatures/database/neighbours.h"
#include "signatures/database/store_folder.h"
#include "signatures/digest.h"
#include "signatures/footprint/plausibility.h"

namespace fairplay::signatures::database {
namespace {

/// The index of now: nobody's of another key. `unsigned_too`: an unsigned one may be taken over by a key.
Expected<Index> own_index(const StoreFolder& folder, const StoreOptions& options, bool unsigned_too) {
  const std::string file = options.folder + "/" + std::string(index_file_name);
  auto text = folder.index();
  if (!text) return std::unexpected(std::move(text.error()));
  if (!*text) {
    Index index;
    index.version = 0;  // what is written has one more
    index.name = options.name;
    return index;
  }
  const auto refused = [&](std::string reason) { return std::unexpected(Damage{file, "", std::move(reason), true}); };
  const auto split = split_signature(**text, file);
  if (!split) return std::unexpected(split.error());
  if (options.key == nullptr && split->key)
    return refused(fmt::format("is signed by the key {}: only that key may change it", split->key->hex()));
  if (options.key != nullptr && split->key) {
    if (*split->key != options.key->public_key()) {
      return refused(fmt::format("is signed by the key {}, not by {}: only the key that signed it may change it",
                                 split->key->hex(), options.key->public_key().hex()));
    }
    if (!verifies(*split->key, split->message, split->signature))
      return refused("is not what its key signed: it was altered");
  }
  if (options.key != nullptr && !split->key && !unsigned_too)
    return refused("is not signed: `signatures sign` signs it, if you vouch for what it holds");
  return parse_index(**text, file);
}

std::optional<Damage> check(const StoreOptions& options) {
  for (const std::string* date : {&options.today, options.expires ? &*options.expires : nullptr}) {
    if (date != nullptr && !is_date(*date))
      return Damage{options.folder, "", fmt::format("\"{}\" is no date: it must be like 2026-11-21", *date), true};
  }
  return std::nullopt;
}

std::string text_of(Index& index, const StoreOptions& options) {
  ++index.version;
  index.created = options.today;
  index.expires = options.expires;
  index.key.reset();
  index.signature.clear();
  return options.key == nullptr ? index_text(index) : signed_index_text(index, *options.key);
}

/// Makes `index` name this manifest in place of an older one of the same release.
void list(Index& index, const Manifest& manifest, const std::string& text) {
  const std::string project(manifest.project());
  const std::string release(manifest.release());
  const auto same = [&](const auto& entry) { return entry.project == project && entry.release == release; };
  std::erase_if(index.manifests, same);
  std::erase_if(index.libraries, same);
  index.manifests.push_back({project, release, sha256_hex(std::as_bytes(std::span(text))), text.size(),
                             static_cast<std::uint32_t>(manifest.artifacts().size())});
  for (Index::LibraryEntry& library : libraries_of(manifest)) index.libraries.push_back(std::move(library));
}

/// The same of a footprint.
void list_footprint(Index& index, const std::string& project, const std::string& release, const std::string& text) {
  std::erase_if(index.footprints,
                [&](const auto& entry) { return entry.project == project && entry.release == release; });
  index.footprints.push_back({project, release, sha256_hex(std::as_bytes(std::span(text))), text.size()});
}

void sort(Index& index) {
  const auto place = [](const auto& a, const auto& b) {
    return std::tie(a.project, a.release) < std::tie(b.project, b.release);
  };
  std::ranges::sort(index.manifests, place);
  std::ranges::sort(index.footprints, place);
  std::ranges::sort(index.libraries);
  const auto repeated = std::ranges::unique(index.libraries);
  index.libraries.erase(repeated.begin(), repeated.end());
}

/// What artifacts of one release change; empty texts where they change nothing.
struct Changed {
  std::string manifest;
  std::shared_ptr<const Manifest> parsed;  ///< of now, changed or not
  std::string footprint;
};

/// A release has one footprint, whatever the order of additions: of those that could be read, the one of the artifact
/// that comes first: upstream's before a distribution's before local ones, then by name.
Expected<std::string> better_footprint(const StoreFolder& folder, const Index& index, const StoreOptions& options,
                                       const Manifest& manifest, const std::vector<const DraftArtifact*>& artifacts) {
  using Rank = std::pair<Origin, std::string>;
  std::optional<Rank> best;
  std::string old_text;
  if (const Index::FootprintEntry* entry =
          index.find_footprint(std::string(manifest.project()), std::string(manifest.release()))) {
    const ListedFile listed = listed_file(*entry);
    auto text = folder.text(listed);
    if (!text) return text;
    const auto document = parse_footprint(*text, options.folder + "/" + listed.name);
    if (!document) return std::unexpected(document.error());
    const std::string& of = (*document)->content.artifact;
    const auto artifact = std::ranges::find(manifest.artifacts(), std::string_view(of), &Artifact::name);
    if (artifact != manifest.artifacts().end()) best = {artifact->origin, of};
    old_text = std::move(*text);
  }
  const std::string* chosen = nullptr;
  for (const DraftArtifact* artifact : artifacts) {
    const auto listed = std::ranges::find(manifest.artifacts(), std::string_view(artifact->name), &Artifact::name);
    if (artifact->footprint.empty() || listed == manifest.artifacts().end()) continue;
    const Rank rank{listed->origin, artifact->name};
    if (best && *best < rank) continue;  // the same artifact again: a later fairplay may read it better
    best = rank;
    chosen = &artifact->footprint;
  }
  return chosen == nullptr || *chosen == old_text ? std::string() : *chosen;
}

Expected<Changed> added_to(const StoreFolder& folder, const Index& index, const StoreOptions& options,
                           const std::vector<const DraftArtifact*>& artifacts) {
  const std::string& project = artifacts.front()->project;
  const std::string& release = artifacts.front()->release;
  const std::string file = options.folder + "/" + manifest_file_name(project, release);
  std::string old_text;
  Draft draft(project, release);
  if (const Index::ManifestEntry* entry = index.find(project, release)) {
    auto text = folder.text(listed_file(*entry));
    if (!text) return std::unexpected(std::move(text.error()));
    old_text = std::move(*text);
    const auto manifest = Manifest::parse(old_text, file);
    if (!manifest) return std::unexpected(manifest.error());
    draft = Draft(**manifest);
  }
  for (const DraftArtifact* artifact : artifacts) {
    if (auto sentence = draft.add(*artifact)) return std::unexpected(Damage{file, "", std::move(*sentence), true});
  }
  Changed changed;
  changed.manifest = draft.text();
  auto manifest = Manifest::parse(changed.manifest, file);
  if (!manifest) return std::unexpected(std::move(manifest.error()));
  changed.parsed = std::move(*manifest);
  auto footprint = better_footprint(folder, index, options, *changed.parsed, artifacts);
  if (!footprint) return std::unexpected(std::move(footprint.error()));
  changed.footprint = std::move(*footprint);
  if (changed.manifest == old_text) changed.manifest.clear();
  return changed;
}

/// Whether a release's new footprint fits to those of the releases before and after it. `files`: texts of this
/// addition.
std::optional<Damage> beside_neighbours(const StoreFolder& folder, const Index& index, const StoreOptions& options,
                                        const std::map<std::string, std::string>& files, const std::string& release,
                                        const std::string& footprint) {
  const auto made = parse_footprint(footprint, release);
  if (!made) return made.error();
  const Neighbours neighbours = neighbours_of(index, (*made)->project, (*made)->release);
  for (const Index::FootprintEntry* entry : {neighbours.before, neighbours.after}) {
    if (entry == nullptr) continue;
    const std::string file = footprint_file_name(entry->project, entry->release);
    const auto added = files.find(file);
    auto text = added != files.end() ? Expected<std::string>(added->second) : folder.text(listed_file(*entry));
    if (!text) return std::move(text.error());
    const auto neighbour = parse_footprint(*text, options.folder + "/" + file);
    if (!neighbour) return neighbour.error();
    const auto why = footprint::implausible_beside((*made)->content.footprint, (*neighbour)->content.footprint,
                                                   entry == neighbours.after);
    if (why) return implausible_footprint((*made)->content.artifact, *why);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Damage> add_to_store(const StoreOptions& options, const std::vector<DraftArtifact>& artifacts) {
  if (auto damage = check(options)) return damage;
  auto folder = StoreFolder::open(options.folder, options.at_step);
  if (!folder) return std::move(folder.error());
  auto index = own_index(*folder, options, false);
  if (!index) return std::move(index.error());
  if (auto damage = folder->repair(*index)) return damage;

  std::map<std::pair<std::string, std::string>, std::vector<const DraftArtifact*>> releases;
  for (const DraftArtifact& artifact : artifacts) releases[{artifact.project, artifact.release}].push_back(&artifact);
  std::map<std::string, std::string> files;
  Index changed = *index;
  for (const auto& [release, of_release] : releases) {
    auto added = added_to(*folder, *index, options, of_release);
    if (!added) return std::move(added.error());
    if (!added->manifest.empty()) {
      list(changed, *added->parsed, added->manifest);
      files.emplace(manifest_file_name(release.first, release.second), std::move(added->manifest));
    }
    if (!added->footprint.empty()) {
      if (auto damage = beside_neighbours(*folder, changed, options, files, release.second, added->footprint))
        return damage;
      list_footprint(changed, release.first, release.second, added->footprint);
      files.emplace(footprint_file_name(release.first, release.second), std::move(added->footprint));
    }
  }
  if (files.empty() && index->version != 0) return std::nullopt;
  sort(changed);
  const std::string text = text_of(changed, options);
  return folder->replace(*index, files, text);
}

std::optional<Damage> sign_store(const StoreOptions& options) {
  if (auto damage = check(options)) return damage;
  // Opening would make the folder.
  const Damage nothing{options.folder, "", "holds no index: there is no database to sign", true};
  if (!artifact::RootedFiles(options.folder).is_regular("/" + std::string(index_file_name))) return nothing;
  auto folder = StoreFolder::open(options.folder, options.at_step);
  if (!folder) return std::move(folder.error());
  auto index = own_index(*folder, options, true);
  if (!index) return std::move(index.error());
  if (index->version == 0) return nothing;
  if (auto damage = folder->repair(*index)) return damage;
  // Who signs vouches for all of it.
  for (const ListedFile& listed : listed_files(*index)) {
    const auto text = folder->text(listed);
    if (!text) return text.error();
  }
  const std::string text = text_of(*index, options);
  return folder->replace(*index, {}, text);
}

}  // namespace fairplay::signatures::database
