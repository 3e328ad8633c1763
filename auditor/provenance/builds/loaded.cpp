#include "auditor/provenance/builds/loaded.h"

#include <algorithm>
#include <set>

#include "auditor/provenance/builds/blas_uses.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using Names = std::set<std::string, std::less<>>;

/// What NumPy's modules, and the libraries on the way, ask the loader for.
Names names_asked_for(const Subject& numpy) {
  Names names;
  for (const BlasUse& use : numpy.blas) {
    for (const std::string& link : use.chain) names.emplace(base_name(link));
    if (!use.soname.empty()) names.insert(use.soname);
  }
  return names;
}

bool is_preloaded(const BlasUse& library, const std::vector<std::string>& preloaded) {
  return std::ranges::any_of(preloaded, [&](const std::string& name) {
    return base_name(name) == base_name(library.path) || (!library.soname.empty() && name == library.soname);
  });
}

/// Whether a preloaded library defines the names that NumPy calls: libraries with other affixes don't meet.
bool answers_for(const BlasUse& library, const Subject& numpy) {
  bool any = false;
  for (const BlasUse& use : numpy.blas) {
    if (!use.identity) continue;
    any = true;
    if (use.identity->prefix == library.identity->prefix && use.identity->suffix == library.identity->suffix)
      return true;
  }
  return !any;
}

bool through_flexiblas(const Subject& numpy) {
  return std::ranges::any_of(numpy.blas, [](const BlasUse& use) {
    return use.identity && use.identity->vendor == signatures::blas::Vendor::flexiblas;
  });
}

/// The mapped libraries that NumPy's calls reach, beyond those that its modules name by their files.
std::vector<BlasUse> reached(const Subject& numpy, const std::vector<BlasUse>& mapped,
                             const std::vector<std::string>& preloaded) {
  const Names asked = names_asked_for(numpy);
  const bool flexiblas = through_flexiblas(numpy);
  std::vector<BlasUse> found;
  for (const BlasUse& library : mapped) {
    const bool named =
        asked.contains(base_name(library.path)) || (!library.soname.empty() && asked.contains(library.soname));
    const bool taken = is_preloaded(library, preloaded) && answers_for(library, numpy);
    // FlexiBLAS opens the library that computes by its path.
    const bool backend = flexiblas && library.how != BlasHow::bundled;
    if (named || taken || backend) found.push_back(library);
  }
  return found;
}

}  // namespace

void use_mapped_libraries(std::span<Subject> subjects, const std::vector<std::string>& mapped,
                          const std::vector<std::string>& preloaded) {
  const std::set<std::string> loaded(mapped.begin(), mapped.end());
  std::vector<RuntimeLibrary> runtimes;
  for (const std::string& path : loaded) {
    if (const std::string family = openmp_family(base_name(path)); !family.empty())
      runtimes.push_back({family, path, "the process", {}});
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
    const std::vector<BlasUse> others = reached(subject, libraries, preloaded);
    for (const BlasUse& use : subject.blas) {
      if (loaded.contains(use.path)) continue;
      subject.not_checked.push_back(
          {use.path, "what the loader would pick now for " + use.needed_by + "; the process has not loaded it"});
    }
    std::erase_if(subject.blas, [&](const BlasUse& use) { return !loaded.contains(use.path); });
    for (const BlasUse& library : others) {
      const bool known = std::any_of(subject.blas.begin(), subject.blas.end(),
                                     [&](const BlasUse& use) { return use.path == library.path; });
      if (!known) subject.blas.push_back(library);
    }
    // It calls one, so there is one: none of those that are mapped is known to be it.
    if (subject.blas.empty()) subject.blas_complete = false;
  }
}

}  // namespace fairplay::auditor::provenance
