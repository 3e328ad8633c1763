#include <fmt/format.h>

#include "auditor/report/footprint_report.h"
#include "auditor/report/json_values.h"

// fairplay-footprint/1, as docs/footprint.md and docs/schema/fairplay-footprint-1.schema.json describe it.
namespace fairplay::auditor::report {
namespace {

namespace footprints = signatures::footprint;

Json json_of(const footprints::PublicName& entry) {
  Json one = {{"kind", footprints::name(entry.kind)}};
  if (!entry.signature.empty()) one["signature"] = text(entry.signature);
  if (entry.kind == footprints::NameKind::class_) {
    one["bases"] = texts(entry.bases);
    one["members"] = texts(entry.members);
  }
  one["from"] = footprints::name(entry.from);
  if (!entry.file.empty()) {
    one["file"] = text(entry.file);
    one["line"] = entry.line;
  }
  if (entry.deprecated) one["deprecated"] = true;
  return one;
}

Json json_of(const footprints::CApi& api) {
  Json entries = Json::object();
  for (const auto& [name, entry] : api.entries) {
    Json one = {{"kind", footprints::name(entry.kind)},
                {"declaration", text(entry.declaration)},
                {"file", text(entry.file)},
                {"line", entry.line}};
    if (!entry.members.empty()) one["members"] = texts(entry.members);
    entries[escape_utf8(name)] = std::move(one);
  }
  return entries;
}

}  // namespace

std::string render_json(const FootprintReport& shown, const RenderOptions&) {
  const footprints::Footprint& footprint = shown.footprint;
  Json modules = Json::object();
  for (const auto& [module, names] : footprint.modules) {
    if (!shown.shows(module)) continue;
    Json entries = Json::object();
    for (const auto& [name, entry] : names) entries[escape_utf8(name)] = json_of(entry);
    modules[escape_utf8(module)] = std::move(entries);
  }
  Json document = {{"schema", "fairplay-footprint/1"},
                   {"release", or_null(footprint.release)},
                   {"python", fmt::format("3.{}", footprint.python_minor)},
                   {"modules", std::move(modules)}};
  if (!shown.artifact.empty()) document["artifact"] = text(shown.artifact);
  if (shown.modules.empty()) document["c_api"] = json_of(footprint.c_api);
  document["damage"] = Json::array();
  for (const auto& item : footprint.damage)
    document["damage"].push_back(
        {{"file", text(item.file)}, {"place", text(item.place)}, {"reason", text(item.reason)}});
  document["not_checked"] = json_of(shown.not_checked());
  return dumped(document);
}

}  // namespace fairplay::auditor::report
