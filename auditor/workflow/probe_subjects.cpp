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
#include "signatures/artifact/file_stream.h"
#include "signatures/elf/recognition.h"

namespace fairplay::auditor {
namespace {

namespace fs = std::filesystem;
using behaviour::ProbeTarget;
using signatures::artifact::Kind;
using signatures::blas::Identity;

/// What a file on disk holds; nullopt where it is none, or not one that an audit reads.
std::optional<Kind> kind_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  const auto stream = signatures::artifact::open_file(path);
  return stream ? std::optional((*stream)->kind()) : std::nullopt;
}

/// "python3.11", "pypy3": an ELF file, too, that stands for the environment it belongs to.
bool is_interpreter(const std::string& path) {
  const std::string name = fs::path(path).filename();
  return (name.starts_with("python") || name.starts_with("pypy")) && name.find(".so") == std::string::npos &&
         name.find('-') == std::string::npos;
}

bool is_archive(std::optional<Kind> kind) { return kind == Kind::wheel || kind == Kind::sdist || kind == Kind::deb; }

std::string file_name(const std::string& path) { return fs::path(path).filename(); }

/// A library that only forwards, or has LAPACK beside one that has it with its BLAS, stands for nothing of its own
/// where what it forwards to can be called itself; kernels without Fortran names (libatlas) are probed through those
/// who call them.
bool is_worth_probing(const Identity& library, const std::vector<Identity>& all) {
  if (library.has_blas && !library.stub) return true;
  if (!library.stub && !library.has_lapack) return false;
  return std::ranges::none_of(all, [&](const Identity& other) {
    return !other.stub && other.has_blas && (library.stub || other.has_lapack) && other.vendor == library.vendor;
  });
}

class Finder {
 public:
  explicit Finder(const ProbeSubjectsRequest& request) : request_(request) {}

  ProbeSubjects find() {
    if (request_.subjects.empty()) audited({});
    for (const std::string& named : request_.subjects) {
      request_.progress(named);
      const std::optional<Kind> kind = named.starts_with("pid:") ? std::nullopt : kind_of(named);
      std::error_code error;
      if (std::string why = signatures::artifact::why_unread(named); !why.empty())
        found_.not_checked.push_back({named, std::move(why)});
      else if (is_archive(kind))
        unpacked(named);
      else if (kind == Kind::library && !is_interpreter(named))
        library(named);
      else if (named.starts_with("pid:") || fs::is_directory(named, error) || is_executable_file(named))
        audited({named});
      else
        add({real_path(named), "", ""});  // the probe says why it can't be loaded
    }
    return std::move(found_);
  }

 private:
  static bool is_executable_file(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111) != 0;
  }

  void add(ProbeTarget target) {
    const auto same = std::ranges::find(found_.targets, target.path, &ProbeTarget::path);
    if (same == found_.targets.end()) {
      found_.targets.push_back(std::move(target));
    } else if (!target.found_as.empty() && same->found_as.find(target.found_as) == std::string::npos) {
      same->found_as += (same->found_as.empty() ? "" : "; ") + target.found_as;
    }
  }

  /// A shared library that computes is itself; an extension module stands for the NumPy around it.
  void library(const std::string& named) {
    const std::string path = real_path(named);
    if (signatures::elf::named_like_extension_module(path)) {
      for (fs::path folder = fs::path(path).parent_path(); folder.has_relative_path(); folder = folder.parent_path())
        if (folder.filename() == "numpy") return audited({folder.string()});
    }
    add({path, "", ""});
  }

  void unpacked(const std::string& named) {
    const fs::path folder = fs::path(request_.unpack_to) / std::to_string(++archives_);
    auto libraries = unpack_libraries(named, folder);
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
  void audited(std::vector<std::string> subjects) {
    AuditRequest request;
    request.subjects = std::move(subjects);
    request.environment = request_.environment;
    request.jobs = request_.jobs;
    request.rules = request_.rules;
    request.progress = request_.progress;
    AuditResult result = audit(request);
    std::ranges::move(result.unreadable, std::back_inserter(found_.unreadable));
    for (const Subject& subject : result.subjects)
      if (subject.kind == SubjectKind::numpy) numpy(subject);
    std::vector<Identity> all;
    for (const Subject& subject : result.subjects)
      for (const BlasUse& use : subject.blas)
        if (use.identity) all.push_back(*use.identity);
    for (const Subject& subject : result.subjects)
      if (subject.kind == SubjectKind::blas) blas(subject, all);
  }

  void numpy(const Subject& subject) {
    // A process sees its files under a root of its own; its number says more.
    const std::string named = fmt::format(
        "{} {} in {}", subject.name, subject.version,
        subject.environment.kind == Environment::Kind::process ? text_of(subject.environment) : subject.path);
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
          {named, subject.blas_complete ? "it needs no BLAS library" : "which BLAS it uses can't be told"});
  }

  void blas(const Subject& subject, const std::vector<Identity>& all) {
    if (!subject.blas.empty() && subject.blas.front().identity &&
        !is_worth_probing(*subject.blas.front().identity, all))
      return;
    const std::string path = real_path(subject.path);
    // What a NumPy bundles was told with that NumPy.
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

ProbeSubjects find_probe_subjects(const ProbeSubjectsRequest& request) { return Finder(request).find(); }

bool unpacks(const std::vector<std::string>& subjects) {
  return std::ranges::any_of(
      subjects, [](const std::string& named) { return !named.starts_with("pid:") && is_archive(kind_of(named)); });
}

}  // namespace fairplay::auditor
