#include "signatures/database/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "signatures/database/manifest.h"
#include "signatures/database/store_folder.h"
#include "signatures/digest.h"

namespace signatures::database {
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
  if (options.key == nullptr && split->key) return refused(fmt::format("is signed by the key {}: only that key may change it", split->key->hex()));
  if (options.key != nullptr && split->key) {
    if (*split->key != options.key->public_key()) {
      return refused(fmt::format("is signed by the key {}, not by {}: only the key that signed it may change it", split->key->hex(), options.key->public_key().hex()));
    }
    if (!verifies(*split->key, split->message, split->signature)) return refused("is not what its key signed: it was altered");
  }
  if (options.key != nullptr && !split->key && !unsigned_too) return refused("is not signed: `signatures sign` signs it, if you vouch for what it holds");
  return parse_index(**text, file);
}

std::optional<Damage> check(const StoreOptions& options) {
  for (const std::string* date : {&options.today, options.expires ? &*options.expires : nullptr}) {
    if (date != nullptr && !is_date(*date)) return Damage{options.folder, "", fmt::format("\"{}\" is no date: it must be like 2026-11-21", *date), true};
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
  index.manifests.push_back({project, release, sha256_hex(std::as_bytes(std::span(text))), text.size(), static_cast<std::uint32_t>(manifest.artifacts().size())});
  for (Index::LibraryEntry& library : libraries_of(manifest)) index.libraries.push_back(std::move(library));
}

void sort(Index& index) {
  std::ranges::sort(index.manifests, {}, [](const Index::ManifestEntry& entry) { return std::tie(entry.project, entry.release); });
  std::ranges::sort(index.libraries);
  const auto repeated = std::ranges::unique(index.libraries);
  index.libraries.erase(repeated.begin(), repeated.end());
}

/// What artifacts of one release change of its manifest; nullopt where it holds them all already.
Expected<std::optional<std::string>> added_to(const StoreFolder& folder, const Index& index, const StoreOptions& options, const std::vector<const DraftArtifact*>& artifacts) {
  const std::string& project = artifacts.front()->project;
  const std::string& release = artifacts.front()->release;
  const std::string file = options.folder + "/" + manifest_file_name(project, release);
  std::string old_text;
  Draft draft(project, release);
  if (const Index::ManifestEntry* entry = index.find(project, release)) {
    auto text = folder.manifest(*entry);
    if (!text) return std::unexpected(std::move(text.error()));
    old_text = std::move(*text);
    const auto manifest = Manifest::parse(old_text, file);
    if (!manifest) return std::unexpected(manifest.error());
    draft = Draft(**manifest);
  }
  for (const DraftArtifact* artifact : artifacts) {
    if (auto sentence = draft.add(*artifact)) return std::unexpected(Damage{file, "", std::move(*sentence), true});
  }
  std::string text = draft.text();
  if (text == old_text) return std::optional<std::string>();
  return std::optional(std::move(text));
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
  std::map<std::string, std::string> manifests;
  Index changed = *index;
  for (const auto& [release, of_release] : releases) {
    auto text = added_to(*folder, *index, options, of_release);
    if (!text) return std::move(text.error());
    if (!*text) continue;
    const std::string name = manifest_file_name(release.first, release.second);
    const auto manifest = Manifest::parse(**text, options.folder + "/" + name);
    if (!manifest) return manifest.error();
    list(changed, **manifest, **text);
    manifests.emplace(name, std::move(**text));
  }
  if (manifests.empty() && index->version != 0) return std::nullopt;
  sort(changed);
  const std::string text = text_of(changed, options);
  return folder->replace(*index, manifests, text);
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
  for (const Index::ManifestEntry& entry : index->manifests) {
    const auto text = folder->manifest(entry);
    if (!text) return text.error();
  }
  const std::string text = text_of(*index, options);
  return folder->replace(*index, {}, text);
}

}  // namespace signatures::database
