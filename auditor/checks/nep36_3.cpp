#include "auditor/checks/differences_by_case.h"
#include "auditor/wording/difference_text.h"
#include "auditor/wording/listing.h"

// NEP 36, "Do not extend the NumPy API": whatever its version says, a NumPy's public names, their parameters and
// defaults are NumPy's. What a function does with them is NEP36-2's business.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view nep36_3_cases[] = {"added", "removed", "signature", "default"};

std::string_view nep36_3_case_of(DifferenceClass kind) {
  switch (kind) {
    case DifferenceClass::api_added: return "added";
    case DifferenceClass::api_removed: return "removed";
    case DifferenceClass::api_signature: return "signature";
    case DifferenceClass::api_default: return "default";
    default: return "";
  }
}

/// "numpy.load (allow_pickle=False became allow_pickle=True)"; of a file without a public name, its path.
std::string nep36_3_called_of(const Difference& difference) {
  const std::string& name = difference.name.empty() ? difference.path : difference.name;
  const bool value =
      difference.kind == DifferenceClass::api_default || difference.kind == DifferenceClass::api_signature;
  constexpr std::size_t longest = 60;
  if (!value || difference.old_text.size() > longest || difference.new_text.size() > longest) return name;
  if (!difference.old_text.empty() && !difference.new_text.empty())
    return name + " (" + difference.old_text + " became " + difference.new_text + ")";
  if (!difference.new_text.empty()) return name + " (" + difference.new_text + " added)";
  if (!difference.old_text.empty()) return name + " (" + difference.old_text + " removed)";
  return name;
}

std::string nep36_3_detail_of(const Difference& difference) {
  const std::string text = difference_text(difference);
  return text.empty() ? std::string(name(difference.kind)) : text;
}

Hit nep36_3_hit_of(const Subject& subject, const Differences& differences) {
  Hit hit;
  for (const Difference* difference : differences)
    hit.evidence.push_back({difference->path, difference->line, nep36_3_detail_of(*difference)});
  hit.identity = identity_of(
      differences, [](const Difference& d) { return d.path + " " + d.name + " " + d.old_text + " " + d.new_text; });
  hit.values = {{"release", subject.release.value_or(subject.version)},
                {"names", first_few(names_of(differences, nep36_3_called_of))},
                {"count", std::to_string(differences.size())}};
  return hit;
}

std::vector<Hit> run_nep36_3(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind == SubjectKind::numpy) add_hits(subject, nep36_3_cases, nep36_3_case_of, nep36_3_hit_of, hits);
  }
  return hits;
}

}  // namespace

extern const Check nep36_3;
const Check nep36_3{"NEP36-3", nep36_3_cases, {}, run_nep36_3};

}  // namespace fairplay::auditor::checks
