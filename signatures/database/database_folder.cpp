#include "signatures/database/database_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <utility>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/digest.h"

namespace fairplay::signatures::database {
namespace {

std::string sha256_of(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

std::string label(const TrustedKey& key) {
  const std::string digits = key.key.hex().substr(0, 16);
  return key.name.empty() ? digits : fmt::format("{} ({})", key.name, digits);
}

// The index's claim of its signer, compared with the user's keys.
Expected<const TrustedKey*> signer(std::string_view text, const std::string& file,
                                   const std::vector<TrustedKey>& keys) {
  const auto split = split_signature(text, file);
  if (!split) return std::unexpected(split.error());
  if (!split->key) return std::unexpected(Damage{file, "", "is not signed: nobody vouches for this database", true});
  const auto known = std::ranges::find(keys, *split->key, &TrustedKey::key);
  if (known == keys.end()) {
    return std::unexpected(
        Damage{file, "last line",
               fmt::format("is signed by the key {}, which is not among the trusted keys", split->key->hex()), true});
  }
  if (!verifies(known->key, split->message, split->signature)) {
    return std::unexpected(
        Damage{file, "", fmt::format("the signature of {} does not fit: the index was altered", label(*known)), true});
  }
  return &*known;
}

// What a key may say: as long as its index is valid, no older than the user accepts, and of its projects only.
std::optional<Damage> overreach(const Index& index, const TrustedKey& key, const std::string& file,
                                const std::string& today) {
  if (index.version < key.lowest_version) {
    return Damage{file, "version",
                  fmt::format("is version {}; from {} only {} and later are accepted: an old database was put back",
                              index.version, label(key), key.lowest_version),
                  true};
  }
  if (index.expires && !is_date(today))
    return Damage{file, "expires", fmt::format("is valid until {}, but today's date is not known", *index.expires),
                  true};
  if (index.expires && *index.expires < today)
    return Damage{file, "expires",
                  fmt::format("expired: it was valid until {}, and today is {}", *index.expires, today), true};
  for (const Index::ManifestEntry& entry : index.manifests) {
    if (key.vouches_for(entry.project)) continue;
    return Damage{file, fmt::format("manifest {} {}", entry.project, entry.release),
                  fmt::format("{} may not vouch for {}, so nothing of this database is believed; the key file names "
                              "the projects a key may vouch for",
                              label(key), entry.project),
                  true};
  }
  return std::nullopt;
}

// One file, if it is the one that the index means.
Expected<std::string> read_as_listed(const std::string& path, const ListedFile& listed, std::size_t limit) {
  auto text = read_regular_file(path, limit);
  if (!text) return text;
  if (text->size() != listed.size)
    return std::unexpected(Damage{
        path, "", fmt::format("has {} bytes, the index lists {}: it was altered", text->size(), listed.size), true});
  const std::string sha256 = sha256_of(*text);
  if (sha256 != listed.sha256)
    return std::unexpected(Damage{
        path, "", fmt::format("has SHA-256 {}, the index lists {}: it was altered", sha256, listed.sha256), true});
  return text;
}

// Somebody may be changing the database, or was killed at it: until the index names the new file, the old one is at a
// second name (docs/signatures.md, "How a change is written").
Expected<std::string> read_listed(const std::string& folder, const ListedFile& listed, std::size_t limit) {
  const std::string path = folder + '/' + listed.name;
  auto text = read_as_listed(path, listed, limit);
  if (text) return text;
  auto before = read_as_listed(path + ".before", listed, limit);
  return before ? std::move(before) : std::move(text);
}

}  // namespace

Expected<std::string> read_regular_file(const std::string& path, std::size_t limit) {
  const auto refuse = [&](std::string reason) { return std::unexpected(Damage{path, "", std::move(reason), true}); };
  const artifact::FileDescriptor fd = artifact::open_to_read(AT_FDCWD, path, true);
  if (!fd) return refuse(fmt::format("cannot be opened: {}", artifact::error_text(errno)));
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return refuse(fmt::format("cannot be read: {}", artifact::error_text(errno)));
  if (!S_ISREG(status.st_mode)) return refuse("is not a regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit) return refuse(fmt::format("has {} bytes; at most {} are read", size, limit));
  std::string text(static_cast<std::size_t>(size), '\0');
  const std::ptrdiff_t got = artifact::read_at(fd.get(), std::as_writable_bytes(std::span(text)), 0);
  if (got < 0) return refuse(fmt::format("cannot be read: {}", artifact::error_text(errno)));
  text.resize(static_cast<std::size_t>(got));  // shorter if somebody cut it meanwhile: the hash shows that
  return text;
}

Expected<VerifiedIndex> read_index(const std::string& folder, const Trust& trust) {
  const std::string file = folder + '/' + std::string(index_file_name);
  const auto text = read_regular_file(file, largest_index);
  if (!text) return std::unexpected(text.error());

  const TrustedKey* key = nullptr;
  if (!trust.pinned.empty()) {
    const std::string sha256 = sha256_of(*text);
    if (sha256 != trust.pinned)
      return std::unexpected(Damage{
          file, "", fmt::format("has SHA-256 {}, but fairplay was built for {}: it was altered", sha256, trust.pinned),
          true});
  } else {
    const auto found = signer(*text, file, trust.keys);
    if (!found) return std::unexpected(found.error());
    key = *found;
  }
  auto index = parse_index(*text, file);
  if (!index) return std::unexpected(std::move(index.error()));
  if (key != nullptr) {
    if (auto damage = overreach(*index, *key, file, trust.today)) return std::unexpected(std::move(*damage));
  }
  return VerifiedIndex{std::move(*index), key != nullptr ? label(*key) : "the program's own digest"};
}

Expected<std::shared_ptr<const Manifest>> read_manifest(const std::string& folder, const Index::ManifestEntry& entry) {
  const std::string path = folder + '/' + manifest_file_name(entry.project, entry.release);
  auto text = read_listed(folder, listed_file(entry), largest_manifest);
  if (!text) return std::unexpected(std::move(text.error()));
  auto manifest = Manifest::parse(std::move(*text), path);
  if (!manifest) return manifest;
  if ((*manifest)->project() != entry.project || (*manifest)->release() != entry.release) {
    return std::unexpected(Damage{path, "",
                                  fmt::format("describes {} {}, the index lists it as {} {}", (*manifest)->project(),
                                              (*manifest)->release(), entry.project, entry.release),
                                  true});
  }
  if ((*manifest)->artifacts().size() != entry.artifacts) {
    return std::unexpected(Damage{
        path, "",
        fmt::format("holds {} artifacts, the index lists {}", (*manifest)->artifacts().size(), entry.artifacts), true});
  }
  return manifest;
}

Expected<std::shared_ptr<const FootprintDocument>> read_footprint(const std::string& folder,
                                                                  const Index::FootprintEntry& entry) {
  const ListedFile listed = listed_file(entry);
  const auto text = read_listed(folder, listed, largest_footprint);
  if (!text) return std::unexpected(text.error());
  const std::string path = folder + '/' + listed.name;
  auto document = parse_footprint(*text, path);
  if (!document) return document;
  if ((*document)->project != entry.project || (*document)->release != entry.release) {
    return std::unexpected(Damage{path, "",
                                  fmt::format("describes {} {}, the index lists it as {} {}", (*document)->project,
                                              (*document)->release, entry.project, entry.release),
                                  true});
  }
  return document;
}

}  // namespace fairplay::signatures::database
