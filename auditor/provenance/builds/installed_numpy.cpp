#include "auditor/provenance/builds/installed_numpy.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "auditor/loading/numpy_loads.h"
#include "auditor/provenance/builds/blas_uses.h"
#include "auditor/provenance/builds/brought_along.h"
#include "auditor/provenance/builds/extension_modules.h"
#include "auditor/provenance/builds/frozen_numpy.h"
#include "auditor/provenance/builds/monkeypatches.h"
#include "auditor/provenance/builds/numpy_description.h"
#include "auditor/provenance/builds/start_up.h"
#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/look_inside.h"
#include "auditor/provenance/records/intact.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"
#include "signatures/python/numpy_build.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::Algorithm;
using signatures::Algorithms;
using signatures::base_name;
using signatures::Damage;
using signatures::folder_of;
using signatures::artifact::RootedFiles;
using signatures::fingerprint::Fingerprint;

std::string key_of(const std::string& path) { return path.substr(1); }

Distribution read_installed_distribution(const RootedFiles& files, const std::string& path,
                                         std::vector<Damage>& damage) {
  const bool folder = files.is_directory(path);
  const auto read = [&](std::string_view name) -> std::optional<std::string> {
    const std::string member = folder ? fmt::format("{}/{}", path, name) : path;
    if (!folder && name != "PKG-INFO") return std::nullopt;
    if (!files.is_regular(member)) return std::nullopt;
    auto text = files.read(member);
    if (!text) {
      damage.push_back(text.error());
      return std::nullopt;
    }
    return std::move(*text);
  };
  std::string name(base_name(path));
  if (name == "EGG-INFO") name = base_name(folder_of(path));  // numpy-1.15.4-py2.7-linux-x86_64.egg/EGG-INFO
  Distribution distribution = read_distribution(name, files.display(path), read, damage);
  distribution.metadata.editable = distribution.metadata.editable || path.ends_with(".egg-link");
  return distribution;
}

/// Distributions beside the package with numpy in their names that install no numpy (numpy-stl): NEP 36 judges names,
/// too.
std::vector<std::string> namesakes(const RootedFiles& files, const discovery::InstalledNumpy& numpy) {
  std::vector<std::string> found;
  const auto names = files.list(numpy.folder.path);
  if (!names) return found;
  for (const std::string& name : *names) {
    if (!name.ends_with(".dist-info") && !name.ends_with(".egg-info")) continue;
    const std::string path = numpy.folder.path + "/" + name;
    const std::string project =
        signatures::installers::normalised_name(signatures::installers::metadata_of_folder_name(name).name);
    const bool known = std::find(numpy.metadata.begin(), numpy.metadata.end(), path) != numpy.metadata.end();
    if (!known && project != "numpy" && project.find("numpy") != std::string::npos) found.push_back(path);
  }
  return found;
}

/// Folders beside the package that hold its bundled libraries: numpy.libs (auditwheel), intel_numpy.libs, numpy/.libs
/// (old wheels). Where the package folder is a link, the loader looks beside the folder that it leads to; what is
/// beside the link counts where nothing is there. Those that aren't there at all are named, too.
std::vector<std::string> library_folders(const RootedFiles& files, const discovery::InstalledNumpy& numpy,
                                         const std::vector<Distribution>& distributions) {
  std::set<std::string> names{"numpy.libs"};
  for (const Distribution& distribution : distributions) {
    const std::string& path = distribution.metadata.path;
    if (distribution.metadata.installs_numpy) names.insert(path.substr(0, path.find('-')) + ".libs");
  }
  std::vector<std::string> folders{numpy.package + "/.libs"};
  for (const std::string& name : names) {
    std::string there = fmt::format("{}/{}", numpy.folder.path, name);  // where a record has it
    for (const std::string_view parent : {folder_of(numpy.package), std::string_view(numpy.folder.path)}) {
      const auto folder = files.resolve(fmt::format("{}/{}", parent, name));
      if (!folder || !files.is_directory(*folder)) continue;
      there = *folder;
      break;
    }
    folders.push_back(std::move(there));
  }
  std::ranges::sort(folders);
  return folders;
}

/// The key of the folder that a distribution's RECORD counts from: the one around its metadata, which is another than
/// the package's where the package folder is a link. For an unpacked wheel's own, which lies further out, it is the
/// package's.
std::string record_folder(const RootedFiles& files, const discovery::InstalledNumpy& numpy,
                          const std::vector<Distribution>& distributions, const Distribution* owner) {
  for (std::size_t i = 0; i < distributions.size(); ++i) {
    if (&distributions[i] != owner || lies_in(numpy.folder.path, folder_of(numpy.metadata[i]))) continue;
    if (const auto folder = files.resolve(folder_of(numpy.metadata[i]))) return key_of(*folder);
  }
  return key_of(numpy.folder.path);
}

/// Gives rows below a folder that is a link the keys under which its files were read.
void follow_linked_folders(const RootedFiles& files, const std::string& import_folder,
                           const std::vector<std::string>& territory, FileRecord& record) {
  std::map<std::string, std::string> real;  // by top folder: its key where it is a link
  std::map<std::string, Expectation> followed;
  for (auto& [key, expectation] : record.files) {
    std::string new_key = key;
    const std::size_t slash =
        lies_in(key, import_folder) && key != import_folder ? key.find('/', import_folder.size() + 1) : key.npos;
    if (slash != std::string::npos) {
      const auto [place, is_new] = real.try_emplace(key.substr(0, slash));
      if (is_new) {
        const auto folder = files.resolve("/" + place->first);
        place->second = folder ? key_of(*folder) : place->first;
      }
      new_key = place->second + key.substr(slash);
    }
    if (new_key != key) {
      expectation.territory = Territory::outside;
      for (const std::string& folder : territory) {
        if (lies_in(new_key, folder)) expectation.territory = Territory::package;
      }
    }
    followed.insert_or_assign(std::move(new_key), std::move(expectation));
  }
  record.files = std::move(followed);
}

/// Every record that speaks of the package. Which of them counts shows only when the files were read.
struct Records {
  std::optional<FileRecord> dpkg;
  std::optional<FileRecord> conda;
  std::vector<FileRecord> of_distributions;  ///< in their order
  std::vector<std::vector<Damage>> of_distributions_damage;

  template <class Visit>
  void each(Visit visit) const {
    if (dpkg) return visit(*dpkg);
    if (conda) visit(*conda);
    for (const FileRecord& record : of_distributions) visit(record);
  }
};

Records find_records(Workbench& bench, const discovery::InstalledNumpy& numpy, const std::string& package,
                     const std::vector<Distribution>& distributions, const std::vector<std::string>& territory,
                     std::vector<Damage>& damage) {
  Records records;
  records.dpkg = bench.managers.dpkg({package}, territory, damage);
  if (!records.dpkg && numpy.folder.conda)
    records.conda = bench.managers.conda(numpy.folder.prefix, package, territory, damage);
  for (const Distribution& distribution : distributions) {
    std::vector<Damage> own;
    const bool claims = !records.dpkg && !numpy.editable && distribution.metadata.installs_numpy;
    FileRecord record;
    if (claims) {
      const std::string folder = record_folder(bench.system.files, numpy, distributions, &distribution);
      record = record_of_distribution(distribution, folder, territory, own);
      follow_linked_folders(bench.system.files, folder, territory, record);
    }
    records.of_distributions.push_back(std::move(record));
    records.of_distributions_damage.push_back(std::move(own));
  }
  return records;
}

/// The record that counts: dpkg's or conda's where they own the package, else the RECORD of the distribution that
/// installed it.
FileRecord choose_record(Records records, const discovery::InstalledNumpy& numpy,
                         const std::vector<Distribution>& distributions, const Fingerprint& files,
                         const std::vector<std::string>& folders, std::vector<Damage>& damage) {
  if (records.dpkg) return std::move(*records.dpkg);
  const Distribution* owner = owner_among(distributions);
  // pip over conda: pip removed conda's dist-info, and its own RECORD is what the files follow now.
  const bool pip_owns = owner != nullptr && keeps_record(owner->metadata.installer) && !owner->record.empty();
  if (records.conda) {
    // conda over pip: pip's dist-info stayed behind.
    const RecordFit fit = fit_of(*records.conda, files, folders);
    const bool fits_better = pip_owns && fit.equal * owner->fit.rows > owner->fit.equal * fit.rows;
    if (!pip_owns || fits_better) return std::move(*records.conda);
  }
  FileRecord record;
  if (numpy.editable) {
    record.missing_why = fmt::format("an editable install: {} points to a source tree that nobody recorded",
                                     base_name(numpy.editable_via));
  } else if (owner == nullptr) {
    record.missing_why = "no dist-info, egg-info or package manager's record speaks of it";
  } else {
    const auto i = static_cast<std::size_t>(owner - distributions.data());
    damage.insert(damage.end(), records.of_distributions_damage[i].begin(), records.of_distributions_damage[i].end());
    record = std::move(records.of_distributions[i]);
  }
  return record;
}

/// What the records use, and SHA-256 for what the databases are asked about: one pass over each file serves both.
Algorithms digests_of(const Records& records, const std::vector<std::string>& territory, std::string_view key) {
  Algorithms algorithms;
  if (!key.ends_with(".pyc") &&
      std::any_of(territory.begin(), territory.end(), [&](const std::string& folder) { return lies_in(key, folder); }))
    algorithms.insert(Algorithm::sha256);
  records.each([&](const FileRecord& record) {
    if (const auto found = record.files.find(std::string(key)); found != record.files.end()) {
      for (const auto& digest : found->second.digests) algorithms.insert(digest.algorithm);
    }
  });
  return algorithms;
}

/// OpenMP runtimes that other packages of the same environment bundle: they meet in one process.
void add_neighbours(const RootedFiles& files, Libraries& known, const std::string& import_folder,
                    const std::vector<std::string>& own, std::vector<RuntimeLibrary>& runtimes) {
  const auto names = files.list(import_folder);
  if (!names) return;
  for (const std::string& name : *names) {
    const std::string folder = import_folder + "/" + name;
    if (!name.ends_with(".libs") || std::find(own.begin(), own.end(), folder) != own.end()) continue;
    const auto libraries = files.list(folder);
    if (!libraries) continue;
    for (const std::string& library : *libraries) {
      if (const std::string family = openmp_family(library); !family.empty()) {
        const std::string path = folder + "/" + library;
        runtimes.push_back({family, path, name, known.soname(path)});
      }
    }
  }
}

/// What a process runs of a NumPy that was upgraded or removed below it: nothing of it can be read any more.
void describe_gone(const discovery::InstalledNumpy& numpy, Subject& subject) {
  subject.name = "numpy";
  subject.gone = true;
  subject.intact.why = "the process runs files that were deleted or replaced since it started";
  subject.original.why = subject.intact.why;
  subject.not_checked.push_back({"what the process runs",
                                 fmt::format("{} of its modules are no longer on disk; what lies there now is another "
                                             "NumPy, or none: audit it by its folder",
                                             numpy.gone),
                                 NotChecked::About::original});
}

/// What fits and finds its libraries may still fail where another release's files, or another platform's, take the
/// place of its own: that isn't followed.
void doubt_mixed_import(Subject& subject) {
  if (subject.loads.verdict != Verdict::yes) return;
  for (const Stray& stray : subject.original.strays) {
    const FileSort sort = sort_of(stray.path);
    const bool imported = sort == FileSort::source || (sort == FileSort::extension && !is_test_extension(stray.path));
    if (stray.recorded || !stray.replaces || !imported || stray.path.contains("/tests/")) continue;
    subject.loads.verdict = Verdict::unknown;
    subject.loads.why = fmt::format(
        "files of NumPy {} take the place of its own, and whether they work together isn't known", stray.release);
    return;
  }
  for (const OtherWheel& wheel : subject.original.other_wheels) {
    if (!wheel.lies_over) continue;
    subject.loads.verdict = Verdict::unknown;
    subject.loads.why = fmt::format(
        "its wheel for {} was unpacked over it, and whether that one's Python files work here "
        "isn't known",
        wheel.made_for);
    return;
  }
}

}  // namespace

Subject examine_installed_numpy(Workbench& bench, const discovery::InstalledNumpy& numpy) {
  const RootedFiles& files = bench.system.files;
  Subject subject;
  subject.kind = SubjectKind::numpy;
  subject.path = files.display(numpy.package);
  subject.environment = numpy.folder.environment;
  subject.leftovers = numpy.leftovers;

  if (numpy.gone != 0) {
    describe_gone(numpy, subject);
    return subject;
  }
  // A folder that is gone was lost, where a record speaks of it.
  const signatures::Expected<std::string> resolved = files.resolve(numpy.package, true);
  if (!resolved) {
    subject.name = "numpy";
    subject.damage.push_back(resolved.error());
    subject.intact.why = "the package folder could not be read";
    return subject;
  }
  const std::string package = *resolved;

  std::vector<Distribution> distributions;
  for (const std::string& path : numpy.metadata)
    distributions.push_back(read_installed_distribution(files, path, subject.damage));
  for (const std::string& path : namesakes(files, numpy)) {
    Distribution beside = read_installed_distribution(files, path, subject.damage);
    if (!beside.metadata.installs_numpy) subject.distributions.push_back(std::move(beside.metadata));
  }

  // Record and files are compared under the folder's resolved name.
  discovery::InstalledNumpy place = numpy;
  place.package = package;
  if (const auto folder = files.resolve(numpy.folder.path)) place.folder.path = *folder;
  std::vector<std::string> folders{package};
  const std::vector<std::string> candidates = library_folders(files, place, distributions);
  // A record may speak of bundled libraries that are gone with their folder.
  folders.insert(folders.end(), candidates.begin(), candidates.end());
  std::vector<std::string> libraries;
  std::ranges::copy_if(candidates, std::back_inserter(libraries),
                       [&](const std::string& folder) { return files.is_directory(folder); });
  std::vector<std::string> package_folders;
  for (const std::string& folder : folders) package_folders.push_back(key_of(folder));
  std::vector<std::string> territory = package_folders;
  std::vector<std::string> metadata_keys(distributions.size());
  for (std::size_t i = 0; i < distributions.size(); ++i) {
    if (!distributions[i].metadata.installs_numpy) continue;
    if (const auto path = files.resolve(numpy.metadata[i])) metadata_keys[i] = key_of(*path);
    if (!metadata_keys[i].empty()) territory.push_back(metadata_keys[i]);
  }

  Records records = find_records(bench, place, package, distributions, territory, subject.damage);

  // One pass over the package's folders and over what the records list elsewhere.
  std::vector<std::string> keys = territory;
  records.each([&](const FileRecord& record) {
    for (const auto& [key, expectation] : record.files) {
      if (expectation.territory == Territory::outside) keys.push_back(key);
    }
  });
  signatures::fingerprint::Plan plan;
  plan.digests = [&](std::string_view key) { return digests_of(records, territory, key); };
  plan.keep_text = [&](std::string_view key) { return describes_numpy(key, key_of(package)); };
  plan.jobs = bench.jobs;
  Fingerprint fingerprint = read_keys(bench.system, std::move(keys), plan);
  subject.damage.insert(subject.damage.end(), fingerprint.damage.begin(), fingerprint.damage.end());

  // Old metadata that an installer left behind is no part of the package.
  for (std::size_t i = 0; i < distributions.size(); ++i)
    distributions[i].fit = fit_of(records.of_distributions[i], fingerprint, package_folders);
  find_stale(distributions, version_of_files(fingerprint, key_of(package)));
  for (std::size_t i = 0; i < distributions.size(); ++i) {
    if (distributions[i].metadata.stale) std::erase(territory, metadata_keys[i]);
  }
  const FileRecord record =
      choose_record(std::move(records), place, distributions, fingerprint, package_folders, subject.damage);
  subject.installer = record.installer;
  if (const Distribution* owner = owner_among(distributions)) subject.installer_name = owner->metadata.installer;
  if (!record.packages.empty() && record.installer != Installer::none)
    subject.package = fmt::format("{}", fmt::join(record.packages, ", "));

  IntactInput input;
  input.files = &fingerprint;
  input.record = &record;
  input.owned_folders = territory;
  input.import_folder = key_of(place.folder.path);
  // dist-packages is every Python 3's of the machine.
  if (base_name(place.folder.path) != "dist-packages") input.python = place.folder.python;
  input.read_source = [&](const std::string& key) { return files.read("/" + key); };
  if (!numpy.frozen) {
    subject.intact = compare_with_record(input, subject.not_checked);
    for (FileDeviation& start_up : unrecorded_start_ups(bench.system, bench.managers, place.folder))
      subject.intact.failed.push_back(std::move(start_up));
    std::ranges::stable_sort(subject.intact.failed, {}, &FileDeviation::path);
  }

  describe_numpy(subject, distributions, fingerprint, key_of(package));
  for (Distribution& distribution : distributions) distribution.record = {};  // `record` has it by file

  // The environment's Python modules have nothing to do with what is read from here on. A frozen NumPy has none, and a
  // future that nobody asks costs nothing there.
  auto patches = signatures::run_beside(numpy.frozen ? 1 : bench.jobs, [&, version = subject.version] {
    return find_environment_patches(bench.system, package, place.folder, version, bench.jobs);
  });

  NumpyFiles binaries{&fingerprint, key_of(package), {}};
  for (const std::string& folder : libraries) binaries.libraries.push_back(key_of(folder));
  for (const auto& [key, facts] : fingerprint.files) {
    if (facts.elf && facts.elf->blas) bench.libraries.remember("/" + key, facts);
  }
  // Libraries of the system are looked up beside the comparison with releases: only this reads `linkages` meanwhile.
  auto loads = signatures::run_beside(
      bench.jobs, [&, modules = extension_modules(binaries, subject.distributions), demand = demand_of(subject)] {
        return loading::numpy_loads(bench.linkages, place, modules, demand, bench.target);
      });
  const auto take_loads = [&] {
    subject.loads = loads.get();
    if (!subject.compiled) subject.loads.why = never_compiled;
  };
  subject.blas = blas_of_installed(bench.system, bench.libraries, binaries, subject.runtimes, subject.not_checked);
  for (BlasUse& use : subject.blas) {
    if (use.path.starts_with('/')) use.path = files.display(use.path);
  }
  subject.blas_complete = blas_is_complete(binaries, subject.blas);
  subject.compiled = !was_never_compiled(binaries);
  add_neighbours(files, bench.libraries, place.folder.path, libraries, subject.runtimes);
  for (RuntimeLibrary& runtime : subject.runtimes) {
    if (runtime.path.starts_with('/')) runtime.path = files.display(runtime.path);
  }
  report_unread_binaries(fingerprint, territory, subject.not_checked);

  OriginInput origin;
  origin.files = &fingerprint;
  origin.package = key_of(package);
  origin.import_folder = key_of(place.folder.path);
  origin.territory = territory;
  origin.python = input.python;
  origin.along = recorded_along(record, fingerprint);
  origin.read_source = input.read_source;
  if (numpy.frozen) {
    judge_frozen_numpy(bench.tools, {&fingerprint, key_of(package), binaries.libraries}, subject);
    take_loads();
    return subject;
  }
  read_through(
      [&](const auto& wanted) {
        return open_keys(bench.system, {wanted.begin(), wanted.end()});
      },
      bench.jobs, origin, subject.damage);
  judge_numpy_origin(bench.tools, origin, subject);
  take_loads();
  doubt_mixed_import(subject);
  subject.incomplete = std::ranges::any_of(fingerprint.files, [&](const auto& item) {
    return item.second.lost &&
           std::ranges::any_of(territory, [&](const std::string& folder) { return lies_in(item.first, folder); });
  });
  // Readers know a file by its key; people know it by its path.
  for (Damage& damage : subject.damage) {
    if (fingerprint.files.contains(damage.file)) damage.file = files.display("/" + damage.file);
  }
  add_patches(patches.get(), subject);
  return subject;
}

}  // namespace fairplay::auditor::provenance
