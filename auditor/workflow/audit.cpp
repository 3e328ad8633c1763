#include "auditor/workflow/audit.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <span>
#include <utility>

#include "auditor/advisories/known_defects.h"
#include "auditor/discovery/discovery.h"
#include "auditor/discovery/machine_places.h"
#include "auditor/discovery/named_subject.h"
#include "auditor/discovery/root_around.h"
#include "auditor/judgement/judge.h"
#include "auditor/loading/process_start.h"
#include "auditor/provenance/builds/loaded.h"
#include "auditor/workflow/subject_reader.h"

namespace fairplay::auditor {
namespace {

using discovery::Discovered;
using discovery::System;

/// One audit: classifies each named subject, discovers what it holds, reads that, and judges it all at the end.
class AuditRun {
 public:
  explicit AuditRun(const AuditRequest& request)
      : request_(request),
        this_machine_{signatures::artifact::RootedFiles("/"), request.environment},
        reader_(tools_, request.proc, request.target, request.jobs, request.progress) {
    result_.tool_version = request.tool_version;
    result_.without_built_in_database = request.without_built_in_database;
    tools_.database = request.database != nullptr ? request.database : &nothing_known_;
    tools_.places = &request.rules->places;
    tools_.found = &found_;
    tools_.footprint = [this](const std::string& release) { return tools_.database->footprint("numpy", release); };
  }

  AuditResult run() {
    result_.whole_machine = request_.subjects.empty();
    if (request_.subjects.empty()) read("", discovery::ThisMachine{});
    for (const std::string& text : request_.subjects) {
      request_.progress(text);
      auto subject = discovery::classify(text);
      if (!subject) {
        result_.unreadable.push_back(std::move(subject.error().damage));
        continue;
      }
      std::visit([&](auto& named) { read(text, std::move(named)); }, *subject);
    }
    judge();
    return std::move(result_);
  }

 private:
  void read(const std::string& text, discovery::ThisMachine) {
    result_.places = discovery::places_of_machine(this_machine_);
    if (read_discovered(this_machine_, discover_machine(this_machine_), importing({})) == 0 && !text.empty())
      nothing_in(text, nothing_in_folder);
  }

  void read(const std::string& text, discovery::NamedRoot root) {
    const System system{signatures::artifact::RootedFiles(root.path), {}};
    if (read_discovered(system, discover_machine(system), loading::ImportScope()) == 0)
      nothing_in(text, nothing_in_folder);
  }

  void read(const std::string& text, discovery::NamedFolder folder) {
    const Place place = place_of(folder.path);
    loading::ImportScope scope = importing(loading::programs_of_environment(place.system, place.path));
    scope.within = place.path;
    if (read_discovered(place.system, discover_folder(place.system, place.path), std::move(scope)) == 0)
      nothing_in(text, nothing_in_folder);
  }

  void read(const std::string& text, discovery::NamedInterpreter interpreter) {
    const Place place = place_of(interpreter.path);
    if (read_discovered(place.system, discover_interpreter(place.system, place.path), importing({place.path})) == 0)
      nothing_in(text, "this interpreter finds no NumPy");
  }

  void read(const std::string& text, discovery::NamedProcess process) {
    auto found = discovery::discover_process(request_.proc, process.pid);
    if (!found) {
      result_.unreadable.push_back(std::move(found.error()));
      return;
    }
    loading::ProcessStart started = loading::start_of_process(request_.proc, process.pid);
    const System system{signatures::artifact::RootedFiles(fmt::format("{}/{}/root", request_.proc, process.pid)),
                        std::move(started.environment)};
    std::optional<loading::ImportScope> scope;
    if (started.python) {
      scope.emplace();
      scope->process = std::move(started.python);
    }
    const std::size_t read = read_discovered(system, *found, std::move(scope));
    std::vector<std::string> mapped;
    for (const std::string& path : found->mapped) mapped.push_back(system.files.display(path));
    provenance::use_mapped_libraries(std::span(result_.subjects).last(read), mapped, found->preloaded);
    if (read == 0) nothing_in(text, "the process has no NumPy and no BLAS loaded");
  }

  void read(const std::string& text, discovery::NamedArchive archive) {
    // Of a one-folder program the files lie beside it.
    std::string beside = signatures::artifact::traits(archive.kind).program
                             ? discovery::files_of_program(this_machine_, archive.path)
                             : std::string();
    auto read = reader_.read_archive(std::move(archive), result_);
    if (read) return;
    if (!read.error().grave && !beside.empty() &&
        read_discovered(this_machine_, discover_folder(this_machine_, beside), std::nullopt) != 0)
      return;
    read.error().file = text;
    result_.unreadable.push_back(std::move(read.error()));
  }

  void read(const std::string& text, discovery::NamedLibrary library) {
    if (!reader_.read_library(this_machine_, library.path, result_))
      nothing_in(text, "an ELF file, but not a BLAS or LAPACK library");
  }

  void read(const std::string& text, discovery::NamedRelease release) {
    result_.unreadable.push_back(discovery::not_accepted(
        text, std::move(release), "there is no such file or folder, and a release has no files to audit"));
  }

  /// The system that a path belongs to, and the path as that system has it.
  struct Place {
    System system;
    std::string path;
  };
  Place place_of(const std::string& path) const {
    const std::string root = discovery::root_around(this_machine_, path);
    if (root.empty()) return {this_machine_, path};
    return {System{signatures::artifact::RootedFiles(root), {}}, path.substr(root.size())};
  }

  loading::ImportScope importing(std::vector<std::string> programs) const {
    loading::ImportScope scope;
    scope.programs = std::move(programs);
    scope.script_folder = request_.script_folder;
    return scope;
  }

  /// The number of subjects found.
  std::size_t read_discovered(const System& system, Discovered found, std::optional<loading::ImportScope> scope) {
    const std::size_t before = result_.subjects.size();
    reader_.read_discovered(system, found, scope ? &*scope : nullptr, result_);
    return result_.subjects.size() - before;
  }

  /// `text` can be read, but it holds nothing that an audit is about.
  void nothing_in(const std::string& text, std::string_view reason) {
    result_.unreadable.push_back({text, "", std::string(reason), false});
  }

  void judge() {
    const std::set<std::string, std::less<>> installed_here = reader_.number(result_.subjects);
    for (Subject& subject : result_.subjects)
      subject.not_checked.push_back({"sound", "not probed: an audit runs nothing"});
    if (request_.advisories != nullptr) {
      result_.known_defects = known_defects(result_.subjects, installed_here, *request_.advisories);
      result_.known_numpy_defects = known_numpy_defects(result_.subjects, installed_here, *request_.advisories);
    }
    for (const auto* database : tools_.database->databases()) result_.databases.push_back(*database);
    result_.refused = tools_.database->refused();
    result_.releases = tools_.database->releases();
    judgement::judge(result_, *request_.rules, request_.waivers, request_.today);
  }

  static constexpr std::string_view nothing_in_folder = "no NumPy and no BLAS found in this folder";

  const AuditRequest& request_;
  System this_machine_;
  signatures::database::Database nothing_known_;
  std::set<std::string, std::less<>> found_;
  provenance::OriginTools tools_;
  SubjectReader reader_;
  AuditResult result_;
};

}  // namespace

AuditResult audit(const AuditRequest& request) { return AuditRun(request).run(); }

}  // namespace fairplay::auditor
