#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "auditor/checks/check.h"
#include "auditor/wording/listing.h"

// Libraries of whose version a defect is known. One finding a library, as grave as its gravest advisory: a list of
// twenty findings would only be switched off.
namespace fairplay::auditor::checks {
namespace {

using signatures::advisories::Advisory;

constexpr std::string_view blas_3_cases[] = {"error", "warning", "note"};

std::string range_of(const Advisory& advisory, signatures::blas::Vendor vendor) {
  std::string text;
  for (const auto& range : advisory.affected) {
    if (range.vendor != vendor) continue;
    text += text.empty() ? "" : ", ";
    text +=
        range.from ? fmt::format("{} to {}", range.from_text, range.to_text) : fmt::format("up to {}", range.to_text);
  }
  return text;
}

std::string evidence_of(const Advisory& advisory, signatures::blas::Vendor vendor) {
  std::string text =
      fmt::format("{} ({}): {}; known of {}", advisory.id, signatures::advisories::name(advisory.severity),
                  advisory.title, range_of(advisory, vendor));
  text += advisory.fixed ? fmt::format(", fixed in {}", *advisory.fixed) : ", no fix known";
  return text + (advisory.probe ? fmt::format("; shown by --probe {}", *advisory.probe) : "");
}

Hit hit_for(const KnownDefects& library) {
  const auto& identity = library.identity;
  std::vector<const Advisory*> known;
  for (const Advisory& advisory : library.advisories) known.push_back(&advisory);
  std::ranges::stable_sort(known, std::ranges::greater(), &Advisory::severity);

  Hit hit;
  hit.subject = library.subject;
  hit.case_name = signatures::advisories::name(known.front()->severity);
  std::vector<std::string> ids;
  std::set<std::string> probes, sorted;
  for (const Advisory* advisory : known) {
    ids.push_back(advisory->id);
    sorted.insert(advisory->id);
    if (advisory->probe) probes.insert(*advisory->probe);
    hit.evidence.push_back({library.path, 0, evidence_of(*advisory, identity.vendor)});
  }
  std::string library_name = fmt::format("{} {}", name(identity.vendor), identity.version);
  if (identity.threading != signatures::blas::Threading::unknown)
    library_name += fmt::format(" ({})", name(identity.threading));
  hit.values = {{"library", library_name},
                {"count", counted(known.size(), "known defect", "known defects")},
                {"names", first_few(ids)},
                {"first", ids.front()}};
  hit.remedy = probes.empty() ? "no-probe" : "";
  hit.identity = fmt::format("{} {}", name(identity.vendor), identity.version);
  for (const std::string& id : sorted) hit.identity += "\n" + id;
  return hit;
}

std::vector<Hit> run_blas_3(const Input& input) {
  // A library that is a separate subject is reported there, not again with every NumPy that loads it.
  std::set<std::string> own;
  for (const Subject& subject : input.subjects) {
    if (subject.kind != SubjectKind::blas) continue;
    for (const BlasUse& use : subject.blas) own.insert(use.path);
  }
  std::map<std::string_view, std::string_view> numpys;  // id -> path
  for (const Subject& subject : input.subjects) {
    if (subject.kind == SubjectKind::numpy) numpys.emplace(subject.id, subject.path);
  }
  std::vector<Hit> hits;
  for (const KnownDefects& library : input.known_defects) {
    // A wheel's NumPy names its libraries by their paths inside.
    const auto numpy = numpys.find(library.subject);
    const bool reported = numpy != numpys.end() && (own.contains(library.path) ||
                                                    own.contains(fmt::format("{}/{}", numpy->second, library.path)));
    if (reported || library.advisories.empty()) continue;
    hits.push_back(hit_for(library));
  }
  return hits;
}

}  // namespace

extern const Check blas_3;
const Check blas_3{"BLAS-3", blas_3_cases, {}, run_blas_3};

}  // namespace fairplay::auditor::checks
