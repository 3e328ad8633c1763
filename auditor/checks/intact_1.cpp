#include <algorithm>

#include "auditor/checks/check.h"
#include "auditor/paths/portable_path.h"
#include "auditor/wording/listing.h"
#include "signatures/artifact/kind.h"

// Compares files with the record of their owner ("Recording installed projects"; dpkg's md5sums; conda-meta). Whose
// record counts, and what is exempt, was decided when the facts were gathered: here a deviation is a deviation.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view intact_1_cases[] = {"changed", "missing",         "added-importable",
                                               "added",   "unused-bytecode", "outside"};

std::string_view case_of(const FileDeviation& deviation) {
  // Added files are judged first: an importable one runs wherever it lies.
  if (deviation.why == FileDeviation::Why::extra && deviation.importable) return "added-importable";
  if (deviation.territory == Territory::outside) return "outside";
  // Left behind by an edit or another Python; RECORD may well list it, without a digest.
  if (deviation.why == FileDeviation::Why::extra && deviation.path.ends_with(".pyc")) return "unused-bytecode";
  switch (deviation.why) {
    case FileDeviation::Why::changed: return "changed";
    case FileDeviation::Why::missing: return "missing";
    case FileDeviation::Why::extra: return "added";
  }
  return "changed";
}

/// What a user may paste after "pip install" or "apt-get install": a hostile name or version never becomes part of a
/// command.
std::string pasteable(const std::string& text, std::string_view otherwise) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._+-=:!~").contains(c);
  };
  const bool fine = !text.empty() && text.front() != '-' && text.size() <= 128 && std::ranges::all_of(text, harmless);
  return fine ? text : std::string(otherwise);
}

std::string_view remedy_of(const Subject& subject) {
  if (subject.installer != Installer::none) return name(subject.installer);
  return signatures::artifact::named_like_archive(subject.path) ? "file" : "";
}

Hit hit_of(const Subject& subject, std::string_view case_name) {
  Hit hit;
  hit.subject = subject.id;
  hit.case_name = case_name;
  hit.remedy = remedy_of(subject);
  std::vector<std::string> names;
  for (const FileDeviation& deviation : subject.intact.failed) {
    if (case_of(deviation) != case_name) continue;
    names.push_back(deviation.path);
    std::string detail(name(deviation.why));
    if (!deviation.detail.empty()) detail += ": " + deviation.detail;
    hit.evidence.push_back({deviation.path, 0, std::move(detail)});
    hit.identity += std::string(name(deviation.why)) + " " + portable_path(subject, deviation.path) + "\n";
  }
  // The package may come with its version ("python3-numpy 1:1.24.2-1"); managers are asked for the name alone.
  const std::string package = subject.package.value_or(subject.name);
  hit.values = {{"files", counted(names.size(), "file", "files")},
                {"names", first_few(names)},
                {"record", subject.intact.record.empty() ? "its record" : subject.intact.record},
                {"requirement", pasteable(subject.name + "==" + subject.version, "NAME==VERSION")},
                {"package", pasteable(package.substr(0, package.find(' ')), "PACKAGE")}};
  return hit;
}

std::vector<Hit> run_intact_1(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.intact.verdict == Verdict::unknown) continue;
    for (const std::string_view case_name : intact_1_cases) {
      const auto here = [&](const FileDeviation& deviation) { return case_of(deviation) == case_name; };
      if (std::ranges::any_of(subject.intact.failed, here)) hits.push_back(hit_of(subject, case_name));
    }
  }
  return hits;
}

}  // namespace

extern const Check intact_1;
const Check intact_1{"INTACT-1", intact_1_cases, {}, run_intact_1};

}  // namespace fairplay::auditor::checks
