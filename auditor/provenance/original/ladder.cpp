#include "auditor/provenance/original/ladder.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "auditor/wording/listing.h"

namespace fairplay::auditor::provenance {

OriginVerdict origin_verdict_of(const std::vector<JudgedDifference>& differences, bool built, bool disclosed) {
  const bool rebuilt = std::ranges::all_of(differences, [](const JudgedDifference& d) {
    return d.allowed_in_rebuilt && d.difference.kind <= DifferenceClass::build;
  });
  if (rebuilt && built) return OriginVerdict::rebuilt;
  const bool patched = std::ranges::all_of(
      differences, [](const JudgedDifference& d) { return d.difference.kind <= DifferenceClass::library_search; });
  if (patched) return OriginVerdict::patched;
  const auto counts = [](const JudgedDifference& d) { return d.difference.kind > DifferenceClass::library_search; };
  const bool accident = std::ranges::all_of(differences, [&](const JudgedDifference& d) {
    return !counts(d) || d.difference.explained_by != ExplainedBy::nothing;
  });
  if (accident) {
    const bool mixed = std::ranges::any_of(differences, [&](const JudgedDifference& d) {
      return counts(d) && (d.difference.explained_by == ExplainedBy::other_release ||
                           d.difference.explained_by == ExplainedBy::other_wheel);
    });
    return mixed ? OriginVerdict::mixed : OriginVerdict::damaged;
  }
  return disclosed ? OriginVerdict::modified_disclosed : OriginVerdict::modified_undisclosed;
}

std::string counts_by_class(const std::vector<Difference>& differences) {
  std::map<DifferenceClass, std::size_t, std::greater<>> counts;
  for (const Difference& difference : differences) ++counts[difference.kind];
  std::vector<std::string> words;
  for (const auto& [kind, count] : counts) words.push_back(fmt::format("{} {}", count, name(kind)));
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string why_not_official(const std::vector<Difference>& differences, std::string_view artifact) {
  const auto all = [&](auto holds) { return !differences.empty() && std::ranges::all_of(differences, holds); };
  const bool metadata = all([](const Difference& d) {
    return d.reason == DifferenceReason::missing && d.path.substr(0, d.path.find('/')).ends_with(".dist-info");
  });
  if (metadata)
    return fmt::format("every file of the package is the one of {}; only the metadata isn't there", artifact);
  if (all([](const Difference& d) { return d.reason == DifferenceReason::not_in_release; })) {
    return fmt::format("every file of {}, and {} beside them that {} no code", artifact,
                       counted(differences.size(), "file", "files"), differences.size() == 1 ? "is" : "are");
  }
  return fmt::format(
      "official binaries and sources; only what upstream's build writes, or distributors may edit, differs from {}",
      artifact);
}

void sort_differences(std::vector<Difference>& differences) {
  std::ranges::sort(differences, [](const Difference& a, const Difference& b) {
    return std::tie(b.kind, a.path, a.name, a.detail) < std::tie(a.kind, b.path, b.name, b.detail);
  });
}

}  // namespace fairplay::auditor::provenance
