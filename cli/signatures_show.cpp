#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "auditor/report/report.h"
#include "cli/databases.h"
#include "cli/rule_book.h"
#include "cli/signatures_command.h"
#include "signatures/database/database.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

using auditor::report::escape_terminal;
using auditor::report::escape_utf8;
using signatures::database::Artifact;
using signatures::database::Known;
using signatures::database::Manifest;

struct Options {
  std::string release;
  DatabaseOptions databases;
  std::string format = "text";
};

/// A wheel's compatibility tags (PEP 425): the last three words of its name.
struct Tags {
  std::string_view python, abi, platform;
};
std::optional<Tags> tags_of(std::string_view name) {
  if (!name.ends_with(".whl")) return std::nullopt;
  name.remove_suffix(4);
  std::array<std::string_view, 3> words;
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::size_t dash = name.rfind('-');
    if (dash == std::string_view::npos) return std::nullopt;
    words[i] = name.substr(dash + 1);
    name = name.substr(0, dash);
  }
  return Tags{words[0], words[1], words[2]};
}

struct Counts {
  std::size_t files = 0;
  std::size_t binaries = 0;  ///< looked into
};
std::vector<Counts> counts(const Manifest& manifest) {
  std::vector<Counts> result(manifest.artifacts().size());
  for (const auto& row : manifest.files()) {
    const bool binary = manifest.binary(row.sha256) != nullptr;
    for (std::size_t i = 0; i < result.size(); ++i) {
      if (!manifest.set(row).contains(i)) continue;
      ++result[i].files;
      result[i].binaries += binary ? 1 : 0;
    }
  }
  return result;
}

/// What the release's footprint says of itself; null where no database holds one.
using Footprint = std::shared_ptr<const signatures::footprint::ReleaseFootprint>;

std::size_t public_names(const Footprint& footprint) {
  std::size_t count = 0;
  for (const auto& [module, names] : footprint->footprint.modules) count += names.size();
  return count;
}

std::string text(const Footprint& footprint) {
  if (!footprint) return {};
  return fmt::format("  footprint: {} public names in {} modules, {} names of C, {} sources; read from {}\n",
                     public_names(footprint), footprint->footprint.modules.size(),
                     footprint->footprint.c_api.entries.size(), footprint->sources.size(),
                     escape_terminal(footprint->artifact));
}

nlohmann::ordered_json json(const Footprint& footprint) {
  if (!footprint) return nullptr;
  return {{"artifact", escape_utf8(footprint->artifact)},
          {"python", fmt::format("3.{}", footprint->footprint.python_minor)},
          {"modules", footprint->footprint.modules.size()},
          {"names", public_names(footprint)},
          {"c_names", footprint->footprint.c_api.entries.size()},
          {"sources", footprint->sources.size()}};
}

std::string text(const Known& known) {
  const Manifest& manifest = *known.manifest;
  std::string result =
      fmt::format("{} {}, from \"{}\", version {} of {}, vouched for by {}\n", escape_terminal(manifest.project()),
                  escape_terminal(manifest.release()), escape_terminal(known.database->name),
                  known.database->index_version, known.database->created, escape_terminal(known.database->signed_by));
  if (manifest.c_api() && manifest.c_abi())
    result += fmt::format("  C API {:#x}, C ABI {:#x}\n", *manifest.c_api(), *manifest.c_abi());
  const std::vector<Counts> counted = counts(manifest);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const Artifact& artifact = manifest.artifacts()[i];
    result += fmt::format("  {}\n    sha256 {}, {} bytes\n    {}, confirmed by {}; {} files, {} binaries looked into\n",
                          escape_terminal(artifact.name), artifact.sha256, artifact.size, name(artifact.origin),
                          escape_terminal(artifact.confirmed), counted[i].files, counted[i].binaries);
  }
  return result;
}

nlohmann::ordered_json json(const Known& known) {
  const Manifest& manifest = *known.manifest;
  const auto number = [](std::optional<std::uint32_t> value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  };
  nlohmann::ordered_json artifacts = nlohmann::ordered_json::array();
  const std::vector<Counts> counted = counts(manifest);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const Artifact& artifact = manifest.artifacts()[i];
    nlohmann::ordered_json item{{"name", escape_utf8(artifact.name)},
                                {"sha256", artifact.sha256},
                                {"size", artifact.size},
                                {"origin", name(artifact.origin)},
                                {"confirmed", escape_utf8(artifact.confirmed)},
                                {"files", counted[i].files},
                                {"binaries", counted[i].binaries},
                                {"tags", nullptr}};
    if (const auto tags = tags_of(artifact.name))
      item["tags"] = {{"python", escape_utf8(tags->python)},
                      {"abi", escape_utf8(tags->abi)},
                      {"platform", escape_utf8(tags->platform)}};
    artifacts.push_back(std::move(item));
  }
  return {{"database",
           {{"name", escape_utf8(known.database->name)},
            {"index_version", known.database->index_version},
            {"created", known.database->created},
            {"signed_by", escape_utf8(known.database->signed_by)}}},
          {"c_abi", number(manifest.c_abi())},
          {"c_api", number(manifest.c_api())},
          {"contents", manifest.files().size()},
          {"artifacts", std::move(artifacts)}};
}

int run(const Options& options) {
  const std::size_t equals = options.release.find("==");
  if (equals == std::string::npos) {
    fmt::print(stderr, "fairplay: \"{}\" is not like numpy==2.3.5\n", escape_terminal(options.release));
    return exit_usage;
  }
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  std::string project = options.release.substr(0, equals);
  const std::string release = options.release.substr(equals + 2);
  std::vector<Known> known = database.manifests(project, release);
  if (known.empty()) {
    project = signatures::installers::normalised_name(project);
    known = database.manifests(project, release);
  }
  const Footprint footprint = known.empty() ? nullptr : database.footprint(project, release);
  for (const auto& damage : database.refused()) complain(damage);
  const bool refused = !database.refused().empty();
  if (known.empty()) {
    std::string releases;
    for (const std::string& other : database.releases_of(project)) releases += " " + escape_terminal(other);
    fmt::print(stderr, "fairplay: no database lists {} {}{}\n", escape_terminal(project), escape_terminal(release),
               releases.empty() ? "" : "; known are" + releases);
    return refused ? exit_incomplete : exit_usage;
  }
  std::string document;
  if (options.format == "json") {
    nlohmann::ordered_json manifests = nlohmann::ordered_json::array();
    for (const Known& one : known) manifests.push_back(json(one));
    document = nlohmann::ordered_json{{"schema", "fairplay-signatures-show/1"},
                                      {"project", escape_utf8(project)},
                                      {"release", escape_utf8(release)},
                                      {"manifests", std::move(manifests)},
                                      {"footprint", json(footprint)}}
                   .dump(2) +
               "\n";
  } else {
    for (const Known& one : known) document += text(one);
    document += text(footprint);
  }
  return !write_document(document, {}) || refused ? exit_incomplete : exit_clean;
}

}  // namespace

void add_signatures_show(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("show", "What is known of one release: its artifacts, and who vouches for them");
  command->add_option("RELEASE", options->release, "NAME==VERSION, like numpy==2.3.5")->required();
  add_database_options(*command, options->databases);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
