#include "auditor/discovery/bundled_libraries.h"

#include <algorithm>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {

using signatures::Damage;

void find_bundled_libraries(const System& system, const ImportFolder& folder, const std::vector<std::string>& names,
                            LibraryCollection& libraries, std::vector<Damage>& damage) {
  const auto has = [&](std::string_view name) {
    return std::ranges::binary_search(names, name, {}, [](const std::string& item) { return std::string_view(item); });
  };
  for (const std::string& name : names) {
    const std::string path = paths::join(folder.path, name);
    if (name.ends_with(".libs") && !name.starts_with('~')) {
      libraries.add_folder(path, folder.environment, name, damage);
    } else if (name.starts_with("scipy_openblas") && name.find('.') == std::string::npos &&
               name.find('-') == std::string::npos) {
      libraries.add_folder(path + "/lib", folder.environment, name, damage);
    } else if (name.ends_with(".data")) {
      libraries.add_folder(path + "/data/lib", folder.environment, name, damage);
    } else if (name.ends_with(".egg") && system.files.is_directory(path + "/numpy")) {
      libraries.add_folder(path + "/numpy/.libs", folder.environment, "numpy/.libs", damage);
    }
  }
  for (const char* package : {"numpy", "scipy"}) {
    if (has(package))
      libraries.add_folder(paths::join(folder.path, package) + "/.libs", folder.environment,
                           std::string(package) + "/.libs", damage);
  }
  if (has("lib")) libraries.add_folder(paths::join(folder.path, "lib"), folder.environment, "", damage);
}

void find_prefix_libraries(const System&, const std::string& prefix, const Environment& environment,
                           LibraryCollection& libraries, std::vector<Damage>& damage) {
  if (prefix.empty() || prefix == "/" || prefix == "/usr" || prefix == "/usr/local") return;
  libraries.add_folder(prefix + "/lib", environment, "", damage);
}

}  // namespace fairplay::auditor::discovery
