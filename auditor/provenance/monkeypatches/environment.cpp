// What Python starts automatically: site.py runs .pth files' import lines in the order of their names, then imports
// sitecustomize and usercustomize (https://docs.python.org/3/library/site.html).
#include "auditor/provenance/monkeypatches/environment.h"

#include <algorithm>
#include <map>
#include <set>

#include "auditor/provenance/monkeypatches/follower.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance::monkeypatches {

using signatures::artifact::RootedFiles;

namespace {

using signatures::base_name;
using signatures::folder_of;

constexpr std::uint64_t longest_pth = 1U << 20U;
constexpr std::size_t most_added_folders = 64;

struct PathFile {
  std::string name;
  std::string file;
  std::string code;  ///< its import lines
};

/// A folder's .pth files; folders that they add go to `folders`.
std::vector<PathFile> path_files(const RootedFiles& files, const std::string& folder,
                                 std::vector<std::string>& folders) {
  std::vector<PathFile> found;
  const auto names = files.list(folder);
  if (!names) return found;
  for (const std::string& name : *names) {
    if (!name.ends_with(".pth") || name.starts_with('.')) continue;
    PathFile one{name, folder + "/" + name, {}};
    const auto text = files.read(one.file, longest_pth);
    if (!text) continue;
    std::string_view rest = *text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty()) {
      const std::size_t end = rest.find_first_of("\r\n");
      std::string_view line = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (line.starts_with('#')) {
        one.code += '\n';
      } else if (line.starts_with("import ") || line.starts_with("import\t")) {
        one.code += std::string(line) + "\n";
      } else {
        one.code += '\n';
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
        if (line.empty() || folders.size() >= most_added_folders) continue;
        const std::string added = line.starts_with('/') ? std::string(line) : folder + "/" + std::string(line);
        const auto real =
            files.is_directory(added) ? files.resolve(added) : signatures::Expected<std::string>(std::string());
        if (real && !real->empty() && std::ranges::find(folders, *real) == folders.end()) folders.push_back(*real);
      }
    }
    if (one.code.find_first_not_of('\n') != std::string::npos) found.push_back(std::move(one));
  }
  return found;
}

}  // namespace

EnvironmentPatches follow_environment(const RootedFiles& files, const std::string& folder, const MetNumpy& numpy,
                                      unsigned jobs) {
  EnvironmentPatches result;
  std::vector<std::string> folders{folder};
  const std::vector<PathFile> starts = path_files(files, folder, folders);
  ImportPaths paths(files, folders);
  // A distribution's own sitecustomize is beside the standard library: /usr/lib/python3.11.
  const std::string beside(folder_of(folder));
  const bool library = base_name(beside).starts_with("python") && !beside.empty();
  std::vector<std::string> modules;
  for (const std::string& one : folders) {
    for (const std::string& module : paths.top_level(one)) {
      // What a .pth file adds besides packages is a project's source folder: its own package is meant, not the scripts
      // around it.
      if (one != folder && paths.find(module).kind != ImportPaths::Kind::package) continue;
      modules.push_back(module);
    }
  }
  std::ranges::sort(modules);
  modules.erase(std::ranges::unique(modules).begin(), modules.end());

  ModuleStore store(files, paths);
  Follower follower(store, paths, numpy);
  std::vector<std::string> all = modules;
  for (const PathFile& one : starts) {
    const std::string name = "pth:" + one.name;
    store.add_text(name, one.file, one.code);
    follower.start(name, one.name);
    all.push_back(name);
  }
  for (const std::string_view module : {"sitecustomize", "usercustomize"}) {
    const std::string name(module);
    const std::string outside = beside + "/" + name + ".py";
    if (std::ranges::find(modules, name) != modules.end()) {
      follower.start(name, {});
    } else if (library && files.is_regular(outside)) {
      if (auto text = files.read(outside, longest_pth)) {
        store.add_text(name, outside, std::move(*text));
        follower.start(name, {});
        all.push_back(name);
      }
    }
  }
  store.load_all(all, jobs);
  // What start-up imports runs at every start, whatever package it is of: that way to it is followed first.
  follower.run();
  for (const std::string& module : modules) follower.start(module, {});
  follower.run();

  result.patches = follower.take();
  std::ranges::sort(result.patches, [](const Monkeypatch& a, const Monkeypatch& b) {
    return std::tie(a.path, a.line, a.target) < std::tie(b.path, b.line, b.target);
  });
  result.packages = modules.size();
  result.modules = follower.modules();
  for (const signatures::Damage& item : store.damage())
    result.not_checked.push_back({item.file, "not looked into for what it changes of NumPy: " + item.reason});
  if (store.full() || follower.exhausted())
    result.not_checked.push_back(
        {"all of the environment's packages for what they change of NumPy", "more modules than an audit follows"});
  return result;
}

}  // namespace fairplay::auditor::provenance::monkeypatches
