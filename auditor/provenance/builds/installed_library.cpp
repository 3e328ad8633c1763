#include "auditor/provenance/builds/installed_library.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/provenance/original/look_inside.h"
#include "auditor/provenance/records/intact.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::Damage;
using signatures::folder_of;
using signatures::artifact::RootedFiles;
using signatures::fingerprint::Fingerprint;

/// The folders whose dist-infos may list the library: the import folder around it and, for wheels that install into the
/// prefix (mkl: lib/libmkl_rt.so.2), the prefix's own.
std::vector<std::string> import_folders_for(const RootedFiles& files, const std::string& path) {
  std::vector<std::string> folders;
  for (std::string folder(folder_of(path)); folder.size() > 1; folder = folder_of(folder)) {
    const std::string_view name = base_name(folder);
    if (name == "site-packages" || name == "dist-packages") {
      folders.push_back(folder);
      return folders;
    }
  }
  const std::string lib(folder_of(path));
  if (const auto names = files.list(lib); names && base_name(lib) == "lib") {
    for (const std::string& name : *names) {
      const std::string candidate = fmt::format("{}/{}/site-packages", lib, name);
      if (name.starts_with("python") && files.is_directory(candidate)) folders.push_back(candidate);
    }
  }
  return folders;
}

/// The dist-info of `import_folder` whose RECORD lists `key`. RECORDs are searched as text first: few mention the
/// file's name.
std::optional<Distribution> distribution_listing(const RootedFiles& files, const std::string& import_folder,
                                                 const std::string& key, std::vector<Damage>& damage) {
  const auto names = files.list(import_folder);
  if (!names) return std::nullopt;
  for (const std::string& name : *names) {
    if (!name.ends_with(".dist-info")) continue;
    const std::string folder = import_folder + "/" + name;
    if (!files.is_regular(folder + "/RECORD")) continue;
    const auto record = files.read(folder + "/RECORD");
    if (!record || record->find(base_name(key)) == std::string::npos) continue;
    const auto read = [&](std::string_view member) -> std::optional<std::string> {
      auto text = files.read(fmt::format("{}/{}", folder, member));
      return text ? std::optional(std::move(*text)) : std::nullopt;
    };
    Distribution distribution = read_distribution(name, files.display(folder), read, damage);
    const bool lists = std::any_of(distribution.record.begin(), distribution.record.end(), [&](const auto& row) {
      return joined_key(import_folder.substr(1), row.path) == key;
    });
    if (lists) return distribution;
  }
  return std::nullopt;
}

FileRecord choose_record(Workbench& bench, const discovery::FoundLibrary& library, std::vector<Damage>& damage) {
  const std::vector<std::string> territory{library.path.substr(1)};
  if (auto record = bench.managers.dpkg({library.path}, territory, damage)) return std::move(*record);
  const RootedFiles& files = bench.system.files;
  for (const std::string& folder : import_folders_for(files, library.path)) {
    if (const auto distribution = distribution_listing(files, folder, library.path.substr(1), damage)) {
      return record_of_distribution(*distribution, folder.substr(1), territory, damage);
    }
  }
  // conda prefixes hold their libraries in lib/.
  if (base_name(folder_of(library.path)) == "lib") {
    const std::string prefix(folder_of(folder_of(library.path)));
    if (auto record = bench.managers.conda(prefix, std::string(folder_of(library.path)), territory, damage))
      return std::move(*record);
  }
  FileRecord record;
  record.missing_why = "no package manager or RECORD lists it";
  return record;
}

/// Of a whole package's record, the row of one file.
void keep_only(FileRecord& record, const std::string& key) {
  std::erase_if(record.files, [&](const auto& item) { return item.first != key; });
  if (!record.label.empty() && !record.has_digests())
    record.missing_why = fmt::format("{} has no hash of it", record.label);
}

FoundAs how_found(const discovery::FoundLibrary& library) {
  if (!library.bundled_by.empty()) return {FoundAs::Kind::bundled, library.bundled_by};
  std::vector<std::string> names;
  for (const auto& chain : library.chains) {
    if (chain.size() < 2 || chain.front().starts_with('/'))
      continue;  // found by its path, not by a name the loader looks up
    const bool alternatives = std::any_of(chain.begin(), chain.end(), [](const std::string& link) {
      return link.find("/etc/alternatives/") != std::string::npos;
    });
    std::string name = chain.front() + (alternatives ? " by alternatives" : "");
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  if (!names.empty()) return {FoundAs::Kind::by_names, fmt::format("{}", fmt::join(names, ", "))};
  return {library.environment == Environment{Environment::Kind::system} ? FoundAs::Kind::not_selected
                                                                        : FoundAs::Kind::by_path};
}

}  // namespace

std::optional<Subject> examine_installed_library(Workbench& bench, const discovery::FoundLibrary& library) {
  const RootedFiles& files = bench.system.files;
  const std::string key = library.path.substr(1);
  Subject subject;
  subject.kind = SubjectKind::blas;
  subject.path = files.display(library.path);
  subject.environment = library.environment;
  subject.found_as = how_found(library);

  const Libraries::Facts first = bench.libraries.read(library.path, {});
  const bool damaged = !first.damage.empty() || first.file.lost;
  if (!damaged && (!first.file.elf || !first.file.elf->blas)) return std::nullopt;

  FileRecord record = choose_record(bench, library, subject.damage);
  keep_only(record, key);
  signatures::Algorithms digests{signatures::Algorithm::sha256};
  for (const auto& [path, expectation] : record.files) {
    for (const auto& digest : expectation.digests) digests.insert(digest.algorithm);
  }
  const Libraries::Facts& facts = bench.libraries.read(library.path, digests);
  subject.damage.insert(subject.damage.end(), facts.damage.begin(), facts.damage.end());
  if (library.deleted)
    subject.damage.push_back(
        {subject.path, "", "the file the process loaded was deleted or replaced; this is not what it runs", true});

  Fingerprint fingerprint;
  if (!facts.file.entry.path.empty()) fingerprint.files.emplace(key, facts.file);
  IntactInput input;
  input.files = &fingerprint;
  input.record = &record;
  subject.intact = compare_with_record(input, subject.not_checked);

  subject.installer = record.installer;
  if (!record.packages.empty() && record.installer != Installer::none)
    subject.package = fmt::format("{}", fmt::join(record.packages, ", "));
  // A library that auditwheel put into NAME.libs is nobody's distribution: it goes by its file.
  const bool cargo = base_name(folder_of(library.path)).ends_with(".libs");
  const std::string package =
      record.packages.empty() || cargo ? std::string(base_name(library.path)) : record.packages.front();
  subject.name = package.substr(0, package.find_first_of(" :"));

  BlasUse use;
  use.path = subject.path;
  use.how = !library.bundled_by.empty() ? BlasHow::bundled
            : library.alternatives      ? BlasHow::alternatives
                                        : BlasHow::linked;
  if (!library.chains.empty()) use.chain = library.chains.front();
  if (facts.file.elf && facts.file.elf->blas) {
    use.identity = facts.file.elf->blas;
    subject.version = use.identity->version;
  }
  subject.blas.push_back(std::move(use));

  const auto look_into = [&]() -> std::optional<signatures::fingerprint::BinaryFacts> {
    auto found = look_inside(*open_keys(bench.system, {key}), {key}, 1, subject.damage);
    const auto own = found.find(key);
    return own == found.end() ? std::nullopt : std::optional(std::move(own->second));
  };
  const signatures::Digest* sha256 = signatures::find(facts.file.digests, signatures::Algorithm::sha256);
  judge_library_origin(bench.tools, sha256 != nullptr ? sha256->hex() : std::string(), look_into, subject);
  return subject;
}

}  // namespace fairplay::auditor::provenance
