#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "auditor/report/signatures_report.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/opened_databases.h"
#include "cli/output_options.h"
#include "cli/signatures_command.h"
#include "signatures/database/release_order.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

using auditor::report::ReleaseList;

struct ListOptions {
  std::string project;
  DatabaseOptions databases;
  OutputOptions output;
};

struct RisingRelease {
  bool operator()(const std::string& a, const std::string& b) const {
    return signatures::database::released_before(a, b);
  }
};

/// What the verified databases list, of one project or (empty) of all.
ReleaseList list_releases(const std::vector<OpenedDatabase>& databases, const std::string& project) {
  std::map<std::string, std::map<std::string, std::vector<ReleaseList::Row>, RisingRelease>> releases;
  for (const OpenedDatabase& database : databases) {
    if (!database.index) continue;
    const auto& index = database.index->index;
    for (const auto& entry : index.manifests) {
      if (!project.empty() && entry.project != project &&
          entry.project != signatures::installers::normalised_name(project))
        continue;
      releases[entry.project][entry.release].push_back(
          {entry.project, entry.release, index.name, entry.sha256, entry.artifacts});
    }
  }
  ReleaseList list;
  list.detailed = !project.empty();
  for (auto& [name, known] : releases)
    for (auto& [release, rows] : known) list.rows.insert(list.rows.end(), rows.begin(), rows.end());
  return list;
}

int run_list(const ListOptions& options) {
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  const auto databases = open_databases(*sources);
  const bool refused = complain_of_refused(databases);
  const ReleaseList list = list_releases(databases, options.project);
  if (list.rows.empty() && !refused)
    complain(databases.empty() ? "there is no signature database; `fairplay signatures add` makes one"
                               : "no database lists a release of it");
  const bool printed = print_document(list, &auditor::report::Format::release_list, options.output);
  return !printed || refused ? exit_incomplete : exit_clean;
}

}  // namespace

void add_signatures_list(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "List the releases that the databases know");
  command->add_option("PROJECT", options->project,
                      "Only this project: numpy, scipy-openblas64, libopenblas0-pthread, ...");
  add_database_options(*command, options->databases);
  add_format_option(*command, options->output, &auditor::report::Format::release_list);
  command->callback([options, &chosen] { chosen = [options] { return run_list(*options); }; });
}

}  // namespace fairplay::cli
