#include "auditor/workflow/audit.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <set>
#include <span>

#include "auditor/advisories/known_defects.h"
#include "auditor/discovery/discovery.h"
#include "auditor/judgement/judge.h"
#include "auditor/provenance/builds/archive.h"
#include "auditor/provenance/builds/installed_library.h"
#include "auditor/provenance/builds/installed_numpy.h"
#include "auditor/provenance/builds/loaded.h"

namespace fairplay::auditor {
namespace {

using discovery::Discovered;
using discovery::System;
using signatures::Damage;

/// "python3.11", "python3.13t", "python3-dbg", "pypy3": not "python3-numpy_1.24.2_amd64.deb", which some file systems
/// call executable too.
bool is_interpreter_name(std::string_view name) {
  for (const std::string_view start : {"python", "pypy"}) {
    if (!name.starts_with(start)) continue;
    name.remove_prefix(start.size());
    if (name.ends_with("-dbg")) name.remove_suffix(4);
    return name.find_first_not_of("0123456789.dmtu") == std::string_view::npos;
  }
  return false;
}

/// Goes from what the user named to subjects, one named thing after the other.
class Road {
 public:
  explicit Road(const AuditRequest& request) : request_(request) {
    result_.tool_version = request.tool_version;
    tools_.database = request.database != nullptr ? request.database : &nothing_known_;
    tools_.places = &request.rules->places;
    tools_.found = &found_;
    tools_.footprint = [this](const std::string& release) { return tools_.database->footprint("numpy", release); };
  }

  AuditResult walk() {
    if (request_.subjects.empty()) {
      const System system{signatures::artifact::RootedFiles("/"), request_.environment};
      examine(system, discover_machine(system));
    }
    for (const std::string& named : request_.subjects) examine_named(named);
    number();
    if (request_.advisories != nullptr)
      result_.known_defects = known_defects(result_.subjects, run_here_, *request_.advisories);
    for (const auto* database : tools_.database->databases()) result_.databases.push_back(*database);
    result_.refused = tools_.database->refused();
    result_.releases = tools_.database->releases();
    judgement::judge(result_, *request_.rules, request_.waivers, request_.today);
    return std::move(result_);
  }

 private:
  void unreadable(std::string what, std::string reason) {
    result_.unreadable.push_back({std::move(what), "", std::move(reason), true});
  }
  /// Readable, and nothing in it that an audit is about.
  void nothing_in(std::string what, std::string reason) {
    result_.unreadable.push_back({std::move(what), "", std::move(reason), false});
  }

  void examine_named(const std::string& named) {
    request_.progress(named);
    constexpr std::string_view process = "pid:";
    if (named.starts_with(process)) {
      examine_process(named, named.substr(process.size()));
      return;
    }
    const std::unique_ptr<char, decltype(&std::free)> absolute(realpath(named.c_str(), nullptr), std::free);
    struct stat status {};
    if (!absolute || stat(absolute.get(), &status) != 0) {
      unreadable(named, "no such file or folder, or it may not be read");
      return;
    }
    const System system{signatures::artifact::RootedFiles("/"), request_.environment};
    if (S_ISDIR(status.st_mode)) {
      examine_folder(system, named, absolute.get());
    } else if (S_ISREG(status.st_mode)) {
      examine_file(system, named, absolute.get());
    } else {
      unreadable(named, "neither a file nor a folder");
    }
  }

  void examine_process(const std::string& named, const std::string& digits) {
    long pid = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
    if (error != std::errc() || end != digits.data() + digits.size() || pid <= 0) {
      unreadable(named, "pid: wants a process number");
      return;
    }
    auto found = discovery::discover_process(request_.proc, pid);
    if (!found) {
      result_.unreadable.push_back(std::move(found.error()));
      return;
    }
    const System system{signatures::artifact::RootedFiles(fmt::format("{}/{}/root", request_.proc, pid)), {}};
    const std::size_t before = result_.subjects.size();
    examine(system, *found);
    std::vector<std::string> mapped;
    for (const std::string& path : found->mapped) mapped.push_back(system.files.display(path));
    provenance::tell_what_is_loaded(std::span(result_.subjects).subspan(before), mapped);
    if (result_.subjects.size() == before) nothing_in(named, "the process has no NumPy and no BLAS loaded");
  }

  void examine_folder(const System& system, const std::string& named, const std::string& path) {
    const std::size_t before = result_.subjects.size();
    if (path != "/" && discovery::is_unpacked_root(system, path)) {
      const System root{signatures::artifact::RootedFiles(path), {}};
      examine(root, discover_machine(root));
    } else if (path == "/") {
      examine(system, discover_machine(system));
    } else {
      examine(system, discover_folder(system, path));
    }
    if (result_.subjects.size() == before) nothing_in(named, "no NumPy and no BLAS found in this folder");
  }

  /// An interpreter by where it lies and what it is called; libraries and archives by what they hold.
  void examine_file(const System& system, const std::string& named, const std::string& path) {
    const std::string name = named.substr(named.rfind('/') + 1);
    if (is_interpreter_name(name) && access(path.c_str(), X_OK) == 0) {
      // The name as given: a venv's bin/python is a link, and what it links to knows nothing of the venv.
      const std::size_t before = result_.subjects.size();
      examine(system, discover_interpreter(system, absolute_unresolved(named)));
      if (result_.subjects.size() == before) nothing_in(named, "this interpreter finds no NumPy");
      return;
    }
    if (const auto stream = signatures::artifact::open_file(path);
        stream && (*stream)->kind() == signatures::artifact::Kind::library) {
      discovery::FoundLibrary library;
      library.path = path;
      library.chains = {{path}};
      Bench& bench = bench_for(system);
      if (auto subject = provenance::examine_installed_library(bench.workbench, library)) {
        run_here_.insert(place_of(*subject));
        result_.subjects.push_back(std::move(*subject));
      } else {
        nothing_in(named, "an ELF file, but not a BLAS or LAPACK library");
      }
      return;
    }
    auto subjects = provenance::examine_archive(tools_, path, request_.jobs);
    if (!subjects) {
      subjects.error().file = named;
      result_.unreadable.push_back(std::move(subjects.error()));
      return;
    }
    for (Subject& subject : *subjects) result_.subjects.push_back(std::move(subject));
  }

  static std::string absolute_unresolved(const std::string& path) {
    if (path.starts_with('/')) return path;
    const std::unique_ptr<char, decltype(&std::free)> folder(getcwd(nullptr, 0), std::free);
    return fmt::format("{}/{}", folder ? folder.get() : "", path);
  }

  struct Bench {
    System system;
    provenance::Workbench workbench;
    Bench(System root, const provenance::OriginTools& tools, unsigned jobs)
        : system(std::move(root)), workbench(system, tools, jobs) {}
  };

  /// One workbench a root, so that several named subjects share what was read.
  Bench& bench_for(const System& system) {
    auto& bench = benches_[system.files.root()];
    if (!bench) bench = std::make_unique<Bench>(system, tools_, request_.jobs);
    return *bench;
  }

  void examine(const System& system, const Discovered& found) {
    provenance::Workbench& bench = bench_for(system).workbench;
    const std::size_t before = result_.subjects.size();
    std::vector<Damage> damage = found.damage;
    std::vector<std::string> owned;
    for (const auto& numpy : found.numpys) owned.push_back(numpy.package);
    for (const auto& library : found.libraries) owned.push_back(library.path);
    bench.managers.prefetch_owners(owned, damage);

    for (const auto& numpy : found.numpys) {
      const std::string shown = system.files.display(numpy.package);
      if (!seen_.insert(shown).second) continue;
      request_.progress(shown);
      result_.subjects.push_back(examine_installed_numpy(bench, numpy));
    }
    for (const auto& library : found.libraries) {
      const std::string shown = system.files.display(library.path);
      if (!seen_.insert(shown).second) continue;
      request_.progress(shown);
      if (auto subject = examine_installed_library(bench, library)) result_.subjects.push_back(std::move(*subject));
    }
    if (system.files.root().empty() || system.files.root().starts_with(request_.proc + "/")) {
      for (const Subject& subject : std::span(result_.subjects).subspan(before)) run_here_.insert(place_of(subject));
    }
    result_.not_checked.insert(result_.not_checked.end(), found.not_checked.begin(), found.not_checked.end());
    for (Damage& item : damage)
      result_.not_checked.push_back(
          {item.place.empty() ? item.file : fmt::format("{}, {}", item.file, item.place), item.reason});
  }

  /// Names a subject until it has its id; no id holds a blank.
  static std::string place_of(const Subject& subject) { return fmt::format("{} {}", name(subject.kind), subject.path); }

  /// NumPys before BLASes, each in the order found; ids follow.
  void number() {
    std::stable_sort(result_.subjects.begin(), result_.subjects.end(),
                     [](const Subject& a, const Subject& b) { return a.kind < b.kind; });
    for (std::size_t i = 0; i < result_.subjects.size(); ++i) {
      Subject& subject = result_.subjects[i];
      subject.id = fmt::format("s{}", i + 1);
      if (run_here_.contains(place_of(subject))) run_here_.insert(subject.id);
      subject.not_checked.push_back({"sound", "not probed: an audit runs nothing"});
    }
  }

  const AuditRequest& request_;
  signatures::database::Database nothing_known_;
  std::set<std::string, std::less<>> found_;
  provenance::OriginTools tools_;
  AuditResult result_;
  std::map<std::string, std::unique_ptr<Bench>> benches_;
  std::set<std::string> seen_;
  std::set<std::string, std::less<>>
      run_here_;  ///< ids (until they are given: places) of subjects that are installed on this machine
};

}  // namespace

AuditResult audit(const AuditRequest& request) { return Road(request).walk(); }

}  // namespace fairplay::auditor
