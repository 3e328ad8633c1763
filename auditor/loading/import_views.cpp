#include "auditor/loading/import_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "auditor/discovery/import_folders.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/numpy_packages.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "auditor/loading/doubled_packages.h"
#include "auditor/loading/import_path.h"
#include "auditor/loading/interpreters.h"
#include "auditor/loading/module_search.h"

namespace fairplay::auditor::loading {
namespace {

namespace paths = discovery::paths;

constexpr std::size_t most_homes = 1024;

/// One interpreter with what it imports from.
struct View {
  std::vector<std::string> programs;  ///< all with this very path
  ImportPath path;
  std::vector<FoundModule> numpys;
};

ImportPlace place_of(const ImportPath& path, const ImportEntry& entry) {
  using Source = ImportEntry::Source;
  switch (entry.source) {
    case Source::script_folder: return ImportPlace::script_folder;
    case Source::python_path: return ImportPlace::python_path;
    case Source::isolated_path: return ImportPlace::isolated_path;
    case Source::standard_library: return ImportPlace::standard_library;
    case Source::user_site: return ImportPlace::user_site;
    case Source::path_file: return ImportPlace::path_file;
    case Source::site_packages: break;
  }
  return path.venv && paths::is_within(entry.path, path.prefix) ? ImportPlace::environment : ImportPlace::site_packages;
}

/// A virtual environment's own build before that of the Python it was made from, or before another environment that a
/// .pth file adds: that is what such environments are for.
bool meant_to_hide(const ImportPath& path, const OnImportPath& winner, const OnImportPath& hidden,
                   const FoundModule& hidden_module) {
  if (winner.place != ImportPlace::environment || paths::is_within(hidden_module.path, path.prefix)) return false;
  return hidden.place == ImportPlace::site_packages || hidden.place == ImportPlace::path_file;
}

class ImportViews {
 public:
  ImportViews(Linkages& linkages, discovery::Discovered& found, const ImportScope& scope)
      : linkages_(linkages), system_(linkages.system()), found_(found), scope_(scope), search_(system_) {}

  Imports run() {
    if (scope_.process) {
      look(*scope_.process);
      for (const View& view : views_) conclude_of_process(view);
      return std::move(imports_);
    }
    for (const std::string& program : programs()) {
      PythonStart start;
      start.program = program;
      start.script_folder = scope_.script_folder;
      look(start);
    }
    if (adds_missing_) add_missing();
    for (const View& view : views_) conclude(view);
    hidden_last();
    return std::move(imports_);
  }

 private:
  std::string shown(const std::string& path) const { return system_.files.display(path); }

  std::vector<std::string> programs() {
    std::vector<std::string> all = scope_.programs;
    std::set<std::string> prefixes;
    if (all.empty()) {
      for (const discovery::InstalledNumpy& numpy : found_.numpys) {
        if (!prefixes.insert(numpy.folder.prefix + ":" + numpy.folder.python).second) continue;
        for (const Interpreter& interpreter : interpreters_of(linkages_, numpy.folder)) {
          if (!interpreter.path.empty() && std::ranges::find(all, interpreter.path) == all.end())
            all.push_back(interpreter.path);
        }
      }
    }
    const auto is_outside = [&](const std::string& program) { return !paths::is_within(program, scope_.within); };
    if (scope_.within.empty()) return all;
    // A site-packages folder, whose interpreter is elsewhere: nothing but that folder was asked about.
    adds_missing_ = !std::ranges::all_of(all, is_outside);
    if (adds_missing_) std::erase_if(all, is_outside);
    return all;
  }

  void look(const PythonStart& start) {
    View view;
    view.path = import_path_of(system_, start);
    const auto same = std::ranges::find_if(views_, [&](const View& other) {
      return other.path.version == view.path.version && other.path.free_threaded == view.path.free_threaded &&
             std::ranges::equal(other.path.entries, view.path.entries, {}, &ImportEntry::path, &ImportEntry::path);
    });
    if (same != views_.end()) {
      same->programs.push_back(start.program);
      return;
    }
    view.programs.push_back(start.program);
    view.numpys = search_.find(view.path, "numpy");
    not_followed(view.path);
    imports_.not_checked.insert(imports_.not_checked.end(), view.path.not_checked.begin(), view.path.not_checked.end());
    views_.push_back(std::move(view));
  }

  /// An editable NumPy comes by an import hook: which one wins then isn't told by the path alone.
  void not_followed(ImportPath& path) {
    for (const ImportEntry& entry : path.entries) {
      if (entry.source == ImportEntry::Source::standard_library || !system_.files.is_directory(entry.path)) continue;
      for (const std::string& name : search_.names_of(entry.path)) {
        if (name != "_numpy_editable_loader.py" &&
            !(name.starts_with("__editable___numpy_") && name.ends_with("_finder.py")))
          continue;
        path.complete = false;
        path.not_checked.push_back({shown(paths::join(entry.path, name)),
                                    "an import hook of an editable NumPy: whether another NumPy is hidden isn't told"});
      }
    }
  }

  /// NumPys that discovery doesn't know because they lie at unusual places: in the standard library's folder, say.
  void add_missing() {
    std::set<std::string> known;
    for (const discovery::InstalledNumpy& numpy : found_.numpys)
      known.insert(system_.files.resolve(numpy.package).value_or(numpy.package));
    for (const View& view : views_) {
      for (const FoundModule& module : view.numpys) {
        if (module.form != ModuleForm::package) continue;
        const auto real = system_.files.resolve(module.path);
        if (!real || !known.insert(*real).second) continue;
        std::vector<signatures::Damage> damage;
        const discovery::ImportFolder folder =
            discovery::import_folder_at(system_, std::string(paths::parent(module.path)), damage);
        discovery::Discovered around;
        discovery::find_numpys(system_, folder, search_.names_of(folder.path), around);
        const auto here = std::ranges::find(around.numpys, module.path, &discovery::InstalledNumpy::package);
        if (here != around.numpys.end()) {
          found_.numpys.push_back(std::move(*here));
        } else {
          found_.numpys.push_back({folder, module.path, {}, false, "", {}});
        }
      }
    }
  }

  OnImportPath described(const View& view, const FoundModule& module) {
    const ImportEntry& entry = view.path.entries[module.entry];
    OnImportPath row;
    row.path = shown(module.path);
    row.form = module.form;
    row.place = place_of(view.path, entry);
    row.via = entry.via.empty() ? "" : shown(entry.via);
    row.version =
        module.archive.empty() ? version_beside(search_, std::string(paths::parent(module.path)), "numpy") : "";
    return row;
  }

  ImportView told_of(const View& view) {
    ImportView told;
    told.interpreter = shown(view.programs.front());
    told.complete = view.path.complete;
    for (const ImportEntry& entry : view.path.entries) told.import_path.push_back(shown(entry.path));
    for (const FoundModule& module : view.numpys) told.numpys.push_back(described(view, module));
    return told;
  }

  void conclude(const View& view) {
    ImportView told = told_of(view);
    if (view.path.complete && !view.numpys.empty()) {
      winner(view, told);
      for (std::size_t i = 1; i < told.numpys.size(); ++i) hide(view, told, i);
      packages(view, told);
    }
    imports_.views.push_back(std::move(told));
  }

  /// What a process runs is known: the others on its path are hidden.
  void conclude_of_process(const View& view) {
    ImportView told = told_of(view);
    std::optional<std::size_t> running;
    for (std::size_t i = 0; i < view.numpys.size() && !running; ++i) {
      if (discovered_at(view.numpys[i].path) != nullptr) running = i;
    }
    if (view.path.complete && running && *running != 0)
      imports_.not_checked.push_back(
          {told.numpys.front().path,
           fmt::format("it comes before {}, which the process runs: it was put there later, or "
                       "the program changes sys.path",
                       told.numpys[*running].path)});
    if (view.path.complete && running && *running == 0) {
      for (std::size_t i = 1; i < view.numpys.size(); ++i) {
        if (view.numpys[i].form != ModuleForm::package) continue;
        imports_.packages[told.numpys.front().path].push_back(
            hidden_by(view, told.numpys.front(), told.numpys[i], view.numpys[i]));
      }
      packages(view, told);
    }
    imports_.views.push_back(std::move(told));
  }

  std::vector<std::string> interpreters_of_view(const View& view) const { return {shown(view.programs.front())}; }

  /// `module` is what `hidden` describes.
  HiddenImport hidden_by(const View& view, OnImportPath winner, OnImportPath hidden, const FoundModule& module) const {
    HiddenImport import;
    import.system_hidden = meant_to_hide(view.path, winner, hidden, module);
    import.winner = std::move(winner);
    import.hidden = std::move(hidden);
    import.interpreters = interpreters_of_view(view);
    return import;
  }

  void winner(const View& view, const ImportView& told) {
    const FoundModule& first = view.numpys.front();
    if (first.form == ModuleForm::package) {
      Imports::Standing& standing = numpy_at(first.path);
      // What one interpreter can import isn't broken.
      if (first.failure == ImportFailure::none) {
        standing.fails.clear();
      } else if (!standing.imported) {
        standing.fails.push_back(import_of(view, told));
      }
      standing.imported = true;
      other_users(view, standing);
    }
    if (first.form != ModuleForm::archived) return;
    const auto known = std::ranges::find_if(
        imports_.archived, [&](const HiddenImport& other) { return other.winner.path == told.numpys.front().path; });
    if (known != imports_.archived.end()) {
      known->interpreters.push_back(told.interpreter);
      return;
    }
    imports_.archived.push_back(import_of(view, told));
  }

  HiddenImport import_of(const View& view, const ImportView& told) const {
    HiddenImport import;
    import.winner = told.numpys.front();
    import.failure = view.numpys.front().failure;
    import.interpreters = interpreters_of_view(view);
    if (told.numpys.size() > 1) import.hidden = told.numpys[1];
    return import;
  }

  /// Users whose own folder would come before what this user gets; nothing there is looked at but whether it exists.
  void other_users(const View& view, Imports::Standing& standing) {
    const ImportEntry& entry = view.path.entries[view.numpys.front().entry];
    if (!view.path.reads_user_site || entry.source != ImportEntry::Source::site_packages ||
        (view.path.venv && paths::is_within(entry.path, view.path.prefix)))
      return;
    std::vector<signatures::Damage> reported_by_discovery;
    std::vector<std::string> homes = {"/root"};
    for (const std::string& name : discovery::names_in(system_.files, "/home", reported_by_discovery)) {
      if (homes.size() < most_homes) homes.push_back("/home/" + name);
    }
    for (const std::string& home : homes) {
      const std::string package = fmt::format("{}/.local/lib/python{}{}/site-packages/numpy", home, view.path.version,
                                              view.path.free_threaded ? "t" : "");
      const bool told = std::ranges::find(standing.other_users, shown(package)) != standing.other_users.end();
      if (told || !system_.files.is_regular(package + "/__init__.py")) continue;
      standing.other_users.push_back(shown(package));
      imports_.not_checked.push_back(
          {shown(package), "another user's, for whom it comes first: audit it as that user"});
    }
  }

  void hide(const View& view, const ImportView& told, std::size_t i) {
    const FoundModule& module = view.numpys[i];
    // A folder without __init__ is passed over, not hidden.
    if (module.form != ModuleForm::package || told.numpys.front().form == ModuleForm::name_space) return;
    HiddenImport import = hidden_by(view, told.numpys.front(), told.numpys[i], module);
    import.failure = view.numpys.front().failure;
    std::vector<HiddenImport>& hidden = numpy_at(module.path).hidden;
    if (hidden.empty()) {
      hidden.push_back(std::move(import));
    } else if (hidden.front().winner.path == import.winner.path) {
      hidden.front().interpreters.push_back(told.interpreter);
    }
  }

  void packages(const View& view, const ImportView& told) {
    if (view.numpys.front().form != ModuleForm::package) return;
    for (const DoubledPackage& doubled : doubled_packages(linkages_, search_, view.path)) {
      HiddenImport import =
          hidden_by(view, described(view, doubled.first), described(view, doubled.second), doubled.second);
      import.name = doubled.name;
      import.winner.version = doubled.first_version;
      import.hidden.version = doubled.second_version;
      imports_.packages[told.numpys.front().path].push_back(std::move(import));
    }
  }

  /// A discovered NumPy, by any of the paths that lead to it; null where none is there.
  const discovery::InstalledNumpy* discovered_at(const std::string& package) const {
    const auto real = system_.files.resolve(package);
    if (!real) return nullptr;
    const auto is_there = [&](const discovery::InstalledNumpy& numpy) {
      const auto other = system_.files.resolve(numpy.package);
      return other && *other == *real;
    };
    const auto found = std::ranges::find_if(found_.numpys, is_there);
    return found == found_.numpys.end() ? nullptr : &*found;
  }

  Imports::Standing& numpy_at(const std::string& package) {
    const discovery::InstalledNumpy* numpy = discovered_at(package);
    return imports_.numpys[shown(numpy == nullptr ? package : numpy->package)];
  }

  void hidden_last() {
    std::ranges::stable_partition(found_.numpys, [&](const discovery::InstalledNumpy& numpy) {
      const auto standing = imports_.numpys.find(shown(numpy.package));
      return standing == imports_.numpys.end() || standing->second.imported || standing->second.hidden.empty();
    });
  }

  Linkages& linkages_;
  const discovery::System& system_;
  discovery::Discovered& found_;
  const ImportScope& scope_;
  ModuleSearch search_;
  bool adds_missing_ = true;
  std::vector<View> views_;
  Imports imports_;
};

}  // namespace

std::vector<std::string> programs_of_environment(const discovery::System& system, const std::string& folder) {
  std::vector<std::string> programs;
  if (!discovery::is_environment(system, folder)) return programs;
  std::vector<signatures::Damage> reported_by_discovery;
  const std::string bin = paths::join(folder, "bin");
  for (const std::string& name : discovery::names_in(system.files, bin, reported_by_discovery)) {
    if (discovery::is_interpreter_name(name)) programs.push_back(paths::join(bin, name));
  }
  return programs;
}

Imports find_imports(Linkages& linkages, discovery::Discovered& found, const ImportScope& scope) {
  return ImportViews(linkages, found, scope).run();
}

}  // namespace fairplay::auditor::loading
