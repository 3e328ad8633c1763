#include "auditor/provenance/builds/archived_dependents.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "auditor/loading/interpreters.h"
#include "auditor/provenance/builds/api_demands.h"
#include "auditor/provenance/builds/extension_modules.h"
#include "auditor/provenance/records/record_of_files.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::fingerprint::FileFacts;
using signatures::fingerprint::Fingerprint;
using signatures::installers::CoreMetadata;

constexpr std::size_t most_packages = 4096;

class Beside {
 public:
  Beside(const Fingerprint& files, const std::string& package, const std::vector<Distribution>& distributions)
      : files_(files), package_(package), folder_(signatures::folder_of(package)), distributions_(distributions) {
    each_below(package_ + "/", [&](const std::string& key, const FileFacts& facts) {
      const auto tag = signatures::python::extension_tag(base_name(key));
      if (!tag || !facts.elf) return;
      loading::Interpreter python = importer_of(traits_of(facts, *tag));
      if (std::ranges::find(pythons_, python) == pythons_.end()) pythons_.push_back(std::move(python));
    });
  }

  void fill(Subject& numpy) {
    const std::string inside = folder_.empty() ? "" : folder_ + "/";
    each_below(inside, [&](const std::string& key, const FileFacts& facts) {
      const std::string below = key.substr(inside.size());
      if (!facts.elf || !facts.elf->numpy || !is_beside(key) || !is_imported(key, facts)) return;
      const signatures::elf::NumpyUse& use = *facts.elf->numpy;
      if (!use.takes_api && !use.checks) return;
      Dependent* dependent = package_of(numpy.dependents, below);
      if (dependent != nullptr && use.checks)
        add_demand(*dependent, {use.abi, use.api, use.oldest, {below}, use.checks_api});
    });
    if (numpy.dependents.packages.empty()) return;
    numpy.dependents.python = only_version();
    std::ranges::sort(numpy.dependents.packages, {}, &Dependent::name);
    report_unread_demands(numpy);
  }

 private:
  template <class Visit>
  void each_below(const std::string& folder, Visit visit) const {
    for (auto item = files_.files.lower_bound(folder); item != files_.files.end() && item->first.starts_with(folder);
         ++item)
      visit(item->first, item->second);
  }

  /// In the NumPy's import folder, and in none with a NumPy of its own further down.
  bool is_beside(const std::string& key) const {
    if (lies_in(key, package_)) return false;
    for (std::string_view folder = signatures::folder_of(key); folder.size() > folder_.size();
         folder = signatures::folder_of(folder)) {
      if (files_.find(std::string(folder) + "/numpy/__init__.py") != nullptr) return false;
    }
    return true;
  }

  /// A Python that imports this module of the NumPy's, as far as it says.
  static loading::Interpreter importer_of(const loading::ModuleTraits& module) {
    loading::Interpreter python;
    python.implementation = module.tag.implementation;
    python.version = module.tag.version;
    python.free_threaded = module.tag.free_threaded;
    python.debug = true;  // whether it is one isn't known
    python.system = loading::system_of(module);
    python.libc = module.libc;
    python.bits = module.bits;
    python.machine = module.machine;
    return python;
  }

  /// Of the Pythons that import the NumPy; empty where there are several, or none is known.
  std::string only_version() const {
    std::set<std::pair<std::string, bool>> versions;
    for (const loading::Interpreter& python : pythons_) {
      if (!python.version.empty()) versions.emplace(python.version, python.free_threaded);
    }
    return versions.size() == 1 ? versions.begin()->first : std::string();
  }

  bool is_imported(const std::string& key, const FileFacts& facts) const {
    const auto tag = signatures::python::extension_tag(base_name(key));
    if (!tag) return false;
    const loading::ModuleTraits module = traits_of(facts, *tag);
    return std::ranges::any_of(pythons_, [&](const loading::Interpreter& python) {
      return loading::refusal(python, module) == loading::Refusal::none;
    });
  }

  Dependent* package_of(Dependents& dependents, const std::string& below) {
    const std::string top = below.substr(0, std::min(below.find('/'), below.find('.')));
    const auto [known, is_new] = by_top_.try_emplace(top, 0);
    if (!is_new) return &dependents.packages[known->second];
    const CoreMetadata said = metadata_of(top, below);
    const auto same = std::ranges::find_if(dependents.packages, [&](const Dependent& other) {
      return other.name == said.name && other.version == said.version;
    });
    known->second = static_cast<std::size_t>(same - dependents.packages.begin());
    if (same != dependents.packages.end()) return &*same;
    if (dependents.packages.size() >= most_packages) {
      by_top_.erase(known);
      return nullptr;
    }
    Dependent& made = dependents.packages.emplace_back();
    made.name = said.name;
    made.version = said.version;
    return &made;
  }

  /// By a distribution of the same name, then by RECORD; else the folder's name.
  CoreMetadata metadata_of(const std::string& top, const std::string& below) const {
    const auto said_by = [](const Distribution& distribution) {
      CoreMetadata said = signatures::installers::metadata_of_folder_name(base_name(distribution.path));
      if (!distribution.metadata.name.empty()) said.name = distribution.metadata.name;
      if (!distribution.metadata.version.empty()) said.version = distribution.metadata.version;
      return said;
    };
    const Distribution* by_record = nullptr;
    for (const Distribution& distribution : distributions_) {
      if (signatures::folder_of(distribution.path) != folder_) continue;
      CoreMetadata said = said_by(distribution);
      if (signatures::installers::normalised_name(said.name) == signatures::installers::normalised_name(top))
        return said;
      if (by_record == nullptr &&
          std::ranges::any_of(distribution.record, [&](const auto& row) { return row.path == below; }))
        by_record = &distribution;
    }
    if (by_record != nullptr) return said_by(*by_record);
    CoreMetadata unknown;
    unknown.name = top;
    return unknown;
  }

  const Fingerprint& files_;
  const std::string& package_;
  std::string folder_;
  const std::vector<Distribution>& distributions_;
  std::vector<loading::Interpreter> pythons_;  ///< that import NumPy's own modules, each once
  std::map<std::string, std::size_t> by_top_;  ///< place in Dependents::packages by first component
};

}  // namespace

bool may_use_numpy(std::string_view member) {
  const bool own = member.starts_with("numpy/") || member.contains("/numpy/");
  return !own && signatures::python::extension_tag(base_name(member)).has_value();
}

void find_archived_dependents(const Fingerprint& files, const std::string& package,
                              const std::vector<Distribution>& distributions, Subject& numpy) {
  Beside(files, package, distributions).fill(numpy);
}

}  // namespace fairplay::auditor::provenance
