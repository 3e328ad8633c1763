#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "auditor/report/report.h"
#include "cli/databases.h"
#include "cli/opened_databases.h"
#include "cli/signatures_command.h"

namespace fairplay::cli {
namespace {

using auditor::report::escape_terminal;
using auditor::report::escape_utf8;
using signatures::Damage;

struct Options {
  std::string folder;
  std::string digest;
  DatabaseOptions databases;
  std::string format = "text";
};

struct Verified {
  OpenedDatabase database;
  std::vector<Damage> damage;
  std::size_t artifacts = 0;
};

std::string text(const Verified& verified) {
  std::string result;
  if (verified.database.index) {
    const auto& index = verified.database.index->index;
    result +=
        fmt::format("{}: \"{}\", version {} of {}, {}; vouched for by {}; {} release{}, {} artifact{}\n",
                    escape_terminal(verified.database.folder), escape_terminal(index.name), index.version,
                    index.created, index.expires ? "believed up to " + *index.expires : "never expires",
                    escape_terminal(verified.database.index->signed_by), index.manifests.size(),
                    index.manifests.size() == 1 ? "" : "s", verified.artifacts, verified.artifacts == 1 ? "" : "s");
  } else {
    result += fmt::format("{}:\n", escape_terminal(verified.database.folder));
  }
  for (const Damage& damage : verified.damage) {
    result += fmt::format("  refused: {}{}{}: {}\n", escape_terminal(damage.file), damage.place.empty() ? "" : ", ",
                          escape_terminal(damage.place), escape_terminal(damage.reason));
  }
  return result;
}

nlohmann::ordered_json json(const Verified& verified) {
  nlohmann::ordered_json refused = nlohmann::ordered_json::array();
  for (const Damage& damage : verified.damage)
    refused.push_back({{"file", escape_utf8(damage.file)},
                       {"place", escape_utf8(damage.place)},
                       {"reason", escape_utf8(damage.reason)}});
  nlohmann::ordered_json result{{"folder", escape_utf8(verified.database.folder)},
                                {"built_in", verified.database.built_in},
                                {"verified", verified.damage.empty()}};
  if (verified.database.index) {
    const auto& index = verified.database.index->index;
    result["name"] = escape_utf8(index.name);
    result["index_version"] = index.version;
    result["created"] = index.created;
    result["expires"] = index.expires ? nlohmann::ordered_json(*index.expires) : nlohmann::ordered_json(nullptr);
    result["signed_by"] = escape_utf8(verified.database.index->signed_by);
    result["releases"] = index.manifests.size();
    result["artifacts"] = verified.artifacts;
  }
  result["refused"] = std::move(refused);
  return result;
}

/// Databases may add to each other, not contradict: what only their union shows is told of the later one. Whether there
/// was nothing.
bool hold_together(const signatures::database::Sources& sources, std::vector<Verified>& all) {
  signatures::database::Database together(sources);
  for (const Verified& one : all) {
    if (!one.database.index) continue;
    for (const auto& entry : one.database.index->index.manifests) together.manifests(entry.project, entry.release);
  }
  bool nothing = true;
  for (const Damage& damage : together.refused()) {
    for (Verified& one : all) {
      const bool known = std::ranges::any_of(
          one.damage, [&](const Damage& other) { return other.file == damage.file && other.reason == damage.reason; });
      if (known || !damage.file.starts_with(one.database.folder + "/")) continue;
      one.damage.push_back(damage);
      nothing = false;
    }
  }
  return nothing;
}

int run(const Options& options) {
  auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  if (!options.digest.empty() && options.folder.empty()) {
    fmt::print(stderr, "fairplay: --digest is of the DIR that it needs\n");
    return exit_usage;
  }
  std::vector<OpenedDatabase> databases;
  if (options.folder.empty()) {
    databases = open_databases(*sources);
  } else {
    const signatures::database::Trust trust{options.digest, sources->keys, sources->today};
    databases.push_back({options.folder, false, trust, signatures::database::read_index(options.folder, trust)});
  }
  std::vector<Verified> all;
  bool sound = !databases.empty();
  for (OpenedDatabase& database : databases) {
    Verified verified{std::move(database), {}, 0};
    verified.damage =
        signatures::database::verify_folder(verified.database.folder, verified.database.trust.keys,
                                            verified.database.trust.pinned, verified.database.trust.today);
    if (verified.database.index) {
      for (const auto& entry : verified.database.index->index.manifests) verified.artifacts += entry.artifacts;
    }
    sound = sound && verified.damage.empty();
    all.push_back(std::move(verified));
  }
  if (options.folder.empty()) sound = hold_together(*sources, all) && sound;
  if (all.empty()) fmt::print(stderr, "fairplay: there is no signature database to verify\n");
  std::string document;
  if (options.format == "json") {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Verified& one : all) list.push_back(json(one));
    document =
        nlohmann::ordered_json{{"schema", "fairplay-signatures-verify/1"}, {"databases", std::move(list)}}.dump(2) +
        "\n";
  } else {
    for (const Verified& one : all) document += text(one);
  }
  return write_document(document, {}) && sound ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_verify(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "verify", "Verify everything that a database holds; without DIR: every database that an audit would read");
  command->add_option("DIR", options->folder, "One database");
  command->add_option("--digest", options->digest, "Believe DIR by its index's SHA-256 in place of a key")
      ->type_name("SHA256");
  add_database_options(*command, options->databases);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
