#include "auditor/report/comparison_phrases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "auditor/wording/listing.h"

namespace fairplay::auditor::report {
namespace {

bool is_api(DifferenceClass kind) {
  return kind >= DifferenceClass::api_behaviour && kind <= DifferenceClass::api_added;
}

/// What the short form only counts.
bool is_plain(const Difference& difference) {
  switch (difference.kind) {
    case DifferenceClass::cosmetic:
    case DifferenceClass::tests:
    case DifferenceClass::docs: return true;
    case DifferenceClass::build: return difference.detail.starts_with(built_anew);
    default: return false;
  }
}

std::map<DifferenceClass, std::size_t, std::greater<>> counts_of(const std::vector<const Difference*>& differences) {
  std::map<DifferenceClass, std::size_t, std::greater<>> counts;
  for (const Difference* difference : differences) ++counts[difference->kind];
  return counts;
}

template <class Keep>
std::string counts_where(const std::vector<const Difference*>& differences, Keep keep) {
  std::vector<std::string> parts;
  for (const auto& [kind, count] : counts_of(differences)) {
    if (keep(kind)) parts.push_back(fmt::format("{} {}", count, name(kind)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<const Difference*> leftovers(const Comparison& comparison) {
  std::vector<const Difference*> left;
  for (const ComparedDifference& compared : comparison.differences) {
    if (compared.patches.empty()) left.push_back(&compared.difference);
  }
  return left;
}

/// "the public API differs: 3 api-added; also 2 private".
std::string answer(const std::vector<const Difference*>& differences) {
  const auto in = [&](auto test) {
    return std::ranges::any_of(differences, [&](const Difference* d) { return test(d->kind); });
  };
  const auto grave = [](DifferenceClass kind) { return is_api(kind) || kind >= DifferenceClass::binary; };
  std::string head;
  if (in(is_api))
    head = "the public API differs: ";
  else if (in([](DifferenceClass kind) { return kind == DifferenceClass::monkeypatch; }))
    head = "it replaces public names: ";
  else if (in([](DifferenceClass kind) { return kind == DifferenceClass::binary; }))
    head = "compiled code differs: ";
  else if (in([](DifferenceClass kind) { return kind == DifferenceClass::private_code; }))
    return "the public API is the same; private code differs: " +
           counts_where(differences, [](DifferenceClass) { return true; });
  else
    return "nothing that changes what it does: " + counts_where(differences, [](DifferenceClass) { return true; });
  head += counts_where(differences, grave);
  const std::string others = counts_where(differences, [&](DifferenceClass kind) { return !grave(kind); });
  return others.empty() ? head : head + "; also " + others;
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
  const std::vector<const Difference*> left = leftovers(comparison);
  if (!comparison.with_patches) return answer(left);
  const auto used = static_cast<std::size_t>(
      std::ranges::count(comparison.patches, PatchUse::Standing::explains, &PatchUse::standing));
  const std::string explained = fmt::format("{} of {} explained by {}", comparison.differences.size() - left.size(),
                                            counted(comparison.differences.size(), "difference", "differences"),
                                            counted(used, "patch", "patches"));
  return left.empty() ? fmt::format("every difference is explained by {}", counted(used, "patch", "patches"))
                      : fmt::format("{}; no patch explains: {}", explained, answer(left));
}

std::string build_phrase(const ComparedBuild& build) {
  const std::string version = build.version.empty() ? "of unknown version" : build.version;
  if (build.source == "database") return fmt::format("numpy {}, as the database knows {}", version, build.artifact);
  return fmt::format("numpy {}, {} {}", version, build.source, build.path.empty() ? build.named : build.path);
}

std::string place_of(const Difference& difference) {
  return difference.line > 0 ? fmt::format("{}:{}", difference.path, difference.line) : difference.path;
}

std::vector<DifferenceGroup> difference_groups(const Comparison& comparison, bool all, std::size_t most) {
  std::vector<DifferenceGroup> groups;
  std::map<DifferenceClass, DifferenceGroup, std::greater<>> classes;
  for (const Difference* difference : leftovers(comparison)) {
    DifferenceGroup& group = classes[difference->kind];
    group.title = name(difference->kind);
    group.differences.push_back(difference);
  }
  for (auto& [kind, group] : classes) add(groups, std::move(group), all, most);
  for (const PatchUse& patch : comparison.patches) {
    if (patch.standing != PatchUse::Standing::explains) continue;
    DifferenceGroup group;
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
