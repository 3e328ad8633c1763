#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "auditor/report/report.h"
#include "cli/databases.h"
#include "cli/opened_databases.h"
#include "cli/signatures_command.h"
#include "signatures/database/release_order.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

using auditor::report::escape_terminal;
using auditor::report::escape_utf8;

struct Options {
  std::string project;
  DatabaseOptions databases;
  std::string format = "text";
};

struct Rising {
  bool operator()(const std::string& a, const std::string& b) const {
    return signatures::database::released_before(a, b);
  }
};
struct Listed {
  std::string database;
  std::string sha256;
  std::uint32_t artifacts = 0;
};
/// Project, release, and the databases that list it.
using Releases = std::map<std::string, std::map<std::string, std::vector<Listed>, Rising>>;

std::string short_text(const Releases& releases) {
  std::string text;
  for (const auto& [project, known] : releases) {
    std::string line = escape_terminal(project) + ":";
    for (const auto& [release, listed] : known) {
      const std::string word = " " + escape_terminal(release);
      if (line.size() + word.size() > 100) {
        text += line + "\n";
        line = "   ";
      }
      line += word;
    }
    text += line + "\n";
  }
  return text;
}

std::string long_text(const Releases& releases) {
  std::string text;
  for (const auto& [project, known] : releases) {
    for (const auto& [release, all] : known) {
      for (const Listed& listed : all) {
        text += fmt::format("{} {}: {} artifact{}, {}\n", escape_terminal(project), escape_terminal(release),
                            listed.artifacts, listed.artifacts == 1 ? "" : "s", escape_terminal(listed.database));
      }
    }
  }
  return text;
}

std::string json(const Releases& releases) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [project, known] : releases) {
    for (const auto& [release, all] : known) {
      for (const Listed& listed : all) {
        list.push_back({{"project", escape_utf8(project)},
                        {"release", escape_utf8(release)},
                        {"artifacts", listed.artifacts},
                        {"manifest_sha256", listed.sha256},
                        {"database", escape_utf8(listed.database)}});
      }
    }
  }
  return nlohmann::ordered_json{{"schema", "fairplay-signatures-list/1"}, {"releases", list}}.dump(2) + "\n";
}

int run(const Options& options) {
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  const auto databases = open_databases(*sources);
  const bool refused = complain_of_refused(databases);
  Releases releases;
  for (const OpenedDatabase& database : databases) {
    if (!database.index) continue;
    for (const auto& entry : database.index->index.manifests) {
      if (!options.project.empty() && entry.project != options.project &&
          entry.project != signatures::installers::normalised_name(options.project))
        continue;
      releases[entry.project][entry.release].push_back({database.index->index.name, entry.sha256, entry.artifacts});
    }
  }
  if (releases.empty() && !refused) {
    fmt::print(stderr, "fairplay: {}\n",
               databases.empty() ? "there is no signature database; `fairplay signatures add` makes one"
                                 : "no database lists a release of it");
  }
  const std::string document = options.format == "json"  ? json(releases)
                               : options.project.empty() ? short_text(releases)
                                                         : long_text(releases);
  return !write_document(document, {}) || refused ? exit_incomplete : exit_clean;
}

}  // namespace

void add_signatures_list(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("list", "Which releases are known");
  command->add_option("PROJECT", options->project, "numpy, scipy-openblas64, libopenblas0-pthread, ...");
  add_database_options(*command, options->databases);
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
