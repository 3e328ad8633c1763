#include "auditor/workflow/told_imports.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fairplay::auditor {
namespace {

/// The subjects' own words for their versions count more than metadata beside them.
class Versions {
 public:
  explicit Versions(std::span<const Subject> subjects) {
    for (const Subject& subject : subjects) {
      if (subject.kind == SubjectKind::numpy) versions_[subject.path] = subject.version;
    }
  }
  void fill(OnImportPath& row) const {
    const auto version = versions_.find(row.path);
    if (version != versions_.end() && !version->second.empty()) row.version = version->second;
  }
  void fill(HiddenImport& import) const {
    fill(import.winner);
    fill(import.hidden);
  }

 private:
  std::map<std::string, std::string> versions_;
};

void fail(Subject& subject, const HiddenImport& import) {
  subject.loads.verdict = Verdict::no;
  subject.loads.interpreter = import.interpreters.front();
  switch (import.failure) {
    case ImportFailure::in_archive: subject.loads.why = "Python loads no extension modules from a ZIP file"; break;
    case ImportFailure::never_compiled: subject.loads.why = "its extension modules were never compiled"; break;
    case ImportFailure::other_python: subject.loads.why = "its extension modules are for another Python"; break;
    case ImportFailure::none: break;
  }
  subject.loads.hidden = {import};
}

}  // namespace

Subject archived_numpy(const HiddenImport& import) {
  Subject subject;
  subject.kind = SubjectKind::numpy;
  subject.name = "numpy";
  subject.path = import.winner.path;
  subject.environment = {Environment::Kind::folder};
  subject.intact.why = "it is imported from a ZIP file, of which no installer keeps a record";
  subject.original.why = "what is in the ZIP file isn't compared: audit that file by its name";
  subject.loads.interpreter = import.interpreters.front();
  if (import.failure != ImportFailure::none) fail(subject, import);
  return subject;
}

void tell_imports(const loading::Imports& imports, std::span<Subject> subjects, AuditResult& result) {
  const Versions versions(subjects);
  for (Subject& subject : subjects) {
    if (const auto standing = imports.numpys.find(subject.path); standing != imports.numpys.end()) {
      subject.loads.hidden = standing->second.hidden;
      subject.loads.other_users = standing->second.other_users;
      // LOAD-1 and LOAD-2 say more of a NumPy that no Python of its own place can import.
      if (!standing->second.fails.empty() && subject.loads.verdict != Verdict::no)
        fail(subject, standing->second.fails.front());
      if (!standing->second.imported && !subject.loads.hidden.empty()) {
        subject.loads.wins = false;
        subject.loads.shadowed_by = subject.loads.hidden.front().winner.path;
      }
    }
    if (const auto packages = imports.packages.find(subject.path); packages != imports.packages.end())
      subject.loads.hidden_packages = packages->second;
    for (HiddenImport& import : subject.loads.hidden) versions.fill(import);
  }
  for (ImportView view : imports.views) {
    for (OnImportPath& row : view.numpys) versions.fill(row);
    result.imports.push_back(std::move(view));
  }
  result.not_checked.insert(result.not_checked.end(), imports.not_checked.begin(), imports.not_checked.end());
}

}  // namespace fairplay::auditor
