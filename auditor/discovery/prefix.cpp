#include "auditor/discovery/prefix.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/venv_configuration.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;

void read_pyvenv(const System& system, Prefix& prefix, std::vector<Damage>& damage) {
  const std::string file = paths::join(prefix.path, "pyvenv.cfg");
  const auto text = system.files.read(file, longest_venv_configuration);
  if (!text) {
    damage.push_back(text.error());
    return;
  }
  VenvConfiguration configuration = read_venv_configuration(*text);
  if (configuration.home && configuration.home->starts_with('/')) prefix.home = paths::tidy(*configuration.home);
  prefix.system_site = configuration.system_site;
  prefix.version = std::move(configuration.version);
  if (prefix.home.empty())
    damage.push_back({system.files.display(file), "",
                      "names no home: the interpreter behind this virtual environment is not known", false});
}

/// The component behind `marker` in a path: "ruff" for "/home/u/.local/share/uv/tools/ruff" and "/uv/tools/".
std::string component_after(std::string_view path, std::string_view marker) {
  const std::size_t at = path.find(marker);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = path.substr(at + marker.size());
  return std::string(rest.substr(0, rest.find('/')));
}

std::string variable(const System& system, const char* name) {
  const auto found = system.environment.find(name);
  return found == system.environment.end() ? std::string{} : found->second;
}

Environment environment_of(const System& system, const Prefix& prefix) {
  using Kind = Environment::Kind;
  const std::string& path = prefix.path;
  if (prefix.venv) {
    if (std::string tool = component_after(path, "/uv/tools/"); !tool.empty()) return {Kind::uv_tool, std::move(tool)};
    if (std::string app = component_after(path, "/pipx/venvs/"); !app.empty()) return {Kind::pipx, std::move(app)};
    return {Kind::venv, path};
  }
  if (prefix.conda) return {Kind::conda, path};
  const std::string_view versions = paths::parent(path);
  if (paths::last(versions) == "versions") {
    const std::string_view root = paths::parent(versions);
    const std::string known = variable(system, "PYENV_ROOT");
    if (paths::last(root) == ".pyenv" || paths::last(root) == "pyenv" || (!known.empty() && paths::tidy(known) == root))
      return {Kind::pyenv, std::string(paths::last(path))};
  }
  if (std::string build = component_after(path, "/uv/python/"); !build.empty())
    return {Kind::uv_python, std::move(build)};
  if (paths::last(path) == ".local") return {Kind::user_site};
  if (path == "/usr" || path == "/") return {Kind::system};
  if (path == "/usr/local") return {Kind::system, path};
  return {Kind::python, path};
}

}  // namespace

Prefix describe_prefix(const System& system, const std::string& path, std::vector<Damage>& damage) {
  Prefix prefix;
  prefix.path = paths::tidy(path);
  prefix.venv = system.files.is_regular(paths::join(prefix.path, "pyvenv.cfg"));
  prefix.conda = !prefix.venv && system.files.is_directory(paths::join(prefix.path, "conda-meta"));
  if (prefix.venv) read_pyvenv(system, prefix, damage);
  prefix.environment = environment_of(system, prefix);
  return prefix;
}

bool is_environment(const System& system, const std::string& path) {
  return system.files.is_regular(paths::join(path, "pyvenv.cfg")) ||
         system.files.is_directory(paths::join(path, "conda-meta"));
}

std::optional<std::string> version_in_name(std::string_view name) {
  if (name.starts_with("python")) {
    name.remove_prefix(6);
  } else if (name.starts_with("pypy")) {
    name.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  if (name.empty() || name[0] < '1' || name[0] > '9') return std::nullopt;
  std::size_t end = name.find_first_not_of("0123456789");
  if (end != std::string_view::npos && name[end] == '.') {
    const std::size_t minor = end + 1;
    end = name.find_first_not_of("0123456789", minor);
    if (end == minor || minor == name.size()) return std::nullopt;
  }
  if (end == std::string_view::npos) return std::string(name);
  // ABI flags (PEP 3149, PEP 703): m, d, u; only t changes what may be imported.
  const std::string_view flags = name.substr(end);
  if (flags.find_first_not_of("mdut") != std::string_view::npos) return std::nullopt;
  std::string version(name.substr(0, end));
  if (flags.find('t') != std::string_view::npos) version += 't';
  return version;
}

namespace {

std::string_view without_debug_suffix(std::string_view name) {
  constexpr std::string_view suffix = "-dbg";
  if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  return name;
}

/// "python3.11" for "python3.11.7"; other names unchanged.
std::string_view without_patch_version(std::string_view name) {
  const std::size_t patch = name.find_last_not_of("0123456789");
  const bool has_patch = patch != std::string_view::npos && patch + 1 < name.size() && name[patch] == '.' &&
                         std::ranges::count(name, '.') == 2;
  return has_patch ? name.substr(0, patch) : name;
}

}  // namespace

std::optional<std::string> version_in_interpreter_name(std::string_view name) {
  return version_in_name(without_patch_version(without_debug_suffix(name)));
}

bool is_interpreter_name(std::string_view name) {
  const std::string_view plain = without_debug_suffix(name);
  return plain == "python" || plain == "pypy" || version_in_interpreter_name(name).has_value();
}

std::vector<ImportFolder> folders_of_prefix(const System& system, const Prefix& prefix, std::string_view version,
                                            std::vector<Damage>& damage) {
  std::vector<ImportFolder> found;
  const auto add = [&](const std::string& path, const std::string& python) {
    if (!system.files.is_directory(path)) return;
    found.push_back({path, prefix.environment, prefix.path, python, prefix.conda});
  };
  std::set<std::string> looked;  // lib64 is often a link to lib
  // lib64 first, as Fedora's interpreters do.
  for (const char* lib : {"lib64", "lib"}) {
    const std::string folder = paths::join(prefix.path, lib);
    const auto real = system.files.resolve(folder);
    if (!real) {
      names_in(system.files, folder, damage);  // reports a folder that can't be entered
      continue;
    }
    if (paths::last(*real) == "lib" && lib == std::string_view("lib64")) continue;
    if (!looked.insert(*real).second) continue;
    for (const std::string& name : names_in(system.files, folder, damage)) {
      const auto python = version_in_name(name);
      if (!python) continue;
      // Debian keeps all of Python 3 in lib/python3.
      if (!version.empty() && *python != version && !(*python == "3" && version.starts_with("3"))) continue;
      std::string shown = *python;
      if (*python == "3") {
        shown = std::string(version);
        if (shown.empty()) {
          const auto interpreter = system.files.resolve(paths::join(prefix.path, "bin/python3"));
          shown = interpreter ? version_in_name(paths::last(*interpreter)).value_or("") : "";
        }
      }
      for (const char* packages : {"site-packages", "dist-packages"})
        add(paths::join(folder, name) + "/" + packages, shown);
    }
  }
  if (prefix.path != "/usr" && prefix.path != "/") {
    add(paths::join(prefix.path, "site-packages"), "");      // PyPy before 3.8
    add(paths::join(prefix.path, "Lib/site-packages"), "");  // Windows
  }
  return found;
}

}  // namespace fairplay::auditor::discovery
