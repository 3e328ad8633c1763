#include "auditor/provenance/builds/libraries.h"

#include <algorithm>
#include <memory>

namespace fairplay::auditor::provenance {

using signatures::Algorithm;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;

std::unique_ptr<signatures::artifact::FileStream> open_keys(const discovery::System& system,
                                                            std::vector<std::string> keys) {
  const std::string root = system.files.root().empty() ? "/" : system.files.root();
  return signatures::artifact::open_folder({root, std::move(keys), root});
}

Fingerprint read_keys(const discovery::System& system, std::vector<std::string> keys,
                      const signatures::fingerprint::Plan& plan) {
  Fingerprint fingerprint = signatures::fingerprint::read(*open_keys(system, std::move(keys)), plan);
  // Readers know a file by its key; people know it by its path.
  for (signatures::Damage& damage : fingerprint.damage) {
    if (fingerprint.files.contains(damage.file)) damage.file = system.files.display("/" + damage.file);
  }
  return fingerprint;
}

const Libraries::Facts& Libraries::read(const std::string& path, signatures::Algorithms digests) {
  const auto known = known_.find(path);
  if (known != known_.end()) {
    bool complete = true;
    for (const Algorithm algorithm : {Algorithm::md5, Algorithm::sha256, Algorithm::sha384, Algorithm::sha512}) {
      complete = complete &&
                 (!digests.contains(algorithm) || signatures::find(known->second.file.digests, algorithm) != nullptr);
    }
    if (complete) return known->second;
  }
  signatures::fingerprint::Plan plan;
  plan.digests = [digests](std::string_view) { return digests; };
  // Asked again for digests alone, what is inside is known already.
  plan.look_into_binaries = known == known_.end();
  const std::string key = path.substr(1);
  Fingerprint fingerprint = read_keys(system_, {key}, plan);
  Facts facts;
  if (const FileFacts* file = fingerprint.find(key)) {
    facts.file = *file;
    if (known != known_.end()) facts.file.elf = known->second.file.elf;
  } else {
    facts.file.lost = true;
  }
  if (known != known_.end()) facts.damage = known->second.damage;
  for (signatures::Damage& item : fingerprint.damage) {
    const bool reported = std::any_of(facts.damage.begin(), facts.damage.end(), [&](const signatures::Damage& other) {
      return other.file == item.file && other.place == item.place && other.reason == item.reason;
    });
    if (!reported) facts.damage.push_back(std::move(item));
  }
  return known_.insert_or_assign(path, std::move(facts)).first->second;
}

std::string Libraries::soname(const std::string& path) {
  const auto real = path.starts_with('/') ? system_.files.resolve(path) : signatures::Expected<std::string>();
  if (!real || real->empty()) return {};
  const std::shared_ptr<const signatures::fingerprint::ElfFacts>& elf = read(*real, {}).file.elf;
  return elf ? elf->dynamic.soname : std::string();
}

void Libraries::remember(const std::string& path, const FileFacts& file) {
  known_.insert_or_assign(path, Facts{file, {}});
}

}  // namespace fairplay::auditor::provenance
