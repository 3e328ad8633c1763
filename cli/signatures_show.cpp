#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/report/signatures_report.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/output_options.h"
#include "cli/signatures_command.h"
#include "signatures/database/database.h"
#include "signatures/installers/metadata.h"

namespace fairplay::cli {
namespace {

struct ShowOptions {
  std::string release;
  DatabaseOptions databases;
  OutputOptions output;
};

int run_show(const ShowOptions& options) {
  const std::size_t equals = options.release.find("==");
  if (equals == std::string::npos) {
    complain(fmt::format("\"{}\" is not like numpy==2.3.5", options.release));
    return exit_usage;
  }
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  auditor::report::ShownRelease shown;
  shown.project = options.release.substr(0, equals);
  shown.release = options.release.substr(equals + 2);
  shown.known = database.manifests(shown.project, shown.release);
  if (shown.known.empty()) {
    shown.project = signatures::installers::normalised_name(shown.project);
    shown.known = database.manifests(shown.project, shown.release);
  }
  if (!shown.known.empty()) shown.footprint = database.footprint(shown.project, shown.release);
  for (const auto& damage : database.refused()) complain(damage);
  const bool refused = !database.refused().empty();
  if (shown.known.empty()) {
    std::string releases;
    for (const std::string& other : database.releases_of(shown.project)) releases += " " + other;
    complain(fmt::format("no database lists {} {}{}", shown.project, shown.release,
                         releases.empty() ? "" : "; known are" + releases));
    return refused ? exit_incomplete : exit_usage;
  }
  const bool printed = print_document(shown, &auditor::report::Format::shown_release, options.output);
  return !printed || refused ? exit_incomplete : exit_clean;
}

}  // namespace

void add_signatures_show(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand(
      "show", "Show what the databases know of one release: its artifacts, and who vouches for them");
  command->add_option("RELEASE", options->release, "NAME==VERSION, for example numpy==2.3.5")->required();
  add_database_options(*command, options->databases);
  add_format_option(*command, options->output, &auditor::report::Format::shown_release);
  command->callback([options, &chosen] { chosen = [options] { return run_show(*options); }; });
}

}  // namespace fairplay::cli
