#include "auditor/discovery/import_folders.h"

#include <algorithm>
#include <array>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

using signatures::Damage;
using signatures::artifact::NodeKind;

constexpr std::size_t most_search_folders = 256;
constexpr std::size_t most_environments = 1024;  // below one folder

/// Where Python looks by itself, the user's variables and what lies at usual places.
class Machine {
 public:
  Machine(const System& system, ImportFolders& found, std::vector<Damage>& damage)
      : system_(system), found_(found), damage_(damage) {}

  void run() {
    // The first one found is reported: first what the user chose, then what the system brings.
    named_by_variable("VIRTUAL_ENV");
    conda(variable("CONDA_PREFIX"));
    for (const std::string& home : homes()) user(home);
    pyenv(variable("PYENV_ROOT"));
    for (const char* prefix : {"/usr", "/usr/local"}) found_.add_prefix(prefix, "", damage_);
    search_path();
    for (const std::string& folder : paths::split(variable("PYTHONPATH"), ":")) {
      if (folder.starts_with('/') && system_.files.is_directory(folder))
        found_.add({paths::tidy(folder), {Environment::Kind::python_path}, paths::tidy(folder), "", false});
    }
    if (system_.environment.empty()) {
      foreign_root();
    } else {
      for (const char* folder : {"/opt", "/srv"}) found_.add_environments_below(folder, damage_);
    }
  }

 private:
  std::string variable(const char* name) const {
    const auto value = system_.environment.find(name);
    return value == system_.environment.end() ? std::string{} : value->second;
  }

  /// A foreign root has no variables: its users' folders lie where they usually do.
  std::vector<std::string> homes() {
    if (const std::string home = variable("HOME"); home.starts_with('/')) return {paths::tidy(home)};
    if (!system_.environment.empty()) return {};
    std::vector<std::string> all = {"/root"};
    for (const std::string& name : names_in(system_.files, "/home", damage_)) {
      if (all.size() < most_environments) all.push_back("/home/" + name);
    }
    return all;
  }

  void named_by_variable(const char* name) {
    const std::string path = variable(name);
    if (!path.starts_with('/')) return;
    if (!system_.files.is_directory(path)) {
      damage_.push_back(
          {system_.files.display(path), "", std::string(name) + " names it, but there is no such folder", false});
      return;
    }
    found_.add_prefix(path, "", damage_);
  }

  void user(const std::string& home) {
    const std::string local = home + "/.local";
    found_.add_prefix(local, "", damage_);
    for (const char* tools : {"/share/uv/python", "/share/uv/tools", "/share/pipx/venvs", "/pipx/venvs"})
      found_.add_environments_below(local + tools, damage_);
    pyenv(home + "/.pyenv");
    // virtualenvwrapper's, pipenv's and poetry's, and what people make in their home.
    for (const char* folder : {"", "/.virtualenvs", "/.local/share/virtualenvs", "/.cache/pypoetry/virtualenvs"})
      found_.add_environments_below(home + folder, damage_);
    // conda keeps a list of every environment it made.
    const std::string list = home + "/.conda/environments.txt";
    if (const auto text = system_.files.read(list, 1 << 20)) {
      std::size_t count = 0;
      for (const std::string& line : paths::split(*text, "\r\n")) {
        if (line.starts_with('/') && ++count <= most_environments && is_environment(system_, line))
          found_.add_prefix(line, "", damage_);
      }
    }
  }

  void conda(const std::string& prefix) {
    if (!prefix.starts_with('/')) return;
    if (!system_.files.is_directory(prefix)) {
      damage_.push_back(
          {system_.files.display(prefix), "", "CONDA_PREFIX names it, but there is no such folder", false});
      return;
    }
    found_.add_prefix(prefix, "", damage_);
    const std::string tidy = paths::tidy(prefix);
    // A conda environment is in the base's envs folder.
    const std::string envs(paths::parent(tidy));
    const std::string base = paths::last(envs) == "envs" ? std::string(paths::parent(envs)) : tidy;
    if (base != tidy && is_environment(system_, base)) found_.add_prefix(base, "", damage_);
    found_.add_environments_below(base + "/envs", damage_);
  }

  void pyenv(const std::string& root) {
    if (!root.starts_with('/')) return;
    const std::string versions = paths::tidy(root) + "/versions";
    for (const std::string& version : pyenv_versions(system_, root)) {
      found_.add_prefix(versions + "/" + version, "", damage_);
      found_.add_environments_below(versions + "/" + version + "/envs", damage_);  // pyenv-virtualenv
    }
  }

  void search_path() {
    std::string path = variable("PATH");
    if (path.empty() && system_.environment.empty())
      path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    std::set<std::string> looked;
    std::size_t count = 0;
    for (const std::string& folder : paths::split(path, ":")) {
      // A relative folder depends on where a program is started, so it names no place.
      if (!folder.starts_with('/') || ++count > most_search_folders) continue;
      const auto real = system_.files.resolve(folder);
      if (!real) {
        names_in(system_.files, folder, damage_);
        continue;
      }
      if (looked.insert(*real).second) programs_in(paths::tidy(folder));
    }
  }

  void programs_in(const std::string& folder) {
    if (paths::last(folder) == "shims") pyenv(std::string(paths::parent(folder)));
    for (const std::string& name : names_in(system_.files, folder, damage_)) {
      if (name == "conda" || name == "mamba") {
        // condabin/conda, bin/conda: the prefix is one up.
        const auto program = system_.files.resolve(paths::join(folder, name));
        const std::string prefix(program ? paths::parent(paths::parent(*program)) : std::string_view{});
        if (!prefix.empty() && system_.files.is_directory(prefix + "/conda-meta")) conda(prefix);
      } else if (is_interpreter_name(name)) {
        interpreter(paths::join(folder, name));
      }
    }
  }

  /// Every hop of the links to an interpreter may be in a separate environment: a venv's bin/python leads to the
  /// system's, /usr/local/bin/python3 to /opt/python/bin/python3.
  void interpreter(const std::string& path) {
    const auto links = follow_links(system_.files, path);
    std::vector<std::string> hops = links ? *links : std::vector<std::string>{path};
    for (const std::string& hop : hops) {
      if (!is_interpreter_name(paths::last(hop))) continue;
      const std::string folder(paths::parent(hop));
      // pyvenv.cfg stands beside the interpreter or one above (PEP 405).
      if (system_.files.is_regular(folder + "/pyvenv.cfg")) {
        found_.add_prefix(folder, "", damage_);
      } else {
        found_.add_prefix(std::string(paths::parent(folder)), "", damage_);
      }
    }
  }

  /// An unpacked image: environments stand where its builder put them.
  void foreign_root() {
    static constexpr std::array system_folders = {
        "bin", "boot", "dev",  "etc",  "home", "lib",  "lib32", "lib64", "libx32", "lost+found", "media",
        "mnt", "opt",  "proc", "root", "run",  "sbin", "srv",   "sys",   "tmp",    "usr",        "var"};
    for (const std::string& top : names_in(system_.files, "/", damage_)) {
      if (top != "opt" && top != "srv" && std::ranges::find(system_folders, top) != system_folders.end()) continue;
      const std::string folder = "/" + top;
      if (!system_.files.is_directory(folder)) continue;
      if (is_environment(system_, folder)) found_.add_prefix(folder, "", damage_);
      found_.add_environments_below(folder, damage_);
    }
    if (system_.files.is_directory("/opt")) {
      for (const std::string& name : names_in(system_.files, "/opt", damage_)) {
        const std::string prefix = "/opt/" + name;
        if (system_.files.is_directory(prefix + "/conda-meta")) conda(prefix);
        if (name == "pyenv" || name == ".pyenv") pyenv(prefix);
      }
    }
  }

  const System& system_;
  ImportFolders& found_;
  std::vector<Damage>& damage_;
};

}  // namespace

void ImportFolders::add(ImportFolder folder) {
  const auto real = system_.files.resolve(folder.path);
  if (!real || !seen_folders_.insert(*real).second) return;
  folders_.push_back(std::move(folder));
}

void ImportFolders::add_prefix(const std::string& path, std::string_view version, std::vector<Damage>& damage) {
  const auto real = system_.files.resolve(path);
  if (!real) {
    names_in(system_.files, path, damage);
    return;
  }
  if (!seen_prefixes_.insert(*real + ":" + std::string(version)).second) return;
  // pyenv's versions may be links into another version's envs: the name people use is the real place's.
  const Prefix prefix =
      describe_prefix(system_, system_.files.lstat(path).kind == NodeKind::symlink ? *real : path, damage);
  for (ImportFolder& folder : folders_of_prefix(system_, prefix, version, damage)) add(std::move(folder));
  if (prefix.venv && prefix.system_site && !prefix.home.empty()) {
    // `home` is the folder of the base interpreter, its prefix one up.
    const std::string base(paths::parent(prefix.home));
    const std::string base_version = version.empty() ? prefix.version : std::string(version);
    add_prefix(base, base_version, damage);
    if (base == "/usr") add_prefix("/usr/local", base_version, damage);
  }
}

void ImportFolders::add_environments_below(const std::string& folder, std::vector<Damage>& damage) {
  if (!system_.files.is_directory(folder)) return;
  std::size_t count = 0;
  for (const std::string& name : names_in(system_.files, folder, damage)) {
    if (++count > most_environments * 4) {
      damage.push_back({system_.files.display(folder), "",
                        "holds too many entries: environments in the rest of them are not looked for", false});
      return;
    }
    const std::string path = paths::join(folder, name);
    // uv's and pyenv's interpreters have no file that marks them, but a program.
    if (is_environment(system_, path) || system_.files.is_regular(path + "/bin/python3")) add_prefix(path, "", damage);
  }
}

ImportFolder import_folder_at(const System& system, const std::string& path, std::vector<Damage>& damage) {
  ImportFolder folder{path, {Environment::Kind::folder}, path, "", false};
  const std::string_view last = paths::last(path);
  const std::string_view python = paths::parent(path);
  const auto version = version_in_name(paths::last(python));
  const std::string_view lib = paths::parent(python);
  if ((last != "site-packages" && last != "dist-packages") || !version || !paths::last(lib).starts_with("lib"))
    return folder;
  const Prefix prefix = describe_prefix(system, std::string(paths::parent(lib)), damage);
  for (ImportFolder& known : folders_of_prefix(system, prefix, "", damage)) {
    const auto a = system.files.resolve(known.path), b = system.files.resolve(path);
    if (a && b && *a == *b) {
      known.path = path;
      return std::move(known);
    }
  }
  return {path, prefix.environment, prefix.path, *version == "3" ? "" : *version, prefix.conda};
}

std::vector<std::string> pyenv_versions(const System& system, const std::string& root) {
  std::vector<Damage> absent;
  std::vector<std::string> versions = names_in(system.files, paths::join(paths::tidy(root), "versions"), absent);
  std::erase_if(versions, [&](const std::string& name) {
    return !system.files.is_directory(paths::join(paths::tidy(root), "versions/" + name));
  });
  if (versions.size() > most_environments) versions.resize(most_environments);
  return versions;
}

void find_import_folders(const System& system, ImportFolders& found, std::vector<Damage>& damage) {
  Machine(system, found, damage).run();
}

}  // namespace fairplay::auditor::discovery
