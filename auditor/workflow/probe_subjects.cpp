#include "auditor/workflow/probe_subjects.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "auditor/behaviour/subject/library_file.h"
#include "auditor/paths/portable_path.h"
#include "auditor/workflow/archived_libraries.h"
#include "auditor/workflow/audit.h"
#include "signatures/elf/recognition.h"

namespace fairplay::auditor {
namespace {

namespace fs = std::filesystem;
using behaviour::ProbeTarget;
using signatures::blas::Identity;

std::string file_name(const std::string& path) { return fs::path(path).filename(); }

/// Leaves out what another library of `all` already covers: a library that only forwards to one that can be called
/// itself, or one that has only LAPACK beside one that has BLAS and LAPACK. Kernels without Fortran names (libatlas)
/// are probed through the libraries that call them.
bool is_worth_probing(const Identity& library, const std::vector<Identity>& all) {
  if (library.has_blas && !library.stub) return true;
  if (!library.stub && !library.has_lapack) return false;
  return std::ranges::none_of(all, [&](const Identity& other) {
    return !other.stub && other.has_blas && (library.stub || other.has_lapack) && other.vendor == library.vendor;
  });
}

bool is_executable_file(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111) != 0;
}

class ProbeSubjectFinder {
 public:
  explicit ProbeSubjectFinder(const ProbeSubjectsRequest& request) : request_(request) {}

  ProbeSubjects find(std::vector<discovery::ClassifiedSubject> subjects) {
    if (subjects.empty()) add_audited({});
    for (discovery::ClassifiedSubject& subject : subjects) {
      request_.progress(subject.text);
      if (subject.named)
        std::visit([&](auto& named) { add_named(subject.text, named); }, *subject.named);
      else
        add_unclassified(subject.text, subject.named.error());
    }
    return std::move(found_);
  }

 private:
  /// A folder, an environment, an interpreter, a process: what an audit finds there.
  void add_named(const std::string& text, auto&) { add_audited({text}); }
  void add_named(const std::string& text, discovery::NamedArchive& archive) { add_unpacked(text, archive); }
  void add_named(const std::string&, discovery::NamedLibrary& library) { add_library(library.path); }

  void add_unclassified(const std::string& text, const discovery::NoSubject& none) {
    using Why = discovery::NoSubject::Why;
    if (none.why == Why::unread_package)
      found_.not_checked.push_back({text, none.damage.reason});
    else if (none.why == Why::bad_process_number || is_executable_file(text))
      found_.unreadable.push_back(none.damage);
    else
      add({real_path(text), "", ""});  // the probe says why it can't be loaded
  }

  void add(ProbeTarget target) {
    const auto same = std::ranges::find(found_.targets, target.path, &ProbeTarget::path);
    if (same == found_.targets.end()) {
      found_.targets.push_back(std::move(target));
    } else if (!target.found_as.empty() && same->found_as.find(target.found_as) == std::string::npos) {
      same->found_as += (same->found_as.empty() ? "" : "; ") + target.found_as;
    }
  }

  /// The library itself; for an extension module, what an audit finds in the NumPy around it.
  void add_library(const std::string& path) {
    if (signatures::elf::named_like_extension_module(path)) {
      for (fs::path folder = fs::path(path).parent_path(); folder.has_relative_path(); folder = folder.parent_path())
        if (folder.filename() == "numpy") return add_audited({folder.string()});
    }
    add({path, "", ""});
  }

  void add_unpacked(const std::string& named, discovery::NamedArchive& archive) {
    const fs::path folder = fs::path(request_.unpack_to) / std::to_string(++archives_);
    auto libraries = unpack_libraries(*archive.stream, named, folder);
    archive.stream.reset();
    if (!libraries) {
      libraries.error().file = named;
      found_.unreadable.push_back(std::move(libraries.error()));
      return;
    }
    const std::size_t before = found_.targets.size();
    std::vector<std::pair<const UnpackedLibrary*, Identity>> known;
    for (const UnpackedLibrary& library : *libraries)
      if (const auto file = behaviour::read_library_file(library.path); file.identity)
        known.emplace_back(&library, *file.identity);
    std::vector<Identity> all;
    for (const auto& [library, identity] : known) all.push_back(identity);
    for (const auto& [library, identity] : known)
      if (is_worth_probing(identity, all))
        add({library->path, "in " + file_name(named), fmt::format("{}/{}", named, library->member)});
    if (found_.targets.size() == before)
      found_.not_checked.push_back({named,
                                    "it holds no BLAS or LAPACK library: what it computes with comes from elsewhere, "
                                    "or is linked into its own modules"});
  }

  /// What an audit of it finds. No database: origins don't matter here.
  void add_audited(std::vector<std::string> subjects) {
    AuditRequest request;
    request.subjects = std::move(subjects);
    request.environment = request_.environment;
    request.jobs = request_.jobs;
    request.rules = request_.rules;
    request.progress = request_.progress;
    AuditResult result = audit(request);
    std::ranges::move(result.unreadable, std::back_inserter(found_.unreadable));
    for (const Subject& subject : result.subjects)
      if (subject.kind == SubjectKind::numpy) add_numpy(subject);
    std::vector<Identity> all;
    for (const Subject& subject : result.subjects)
      for (const BlasUse& use : subject.blas)
        if (use.identity) all.push_back(*use.identity);
    for (const Subject& subject : result.subjects)
      if (subject.kind == SubjectKind::blas) add_blas(subject, all);
  }

  void add_numpy(const Subject& subject) {
    // A process sees its files under its own root: its number says more than a path.
    const std::string named = fmt::format(
        "{} {} in {}", subject.name, subject.version,
        subject.environment.kind == Environment::Kind::process ? text_of(subject.environment) : subject.path);
    if (subject.packed || subject.gone) {
      found_.not_checked.push_back(
          {named, "it isn't installed here as it would be imported: what it computes wasn't probed"});
    } else if (std::ranges::find(found_.numpys, subject.path, &behaviour::numpy::NumpyTarget::package) ==
               found_.numpys.end()) {
      found_.numpys.push_back({subject.path, text_of(subject.environment), subject.version,
                               subject.release.value_or(""), subject.loads.interpreter});
    }
    bool any = false;
    for (const BlasUse& use : subject.blas) {
      // A bare name: the loader wouldn't find it, and the audit says so.
      if (!use.path.starts_with('/')) continue;
      const std::string path = real_path(use.path);
      if (signatures::elf::named_like_extension_module(path)) {
        found_.not_checked.push_back(
            {named, fmt::format("its BLAS is linked into {}: no library to load", file_name(path))});
        any = true;
        continue;
      }
      if (use.identity && use.identity->stub) continue;
      const std::string verb = use.how == BlasHow::bundled        ? "bundled with"
                               : use.how == BlasHow::alternatives ? "used, by alternatives, by"
                                                                  : "used by";
      add({path, fmt::format("{} {}", verb, named), ""});
      any = true;
    }
    if (!any)
      found_.not_checked.push_back(
          {named, subject.blas_complete ? "it needs no BLAS library" : "which BLAS it uses is not known"});
  }

  void add_blas(const Subject& subject, const std::vector<Identity>& all) {
    if (!subject.blas.empty() && subject.blas.front().identity &&
        !is_worth_probing(*subject.blas.front().identity, all))
      return;
    const std::string path = real_path(subject.path);
    // What a NumPy bundles is already a target, with that NumPy.
    if (subject.found_as.kind == FoundAs::Kind::bundled &&
        std::ranges::find(found_.targets, path, &ProbeTarget::path) != found_.targets.end())
      return;
    std::vector<std::string> words;
    if (subject.package) words.push_back(*subject.package);
    if (std::string found = text_of(subject.found_as); !found.empty()) words.push_back(std::move(found));
    add({path, fmt::format("{}", fmt::join(words, ", ")), ""});
  }

  const ProbeSubjectsRequest& request_;
  ProbeSubjects found_;
  int archives_ = 0;
};

}  // namespace

ProbeSubjects find_probe_subjects(std::vector<discovery::ClassifiedSubject> subjects,
                                  const ProbeSubjectsRequest& request) {
  return ProbeSubjectFinder(request).find(std::move(subjects));
}

bool unpacks(const std::vector<discovery::ClassifiedSubject>& subjects) {
  return std::ranges::any_of(subjects, [](const discovery::ClassifiedSubject& subject) {
    return subject.named && std::holds_alternative<discovery::NamedArchive>(*subject.named);
  });
}

}  // namespace fairplay::auditor
