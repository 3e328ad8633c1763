// Which folders an interpreter would import from, without running it: CPython's getpath and site modules, PEP 405, and
// what Debian and Fedora change about them.
#include <fmt/format.h>

#include <algorithm>

#include "auditor/discovery/contents.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/import_folders.h"
#include "auditor/discovery/library_collection.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

/// A script in the place of an interpreter: only running it could show what it starts.
Damage script_damage(const System& system, const std::string& path, const std::string& head) {
  const std::string_view folder = paths::parent(path);
  const std::string first_line = head.substr(0, head.find('\n'));
  if (paths::last(folder) == "shims" && head.find("pyenv") != std::string::npos) {
    const std::string root(paths::parent(folder));
    std::string versions;
    for (const std::string& version : pyenv_versions(system, root))
      versions += (versions.empty() ? "" : ", ") + version;
    return {system.files.display(path), "",
            fmt::format("a pyenv shim, not an interpreter: which Python it starts depends on the folder it is called "
                        "from. Name one of {}/versions/*/bin/python ({})",
                        root, versions.empty() ? "none installed" : versions),
            true};
  }
  return {system.files.display(path), "",
          fmt::format("a script ({}), not an interpreter: what it starts is not known without running it",
                      first_line.substr(0, 80)),
          true};
}

/// The version from the interpreter's own name, or from what is in its prefix.
std::string version_of(const System& system, const std::vector<std::string>& links, const Prefix& prefix,
                       std::vector<Damage>& damage) {
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    if (const auto version = version_in_interpreter_name(paths::last(*link));
        version && version->find('.') != std::string::npos)
      return *version;
  }
  if (!prefix.version.empty()) return prefix.version;
  std::vector<std::string> versions;
  for (const std::string& name : names_in(system.files, prefix.path + "/lib", damage)) {
    if (const auto version = version_in_name(name); version && version->find('.') != std::string::npos)
      versions.push_back(*version);
  }
  return versions.size() == 1 ? versions.front() : "";
}

class Interpreter {
 public:
  Interpreter(const System& system, Discovered& found) : system_(system), found_(found), folders_(system) {}

  void run(const std::string& path) {
    const std::string folder(paths::parent(path));
    // Python looks for pyvenv.cfg beside the path it was started by, links not followed, and one above.
    std::string at = system_.files.is_regular(folder + "/pyvenv.cfg") ? folder : std::string(paths::parent(folder));
    bool venv = system_.files.is_regular(at + "/pyvenv.cfg");
    const auto links = follow_links(system_.files, path);
    if (!links) {
      Damage damage = links.error();
      if (damage.file.empty()) damage.file = path;
      damage.grave = !venv;  // a venv whose base was removed still has its packages
      found_.damage.push_back(std::move(damage));
      if (!venv) return;
    } else {
      if (!system_.files.is_regular(path)) {
        found_.damage.push_back({system_.files.display(path), "", "is not a file, so no interpreter", true});
        return;
      }
      const std::string head = first_bytes(system_.files, path, 4096);
      if (head.starts_with("#!")) {
        found_.damage.push_back(script_damage(system_, path, head));
        return;
      }
      const std::string_view name = paths::last(links->back());
      if (!venv && !is_interpreter_name(name)) {
        found_.damage.push_back({system_.files.display(path), "",
                                 fmt::format("leads to {}, which by its name is no Python interpreter", links->back()),
                                 true});
        return;
      }
      if (!venv) {
        // An interpreter's prefix is where its real file is, unless a link's own folder has a Python library (Nix,
        // conda).
        at = paths::parent(paths::parent(links->back()));
        if (!has_python_library(at)) {
          for (const std::string& link : *links) {
            const std::string candidate(paths::parent(paths::parent(link)));
            if (has_python_library(candidate)) at = candidate;
          }
        }
      }
    }
    const Prefix prefix = describe_prefix(system_, at, found_.damage);
    const std::string version =
        version_of(system_, links ? *links : std::vector<std::string>{path}, prefix, found_.damage);
    python_path();
    if (venv) {
      add_prefix(prefix, version);
      if (prefix.system_site && !prefix.home.empty()) base(std::string(paths::parent(prefix.home)), version);
    } else {
      base(prefix.path, version);
    }
    find();
  }

 private:
  bool has_python_library(const std::string& prefix) {
    std::vector<Damage> ignored;
    const std::vector<std::string> names = names_in(system_.files, prefix + "/lib", ignored);
    return std::ranges::any_of(names, [](const std::string& name) { return version_in_name(name).has_value(); });
  }

  void python_path() {
    const auto variable = system_.environment.find("PYTHONPATH");
    if (variable == system_.environment.end()) return;
    for (const std::string& folder : paths::split(variable->second, ":")) {
      if (folder.starts_with('/') && system_.files.is_directory(folder))
        folders_.add({paths::tidy(folder), {Environment::Kind::python_path}, paths::tidy(folder), "", false});
    }
  }

  void add_prefix(const Prefix& prefix, const std::string& version) {
    for (ImportFolder& folder : folders_of_prefix(system_, prefix, version, found_.damage))
      folders_.add(std::move(folder));
  }

  /// site.main(): the user's folder, then the prefixes. Debian and Fedora put /usr/local before /usr.
  void base(const std::string& prefix, const std::string& version) {
    if (const auto home = system_.environment.find("HOME");
        home != system_.environment.end() && home->second.starts_with('/')) {
      add_prefix(describe_prefix(system_, home->second + "/.local", found_.damage), version);
    }
    const bool system_python = prefix == "/usr" || prefix == "/";
    if (system_python) {
      if (system_.files.is_directory("/usr/local"))
        add_prefix(describe_prefix(system_, "/usr/local", found_.damage), version);
      add_prefix(describe_prefix(system_, "/usr", found_.damage),
                 version);  // lib/python3 before lib/python3.11, as Debian has it
    } else {
      add_prefix(describe_prefix(system_, prefix, found_.damage), version);
    }
  }

  void find() {
    LibraryCollection libraries(system_);
    find_contents(system_, folders_.folders(), libraries, found_);
    finish(system_, libraries, Order::as_found, found_);
  }

  const System& system_;
  Discovered& found_;
  ImportFolders folders_;
};

}  // namespace

Discovered discover_interpreter(const System& system, const std::string& path) {
  Discovered found;
  if (!path.starts_with('/')) {
    found.damage.push_back({path, "", "is not an absolute path", true});
    return found;
  }
  Interpreter(system, found).run(paths::tidy(path));
  return found;
}

}  // namespace fairplay::auditor::discovery
