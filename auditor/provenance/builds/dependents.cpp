#include "auditor/provenance/builds/dependents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "auditor/discovery/paths.h"
#include "auditor/loading/interpreters.h"
#include "auditor/loading/package_loads.h"
#include "auditor/provenance/builds/api_demands.h"
#include "auditor/provenance/builds/distribution_of.h"
#include "auditor/wording/listing.h"
#include "signatures/name_parts.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::provenance {
namespace {

namespace folders = discovery::paths;

/// One environment keeps to itself: what lies outside of it is used without it, too.
bool is_isolated(Environment::Kind kind) {
  return kind == Environment::Kind::venv || kind == Environment::Kind::pipx || kind == Environment::Kind::uv_tool;
}

/// The packages that import one NumPy.
class Neighbours {
 public:
  Neighbours(Workbench& bench, const DescribedNumpy& numpy)
      : bench_(bench),
        numpy_(*numpy.numpy),
        subject_(*numpy.subject),
        interpreters_(loading::interpreters_of(bench.linkages, numpy_.folder)) {
    if (const auto package = bench.system.files.resolve(numpy_.package)) package_ = *package;
  }

  /// `folder`: the import folder that the binary lies in.
  void add(const std::string& folder, const discovery::FoundBinary& binary, const LookedAt& looked) {
    if (folders::is_within(looked.real, package_) || !is_imported(binary.path, looked)) return;
    const std::string below = binary.path.substr(folder.size() + 1);
    const std::string top = below.substr(0, below.find('/'));
    if (top == "numpy" || top == "numpy.libs" || !seen_.insert(looked.real).second) return;
    Group& group = groups_[{folder, top}];
    const signatures::elf::NumpyUse& use = looked.numpy;
    if (use.takes_api || use.checks || looked.needs_blas) group.uses = below;
    if (use.checks) group.demands[{use.abi, use.api, use.oldest, use.checks_api}].push_back(below);
    const bool for_tests = below.contains("/tests/") || below.contains("/test/");
    if (!for_tests && signatures::python::extension_tag(signatures::base_name(below)))
      group.modules.push_back(binary.path);
  }

  void finish(const std::set<std::string, std::less<>>& library_names) {
    Dependents& found = subject_.dependents;
    found.python = numpy_.folder.python;
    if (found.python.empty() && !interpreters_.empty()) found.python = interpreters_.front().version;
    const loading::Interpreter* interpreter = loading_interpreter();
    for (auto& [place, group] : groups_) {
      if (group.uses.empty()) continue;
      Dependent& package = package_of(place.first, group.uses);
      for (auto& [versions, modules] : group.demands) {
        const auto& [abi, api, oldest, asks_api] = versions;
        add_demand(package, {abi, api, oldest, std::move(modules), asks_api});
      }
      if (interpreter == nullptr || place.first != numpy_.folder.path) continue;
      loading::PackageLoads loads = loading::package_loads(
          bench_.linkages, *interpreter,
          {place.first, group.modules, [&](std::string_view name) { return library_names.contains(name); }});
      std::ranges::move(loads.problems, std::back_inserter(package.problems));
      self_loaded_.insert(loads.self_loaded.begin(), loads.self_loaded.end());
    }
    std::ranges::sort(found.packages, {}, &Dependent::name);
    report_unknown();
  }

 private:
  using Versions = std::tuple<std::optional<std::uint32_t>, std::optional<std::uint32_t>, std::string, bool>;
  struct Group {
    std::string uses;  ///< one of its binaries that uses NumPy or a BLAS; empty: none does
    std::map<Versions, std::vector<std::string>> demands;
    std::vector<std::string> modules;
  };

  /// Modules for another Python or machine are never opened.
  bool is_imported(const std::string& path, const LookedAt& looked) const {
    loading::ModuleTraits traits;
    traits.tag = signatures::python::extension_tag(signatures::base_name(path)).value_or(traits.tag);
    traits.format = signatures::python::OperatingSystem::linux;
    traits.bits = looked.header.bits;
    traits.machine = looked.header.machine;
    const std::string& python = numpy_.folder.python;
    if (interpreters_.empty())
      return python.empty() || traits.tag.version.empty() || python == traits.tag.version ||
             python == traits.tag.version + "t";
    return std::ranges::any_of(interpreters_, [&](const loading::Interpreter& interpreter) {
      return refusal(interpreter, traits) == loading::Refusal::none;
    });
  }

  /// The one that NumPy loads under. Without it, or where NumPy itself fails, nothing is said of other modules.
  loading::Interpreter* loading_interpreter() {
    if (subject_.loads.verdict != Verdict::yes || subject_.environment.kind == Environment::Kind::process)
      return nullptr;
    for (loading::Interpreter& interpreter : interpreters_) {
      if (interpreter.path.empty() || bench_.system.files.display(interpreter.path) != subject_.loads.interpreter)
        continue;
      if (interpreter.libc == signatures::python::Libc::unknown)
        interpreter.libc = loading::platform_of_root(bench_.system).libc;
      return &interpreter;
    }
    return nullptr;
  }

  Dependent& package_of(const std::string& folder, const std::string& below) {
    auto& distributions = distributions_[folder];
    if (!distributions) distributions = std::make_unique<DistributionsOf>(bench_.system.files, folder);
    signatures::installers::CoreMetadata said = distributions->of(below);
    const bool of_the_system =
        is_isolated(numpy_.folder.environment.kind) && !folders::is_within(folder, numpy_.folder.prefix);
    std::vector<Dependent>& packages = subject_.dependents.packages;
    for (Dependent& known : packages) {
      if (known.name == said.name && known.version == said.version && known.of_the_system == of_the_system)
        return known;
    }
    Dependent& made = packages.emplace_back();
    made.name = std::move(said.name);
    made.version = std::move(said.version);
    made.of_the_system = of_the_system;
    return made;
  }

  void report_unknown() {
    report_unread_demands(subject_);
    if (!self_loaded_.empty())
      subject_.not_checked.push_back({first_few({self_loaded_.begin(), self_loaded_.end()}),
                                      "the loader doesn't find what some packages need, but the environment holds it: "
                                      "whether they load it themselves wasn't followed"});
  }

  Workbench& bench_;
  const discovery::InstalledNumpy& numpy_;
  Subject& subject_;
  std::string package_;  ///< its folder, links resolved
  std::vector<loading::Interpreter> interpreters_;
  std::map<std::string, std::unique_ptr<DistributionsOf>> distributions_;  ///< by import folder
  std::set<std::string> seen_;                                             ///< binaries, links resolved
  std::map<std::pair<std::string, std::string>, Group> groups_;            ///< by import folder and first component
  std::set<std::string> self_loaded_;
};

/// Import folders, and the NumPys that packages in them import.
using Importers = std::map<std::string, std::set<std::size_t>>;

Importers importers_of(const discovery::System& system, std::span<const ImportView> views,
                       std::span<const DescribedNumpy> numpys) {
  Importers importers;
  const std::string& root = system.files.root();
  for (std::size_t i = 0; i < numpys.size(); ++i) {
    importers[numpys[i].numpy->folder.path].insert(i);
    for (const ImportView& view : views) {
      if (!view.complete || view.numpys.empty() || view.numpys.front().path != numpys[i].subject->path) continue;
      for (const std::string& entry : view.import_path) {
        if (entry.starts_with(root)) importers[entry.substr(root.size())].insert(i);
      }
    }
  }
  return importers;
}

}  // namespace

void find_dependents(Workbench& bench, const discovery::Discovered& found, const std::vector<LookedAt>& looked,
                     std::span<const ImportView> views, std::span<const DescribedNumpy> numpys) {
  if (numpys.empty()) return;
  const Importers importers = importers_of(bench.system, views, numpys);
  std::vector<std::unique_ptr<Neighbours>> neighbours;
  for (const DescribedNumpy& numpy : numpys) neighbours.push_back(std::make_unique<Neighbours>(bench, numpy));
  std::set<std::string, std::less<>> library_names;
  for (const discovery::FoundLibrary& library : found.libraries)
    library_names.insert(std::string(signatures::base_name(library.path)));
  for (std::size_t i = 0; i < found.binaries.size(); ++i) {
    const std::string& path = found.binaries[i].path;
    library_names.insert(std::string(signatures::base_name(path)));
    if (looked[i].real.empty()) continue;
    const Importers::value_type* innermost = nullptr;  // import folders may be nested
    for (const auto& one : importers) {
      if (one.first != path && folders::is_within(path, one.first) &&
          (innermost == nullptr || one.first.size() > innermost->first.size()))
        innermost = &one;
    }
    if (innermost == nullptr) continue;
    for (const std::size_t numpy : innermost->second)
      neighbours[numpy]->add(innermost->first, found.binaries[i], looked[i]);
  }
  for (const auto& one : neighbours) one->finish(library_names);
}

}  // namespace fairplay::auditor::provenance
