#include "auditor/loading/doubled_packages.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "auditor/discovery/binaries_below.h"
#include "auditor/discovery/distribution_names.h"
#include "auditor/discovery/library_names.h"
#include "auditor/discovery/paths.h"
#include "signatures/installers/metadata.h"

namespace fairplay::auditor::loading {
namespace {

namespace paths = discovery::paths;

constexpr std::size_t most_modules = 400;  // of one package, until one links a BLAS
constexpr std::size_t most_doubled = 64;

/// Whether the package in that import folder brings a BLAS (scipy.libs) or links one.
bool uses_blas(Linkages& linkages, ModuleSearch& search, const std::string& folder, const std::string& name) {
  for (const std::string& libraries : {folder + "/" + name + ".libs", folder + "/" + name + "/.libs"}) {
    if (std::ranges::any_of(search.names_of(libraries),
                            [](const std::string& file) { return discovery::could_be_blas(file); }))
      return true;
  }
  bool uses = false;
  std::size_t count = 0;
  const auto look = [&](const std::string& path) {
    if (uses || ++count > most_modules) return;
    const auto real = linkages.system().files.resolve(path);
    const signatures::elf::Linkage* linkage = real ? linkages.read(*real).linkage.get() : nullptr;
    uses = linkage != nullptr && std::ranges::any_of(linkage->dynamic.needed, [](const std::string& needed) {
             return discovery::could_be_blas(needed);
           });
  };
  discovery::find_binaries(linkages.system().files, folder + "/" + name, {}, look);
  return uses;
}

}  // namespace

std::string version_beside(ModuleSearch& search, const std::string& folder, const std::string& name) {
  std::set<std::string> versions;
  for (const std::string& file : search.names_of(folder)) {
    const discovery::DistributionName distribution = discovery::distribution_name(file);
    if (distribution.project != name) continue;
    using Kind = discovery::DistributionName::Kind;
    if (distribution.kind != Kind::dist_info && distribution.kind != Kind::egg_info) continue;
    // "scipy-1.14.1.dist-info", "scipy-1.10.1-py3.11.egg-info"
    std::string version = signatures::installers::metadata_of_folder_name(file).version;
    if (!version.empty()) versions.insert(std::move(version));
  }
  return versions.size() == 1 ? *versions.begin() : "";
}

std::vector<DoubledPackage> doubled_packages(Linkages& linkages, ModuleSearch& search, const ImportPath& path) {
  std::map<std::string, std::size_t> times;
  std::set<std::string> folders;
  for (const ImportEntry& entry : path.entries) {
    if (entry.source == ImportEntry::Source::standard_library) continue;
    const auto real = linkages.system().files.resolve(entry.path);
    if (!real || !folders.insert(*real).second || !linkages.system().files.is_directory(*real)) continue;
    for (const std::string& name : search.names_of(entry.path)) {
      if (name.find('.') == std::string::npos && !name.starts_with('_')) ++times[name];
    }
  }
  std::vector<DoubledPackage> doubled;
  for (const auto& [name, count] : times) {
    if (count < 2 || name == "numpy" || doubled.size() >= most_doubled) continue;
    std::vector<FoundModule> all = search.find(path, name);
    std::erase_if(all, [](const FoundModule& module) { return module.form != ModuleForm::package; });
    if (all.size() < 2) continue;
    DoubledPackage package{name, all[0], all[1], {}, {}};
    const std::string first(paths::parent(package.first.path)), second(paths::parent(package.second.path));
    package.first_version = version_beside(search, first, name);
    package.second_version = version_beside(search, second, name);
    if (package.first_version.empty() || package.second_version.empty() ||
        package.first_version == package.second_version)
      continue;
    if (uses_blas(linkages, search, first, name) || uses_blas(linkages, search, second, name))
      doubled.push_back(std::move(package));
  }
  return doubled;
}

}  // namespace fairplay::auditor::loading
