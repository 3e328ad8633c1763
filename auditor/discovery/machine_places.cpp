#include "auditor/discovery/machine_places.h"

#include <algorithm>
#include <array>
#include <set>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/loader_folders.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

using PlaceState = SearchedPlace::State;

/// Top folders in which the system's own packages and the kernel keep things (Filesystem Hierarchy Standard), apart
/// from those that are told one by one.
bool is_systems_own(std::string_view name) {
  constexpr std::array<std::string_view, 22> names = {
      "bin",  "boot", "dev", "etc",  "home", "lib", "lib32", "lib64", "libx32", "lost+found", "opt",
      "proc", "root", "run", "sbin", "srv",  "sys", "tmp",   "usr",   "var",    "init",       "snap"};
  return std::ranges::find(names, name) != names.end();
}

class Places {
 public:
  explicit Places(const System& system) : system_(system) {}

  std::vector<SearchedPlace> run() {
    for (const char* name : {"VIRTUAL_ENV", "CONDA_PREFIX"})
      if (const std::string path = variable(name); path.starts_with('/'))
        searched(path, std::string(name) + " names it");
    if (home().starts_with('/'))
      searched(home(),
               "user site, pyenv, the environments of uv, pipx, conda, pipenv and poetry, and those directly in it",
               PlaceState::partly);
    if (const std::string pyenv = variable("PYENV_ROOT"); pyenv.starts_with('/'))
      searched(pyenv, "PYENV_ROOT names it");
    for (const char* path : {"/usr", "/usr/local"}) searched(path, "the system's Python packages");
    for (const char* name : {"PATH", "PYTHONPATH", "LD_LIBRARY_PATH"}) {
      for (const std::string& path : paths::split(variable(name), ":;"))
        if (path.starts_with('/')) searched(paths::tidy(path), std::string("on ") + name);
    }
    if (system_.files.is_regular(loader_cache_path)) searched(loader_cache_path, "the libraries that the loader finds");
    for (const char* path : {"/opt", "/srv"}) searched(path, "environments directly below it", PlaceState::partly);
    other_homes();
    skipped_tops();
    return std::move(places_);
  }

 private:
  std::string variable(const char* name) const {
    const auto value = system_.environment.find(name);
    return value == system_.environment.end() ? std::string{} : value->second;
  }
  std::string home() const { return paths::tidy(variable("HOME")); }

  void add(const std::string& path, PlaceState state, std::string what) {
    const auto real = system_.files.resolve(path);
    if (!real || !told_.insert(*real).second) return;
    places_.push_back({system_.files.display(path), state, std::move(what)});
  }
  void searched(const std::string& path, std::string what, PlaceState state = PlaceState::searched) {
    if (!path.empty() && system_.files.stat(path).kind != signatures::artifact::NodeKind::absent)
      add(path, state, std::move(what));
  }

  void other_homes() {
    std::vector<std::string> homes;
    for (const std::string& name : folders_in(system_.files, "/home")) homes.push_back("/home/" + name);
    if (system_.files.is_directory("/root")) homes.emplace_back("/root");
    for (const std::string& path : homes) {
      if (!paths::is_within(home(), path))
        add(path, PlaceState::skipped, "another user's home: audit it by name, as that user or as root");
    }
  }

  void skipped_tops() {
    for (const std::string& name : folders_in(system_.files, "/")) {
      if (is_systems_own(name)) continue;
      const std::string path = "/" + name;
      const bool empty = folders_in(system_.files, path).empty();
      if (!empty) add(path, PlaceState::skipped, "no usual place: audit it by name");
    }
    for (const char* path : {"/var/lib/docker", "/var/lib/containers", "/var/lib/containerd", "/var/lib/machines",
                             "/snap", "/var/lib/flatpak"}) {
      if (system_.files.is_directory(path))
        add(path, PlaceState::skipped, "images and containers: audit one by its root, or its process by pid:N");
    }
  }

  const System& system_;
  std::set<std::string> told_;  ///< resolved
  std::vector<SearchedPlace> places_;
};

}  // namespace

std::vector<SearchedPlace> places_of_machine(const System& system) { return Places(system).run(); }

}  // namespace fairplay::auditor::discovery
