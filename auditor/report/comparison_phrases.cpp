#include "auditor/report/comparison_phrases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "auditor/wording/listing.h"

namespace fairplay::auditor::report {
namespace {

/// What the short form only counts.
bool is_plain(const Difference& difference) {
  switch (difference.kind) {
    case DifferenceClass::cosmetic:
    case DifferenceClass::tests:
    case DifferenceClass::docs: return true;
    case DifferenceClass::build: return difference.reason == DifferenceReason::compiled_again;
    default: return false;
  }
}

std::vector<const ComparedDifference*> leftovers(const Comparison& comparison) {
  std::vector<const ComparedDifference*> left;
  for (const ComparedDifference& compared : comparison.differences) {
    if (compared.patches.empty()) left.push_back(&compared);
  }
  return left;
}

/// "3 api-added, 2 private" of those that `keep` accepts, gravest class first.
template <class Keep>
std::string counts_where(const std::vector<const ComparedDifference*>& differences, Keep keep) {
  std::map<DifferenceClass, std::size_t, std::greater<>> counts;
  for (const ComparedDifference* compared : differences)
    if (keep(*compared)) ++counts[compared->difference.kind];
  std::vector<std::string> parts;
  for (const auto& [kind, count] : counts) parts.push_back(fmt::format("{} {}", count, name(kind)));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// "the public API differs: 3 api-added; also 2 private": errors first, where there are any.
std::string answer(const Comparison& comparison, const std::vector<const ComparedDifference*>& differences) {
  const auto grave = [](const ComparedDifference& compared) { return compared.severity == Severity::error; };
  const std::string errors = counts_where(differences, grave);
  const std::string others =
      counts_where(differences, [&](const ComparedDifference& compared) { return !grave(compared); });
  const std::string counts =
      errors.empty() || others.empty() ? errors + others : fmt::format("{}; also {}", errors, others);
  return fmt::format("{}: {}", comparison.answer, counts);
}

void add(std::vector<DifferenceGroup>& groups, DifferenceGroup group, bool all, std::size_t most) {
  if (!all)
    group.left_out = static_cast<std::size_t>(
        std::erase_if(group.differences, [](const Difference* difference) { return is_plain(*difference); }));
  if (group.differences.size() > most) {
    group.left_out += group.differences.size() - most;
    group.differences.resize(most);
  }
  groups.push_back(std::move(group));
}

}  // namespace

std::string comparison_headline(const Comparison& comparison) {
  if (comparison.differences.empty()) return "no differences";
  const std::vector<const ComparedDifference*> left = leftovers(comparison);
  if (!comparison.with_patches) return answer(comparison, left);
  const auto used = static_cast<std::size_t>(
      std::ranges::count(comparison.patches, PatchUse::Standing::explains, &PatchUse::standing));
  const std::string explained = fmt::format("{} of {} explained by {}", comparison.differences.size() - left.size(),
                                            counted(comparison.differences.size(), "difference", "differences"),
                                            counted(used, "patch", "patches"));
  return left.empty() ? fmt::format("every difference is explained by {}", counted(used, "patch", "patches"))
                      : fmt::format("{}; no patch explains: {}", explained, answer(comparison, left));
}

std::string build_phrase(const ComparedBuild& build) {
  const std::string version = build.version.empty() ? "of unknown version" : build.version;
  if (build.is_release) return fmt::format("numpy {}, as the database knows {}", version, build.artifact);
  return fmt::format("numpy {}, {} {}", version, build.source, build.path.empty() ? build.named : build.path);
}

std::string place_of(const Difference& difference) {
  return difference.line > 0 ? fmt::format("{}:{}", difference.path, difference.line) : difference.path;
}

std::vector<DifferenceGroup> difference_groups(const Comparison& comparison, bool all, std::size_t most) {
  std::vector<DifferenceGroup> groups;
  std::map<DifferenceClass, DifferenceGroup, std::greater<>> classes;
  for (const ComparedDifference* compared : leftovers(comparison)) {
    const Difference& difference = compared->difference;
    DifferenceGroup& group = classes[difference.kind];
    group.title = name(difference.kind);
    group.differences.push_back(&difference);
  }
  for (auto& [kind, group] : classes) add(groups, std::move(group), all, most);
  for (const PatchUse& patch : comparison.patches) {
    if (patch.standing != PatchUse::Standing::explains) continue;
    DifferenceGroup group;
    group.of_patch = true;
    group.title = fmt::format("explained by {}{}", patch.name, patch.subject.empty() ? "" : ": " + patch.subject);
    for (const ComparedDifference& compared : comparison.differences) {
      if (std::ranges::find(compared.patches, patch.name) != compared.patches.end())
        group.differences.push_back(&compared.difference);
    }
    add(groups, std::move(group), true, most);
  }
  return groups;
}

}  // namespace fairplay::auditor::report
