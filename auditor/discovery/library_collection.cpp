#include "auditor/discovery/library_collection.h"

#include <algorithm>

#include "auditor/discovery/library_names.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {

using signatures::Damage;
using signatures::artifact::NodeKind;

void LibraryCollection::add(const std::string& name, const std::string& path, const Environment& environment,
                            const std::string& bundled_by, std::vector<Damage>& damage) {
  auto links = follow_links(system_.files, path);
  if (!links) {
    Damage broken = links.error();
    broken.grave = false;
    if (broken.file.empty()) broken.file = path;
    damage.push_back(std::move(broken));
    return;
  }
  const std::string real = links->back();
  const NodeKind kind = system_.files.stat(real).kind;
  if (kind != NodeKind::regular) return;
  FoundLibrary& library = libraries_[real];
  if (library.path.empty()) {
    library.path = real;
    library.environment = environment;
    library.bundled_by = bundled_by;
  }
  std::vector<std::string> chain;
  if (!name.empty()) chain.push_back(name);
  chain.insert(chain.end(), links->begin(), links->end());
  if (std::ranges::any_of(chain, [](const std::string& link) { return link.starts_with("/etc/alternatives/"); }))
    library.alternatives = true;
  if (std::ranges::find(library.chains, chain) == library.chains.end()) library.chains.push_back(std::move(chain));
}

void LibraryCollection::add_folder(const std::string& folder, const Environment& environment,
                                   const std::string& bundled_by, std::vector<Damage>& damage) {
  add_names(folder, names_in(system_.files, folder, damage), environment, bundled_by, damage);
}

void LibraryCollection::add_names(const std::string& folder, const std::vector<std::string>& names,
                                  const Environment& environment, const std::string& bundled_by,
                                  std::vector<Damage>& damage) {
  const auto real_folder = system_.files.resolve(folder);
  if (!real_folder || !folders_.insert(*real_folder).second) return;
  std::vector<std::string> candidates;
  std::ranges::copy_if(names, std::back_inserter(candidates), could_be_blas);
  // MKL's interface layers are the same library as the libmkl_rt.so beside them.
  if (std::ranges::none_of(names, stands_before_layers))
    std::ranges::copy_if(names, std::back_inserter(candidates), is_interface_layer);
  // Links first: "libblas.so.3" says how a file is asked for, "libblas.so.3.11.0" behind it would only repeat it.
  std::ranges::stable_partition(candidates, [&](const std::string& name) {
    return system_.files.lstat(paths::join(folder, name)).kind == NodeKind::symlink;
  });
  for (const std::string& name : candidates) {
    const std::string path = paths::join(folder, name);
    const bool is_link = system_.files.lstat(path).kind == NodeKind::symlink;
    if (!is_link && holds(paths::join(*real_folder, name))) continue;
    if (is_linker_script(system_.files, path)) continue;
    add(name, path, environment, bundled_by, damage);
  }
}

std::vector<FoundLibrary> LibraryCollection::sorted() const {
  std::vector<FoundLibrary> all;
  all.reserve(libraries_.size());
  for (const auto& [path, library] : libraries_) all.push_back(library);
  return all;
}

}  // namespace fairplay::auditor::discovery
