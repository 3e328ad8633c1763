#include "auditor/provenance/original/look_inside.h"

#include <mutex>
#include <span>

#include "auditor/provenance/files/plain_text.h"
#include "auditor/provenance/original/remains.h"
#include "signatures/elf/c_api.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {
namespace {

/// Visits the texts of the files `keys` that have at most `limit` bytes, on several threads at once.
template <class Visit>
void each_text(signatures::artifact::FileStream& stream, const std::set<std::string, std::less<>>& keys,
               std::uint64_t limit, unsigned jobs, Visit visit) {
  const auto wanted = [&](const signatures::artifact::FileEntry& entry) {
    return entry.size <= limit && keys.contains(entry.path);
  };
  signatures::artifact::Handlers handlers;
  handlers.select = [&](const signatures::artifact::FileEntry& entry, std::span<const std::byte>) {
    return signatures::artifact::Interest{{}, wanted(entry)};
  };
  handlers.sink = [&](const signatures::artifact::FileEntry& entry, const signatures::Digests&,
                      const signatures::artifact::Content& content) {
    if (!wanted(entry)) return;
    if (auto text = signatures::fingerprint::text_of(entry, content)) visit(entry.path, std::move(*text));
  };
  handlers.damaged = [](const signatures::Damage&) {};  // the first reader of the file reported it
  stream.read(handlers, jobs);
}

}  // namespace

std::map<std::string, signatures::fingerprint::BinaryFacts> look_inside(signatures::artifact::FileStream& stream,
                                                                        const std::set<std::string, std::less<>>& keys,
                                                                        unsigned jobs,
                                                                        std::vector<signatures::Damage>& damage) {
  return signatures::fingerprint::look_into(stream, keys, jobs, damage);
}

std::map<std::string, PlainDigest> plain_digests(signatures::artifact::FileStream& stream,
                                                 const std::set<std::string, std::less<>>& keys, unsigned jobs) {
  constexpr std::uint64_t limit = 16ULL << 20;  // no source file is larger
  std::map<std::string, PlainDigest> digests;
  std::mutex mutex;  // guards `digests`
  each_text(stream, keys, limit, jobs, [&](const std::string& key, std::string text) {
    const auto plain = plain_text(text);
    if (!plain) return;
    PlainDigest digest{signatures::sha256_hex(std::as_bytes(std::span(plain->text))), plain->delvewheel};
    const std::lock_guard lock(mutex);
    digests.insert_or_assign(key, std::move(digest));
  });
  return digests;
}

std::map<std::string, std::string> texts_of(signatures::artifact::FileStream& stream,
                                            const std::set<std::string, std::less<>>& keys, unsigned jobs) {
  constexpr std::uint64_t limit = 64ULL << 20;
  constexpr std::uint64_t all_limit = 128ULL << 20;  // all of a NumPy's sources are 10 MB
  std::map<std::string, std::string> texts;
  std::uint64_t all = 0;
  std::mutex mutex;  // guards `texts` and `all`
  each_text(stream, keys, limit, jobs, [&](const std::string& key, std::string text) {
    const std::lock_guard lock(mutex);
    if (all + text.size() > all_limit) return;
    all += text.size();
    texts.insert_or_assign(key, std::move(text));
  });
  return texts;
}

std::optional<CApiVersions::Pair> c_api_of(signatures::artifact::FileStream& stream, const std::string& key) {
  std::optional<CApiVersions::Pair> versions;
  signatures::artifact::Handlers handlers;
  handlers.select = [&](const signatures::artifact::FileEntry& entry, std::span<const std::byte>) {
    return signatures::artifact::Interest{{}, entry.path == key};
  };
  handlers.sink = [&](const signatures::artifact::FileEntry& entry, const signatures::Digests&,
                      const signatures::artifact::Content& content) {
    if (entry.path != key || (content.fd < 0 && content.bytes.empty())) return;
    const auto image = content.fd >= 0 ? signatures::elf::Image::open(content.fd, entry.path)
                                       : signatures::elf::Image::open(content.bytes, entry.path);
    if (!image) return;
    std::vector<signatures::Damage> damage;  // the first reader of the file reported it
    if (const auto found = signatures::elf::c_api_version(*image, damage))
      versions = CApiVersions::Pair{found->abi, found->api};
  };
  handlers.damaged = [](const signatures::Damage&) {};
  stream.read(handlers, 1);
  return versions;
}

void read_through(OpenFiles open, unsigned jobs, OriginInput& input, std::vector<signatures::Damage>& damage) {
  using Keys = std::set<std::string, std::less<>>;
  input.jobs = jobs;
  input.look_into = [open, jobs, &damage](const Keys& keys) {
    const auto stream = open(keys);
    return stream ? look_inside(**stream, keys, jobs, damage)
                  : std::map<std::string, signatures::fingerprint::BinaryFacts>();
  };
  input.plain_digests = [open, jobs](const Keys& keys) {
    const auto stream = open(keys);
    return stream ? plain_digests(**stream, keys, jobs) : std::map<std::string, PlainDigest>();
  };
  input.remains_of = [open, jobs](const Keys& keys) {
    const auto stream = open(keys);
    return stream ? remains_of(**stream, keys, jobs) : std::map<std::string, Remains>();
  };
  input.read_texts = [open, jobs](const Keys& keys) {
    const auto stream = open(keys);
    return stream ? texts_of(**stream, keys, jobs) : std::map<std::string, std::string>();
  };
  input.read_footprint = [open, jobs, &input]() -> std::optional<signatures::footprint::Footprint> {
    const auto stream = open({input.package});
    if (!stream) return std::nullopt;
    auto footprint = signatures::footprint::read_footprint(**stream, false, jobs);
    return footprint ? std::optional(std::move(*footprint)) : std::nullopt;
  };
  input.read_c_api = [open](const std::string& key) -> std::optional<CApiVersions::Pair> {
    const auto stream = open({key});
    return stream ? c_api_of(**stream, key) : std::nullopt;
  };
}

}  // namespace fairplay::auditor::provenance
