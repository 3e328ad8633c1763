#include "auditor/loading/import_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "auditor/discovery/link_chain.h"
#include "auditor/discovery/paths.h"
#include "auditor/discovery/prefix.h"
#include "auditor/discovery/venv_configuration.h"
#include "auditor/loading/path_files.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::Damage;
using signatures::artifact::NodeKind;
using Source = ImportEntry::Source;
namespace paths = discovery::paths;

constexpr std::uint64_t longest_path_file = 1 << 20;
constexpr std::uint64_t longest_site_module = 1 << 20;
constexpr std::size_t most_path_files = 1024;  // of one folder
constexpr std::size_t most_path_files_in_all = 4096;
constexpr int deepest_site_folder = 8;  // .pth files that add folders with .pth files

/// What the distributor's site.py does differently.
struct SiteRules {
  bool dist_packages = false;  ///< Debian
  bool local_first = false;    ///< Fedora: /usr/local before /usr
  bool skips_hidden = true;    ///< .pth files with a dot in front: CPython since 2024
};

class ImportPathSearch {
 public:
  ImportPathSearch(const discovery::System& system, const PythonStart& start)
      : system_(system), files_(system.files), start_(start) {}

  ImportPath run() {
    program_ = absolute_path("/", start_.program);
    if (!find_version()) return std::move(path_);
    if (isolated_path()) return std::move(path_);
    find_prefix();
    if (stdlib_prefix_.empty()) {
      unknown(files_.display(program_), "no standard library lies beside it: what it imports from isn't known");
      return std::move(path_);
    }
    if (uses_script_folder()) add(start_.script_folder, Source::script_folder);
    python_path();
    const std::string& version = path_.version;
    std::string digits = version;
    std::erase(digits, '.');
    add(fmt::format("{}/{}/python{}{}.zip", stdlib_prefix_, library_, digits, flag()), Source::standard_library);
    const std::string standard = standard_library();
    add(standard, Source::standard_library);
    if (version.starts_with("2.")) {
      for (const char* part : {"plat-linux2", "lib-tk", "lib-old"})
        add(standard + "/" + part, Source::standard_library);
    }
    add(fmt::format("{}/{}/{}/lib-dynload", exec_prefix_, library_, versioned()), Source::standard_library);
    site();
    return std::move(path_);
  }

 private:
  std::string variable(const char* name) const {
    const auto value = system_.environment.find(name);
    return value == system_.environment.end() || start_.isolated || start_.no_environment ? std::string()
                                                                                          : value->second;
  }
  std::string home_folder() const {  // which -E doesn't hide
    const auto value = system_.environment.find("HOME");
    return value == system_.environment.end() ? std::string() : value->second;
  }
  bool uses_script_folder() const {
    return !start_.script_folder.empty() && !start_.isolated && !start_.safe_path && variable("PYTHONSAFEPATH").empty();
  }
  std::string_view flag() const { return path_.free_threaded ? "t" : ""; }
  std::string versioned() const { return fmt::format("python{}{}", path_.version, flag()); }
  std::string standard_library() const { return fmt::format("{}/{}/{}", stdlib_prefix_, library_, versioned()); }

  void unknown(std::string what, std::string why) {
    path_.complete = false;
    path_.not_checked.push_back({std::move(what), std::move(why)});
  }

  /// sys.path, without what is there already (site.removeduppaths).
  void add(const std::string& entry, Source source, const std::string& via = "") {
    if (path_.entries.size() >= most_import_entries) {
      if (!full_) unknown(program_, fmt::format("its import path has more than {} entries", most_import_entries));
      full_ = true;
      return;
    }
    if (known_.insert(entry).second) path_.entries.push_back({entry, source, via});
  }

  bool find_version() {
    const auto links = discovery::follow_links(files_, program_);
    real_ = files_.resolve(program_).value_or(program_);
    const std::string folder(paths::parent(program_));
    for (const std::string& place : {std::string(paths::parent(folder)), folder}) {
      if (files_.is_regular(place + "/pyvenv.cfg")) {
        venv_file_ = place + "/pyvenv.cfg";
        break;
      }
    }
    std::string version;
    if (links) {
      for (auto link = links->rbegin(); link != links->rend() && version.empty(); ++link) {
        const std::string_view name = paths::last(*link);
        if (name.starts_with("pypy") || name.starts_with("graalpy")) {
          unknown(program_, "the import path of this implementation of Python isn't worked out");
          return false;
        }
        const auto found = discovery::version_in_interpreter_name(name);
        if (found && found->find('.') != std::string::npos) version = *found;
      }
    }
    std::vector<Damage> reported_by_discovery;
    if (version.empty() && !venv_file_.empty())
      version =
          discovery::describe_prefix(system_, std::string(paths::parent(venv_file_)), reported_by_discovery).version;
    if (version.empty()) version = only_library_above(std::string(paths::parent(real_)));
    if (version.empty()) {
      unknown(program_, "its version isn't known from files");
      return false;
    }
    path_.free_threaded = version.ends_with('t');
    if (path_.free_threaded) version.pop_back();
    path_.version = version;
    return true;
  }

  /// The version of the one standard library beside a program without a version in its name.
  std::string only_library_above(const std::string& folder) const {
    std::set<std::string> versions;
    std::vector<Damage> ignored;
    for (const char* lib : {"/lib", "/lib64"}) {
      const std::string place = std::string(paths::parent(folder)) + lib;
      for (const std::string& name : discovery::names_in(files_, place, ignored)) {
        const auto version = discovery::version_in_name(name);
        if (version && version->find('.') != std::string::npos && is_library(place + "/" + name))
          versions.insert(*version);
      }
    }
    return versions.size() == 1 ? *versions.begin() : "";
  }

  bool is_library(const std::string& folder) const {
    return files_.is_regular(folder + "/os.py") || files_.is_regular(folder + "/os.pyc");
  }

  /// PYTHON._pth: the whole path, in place of everything else (CPython 3.11 and newer; on Windows 3.6).
  bool isolated_path() {
    for (const std::string& program : {program_, real_}) {
      const std::string file = program + "._pth";
      if (older_than(11) || !files_.is_regular(file)) continue;
      const auto text = files_.read(file, longest_path_file);
      if (!text) {
        unknown(files_.display(file), text.error().reason);
        return true;
      }
      const IsolatedPath isolated = read_isolated_path(*text);
      const std::string folder(paths::parent(file));
      for (const std::string& entry : isolated.entries) add(absolute_path(folder, entry), Source::isolated_path, file);
      if (!isolated.import_site) return true;
      isolated_ = true;
      find_prefix();
      prefix_ = exec_prefix_ = folder;  // getpath's `home`
      site();
      return true;
    }
    return false;
  }

  bool older_than(int minor) const {
    if (!path_.version.starts_with("3.")) return true;
    return std::atoi(path_.version.c_str() + 2) < minor;
  }

  /// The nearest folder at or above `folder` that has one of the files. Also says in which library folder.
  std::optional<std::string> search_up(std::string folder, const std::vector<std::string>& landmarks, bool directory) {
    for (int level = 0; level < 64; ++level) {
      for (const char* library : {"lib", "lib64"}) {
        for (const std::string& landmark : landmarks) {
          const std::string place = fmt::format("{}/{}/{}", folder == "/" ? "" : folder, library, landmark);
          if (!(directory ? files_.is_directory(place) : files_.is_regular(place))) continue;
          if (!directory) library_ = library;
          return folder;
        }
      }
      if (folder == "/" || folder.empty()) return std::nullopt;
      folder = paths::parent(folder);
    }
    return std::nullopt;
  }

  void find_prefix() {
    std::string from(paths::parent(real_));
    if (!venv_file_.empty()) {
      if (const auto text = files_.read(venv_file_, discovery::longest_venv_configuration)) {
        venv_ = discovery::read_venv_configuration(*text);
        if (venv_->home && venv_->home->starts_with('/')) from = absolute_path("/", *venv_->home);
      } else {
        unknown(files_.display(venv_file_), text.error().reason);
      }
    }
    if (const std::string home = variable("PYTHONHOME"); home.starts_with('/') && !isolated_) {
      const std::size_t colon = home.find(':');
      stdlib_prefix_ = absolute_path("/", home.substr(0, colon));
      exec_prefix_ = colon == std::string::npos ? stdlib_prefix_ : absolute_path("/", home.substr(colon + 1));
      search_up(stdlib_prefix_, {versioned() + "/os.py"}, false);
    } else {
      stdlib_prefix_ = prefix_of(from);
      if (stdlib_prefix_.empty()) return;
      const auto found = search_up(from, {versioned() + "/lib-dynload"}, true);
      exec_prefix_ = found.value_or(stdlib_prefix_);
    }
    if (files_.is_regular(from + "/pybuilddir.txt"))
      unknown(files_.display(program_), "it runs from where it was built: its import path isn't worked out");
    prefix_ = stdlib_prefix_;
    path_.venv = !venv_file_.empty();
    // site.venv(): one above the program, wherever pyvenv.cfg lies.
    path_.prefix = path_.venv ? std::string(paths::parent(paths::parent(program_))) : prefix_;
  }

  std::string prefix_of(const std::string& from) {
    std::string digits = path_.version;
    std::erase(digits, '.');
    std::optional<std::string> found;
    if (!older_than(11)) found = search_up(from, {fmt::format("python{}{}.zip", digits, flag())}, false);
    if (!found) found = search_up(from, {versioned() + "/os.py", versioned() + "/os.pyc"}, false);
    if (!found && !path_.free_threaded && path_.version.starts_with("3.")) {
      path_.free_threaded = true;
      found = search_up(from, {versioned() + "/os.py"}, false);
      path_.free_threaded = found.has_value();
    }
    return found.value_or("");
  }

  void python_path() {
    const std::string value = variable("PYTHONPATH");
    if (value.empty()) return;
    std::string_view rest = value;
    for (bool more = true; more;) {
      const std::size_t colon = rest.find(':');
      const std::string entry(rest.substr(0, colon));
      more = colon != std::string_view::npos;
      if (more) rest.remove_prefix(colon + 1);
      // An empty or relative one is meant from the working folder.
      const auto working = system_.environment.find("PWD");
      if (!entry.starts_with('/') && working == system_.environment.end()) {
        unknown("PYTHONPATH", "it names a folder by where Python is started");
        continue;
      }
      add(absolute_path(entry.starts_with('/') ? "/" : working->second, entry), Source::python_path);
    }
  }

  SiteRules site_rules() const {
    SiteRules rules;
    const auto text = files_.read(standard_library() + "/site.py", longest_site_module);
    if (!text) return rules;
    rules.dist_packages = text->find("\"dist-packages\"") != std::string::npos;
    rules.local_first = text->find("prefixes.insert(0, \"/usr/local\")") != std::string::npos;
    rules.skips_hidden = text->find("startswith(\".\")") != std::string::npos;
    return rules;
  }

  /// site.main()
  void site() {
    rules_ = site_rules();
    std::vector<std::string> prefixes = {prefix_, exec_prefix_};
    bool user_site = !start_.isolated && !isolated_ && !start_.no_user_site && variable("PYTHONNOUSERSITE").empty();
    if (path_.venv) {
      site_packages({path_.prefix});
      if (venv_ && !venv_->system_site) {
        prefixes = {path_.prefix};
        user_site = false;
      } else {
        prefixes.insert(prefixes.begin(), path_.prefix);
      }
    }
    path_.reads_user_site = user_site;
    if (user_site) user_folder();
    if (rules_.local_first && user_site) prefixes.insert(prefixes.begin(), "/usr/local");
    site_packages(prefixes);
  }

  void user_folder() {
    std::string base = variable("PYTHONUSERBASE");
    if (base.empty()) {
      const std::string home = home_folder();
      if (!home.starts_with('/')) return;
      base = home + "/.local";
    }
    const std::string folder = absolute_path("/", fmt::format("{}/lib/{}/site-packages", base, versioned()));
    if (base.starts_with('/') && files_.is_directory(folder)) site_folder(folder, Source::user_site, "", 0);
  }

  void site_packages(const std::vector<std::string>& prefixes) {
    std::set<std::string> seen;
    for (const std::string& prefix : prefixes) {
      if (!seen.insert(prefix).second) continue;
      std::vector<std::string> below;
      if (rules_.dist_packages) {
        if (path_.venv) below.push_back("lib/" + versioned() + "/site-packages");
        below.push_back("local/lib/" + versioned() + "/dist-packages");
        below.emplace_back(path_.version.starts_with("3.") ? "lib/python3/dist-packages" : "");
        below.push_back("lib/" + versioned() + "/dist-packages");
      } else {
        below.push_back(library_ + "/" + versioned() + "/site-packages");
        if (library_ != "lib") below.push_back("lib/" + versioned() + "/site-packages");
      }
      for (const std::string& folder : below) {
        const std::string place = paths::join(prefix, folder);
        if (!folder.empty() && files_.is_directory(place)) site_folder(place, Source::site_packages, "", 0);
      }
    }
  }

  /// site.addsitedir(): the folder, then its .pth files in the order of their names. A virtual environment's are read
  /// twice, as site.main() does: what their code inserts is then there twice.
  void site_folder(const std::string& folder, Source source, const std::string& via, int depth) {
    add(absolute_path("/", folder), source, via);
    std::vector<Damage> damage;
    std::size_t count = 0;
    for (const std::string& name : discovery::names_in(files_, folder, damage)) {
      if (!name.ends_with(".pth") || (rules_.skips_hidden && name.starts_with('.'))) continue;
      if (++count > most_path_files || ++files_read_ > most_path_files_in_all) {
        unknown(files_.display(folder), fmt::format("it has more than {} .pth files", most_path_files));
        return;
      }
      path_file(folder, name, depth);
    }
  }

  void path_file(const std::string& folder, const std::string& name, int depth) {
    const std::string file = folder + "/" + name;
    const auto text = files_.read(file, longest_path_file);
    if (!text) {
      unknown(files_.display(file), text.error().reason);
      return;
    }
    const PathFile read = read_path_file(*text);
    if (read.cut_short) unknown(files_.display(file), fmt::format("it has more than {} lines", most_path_lines));
    std::optional<std::size_t> eggs;
    for (const PathLine& line : read.lines) {
      switch (line.kind) {
        case PathLine::Kind::folder: {
          if (line.text.find('\0') != std::string::npos) break;  // no such file
          const std::string entry = absolute_path(folder, line.text);
          if (files_.stat(entry).kind != NodeKind::absent) add(entry, Source::path_file, file);
          break;
        }
        case PathLine::Kind::site_folder:
          if (depth < deepest_site_folder && files_.is_directory(line.text))
            site_folder(absolute_path("/", line.text), Source::path_file, file, depth + 1);
          break;
        case PathLine::Kind::first:
          known_.insert(line.text);
          path_.entries.insert(path_.entries.begin(), {line.text, Source::path_file, file});
          break;
        case PathLine::Kind::last: path_.entries.push_back({line.text, Source::path_file, file}); break;
        case PathLine::Kind::eggs_begin: eggs = path_.entries.size(); break;
        case PathLine::Kind::eggs_end:
          if (eggs) move_eggs(*eggs);
          eggs.reset();
          break;
        case PathLine::Kind::bends_path:
          unknown(fmt::format("{}, line {}", files_.display(file), line.line),
                  "code that changes the import path; it isn't run or followed");
          break;
        case PathLine::Kind::other_code: break;  // NEP36-4 follows it
      }
    }
  }

  /// What easy-install.pth added behind `from` goes to the front, behind the eggs of earlier files.
  void move_eggs(std::size_t from) {
    auto& entries = path_.entries;
    from = std::min(from, entries.size());
    const std::size_t to = std::min(eggs_, from);
    eggs_ = to + (entries.size() - from);
    std::rotate(entries.begin() + static_cast<std::ptrdiff_t>(to), entries.begin() + static_cast<std::ptrdiff_t>(from),
                entries.end());
  }

  const discovery::System& system_;
  const signatures::artifact::RootedFiles& files_;
  const PythonStart& start_;
  ImportPath path_;
  std::string program_, real_;  ///< as it is started; with links resolved
  std::string venv_file_;
  std::optional<discovery::VenvConfiguration> venv_;
  std::string library_ = "lib";  ///< sys.platlibdir
  std::string stdlib_prefix_, exec_prefix_, prefix_;
  SiteRules rules_;
  bool isolated_ = false;  ///< by a ._pth file
  bool full_ = false;
  std::set<std::string> known_;
  std::size_t files_read_ = 0;
  std::size_t eggs_ = 0;  ///< sys.__egginsert
};

}  // namespace

std::string absolute_path(const std::string& folder, const std::string& path) {
  std::vector<std::string> parts;
  for (std::string& part : paths::split(path.starts_with('/') ? path : folder + "/" + path, "/")) {
    if (part == ".") continue;
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else {
      parts.push_back(std::move(part));
    }
  }
  std::string joined;
  for (const std::string& part : parts) joined += "/" + part;
  return joined.empty() ? "/" : joined;
}

ImportPath import_path_of(const discovery::System& system, const PythonStart& start) {
  return ImportPathSearch(system, start).run();
}

}  // namespace fairplay::auditor::loading
