#include <algorithm>

#include "auditor/checks/check.h"
#include "signatures/installers/metadata.h"

// NEP 36, "Do not reuse the NumPy name for projects not affiliated with NumPy": judged by the name in METADATA or
// PKG-INFO. A system package's name (python3-numpy) says what it packages and is never judged.
namespace fairplay::auditor::checks {
namespace {

constexpr std::string_view nep36_1_cases[] = {"name", "replaces-numpy"};
constexpr std::string_view nep36_1_lists[] = {"allowed"};

struct Named {
  std::string name;
  std::string path;
  bool installs_numpy = false;
};

/// The distributions a subject has; without metadata, the name it goes by, unless a system's package manager gave it.
std::vector<Named> distributions_of(const Subject& subject) {
  std::vector<Named> named;
  for (const DistributionMetadata& metadata : subject.distributions)
    named.push_back({metadata.name, metadata.path, metadata.installs_numpy});
  const bool own_name = subject.installer == Installer::none || subject.installer == Installer::pip;
  if (named.empty() && own_name && subject.kind == SubjectKind::numpy) named.push_back({subject.name, "", true});
  return named;
}

std::vector<Hit> run_nep36_1(const Input& input) {
  std::vector<std::string> allowed;
  if (const auto list = input.rule.lists.find("allowed"); list != input.rule.lists.end()) {
    for (const std::string& name : list->second) allowed.push_back(signatures::installers::normalised_name(name));
  }
  std::vector<Hit> hits;
  for (const Subject& subject : input.subjects) {
    std::vector<std::string> told;
    for (const Named& distribution : distributions_of(subject)) {
      const std::string normal = signatures::installers::normalised_name(distribution.name);
      if (!normal.contains("numpy") || std::ranges::find(allowed, normal) != allowed.end()) continue;
      const std::string_view case_name = distribution.installs_numpy ? "replaces-numpy" : "name";
      const std::string identity = normal;
      if (std::ranges::find(told, identity) != told.end()) continue;
      told.push_back(identity);
      Hit hit;
      hit.subject = subject.id;
      hit.case_name = case_name;
      hit.values = {{"distribution", distribution.name}};
      hit.evidence.push_back(
          {distribution.path.empty() ? subject.path : distribution.path, 0, "Name: " + distribution.name});
      hit.identity = identity;
      hits.push_back(std::move(hit));
    }
  }
  return hits;
}

}  // namespace

extern const Check nep36_1;
const Check nep36_1{"NEP36-1", nep36_1_cases, nep36_1_lists, run_nep36_1};

}  // namespace fairplay::auditor::checks
