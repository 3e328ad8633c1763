#include <fmt/format.h>

#include "auditor/report/json_values.h"
#include "auditor/report/release_contents.h"
#include "auditor/report/signatures_report.h"

// fairplay-signatures-list/1, -show/1 and -verify/1, as docs/signatures.md and their schemas in docs/schema/ describe
// them.
namespace fairplay::auditor::report {
namespace {

using signatures::database::Artifact;
using signatures::database::Known;
using signatures::database::Manifest;

Json number_or_null(std::optional<std::uint32_t> number) { return number ? Json(*number) : Json(nullptr); }

Json json_of(const Artifact& artifact, const ArtifactContents& contents) {
  Json item = {{"name", text(artifact.name)},
               {"sha256", artifact.sha256},
               {"size", artifact.size},
               {"origin", name(artifact.origin)},
               {"confirmed", text(artifact.confirmed)},
               {"files", contents.files},
               {"binaries", contents.binaries},
               {"tags", nullptr}};
  if (const auto tags = wheel_tags(artifact.name))
    item["tags"] = {{"python", text(tags->python)}, {"abi", text(tags->abi)}, {"platform", text(tags->platform)}};
  return item;
}

Json json_of(const Known& known) {
  const Manifest& manifest = *known.manifest;
  Json artifacts = Json::array();
  const std::vector<ArtifactContents> contents = artifact_contents(manifest);
  for (std::size_t i = 0; i < contents.size(); ++i) artifacts.push_back(json_of(manifest.artifacts()[i], contents[i]));
  return {{"database",
           {{"name", text(known.database->name)},
            {"index_version", known.database->index_version},
            {"created", known.database->created},
            {"signed_by", text(known.database->signed_by)}}},
          {"c_abi", number_or_null(manifest.c_abi())},
          {"c_api", number_or_null(manifest.c_api())},
          {"contents", manifest.files().size()},
          {"artifacts", std::move(artifacts)}};
}

Json json_of(const signatures::footprint::ReleaseFootprint& footprint) {
  return {{"artifact", text(footprint.artifact)},
          {"python", fmt::format("3.{}", footprint.footprint.python_minor)},
          {"modules", footprint.footprint.modules.size()},
          {"names", public_names(footprint.footprint)},
          {"c_names", footprint.footprint.c_api.entries.size()},
          {"sources", footprint.sources.size()}};
}

Json json_of(const VerifiedDatabases::Database& database) {
  Json refused = Json::array();
  for (const signatures::Damage& damage : database.damage)
    refused.push_back({{"file", text(damage.file)}, {"place", text(damage.place)}, {"reason", text(damage.reason)}});
  Json result = {
      {"folder", text(database.folder)}, {"built_in", database.built_in}, {"verified", database.damage.empty()}};
  if (database.index) {
    const auto& index = database.index->index;
    result["name"] = text(index.name);
    result["index_version"] = index.version;
    result["created"] = index.created;
    result["expires"] = text_or_null(index.expires);
    result["signed_by"] = text(database.index->signed_by);
    result["releases"] = index.manifests.size();
    result["artifacts"] = database.artifacts;
  }
  result["refused"] = std::move(refused);
  return result;
}

}  // namespace

std::string render_json(const ReleaseList& list, const RenderOptions&) {
  Json releases = Json::array();
  for (const ReleaseList::Row& row : list.rows) {
    releases.push_back({{"project", text(row.project)},
                        {"release", text(row.release)},
                        {"artifacts", row.artifacts},
                        {"manifest_sha256", row.manifest_sha256},
                        {"database", text(row.database)}});
  }
  return dumped({{"schema", "fairplay-signatures-list/1"}, {"releases", std::move(releases)}});
}

std::string render_json(const ShownRelease& shown, const RenderOptions&) {
  Json manifests = Json::array();
  for (const Known& known : shown.known) manifests.push_back(json_of(known));
  return dumped({{"schema", "fairplay-signatures-show/1"},
                 {"project", text(shown.project)},
                 {"release", text(shown.release)},
                 {"manifests", std::move(manifests)},
                 {"footprint", shown.footprint ? json_of(*shown.footprint) : Json(nullptr)}});
}

std::string render_json(const VerifiedDatabases& verified, const RenderOptions&) {
  Json databases = Json::array();
  for (const auto& database : verified.databases) databases.push_back(json_of(database));
  return dumped({{"schema", "fairplay-signatures-verify/1"}, {"databases", std::move(databases)}});
}

}  // namespace fairplay::auditor::report
