#include <map>

#include "auditor/report/comparison_report.h"
#include "auditor/report/json_values.h"

// fairplay-compare/1, as docs/output.md and docs/schema/fairplay-compare-1.schema.json describe it.
namespace fairplay::auditor::report {
namespace {

using report::json_of;

Json json_of(const ComparedBuild& build) {
  return {{"named", text(build.named)},          {"source", text(build.source)}, {"version", or_null(build.version)},
          {"artifact", or_null(build.artifact)}, {"path", or_null(build.path)},  {"files", build.files}};
}

}  // namespace

std::string render_json(const Comparison& comparison, const RenderOptions&) {
  Json differences = Json::array();
  std::map<DifferenceClass, std::size_t> counts;
  std::size_t leftovers = 0;
  for (const ComparedDifference& compared : comparison.differences) {
    Json one = json_of(compared.difference);
    if (comparison.with_patches) one["patches"] = texts(compared.patches);
    differences.push_back(std::move(one));
    ++counts[compared.difference.kind];
    leftovers += compared.patches.empty() ? 1 : 0;
  }
  Json by_class = Json::object();
  for (const auto& [kind, count] : counts) by_class[std::string(name(kind))] = count;
  Json document = {{"schema", "fairplay-compare/1"},
                   {"old", json_of(comparison.old_build)},
                   {"new", json_of(comparison.now)},
                   {"differences", std::move(differences)},
                   {"summary", {{"by_class", std::move(by_class)}}}};
  if (comparison.with_patches) {
    document["patches"] = Json::array();
    for (const PatchUse& patch : comparison.patches) {
      document["patches"].push_back({{"name", text(patch.name)},
                                     {"subject", or_null(patch.subject)},
                                     {"standing", name(patch.standing)},
                                     {"differences", patch.differences},
                                     {"why", or_null(patch.why)}});
    }
    document["summary"]["leftovers"] = leftovers;
  }
  document["damage"] = json_of(comparison.damage);
  document["not_checked"] = json_of(comparison.not_checked);
  return dumped(document);
}

}  // namespace fairplay::auditor::report
