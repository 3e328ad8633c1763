#include "auditor/provenance/builds/monkeypatches.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "signatures/artifact/file_stream.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::footprint::Footprint;

int minor_of(std::string_view python) {
  int minor = 0;
  if (python.starts_with("3.")) std::from_chars(python.data() + 2, python.data() + python.size(), minor);
  return minor;
}

/// Python's own types, which NumPy 1.20 to 1.23 still gave as its attributes, by a module's __getattr__ that no listing
/// shows.
bool is_expired_alias(std::string_view version, std::string_view path) {
  constexpr std::array names{"numpy.bool",   "numpy.int", "numpy.float", "numpy.complex",
                             "numpy.object", "numpy.str", "numpy.long",  "numpy.unicode"};
  const bool gave = version.starts_with("1.20.") || version.starts_with("1.21.") || version.starts_with("1.22.") ||
                    version.starts_with("1.23.");
  return gave && std::ranges::find(names, path) != names.end();
}

/// Whether a public name or member exists; what is private can't be determined.
std::optional<bool> has(const Footprint& footprint, std::string_view version, const std::string& path) {
  if (is_expired_alias(version, path)) return true;
  if (path.contains("._") || path.contains('(') || path.contains('?')) return std::nullopt;
  const std::size_t dot = path.rfind('.');
  if (dot == std::string::npos || footprint.modules.contains(path)) return true;
  const std::string owner = path.substr(0, dot);
  const std::string name = path.substr(dot + 1);
  if (const auto module = footprint.modules.find(owner); module != footprint.modules.end())
    return module->second.contains(name);
  const std::size_t outer = owner.rfind('.');
  if (outer == std::string::npos) return std::nullopt;
  const auto module = footprint.modules.find(owner.substr(0, outer));
  if (module == footprint.modules.end()) return std::nullopt;
  const auto type = module->second.find(owner.substr(outer + 1));
  if (type == module->second.end()) return false;
  if (type->second.kind != signatures::footprint::NameKind::class_) return std::nullopt;
  return std::ranges::binary_search(type->second.members, name);
}

}  // namespace

monkeypatches::EnvironmentPatches find_environment_patches(const discovery::System& system, const std::string& package,
                                                           const discovery::ImportFolder& folder,
                                                           const std::string& version, unsigned jobs) {
  monkeypatches::MetNumpy numpy;
  numpy.version = version;
  numpy.python_minor = minor_of(folder.python);
  // Only a guarded patch asks for names: the footprint isn't read before.
  const auto footprint = std::make_shared<std::optional<signatures::Expected<Footprint>>>();
  numpy.has = [&, footprint](const std::string& path) -> std::optional<bool> {
    if (!*footprint) {
      const auto host = system.files.host_path(package);
      if (!host) return std::nullopt;
      const std::string& root = system.files.root();
      const auto stream = signatures::artifact::open_folder({*host, {"."}, root.empty() ? "/" : root});
      *footprint = signatures::footprint::read_footprint(*stream, true, jobs);
    }
    return **footprint ? has(***footprint, version, path) : std::nullopt;
  };
  return monkeypatches::follow_environment(system.files, folder.path, numpy, jobs);
}

void add_patches(monkeypatches::EnvironmentPatches found, Subject& subject) {
  subject.monkeypatches.insert(subject.monkeypatches.end(), std::make_move_iterator(found.patches.begin()),
                               std::make_move_iterator(found.patches.end()));
  subject.not_checked.insert(subject.not_checked.end(), std::make_move_iterator(found.not_checked.begin()),
                             std::make_move_iterator(found.not_checked.end()));
}

}  // namespace fairplay::auditor::provenance
