#include <algorithm>

#include "auditor/checks/check.h"
#include "auditor/paths/portable_path.h"
#include "auditor/wording/commands.h"
#include "auditor/wording/damage_words.h"
#include "auditor/wording/listing.h"
#include "signatures/artifact/kind.h"

// Compares files with the record of their owner ("Recording installed projects"; dpkg's md5sums; conda-meta). Whose
// record counts, and what is exempt, was decided when the facts were gathered: here a deviation is a deviation.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view damaged_case = "damaged";
constexpr std::string_view outside_case = "outside";
constexpr std::string_view bytecode_case = "unused-bytecode";
constexpr std::string_view start_up_case = "start-up";
constexpr std::string_view intact_1_cases[] = {damaged_case, "changed",     "missing",    "added-importable",
                                               "added",      bytecode_case, outside_case, start_up_case};

std::string_view case_of(const FileDeviation& deviation) {
  // Added files are judged first: an importable one runs wherever it lies.
  if (deviation.why == FileDeviation::Why::extra && deviation.importable) return "added-importable";
  if (deviation.territory == Territory::outside)
    return deviation.why == FileDeviation::Why::extra ? start_up_case : outside_case;
  // Left behind by an edit or another Python; RECORD may well list it, without a digest.
  if (deviation.why == FileDeviation::Why::extra && deviation.path.ends_with(".pyc")) return bytecode_case;
  switch (deviation.why) {
    case FileDeviation::Why::changed: return "changed";
    case FileDeviation::Why::missing: return "missing";
    case FileDeviation::Why::extra: return "added";
  }
  return "changed";
}

/// A recorded path as it counts from the import folder: dpkg's and conda's start elsewhere.
std::string_view from_packages(std::string_view path) {
  constexpr std::string_view packages = "-packages/";
  const std::size_t at = path.find(packages);
  return at == std::string_view::npos ? path : path.substr(at + packages.size());
}

/// Whether the damaged files, which have a finding of their own, explain the deviation.
bool is_damage(const Subject& subject, const FileDeviation& deviation) {
  if (deviation.why == FileDeviation::Why::extra) return false;
  const std::string_view path = from_packages(deviation.path);
  return std::ranges::any_of(subject.original.damaged, [&](const DamagedFile& file) {
    if (subject.kind == SubjectKind::blas) return path.ends_with(file.path);
    return path == file.path ||
           (path.size() > file.path.size() && path.starts_with(file.path) && path[file.path.size()] == '/');
  });
}

/// Where pip and its like installed it decides what brings it back.
std::string pip_remedy_of(const Subject& subject) {
  const bool uv = subject.installer_name.starts_with("uv");
  switch (subject.environment.kind) {
    case Environment::Kind::folder: return uv ? "uv-target" : "target";
    case Environment::Kind::pipx: return uv ? "uv" : "pipx";  // pipx installs by either
    case Environment::Kind::user_site: return "user";
    case Environment::Kind::system: return "system";
    default: return uv ? "uv" : "pip";
  }
}

std::string remedy_of(const Subject& subject, bool damaged) {
  std::string who(name(subject.installer));
  if (subject.installer == Installer::pip) who = pip_remedy_of(subject);
  if (subject.installer == Installer::none) {
    const bool archived =
        signatures::artifact::named_like_archive(subject.path) || subject.found_as.kind == FoundAs::Kind::in_archive;
    who = subject.packed ? "packed" : archived ? "file" : damaged ? "none" : "";
  }
  return damaged ? "damaged-" + who : who;
}

Hit hit_of(const Subject& subject, std::string_view case_name) {
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = case_name;
  const bool mixed = subject.original.verdict == OriginVerdict::mixed;
  const bool harmless = case_name == outside_case || case_name == bytecode_case || case_name == start_up_case;
  hit.remedy = harmless ? std::string(case_name) : mixed ? "mixed" : remedy_of(subject, false);
  std::vector<std::string> names;
  for (const FileDeviation& deviation : subject.intact.failed) {
    if (case_of(deviation) != case_name || is_damage(subject, deviation)) continue;
    names.push_back(deviation.path);
    std::string detail(name(deviation.why));
    if (!deviation.detail.empty()) detail += ": " + deviation.detail;
    hit.evidence.push_back({deviation.path, 0, std::move(detail)});
    hit.identity += std::string(name(deviation.why)) + " " + portable_path(subject, deviation.path) + "\n";
  }
  hit.values = {{"files", counted(names.size(), "file", "files")},
                {"names", first_few(names)},
                {"record", subject.intact.record.empty() ? "its record" : subject.intact.record}};
  add_command_values(subject, hit.values);
  return hit;
}

/// What an accident left of a build, whether or not somebody recorded how it was.
Hit damage_of(const Subject& subject) {
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = damaged_case;
  hit.remedy = remedy_of(subject, true);
  hit.leads = subject.original.verdict != OriginVerdict::mixed;  // then INTACT-2 does
  std::vector<std::string> names;
  for (const DamagedFile& file : subject.original.damaged) {
    names.push_back(file.path + " (" + std::string(words_of(file.how)) + ")");
    hit.evidence.push_back({file.path, 0, file.detail});
    hit.identity += std::string(name(file.how)) + " " + file.path + "\n";
  }
  hit.values = {{"files", counted(names.size(), "file is damaged", "files are damaged")}, {"names", first_few(names)}};
  add_command_values(subject, hit.values);
  return hit;
}

std::vector<Hit> run_intact_1(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (!subject.original.damaged.empty()) hits.push_back(damage_of(subject));
    for (const std::string_view case_name : intact_1_cases) {
      // Without a record of the build, what others recorded still counts.
      if (subject.intact.verdict == Verdict::unknown && case_name != start_up_case) continue;
      const auto here = [&](const FileDeviation& deviation) {
        return case_of(deviation) == case_name && !is_damage(subject, deviation);
      };
      if (std::ranges::any_of(subject.intact.failed, here)) hits.push_back(hit_of(subject, case_name));
    }
  }
  return hits;
}

}  // namespace

extern const Check intact_1;
const Check intact_1{"INTACT-1", intact_1_cases, {}, run_intact_1};

}  // namespace fairplay::auditor::checks
