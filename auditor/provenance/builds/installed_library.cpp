#include "auditor/provenance/builds/installed_library.h"

#include <fmt/format.h>

#include <algorithm>

#include "auditor/provenance/original/look_inside.h"
#include "auditor/provenance/original/remains.h"
#include "auditor/provenance/records/intact.h"
#include "signatures/elf/recognition.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::Damage;
using signatures::folder_of;
using signatures::artifact::RootedFiles;
using signatures::fingerprint::Fingerprint;

bool holds_dist_infos(const RootedFiles& files, const std::string& folder) {
  const auto names = files.list(folder);
  return names && std::ranges::any_of(*names, [](const std::string& name) { return name.ends_with(".dist-info"); });
}

/// The folders whose dist-infos may list the library: the import folder around it, which goes by its name or by the
/// dist-infos in it (pip install --target), and, for wheels that install into the prefix (mkl: lib/libmkl_rt.so.2), the
/// prefix's own.
std::vector<std::string> import_folders_for(const RootedFiles& files, const std::string& path) {
  constexpr int deepest = 12;  // of a binary below its import folder
  std::vector<std::string> folders;
  int depth = 0;
  for (std::string folder(folder_of(path)); folder.size() > 1 && depth < deepest; folder = folder_of(folder), ++depth) {
    const std::string_view name = base_name(folder);
    const bool named_so = name == "site-packages" || name == "dist-packages";
    if (!named_so && !holds_dist_infos(files, folder)) continue;
    folders.push_back(folder);
    return folders;
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

/// The names in an import folder, those first whose project seems to be that of the top folder or file of `key`:
/// "numpy-2.3.5.dist-info" for "numpy.libs/x.so", "faiss_cpu-1.9.0.dist-info" for "faiss/x.so". RECORDs are long.
std::vector<std::string> likely_first(std::vector<std::string> names, std::string_view import_folder,
                                      std::string_view path) {
  if (path.size() <= import_folder.size()) return names;
  const std::string_view below = path.substr(import_folder.size() + 1);
  const std::string_view project = below.substr(0, below.find_first_of("/.-"));
  std::ranges::stable_partition(names, [&](const std::string& name) { return name.starts_with(project); });
  return names;
}

/// The dist-info of `import_folder` whose RECORD lists `key`, with its rows of that file alone. RECORDs are searched as
/// text first: few mention the file's name.
std::optional<Distribution> distribution_listing(const RootedFiles& files, const std::string& import_folder,
                                                 const std::string& key, std::vector<Damage>& damage) {
  const auto names = files.list(import_folder);
  if (!names) return std::nullopt;
  for (const std::string& name : likely_first(*names, import_folder, "/" + key)) {
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
    std::erase_if(distribution.record, [&](const auto& row) {
      return !row.path.ends_with(base_name(key)) || joined_key(import_folder.substr(1), row.path) != key;
    });
    if (!distribution.record.empty()) return distribution;
  }
  return std::nullopt;
}

/// Where installers know the library: by a link to it that lies in the import folder (uv --link-mode=symlink), and by
/// its own path.
std::vector<std::string> paths_to(const discovery::FoundLibrary& library) {
  std::vector<std::string> paths;
  for (const auto& chain : library.chains) {
    for (const std::string& link : chain) {
      if (link.starts_with('/') && std::find(paths.begin(), paths.end(), link) == paths.end()) paths.push_back(link);
    }
  }
  if (std::find(paths.begin(), paths.end(), library.path) == paths.end()) paths.push_back(library.path);
  return paths;
}

/// `installer_name` gets INSTALLER's own word ("uv") where a RECORD counts.
FileRecord choose_record(Workbench& bench, const discovery::FoundLibrary& library, std::string& installer_name,
                         std::vector<Damage>& damage) {
  const std::vector<std::string> territory{library.path.substr(1)};
  if (auto record = bench.managers.dpkg({library.path}, territory, damage)) return std::move(*record);
  const RootedFiles& files = bench.system.files;
  for (const std::string& path : paths_to(library)) {
    const std::string key = path.substr(1);
    for (const std::string& folder : import_folders_for(files, path)) {
      const auto distribution = distribution_listing(files, folder, key, damage);
      if (!distribution) continue;
      installer_name = distribution->metadata.installer;
      FileRecord record = record_of_distribution(*distribution, folder.substr(1), {key}, damage);
      // The record speaks of the link, the digests will be of the file.
      if (auto row = record.files.extract(key); !row.empty()) {
        row.key() = library.path.substr(1);
        record.files.insert(std::move(row));
      }
      return record;
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
  if (library.by_content && signatures::elf::named_like_extension_module(library.path))
    return {FoundAs::Kind::linked_in, library.bundled_by};
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

/// A process runs it, and it is no longer on disk: another file may lie there, which isn't looked at.
void describe_gone_library(const discovery::FoundLibrary& library, Subject& subject) {
  subject.gone = true;
  subject.name = base_name(library.path);
  subject.intact.why = "the process runs a file that was deleted or replaced since it started";
  subject.original.why = subject.intact.why;
  subject.not_checked.push_back({"what the process runs", subject.intact.why, NotChecked::About::original});
  BlasUse use;
  use.path = subject.path;
  use.how = library.bundled_by.empty() ? BlasHow::linked : BlasHow::bundled;
  subject.blas.push_back(std::move(use));
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

  if (library.deleted) {
    describe_gone_library(library, subject);
    return subject;
  }
  const Libraries::Facts first = bench.libraries.read(library.path, {});
  const bool damaged = !first.damage.empty() || first.file.lost;
  const bool identified = first.file.elf && first.file.elf->blas;
  if (!identified && (!damaged || library.by_content)) return std::nullopt;

  FileRecord record = choose_record(bench, library, subject.installer_name, subject.damage);
  keep_only(record, key);
  signatures::Algorithms digests{signatures::Algorithm::sha256};
  for (const auto& [path, expectation] : record.files) {
    for (const auto& digest : expectation.digests) digests.insert(digest.algorithm);
  }
  const Libraries::Facts& facts = bench.libraries.read(library.path, digests);
  subject.damage.insert(subject.damage.end(), facts.damage.begin(), facts.damage.end());

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
    use.soname = facts.file.elf->dynamic.soname;
    subject.version = use.identity->version;
  }
  subject.blas.push_back(std::move(use));

  const auto look_into = [&]() -> std::optional<signatures::fingerprint::BinaryFacts> {
    auto found = look_inside(*open_keys(bench.system, {key}), {key}, 1, subject.damage);
    const auto own = found.find(key);
    return own == found.end() ? std::nullopt : std::optional(std::move(own->second));
  };
  const signatures::Digest* sha256 = signatures::find(facts.file.digests, signatures::Algorithm::sha256);
  const auto remains = [&]() -> std::optional<Remains> {
    auto found = remains_of(*open_keys(bench.system, {key}), {key}, 1);
    const auto own = found.find(key);
    return own == found.end() ? std::nullopt : std::optional(std::move(own->second));
  };
  judge_library_origin(
      bench.tools,
      {sha256 != nullptr ? sha256->hex() : std::string(), look_into, remains,
       [&](std::string_view name) { return files.is_regular(fmt::format("{}/{}", folder_of(library.path), name)); }},
      subject);
  return subject;
}

}  // namespace fairplay::auditor::provenance
