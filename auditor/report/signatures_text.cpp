#include <fmt/format.h>

#include "auditor/report/escape.h"
#include "auditor/report/release_contents.h"
#include "auditor/report/signatures_report.h"
#include "auditor/wording/listing.h"

// Signature databases for a terminal.
namespace fairplay::auditor::report {
namespace {

using signatures::Damage;
using signatures::database::Artifact;
using signatures::database::Known;
using signatures::database::Manifest;

/// "numpy: 1.15.4 1.16.0 ...": each release once, in lines of at most 100 columns.
std::string releases_by_project(const ReleaseList& list) {
  std::string text;
  std::string line;
  const ReleaseList::Row* before = nullptr;
  for (const ReleaseList::Row& row : list.rows) {
    const bool new_project = before == nullptr || before->project != row.project;
    if (!new_project && before->release == row.release) continue;
    if (new_project) {
      if (before != nullptr) text += line + "\n";
      line = escape_terminal(row.project) + ":";
    }
    const std::string word = " " + escape_terminal(row.release);
    if (line.size() + word.size() > 100) {
      text += line + "\n";
      line = "   ";
    }
    line += word;
    before = &row;
  }
  return before == nullptr ? text : text + line + "\n";
}

std::string text_of(const Known& known) {
  const Manifest& manifest = *known.manifest;
  std::string text =
      fmt::format("{} {}, from \"{}\", version {} of {}, vouched for by {}\n", escape_terminal(manifest.project()),
                  escape_terminal(manifest.release()), escape_terminal(known.database->name),
                  known.database->index_version, known.database->created, escape_terminal(known.database->signed_by));
  if (manifest.c_api() && manifest.c_abi())
    text += fmt::format("  C API {:#x}, C ABI {:#x}\n", *manifest.c_api(), *manifest.c_abi());
  const std::vector<ArtifactContents> contents = artifact_contents(manifest);
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const Artifact& artifact = manifest.artifacts()[i];
    text += fmt::format("  {}\n    sha256 {}, {} bytes\n    {}, confirmed by {}; {}, {} described\n",
                        escape_terminal(artifact.name), artifact.sha256, artifact.size, name(artifact.origin),
                        escape_terminal(artifact.confirmed), counted(contents[i].files, "file", "files"),
                        counted(contents[i].binaries, "binary", "binaries"));
  }
  return text;
}

std::string text_of(const VerifiedDatabases::Database& database) {
  std::string text = escape_terminal(database.folder) + ":";
  if (database.index) {
    const auto& index = database.index->index;
    text +=
        fmt::format(" \"{}\", version {} of {}, {}; vouched for by {}; {}, {}", escape_terminal(index.name),
                    index.version, index.created, index.expires ? "valid until " + *index.expires : "never expires",
                    escape_terminal(database.index->signed_by), counted(index.manifests.size(), "release", "releases"),
                    counted(database.artifacts, "artifact", "artifacts"));
  }
  text += "\n";
  for (const Damage& damage : database.damage) {
    text += fmt::format("  refused: {}{}{}: {}\n", escape_terminal(damage.file), damage.place.empty() ? "" : ", ",
                        escape_terminal(damage.place), escape_terminal(damage.reason));
  }
  return text;
}

}  // namespace

std::string render_text(const ReleaseList& list, const RenderOptions&) {
  if (!list.detailed) return releases_by_project(list);
  std::string text;
  for (const ReleaseList::Row& row : list.rows) {
    text += fmt::format("{} {}: {}, {}\n", escape_terminal(row.project), escape_terminal(row.release),
                        counted(row.artifacts, "artifact", "artifacts"), escape_terminal(row.database));
  }
  return text;
}

std::string render_text(const ShownRelease& shown, const RenderOptions&) {
  std::string text;
  for (const Known& known : shown.known) text += text_of(known);
  if (shown.footprint) {
    const auto& footprint = shown.footprint->footprint;
    text += fmt::format("  footprint: {} in {}, {} of the C API, {}; read from {}\n",
                        counted(public_names(footprint), "public name", "public names"),
                        counted(footprint.modules.size(), "module", "modules"),
                        counted(footprint.c_api.entries.size(), "name", "names"),
                        counted(shown.footprint->sources.size(), "source", "sources"),
                        escape_terminal(shown.footprint->artifact));
  }
  return text;
}

std::string render_text(const VerifiedDatabases& verified, const RenderOptions&) {
  std::string text;
  for (const auto& database : verified.databases) text += text_of(database);
  return text;
}

}  // namespace fairplay::auditor::report
