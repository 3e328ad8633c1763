#include "auditor/provenance/builds/loaded.h"

#include <algorithm>
#include <set>

#include "auditor/provenance/builds/blas_uses.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {

void use_mapped_libraries(std::span<Subject> subjects, const std::vector<std::string>& mapped) {
  const std::set<std::string> loaded(mapped.begin(), mapped.end());
  std::vector<RuntimeLibrary> runtimes;
  for (const std::string& path : loaded) {
    if (const std::string family = openmp_family(signatures::base_name(path)); !family.empty())
      runtimes.push_back({family, path, "the process"});
  }
  std::vector<BlasUse> libraries;
  for (Subject& subject : subjects) {
    if (subject.kind != SubjectKind::blas || !loaded.contains(subject.path)) continue;
    subject.loaded = true;
    if (!subject.blas.empty() && subject.blas.front().identity && !subject.blas.front().identity->stub)
      libraries.push_back(subject.blas.front());
  }
  for (Subject& subject : subjects) {
    if (subject.kind != SubjectKind::numpy) continue;
    subject.loaded = true;
    subject.runtimes = runtimes;
    for (const BlasUse& use : subject.blas) {
      if (loaded.contains(use.path)) continue;
      subject.not_checked.push_back(
          {use.path, "what the loader would pick now for " + use.needed_by + "; the process has not loaded it"});
    }
    std::erase_if(subject.blas, [&](const BlasUse& use) { return !loaded.contains(use.path); });
    for (const BlasUse& library : libraries) {
      const bool known = std::any_of(subject.blas.begin(), subject.blas.end(),
                                     [&](const BlasUse& use) { return use.path == library.path; });
      if (!known) subject.blas.push_back(library);
    }
  }
}

}  // namespace fairplay::auditor::provenance
