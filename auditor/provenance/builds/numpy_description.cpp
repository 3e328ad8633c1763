#include "auditor/provenance/builds/numpy_description.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/provenance/records/record_of_files.h"
#include "signatures/installers/metadata.h"
#include "signatures/installers/numpy_config.h"
#include "signatures/python/numpy_build.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::fingerprint::BinaryFormat;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;

constexpr std::string_view version_file = "version.py";
// versioneer's: 1.20 ... 1.24 keep the number there and only import it in version.py.
constexpr std::string_view versioneer_file = "_version.py";
constexpr std::string_view config_file = "__config__.py";

void name_numpy(Subject& subject, const std::vector<Distribution>& distributions, const std::string& version_py) {
  const Distribution* owner = owner_among(distributions);
  subject.name = owner != nullptr && !owner->metadata.name.empty() ? owner->metadata.name : "numpy";
  subject.version = !version_py.empty() ? version_py : owner != nullptr ? owner->metadata.version : std::string();
  for (const Distribution& distribution : distributions) subject.distributions.push_back(distribution.metadata);
}

std::string read_version(const Fingerprint& fingerprint, const std::string& package,
                         std::vector<signatures::Damage>& damage) {
  for (const std::string_view name : {version_file, versioneer_file}) {
    const std::string key = fmt::format("{}/{}", package, name);
    const FileFacts* facts = fingerprint.find(key);
    if (facts == nullptr || !facts->text) continue;
    if (std::string version = signatures::python::numpy_version(*facts->text, key, damage); !version.empty())
      return version;
  }
  return {};
}

}  // namespace

bool describes_numpy(std::string_view key, std::string_view package) {
  if (key.size() <= package.size() || !key.starts_with(package) || key[package.size()] != '/') return false;
  const std::string_view inside = key.substr(package.size() + 1);
  if (inside == version_file || inside == versioneer_file || inside == config_file) return true;
  return (inside.starts_with("core/include/") || inside.starts_with("_core/include/")) &&
         signatures::installers::is_numpy_config(inside);
}

std::string version_of_files(const Fingerprint& fingerprint, const std::string& package) {
  std::vector<signatures::Damage> damage;  // describe_numpy() reports it
  return read_version(fingerprint, package, damage);
}

void describe_numpy(Subject& subject, const std::vector<Distribution>& distributions, const Fingerprint& fingerprint,
                    const std::string& package) {
  const auto text_of = [&](std::string_view name) -> const std::string* {
    const FileFacts* facts = fingerprint.find(fmt::format("{}/{}", package, name));
    return facts != nullptr && facts->text ? &*facts->text : nullptr;
  };
  name_numpy(subject, distributions, read_version(fingerprint, package, subject.damage));
  if (const std::string* text = text_of(config_file))
    subject.claims =
        signatures::python::build_claims(*text, fmt::format("{}/{}", package, config_file), subject.damage);
}

void report_unread_binaries(const Fingerprint& fingerprint, const std::vector<std::string>& territory,
                            std::vector<NotChecked>& not_checked) {
  std::size_t pe = 0;
  std::size_t mach_o = 0;
  for (const auto& [key, facts] : fingerprint.files) {
    if (facts.format == BinaryFormat::none || facts.format == BinaryFormat::elf) continue;
    if (std::ranges::none_of(territory, [&, &file = key](const auto& folder) { return lies_in(file, folder); }))
      continue;
    pe += facts.format == BinaryFormat::pe ? 1 : 0;
    mach_o += facts.format == BinaryFormat::mach_o ? 1 : 0;
  }
  if (pe != 0)
    not_checked.push_back({fmt::format("{} Windows binaries", pe),
                           "only their hashes were compared: what is inside PE files is not read"});
  if (mach_o != 0)
    not_checked.push_back({fmt::format("{} macOS binaries", mach_o),
                           "only their hashes were compared: what is inside Mach-O files is not read"});
}

}  // namespace fairplay::auditor::provenance
