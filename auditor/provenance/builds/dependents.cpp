#include "auditor/provenance/builds/dependents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "auditor/discovery/paths.h"
#include "auditor/loading/interpreters.h"
#include "auditor/provenance/builds/distribution_of.h"
#include "auditor/wording/listing.h"
#include "signatures/name_parts.h"
#include "signatures/python/extension_name.h"

namespace fairplay::auditor::provenance {
namespace {

namespace folders = discovery::paths;

/// The NumPy that lies in the innermost import folder around `path`; they may be nested (vendored copies).
const DescribedNumpy* numpy_beside(std::string_view path, std::span<const DescribedNumpy> numpys) {
  const DescribedNumpy* innermost = nullptr;
  for (const DescribedNumpy& one : numpys) {
    const std::string& folder = one.numpy->folder.path;
    if (!folders::is_within(path, folder)) continue;
    if (innermost == nullptr || folder.size() > innermost->numpy->folder.path.size()) innermost = &one;
  }
  return innermost;
}

/// The packages beside one NumPy.
class Neighbours {
 public:
  Neighbours(Workbench& bench, const DescribedNumpy& numpy)
      : numpy_(*numpy.numpy),
        subject_(*numpy.subject),
        interpreters_(loading::interpreters_of(bench.linkages, numpy_.folder)),
        distributions_(bench.system.files, numpy_.folder.path) {
    if (const auto package = bench.system.files.resolve(numpy_.package)) package_ = *package;
  }

  void add(const discovery::FoundBinary& binary, const LookedAt& looked) {
    const bool own = folders::is_within(binary.path, numpy_.package) || folders::is_within(looked.real, package_);
    if (own || !looked.numpy.checks || !is_imported(binary.path, looked) || !seen_.insert(looked.real).second) return;
    const std::string below = binary.path.substr(numpy_.folder.path.size() + 1);
    const signatures::elf::NumpyUse& use = looked.numpy;
    demands_[distribution(below)][{use.abi, use.api, use.oldest}].push_back(below);
  }

  void finish() {
    if (demands_.empty()) return;
    Dependents& found = subject_.dependents;
    found.python = numpy_.folder.python;
    if (found.python.empty() && !interpreters_.empty()) found.python = interpreters_.front().version;
    std::vector<std::string> unread;
    for (auto& [distribution, demands] : demands_) {
      Dependent package{distribution.first, distribution.second, {}};
      bool read = true;
      for (auto& [versions, modules] : demands) {
        const auto& [abi, api, oldest] = versions;
        read = read && abi && (api || !oldest.empty());
        package.demands.push_back({abi, api, oldest, std::move(modules)});
      }
      if (!read) unread.push_back(package.name);
      found.packages.push_back(std::move(package));
    }
    if (!unread.empty())
      subject_.not_checked.push_back({first_few(unread),
                                      "of some of their modules it can't be read which versions of NumPy's C API they "
                                      "were compiled for: whether they fit this NumPy isn't known"});
    const CApiVersions& own = subject_.c_api;
    if (!own.binary.abi && !own.headers.abi && !own.release.abi)
      subject_.not_checked.push_back(
          {counted(found.packages.size(), "package", "packages") + " that use its C API",
           "the versions of this NumPy's C API aren't known: whether they fit isn't, either"});
  }

 private:
  using Versions = std::tuple<std::optional<std::uint32_t>, std::optional<std::uint32_t>, std::string>;

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

  std::pair<std::string, std::string> distribution(const std::string& below) {
    signatures::installers::CoreMetadata said = distributions_.of(below);
    return {std::move(said.name), std::move(said.version)};
  }

  const discovery::InstalledNumpy& numpy_;
  Subject& subject_;
  std::string package_;  ///< its folder, links resolved
  std::vector<loading::Interpreter> interpreters_;
  DistributionsOf distributions_;
  std::set<std::string> seen_;  ///< modules, links resolved
  std::map<std::pair<std::string, std::string>, std::map<Versions, std::vector<std::string>>> demands_;
};

}  // namespace

void find_dependents(Workbench& bench, const std::vector<discovery::FoundBinary>& binaries,
                     const std::vector<LookedAt>& looked, std::span<const DescribedNumpy> numpys) {
  std::map<const DescribedNumpy*, Neighbours> neighbours;
  for (std::size_t i = 0; i < binaries.size(); ++i) {
    if (!looked[i].numpy.checks) continue;
    const DescribedNumpy* numpy = numpy_beside(binaries[i].path, numpys);
    if (numpy == nullptr) continue;
    neighbours.try_emplace(numpy, bench, *numpy).first->second.add(binaries[i], looked[i]);
  }
  for (auto& [numpy, packages] : neighbours) packages.finish();
}

}  // namespace fairplay::auditor::provenance
