#include "auditor/discovery/numpy_packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "auditor/discovery/distribution_names.h"
#include "auditor/discovery/editable.h"
#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"

namespace fairplay::auditor::discovery {
namespace {

using Kind = DistributionName::Kind;

constexpr std::size_t most_pth_files = 256;
constexpr std::size_t most_pth_lines = 2048;  // of one import folder
constexpr std::uint64_t longest_record = 64 << 20;
constexpr std::uint64_t longest_pointer = 1 << 20;  // .pth, direct_url.json, loaders

/// Looks through one import folder.
class Folder {
 public:
  Folder(const System& system, const ImportFolder& folder, const std::vector<std::string>& names, Discovered& found)
      : system_(system), folder_(folder), names_(names), found_(found) {}

  /// `outer` is the metadata of an unpacked wheel around this folder.
  void run(const std::vector<std::string>& outer, int depth) {
    read_names();
    if (is_numpy_package(system_, in_folder("numpy"))) {
      InstalledNumpy numpy{folder_, in_folder("numpy"), numpy_metadata_, false, "", leftovers_};
      add_foreign_metadata(numpy);
      for (const std::string& path : outer) {
        if (metadata_installs_numpy(path, true)) numpy.metadata.push_back(path);
      }
      numpy.frozen = is_bytecode_only(in_folder("numpy"));
      if (numpy.metadata.empty()) numpy.metadata = metadata_behind_link(depth);
      found_.numpys.push_back(std::move(numpy));
    } else if (is_bundle() && holds_numpy_core(system_, in_folder("numpy"))) {
      InstalledNumpy numpy{folder_, in_folder("numpy"), numpy_metadata_, false, "", leftovers_};
      numpy.frozen = true;
      found_.numpys.push_back(std::move(numpy));
    } else if (is_recorded()) {  // and gone, or nothing of it but what hides the loss
      found_.numpys.push_back({folder_, in_folder("numpy"), numpy_metadata_, false, "", leftovers_});
    } else {
      report_orphans();
      report_namespace();
    }
    for (const std::string& egg : eggs_) add_egg(egg);
    add_editables();
    if (depth == 0) {
      for (const std::string& name : data_folders_) add_wheel_data(name);
    }
  }

 private:
  std::string in_folder(std::string_view name) const { return paths::join(folder_.path, name); }

  /// Bundlers put Python itself, or its zipped library, beside the packages; no site-packages holds either.
  bool is_bundle() const {
    return std::ranges::any_of(names_, [](const std::string& name) {
      return name == "base_library.zip" || name.starts_with("libpython") || name == "library.zip";
    });
  }

  bool is_bytecode_only(const std::string& package) const {
    return !system_.files.is_regular(package + "/__init__.py") && system_.files.is_regular(package + "/__init__.pyc");
  }

  /// Where the package folder is a link to another import folder's (system packages in a virtual environment, a view of
  /// a store), that one's metadata speaks of it.
  std::vector<std::string> metadata_behind_link(int depth) {
    const auto package = system_.files.resolve(in_folder("numpy"));
    const auto here = system_.files.resolve(folder_.path);
    if (depth != 0 || !package || !here || paths::parent(*package) == *here) return {};
    ImportFolder behind = folder_;
    behind.path = paths::parent(*package);
    Discovered around;
    const std::vector<std::string> names = names_in(system_.files, behind.path, around.damage);
    Folder(system_, behind, names, around).run({}, depth + 1);
    for (InstalledNumpy& numpy : around.numpys) {
      if (numpy.package == *package) return std::move(numpy.metadata);
    }
    return {};
  }

  void read_names() {
    for (const std::string& name : names_) {
      if (name.starts_with('~')) {
        if (is_numpy_leftover(name)) leftovers_.push_back(name);
        continue;
      }
      if (name.ends_with(".pth")) pth_files_.push_back(name);
      if (name.ends_with(".data")) data_folders_.push_back(name);
      if (name == "_numpy_editable_loader.py" ||
          (name.starts_with("__editable___numpy_") && name.ends_with("_finder.py")))
        finders_.push_back(name);
      const DistributionName distribution = distribution_name(name);
      switch (distribution.kind) {
        case Kind::dist_info:
        case Kind::egg_info:
          if (distribution.project != "numpy") {
            others_.push_back(name);
          } else if (!is_editable(name)) {
            numpy_metadata_.push_back(in_folder(name));
          }
          break;
        case Kind::egg: eggs_.push_back(name); break;
        case Kind::egg_link:
          if (distribution.project == "numpy") egg_links_.push_back(name);
          break;
        case Kind::none: break;
      }
    }
  }

  /// Reads direct_url.json. If it describes an editable install, remembers where the sources are.
  bool is_editable(const std::string& name) {
    const std::string file = in_folder(name) + "/direct_url.json";
    if (!system_.files.is_regular(file)) return false;
    const auto text = system_.files.read(file, longest_pointer);
    if (!text) {
      found_.damage.push_back(text.error());
      return false;
    }
    const auto url = editable::read_direct_url(*text, system_.files.display(file));
    if (!url) {
      found_.damage.push_back(url.error());
      return false;
    }
    if (!url->editable) return false;
    editable_metadata_.push_back(in_folder(name));
    if (url->folder.empty()) {
      found_.damage.push_back({system_.files.display(file), "url",
                               "an editable install whose sources are not given by a file: URL", false});
    } else {
      pointers_.push_back({url->folder, file});
    }
    return true;
  }

  /// Distributions under another name that install a top-level numpy, as intel-numpy does.
  void add_foreign_metadata(InstalledNumpy& numpy) {
    const bool nobody_else = numpy_metadata_.empty();
    for (const std::string& name : others_) {
      const bool by_name = distribution_name(name).project.find("numpy") != std::string::npos;
      // RECORDs are long: those of unrelated names are read only where nothing else accounts for the package.
      if ((by_name || nobody_else) && metadata_installs_numpy(in_folder(name), by_name))
        numpy.metadata.push_back(in_folder(name));
    }
  }

  /// top_level.txt answers most quickly; RECORD or installed-files.txt where it says nothing, or (`doubt`) in any case.
  bool metadata_installs_numpy(const std::string& path, bool doubt) {
    if (!system_.files.is_directory(path)) return false;
    if (const auto top_level = system_.files.read(path + "/top_level.txt", longest_pointer)) {
      if (names_numpy(*top_level)) return true;
      if (!doubt && !paths::trim(*top_level).empty()) return false;
    }
    for (const char* list : {"/RECORD", "/installed-files.txt"}) {
      if (!system_.files.is_regular(path + list)) continue;
      const auto text = system_.files.read(path + list, longest_record);
      if (!text) {
        found_.damage.push_back(text.error());
      } else if (installs_top_level_numpy(*text)) {
        return true;
      }
    }
    return false;
  }

  /// An installer's record says that a NumPy is here.
  bool is_recorded() {
    return std::ranges::any_of(numpy_metadata_, [&](const std::string& path) {
      const auto text = system_.files.is_regular(path + "/RECORD")
                            ? system_.files.read(path + "/RECORD", longest_record)
                            : signatures::Expected<std::string>("");
      return text && installs_top_level_numpy(*text);
    });
  }

  /// What an uninstallation leaves of a package's folder can still be imported (PEP 420), with nothing in it.
  void report_namespace() {
    const std::string package = in_folder("numpy");
    if (!system_.files.is_directory(package) || holds_numpy_core(system_, package)) return;
    found_.not_checked.push_back(
        {package,
         "a folder without __init__.py: import numpy takes it for an empty namespace package where no other "
         "NumPy is on the path. If an uninstallation left it, delete it"});
  }

  void report_orphans() {
    if (pth_files_.empty()) {
      for (const std::string& path : numpy_metadata_) {
        found_.not_checked.push_back({path, "it speaks of a NumPy, but there is no numpy folder beside it"});
      }
    }
    for (const std::string& name : leftovers_) {
      found_.not_checked.push_back(
          {in_folder(name), "what pip left of a NumPy it could not remove; no numpy folder stands beside it"});
    }
  }

  void add_egg(const std::string& name) {
    const std::string path = in_folder(name);
    if (!system_.files.is_directory(path)) {
      if (distribution_name(name).project == "numpy")
        found_.not_checked.push_back({path, "a zipped egg is not looked into"});
      return;
    }
    if (!is_numpy_package(system_, path + "/numpy")) return;
    InstalledNumpy numpy;
    numpy.folder = folder_;
    numpy.folder.path = path;
    numpy.package = path + "/numpy";
    if (system_.files.is_directory(path + "/EGG-INFO")) numpy.metadata.push_back(path + "/EGG-INFO");
    found_.numpys.push_back(std::move(numpy));
  }

  void add_editables() {
    for (const std::string& name : egg_links_) {
      const auto text = system_.files.read(in_folder(name), longest_pointer);
      if (!text) {
        found_.damage.push_back(text.error());
        continue;
      }
      editable_metadata_.push_back(in_folder(name));
      pointers_.push_back(
          {std::string(paths::trim(std::string_view(*text).substr(0, text->find('\n')))), in_folder(name)});
    }
    for (const std::string& name : finders_) read_finder(in_folder(name));
    read_pth_files();

    std::set<std::string> reported;
    for (const Pointer& pointer : pointers_) {
      const std::string source = paths::join(folder_.path, pointer.folder);
      // A project may keep its packages in src.
      std::string parent;
      for (const std::string& candidate : {source, source + "/src"}) {
        if (is_numpy_package(system_, candidate + "/numpy")) {
          parent = candidate;
          break;
        }
      }
      if (parent.empty()) {
        found_.damage.push_back({system_.files.display(pointer.file), "",
                                 fmt::format("an editable install that points to {}, where there is no NumPy", source),
                                 false});
        continue;
      }
      if (reported.insert(parent).second) add_source(parent, pointer.file, true);
    }
  }

  void add_source(const std::string& parent, const std::string& via, bool editable) {
    InstalledNumpy numpy;
    numpy.folder = folder_;
    numpy.folder.path = parent;
    numpy.package = parent + "/numpy";
    numpy.editable = editable;
    numpy.editable_via = editable ? via : "";
    numpy.metadata = editable_metadata_;
    // The .dist-info of an editable install by .pth has no direct_url.json where another installer than pip made it.
    if (editable && editable_metadata_.empty() && !is_numpy_package(system_, in_folder("numpy")))
      numpy.metadata = numpy_metadata_;
    if (system_.files.is_directory(parent + "/numpy.egg-info")) numpy.metadata.push_back(parent + "/numpy.egg-info");
    found_.numpys.push_back(std::move(numpy));
  }

  void read_finder(const std::string& file) {
    const auto text = system_.files.read(file, longest_pointer);
    if (!text) {
      found_.damage.push_back(text.error());
      return;
    }
    if (const auto source = editable::source_of_setuptools_finder(*text)) {
      pointers_.push_back({*source, file});
      return;
    }
    const auto build = editable::build_folder_of_meson_loader(*text);
    if (!build) {
      found_.damage.push_back({system_.files.display(file), "",
                               "an editable install, but it names no source or build folder that can be read off",
                               false});
      return;
    }
    const std::string info = *build + "/meson-info/meson-info.json";
    const auto json = system_.files.read(info, longest_pointer);
    const auto source = json ? editable::source_of_meson_info(*json) : std::nullopt;
    if (source) {
      pointers_.push_back({*source, file});
    } else if (pointers_.empty()) {
      found_.damage.push_back(
          {system_.files.display(file), "",
           fmt::format("an editable install built in {}, which does not tell where the sources are", *build), false});
    }
    found_.not_checked.push_back(
        {*build, fmt::format("compiled modules of the editable NumPy that {} loads are built here", file)});
  }

  /// site.py: each line that is no comment and no import is a folder to import from.
  void read_pth_files() {
    std::size_t lines = 0;
    std::set<std::string> reported;
    for (std::size_t i = 0; i < pth_files_.size(); ++i) {
      if (i >= most_pth_files || lines >= most_pth_lines) {
        found_.not_checked.push_back(
            {folder_.path, fmt::format("it has {} .pth files; only the first are followed", pth_files_.size())});
        return;
      }
      const std::string file = in_folder(pth_files_[i]);
      const auto text = system_.files.read(file, longest_pointer);
      if (!text) {
        found_.damage.push_back(text.error());
        continue;
      }
      const bool editable = pth_files_[i].starts_with("__editable__") || pth_files_[i].ends_with("-editable.pth") ||
                            !egg_links_.empty() || !editable_metadata_.empty();
      for (const std::string& raw : paths::split(*text, "\r\n")) {
        const std::string_view line = paths::trim(raw);
        if (line.empty() || line.starts_with('#') || line.starts_with("import ") || line.starts_with("import\t") ||
            line.find('\0') != std::string_view::npos)
          continue;
        if (++lines >= most_pth_lines) break;
        const std::string added = paths::tidy(paths::join(folder_.path, line));
        const bool pointed = std::ranges::any_of(pointers_, [&](const Pointer& pointer) {
          return paths::is_within(added, paths::join(folder_.path, pointer.folder));
        });
        if (pointed || added.ends_with(".egg") || !reported.insert(added).second) continue;
        if (is_numpy_package(system_, added + "/numpy")) add_source(added, file, editable);
      }
    }
  }

  /// An unpacked wheel keeps what goes elsewhere in X.data: purelib and platlib into the import folder, data into the
  /// prefix.
  void add_wheel_data(const std::string& name) {
    const std::string data = in_folder(name);
    if (!system_.files.is_directory(data)) return;
    std::vector<std::pair<std::string, std::string>> folders = {{data + "/purelib", ""},
                                                                {data + "/platlib", ""}};  // and their Python
    for (const std::string& lib : names_in(system_.files, data + "/data/lib", found_.damage)) {
      if (const auto version = version_in_name(lib))
        folders.emplace_back(data + "/data/lib/" + lib + "/site-packages", *version);
    }
    std::vector<std::string> outer;
    for (const std::string& other : others_) outer.push_back(in_folder(other));
    outer.insert(outer.end(), numpy_metadata_.begin(), numpy_metadata_.end());
    for (const auto& [path, python] : folders) {
      if (!system_.files.is_directory(path)) continue;
      ImportFolder inner = folder_;
      inner.path = path;
      if (!python.empty()) inner.python = python;
      Folder(system_, inner, names_in(system_.files, path, found_.damage), found_).run(outer, 1);
    }
  }

  struct Pointer {
    std::string folder;
    std::string file;
  };

  const System& system_;
  const ImportFolder& folder_;
  const std::vector<std::string>& names_;
  Discovered& found_;
  std::vector<std::string> numpy_metadata_, editable_metadata_;                                          ///< full paths
  std::vector<std::string> others_, eggs_, egg_links_, pth_files_, data_folders_, finders_, leftovers_;  ///< names
  std::vector<Pointer> pointers_;  ///< to sources of editable installs
};

}  // namespace

bool is_numpy_package(const System& system, const std::string& path) {
  // A link that leads nowhere is a file that was lost: uv's cache was emptied below its symlinks.
  const auto init = system.files.lstat(path + "/__init__.py").kind;
  if (init == signatures::artifact::NodeKind::regular || init == signatures::artifact::NodeKind::symlink) return true;
  if (!system.files.is_directory(path)) return false;
  // The folder of the core alone doesn't count: Debian's python3-numpy puts one extension module into a second
  // dist-packages.
  constexpr std::array others = {"/__init__.pyc", "/version.py", "/_core/__init__.py", "/core/__init__.py"};
  return std::ranges::any_of(others, [&](const char* name) { return system.files.is_regular(path + name); });
}

bool holds_numpy_core(const System& system, const std::string& package) {
  std::vector<signatures::Damage> ignored;
  for (const char* core : {"/_core", "/core"}) {
    for (const std::string& name : names_in(system.files, package + core, ignored)) {
      if (name.starts_with("_multiarray_umath.") || name.starts_with("multiarray.")) return true;
    }
  }
  return false;
}

void find_numpys(const System& system, const ImportFolder& folder, const std::vector<std::string>& names,
                 Discovered& found) {
  Folder(system, folder, names, found).run({}, 0);
}

void merge_numpys(const System& system, std::vector<InstalledNumpy>& numpys) {
  std::vector<InstalledNumpy> merged;
  std::map<std::string, std::size_t> by_package;
  for (InstalledNumpy& numpy : numpys) {
    const std::string real = system.files.resolve(numpy.package).value_or(numpy.package);
    const auto [place, fresh] = by_package.try_emplace(real, merged.size());
    if (fresh) {
      merged.push_back(std::move(numpy));
      continue;
    }
    InstalledNumpy& first = merged[place->second];
    for (std::string& path : numpy.metadata) {
      if (std::ranges::find(first.metadata, path) == first.metadata.end()) first.metadata.push_back(std::move(path));
    }
    for (std::string& name : numpy.leftovers) {
      if (std::ranges::find(first.leftovers, name) == first.leftovers.end()) first.leftovers.push_back(std::move(name));
    }
    if (numpy.editable && !first.editable) {
      first.editable = true;
      first.editable_via = numpy.editable_via;
    }
  }
  numpys = std::move(merged);
}

}  // namespace fairplay::auditor::discovery
