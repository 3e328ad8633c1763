#include "auditor/provenance/records/owning_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "signatures/installers/conda.h"
#include "signatures/installers/metadata.h"

namespace fairplay::auditor::provenance {
namespace {

/// Debian packages install nowhere else (Filesystem Hierarchy Standard; /usr/local is the administrator's).
bool may_be_dpkgs(std::string_view path) {
  if (path.starts_with("/usr/local/")) return false;
  for (const std::string_view top : {"/usr/", "/lib", "/opt/", "/bin/", "/sbin/"}) {
    if (path.starts_with(top)) return true;
  }
  return false;
}

}  // namespace

bool ManagerDatabases::open_dpkg(std::vector<signatures::Damage>& damage) {
  if (!dpkg_opened_) {
    dpkg_opened_ = true;
    dpkg_ = signatures::installers::DpkgDatabase::open(system_.files, damage);
  }
  return dpkg_.has_value();
}

void ManagerDatabases::prefetch_owners(const std::vector<std::string>& paths, std::vector<signatures::Damage>& damage) {
  std::vector<std::string> unknown;
  for (const std::string& path : paths) {
    if (may_be_dpkgs(path) && !owners_.contains(path)) unknown.push_back(path);
  }
  if (unknown.empty() || !open_dpkg(damage)) return;
  const auto found = dpkg_->owners(unknown, damage);
  for (const std::string& path : unknown) {
    const auto owners = found.find(path);
    owners_[path] = owners == found.end() ? std::vector<std::string>() : owners->second;
  }
}

std::optional<FileRecord> ManagerDatabases::dpkg(const std::vector<std::string>& paths,
                                                 const std::vector<std::string>& territory,
                                                 std::vector<signatures::Damage>& damage) {
  prefetch_owners(paths, damage);
  std::set<std::string> names;
  for (const std::string& path : paths) {
    if (const auto found = owners_.find(path); found != owners_.end())
      names.insert(found->second.begin(), found->second.end());
  }
  if (names.empty()) return std::nullopt;

  FileRecord record;
  record.installer = Installer::dpkg;
  for (const std::string& name : names) {
    auto found = packages_.find(name);
    if (found == packages_.end()) found = packages_.emplace(name, dpkg_->package(name, damage)).first;
    const signatures::installers::DpkgPackage& package = found->second;
    record.packages.push_back(package.version.empty() ? package.name
                                                      : fmt::format("{} {}", package.name, package.version));
    add_dpkg_files(record, package.files, territory);
  }
  record.label = fmt::format("dpkg md5sums of {}", fmt::join(names, ", "));
  for (const auto& [key, expectation] : record.files) {
    if (dpkg_->excluded("/" + key)) record.excluded.push_back(key);
  }
  return record;
}

std::optional<FileRecord> ManagerDatabases::conda(const std::string& prefix, const std::string& package,
                                                  const std::vector<std::string>& territory,
                                                  std::vector<signatures::Damage>& damage) {
  const std::string folder = prefix + "/conda-meta";
  const auto names = system_.files.list(folder);
  if (!names || !lies_in(package, prefix)) return std::nullopt;
  const std::string inside = package.substr(prefix.size() + 1);  // "lib/python3.11/site-packages/numpy"

  FileRecord record;
  record.installer = Installer::conda;
  std::vector<std::string> labels;
  for (const std::string& name : *names) {
    if (!name.ends_with(".json")) continue;
    const std::string path = fmt::format("{}/{}", folder, name);
    const auto text = system_.files.read(path);
    if (!text) {
      damage.push_back(text.error());
      continue;
    }
    // An environment has hundreds of these; only those that mention the package are parsed. conda writes plain slashes.
    if (text->find(fmt::format("\"{}/", inside)) == std::string::npos) continue;
    const auto parsed = signatures::installers::parse_conda_package(*text, system_.files.display(path), damage);
    if (!parsed) {
      damage.push_back(parsed.error());
      continue;
    }
    bool owns = false;
    for (const auto& file : parsed->files) {
      const std::optional<std::string> key = joined_key(prefix, file.path);
      if (!key || key->empty() || file.link) continue;
      Expectation& expectation = record.files[*key];
      expectation.shown = file.path;
      const bool inside_territory = std::any_of(territory.begin(), territory.end(),
                                                [&](const std::string& owned) { return lies_in(*key, owned); });
      expectation.territory = inside_territory ? Territory::package : Territory::outside;
      if (file.sha256) {
        expectation.digests.push_back(*file.sha256);
      } else {
        expectation.without_digest = true;
      }
      owns = owns || lies_in("/" + *key, package);
    }
    if (!owns) continue;
    record.packages.push_back(
        fmt::format("{} {}{}{}", parsed->name, parsed->version, parsed->build.empty() ? "" : " ", parsed->build));
    labels.push_back(parsed->name);
    if (parsed->name == "numpy") record.version = parsed->version;
  }
  if (labels.empty()) return std::nullopt;
  record.label = fmt::format("conda-meta of {}", fmt::join(labels, ", "));
  return record;
}

FileRecord record_of_distribution(const Distribution& distribution, std::string_view import_folder,
                                  const std::vector<std::string>& territory, std::vector<signatures::Damage>& damage) {
  FileRecord record;
  const DistributionMetadata& metadata = distribution.metadata;
  const bool kept = keeps_record(metadata.installer);
  record.installer = kept                            ? Installer::pip
                     : metadata.installer == "conda" ? Installer::conda
                     : metadata.installer == "rpm"   ? Installer::rpm
                                                     : Installer::none;
  if (metadata.editable) {
    record.missing_why = "an editable install: the files are a source tree that nobody recorded";
    return record;
  }
  if (!metadata.has_record) {
    record.missing_why = fmt::format("{} has no RECORD", metadata.path);
    return record;
  }
  record.label = fmt::format("RECORD of {}", metadata.path);
  record.authority = kept ? FileRecord::Authority::owner : FileRecord::Authority::advisory;
  record.packages.push_back(fmt::format("{} {}", metadata.name, metadata.version));
  if (signatures::installers::normalised_name(metadata.name) == "numpy") record.version = metadata.version;
  add_rows(record, distribution.record, import_folder, territory, distribution.path + "/RECORD", damage);
  return record;
}

}  // namespace fairplay::auditor::provenance
