#include <algorithm>
#include <array>

#include "auditor/checks/differences_by_case.h"
#include "auditor/wording/difference_text.h"
#include "auditor/wording/listing.h"
#include "signatures/installers/metadata.h"

// NEP 36, "Do not republish modified versions of NumPy": who must, says so in the version. The ladder of
// provenance/original decided that this build is a modified one that doesn't; here its differences are sorted by how
// grave they are. What NEP 36 lets a distributor change untagged (tests, docs, build, library search, comments) stands
// in no case.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view nep36_2_cases[] = {"api", "binary", "monkeypatch", "private"};

constexpr std::array api_classes = {DifferenceClass::api_added, DifferenceClass::api_removed,
                                    DifferenceClass::api_signature, DifferenceClass::api_default,
                                    DifferenceClass::api_behaviour};

std::string_view nep36_2_case_of(DifferenceClass kind) {
  switch (kind) {
    case DifferenceClass::api_behaviour:
    case DifferenceClass::api_default:
    case DifferenceClass::api_signature:
    case DifferenceClass::api_removed:
    case DifferenceClass::api_added: return "api";
    case DifferenceClass::binary: return "binary";
    case DifferenceClass::monkeypatch: return "monkeypatch";
    case DifferenceClass::private_code: return "private";
    case DifferenceClass::cosmetic:
    case DifferenceClass::tests:
    case DifferenceClass::docs:
    case DifferenceClass::build:
    case DifferenceClass::library_search: return "";
  }
  return "";
}

/// "3 api-added, 1 api-default", gravest class first.
std::string api_counts(const Differences& differences) {
  std::string counts;
  for (const DifferenceClass kind : api_classes) {
    const auto n = std::ranges::count(differences, kind, &Difference::kind);
    if (n != 0) counts += (counts.empty() ? "" : ", ") + std::to_string(n) + " " + std::string(name(kind));
  }
  return counts;
}

/// Who gave this build out, going by its own metadata: " (intel-numpy)"; empty where that is NumPy itself.
std::string publisher(const Subject& subject) {
  const bool packaged = subject.installer == Installer::dpkg || subject.installer == Installer::rpm ||
                        subject.installer == Installer::conda;
  if (packaged && subject.package) return " (" + std::string(name(subject.installer)) + " " + *subject.package + ")";
  for (const DistributionMetadata& metadata : subject.distributions) {
    if (metadata.installs_numpy && !metadata.name.empty() &&
        signatures::installers::normalised_name(metadata.name) != "numpy")
      return " (" + metadata.name + ")";
  }
  return "";
}

std::string nep36_2_detail_of(const Difference& difference) {
  const std::string text = difference_text(difference);
  return std::string(name(difference.kind)) + (text.empty() ? "" : ": " + text);
}

/// A public name speaks for itself; a ufunc, a method or a part needs its file: "ufunc erf in umath".
std::string nep36_2_called_of(const Difference& difference) {
  if (difference.name.empty()) return difference.path;
  if (difference.kind != DifferenceClass::binary || difference.path.empty() || difference.name.starts_with("numpy."))
    return difference.name;
  const std::string file = difference.path.substr(difference.path.rfind('/') + 1);
  // Without the interpreter's tag: umath.cpython-36m-x86_64-linux-gnu.so.
  const std::string stem = file.substr(0, file.find('.'));
  return difference.name + " in " + (stem.empty() ? file : stem);
}

Hit nep36_2_hit_of(const Subject& subject, const Differences& differences) {
  Hit hit;
  for (const Difference* difference : differences)
    hit.evidence.push_back({difference->path, difference->line, nep36_2_detail_of(*difference)});
  hit.identity = identity_of(
      differences, [](const Difference& d) { return std::string(name(d.kind)) + " " + d.path + " " + d.name; });
  const std::string release = subject.release.value_or(subject.version);
  hit.values = {{"release", release},
                {"version", subject.version},
                {"tagged", release + "+yourname.1"},
                {"publisher", publisher(subject)},
                {"counts", api_counts(differences)},
                {"places", counted(differences.size(), "place", "places")},
                {"names", first_few(names_of(differences, nep36_2_called_of))}};
  return hit;
}

std::vector<Hit> run_nep36_2(const Input& input) {
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    if (subject.kind == SubjectKind::numpy && subject.original.verdict == OriginVerdict::modified_undisclosed)
      add_hits(subject, nep36_2_cases, nep36_2_case_of, nep36_2_hit_of, hits);
  }
  return hits;
}

}  // namespace

extern const Check nep36_2;
const Check nep36_2{"NEP36-2", nep36_2_cases, {}, run_nep36_2};

}  // namespace fairplay::auditor::checks
