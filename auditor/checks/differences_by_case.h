#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/checks/check.h"

/// What the checks of NEP 36 that judge a NumPy's differences have in common.
namespace fairplay::auditor::checks {

/// A subject's differences of one case, never empty.
using Differences = std::vector<const Difference*>;

/// One hit a case that has differences. `case_of` sorts a class into a case ("": none); `hit_of` makes the hit.
template <class CaseOf, class HitOf>
void add_hits(const Subject& subject, std::span<const std::string_view> cases, CaseOf case_of, HitOf hit_of,
              std::vector<Hit>& hits) {
  for (const std::string_view case_name : cases) {
    Differences differences;
    for (const Difference& difference : subject.original.differences) {
      // What damage or another release's file explains, nobody changed.
      if (difference.explained_by == ExplainedBy::nothing && case_of(difference.kind) == case_name)
        differences.push_back(&difference);
    }
    if (differences.empty()) continue;
    Hit hit = hit_of(subject, differences);
    hit.subject = subject.id;
    hit.case_name = case_name;
    hits.push_back(std::move(hit));
  }
}

/// Each called once, in order.
template <class Called>
std::vector<std::string> names_of(const Differences& differences, Called called) {
  std::vector<std::string> names;
  std::set<std::string> reported;
  for (const Difference* difference : differences) {
    if (std::string name = called(*difference); reported.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

/// `fact` of each, whatever their order. Paths of differences count from the import folder, so that no machine's path
/// is in it.
template <class Fact>
std::string identity_of(const Differences& differences, Fact fact) {
  std::vector<std::string> facts;
  for (const Difference* difference : differences) facts.push_back(fact(*difference) + "\n");
  std::ranges::sort(facts);
  std::string identity;
  for (const std::string& one : facts) identity += one;
  return identity;
}

}  // namespace fairplay::auditor::checks
