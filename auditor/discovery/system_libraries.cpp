#include "auditor/discovery/system_libraries.h"

#include <algorithm>
#include <set>

#include "auditor/discovery/library_names.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/loader_cache.h"
#include "auditor/discovery/loader_folders.h"
#include "auditor/discovery/paths.h"
#include "signatures/blas/vendor.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

const Environment environment{Environment::Kind::system};

void from_cache(const std::string& bytes, const std::string& file, LibraryCollection& libraries,
                std::vector<Damage>& damage) {
  LoaderCache cache = read_loader_cache(bytes, file);
  std::ranges::move(cache.damage, std::back_inserter(damage));
  std::set<std::string_view> with_front;
  for (const CacheEntry& entry : cache.entries) {
    if (stands_before_layers(entry.name)) with_front.insert(paths::parent(entry.path));
  }
  for (const CacheEntry& entry : cache.entries) {
    const bool layer = is_interface_layer(entry.name) && !with_front.contains(paths::parent(entry.path));
    if (!layer && !could_be_blas(entry.name)) continue;
    std::vector<Damage> broken;
    libraries.add(std::string(entry.name), std::string(entry.path), environment, "", broken);
    for (Damage& one : broken) {
      one.reason = "the loader's cache leads there, but " + one.reason;
      damage.push_back(std::move(one));
    }
  }
}

/// What update-alternatives(1) knows of a link group: mode, link, slave links, then per candidate its path, priority
/// and slave paths. Whatever is an absolute path to something like a BLAS is a candidate.
void from_alternatives_records(const System& system, LibraryCollection& libraries, std::vector<Damage>& damage) {
  const std::string folder = "/var/lib/dpkg/alternatives";
  for (const std::string& record : names_in(system.files, folder, damage)) {
    if (!record.starts_with("lib") || !could_be_blas(record.substr(0, record.find('-')))) continue;
    const auto text = system.files.read(paths::join(folder, record), 1 << 20);
    if (!text) {
      damage.push_back(text.error());
      continue;
    }
    for (const std::string& line : paths::split(*text, "\n")) {
      if (!line.starts_with('/') || !could_be_blas(paths::last(line))) continue;
      // Only the candidates' own folders: the public link is in the loader's folders and is found there.
      const auto real = system.files.resolve(line);
      if (real && !libraries.holds(*real)) libraries.add("", line, environment, "", damage);
    }
  }
}

std::vector<std::string_view> alternatives_folders() {
  std::vector<std::string_view> folders;
  for (const signatures::blas::VendorFacts* vendor : signatures::blas::known_vendors())
    folders.insert(folders.end(), vendor->alternatives_folders.begin(), vendor->alternatives_folders.end());
  std::ranges::sort(folders);
  return folders;
}

/// Debian's folders that alternatives choose from, also where the records are missing (slim images).
void from_candidate_folders(const System& system, LibraryCollection& libraries, std::vector<Damage>& damage) {
  for (const std::string& triplet : multiarch_triplets()) {
    const std::string base = "/usr/lib/" + triplet;
    if (!system.files.is_directory(base)) continue;
    for (const std::string_view name : alternatives_folders()) {
      const std::string folder = paths::join(base, std::string(name));
      for (const std::string& file : names_in(system.files, folder, damage)) {
        if (!could_be_blas(file)) continue;
        const std::string path = paths::join(folder, file);
        const auto real = system.files.resolve(path);
        if (real && !libraries.holds(*real) && !is_linker_script(system.files, path))
          libraries.add("", path, environment, "", damage);
      }
    }
  }
}

}  // namespace

void find_system_libraries(const System& system, LibraryCollection& libraries, std::vector<Damage>& damage) {
  if (const auto variable = system.environment.find("LD_LIBRARY_PATH"); variable != system.environment.end()) {
    for (const std::string& folder : paths::split(variable->second, ":;")) {
      if (folder.starts_with('/')) libraries.add_folder(paths::tidy(folder), environment, "", damage);
    }
  }
  const auto cache = system.files.read(loader_cache_path, 64 << 20);
  if (cache) {
    from_cache(*cache, system.files.display(loader_cache_path), libraries, damage);
  } else {
    if (system.files.is_regular(loader_cache_path)) damage.push_back(cache.error());
    for (const std::string& folder : configured_folders(system, damage))
      libraries.add_folder(folder, environment, "", damage);
    for (const std::string& folder : default_folders(system, 0, 0))
      libraries.add_folder(folder, environment, "", damage);
  }
  from_alternatives_records(system, libraries, damage);
  from_candidate_folders(system, libraries, damage);
}

}  // namespace fairplay::auditor::discovery
