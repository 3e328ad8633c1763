#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "auditor/judgement/compared.h"
#include "auditor/provenance/comparison/compare.h"
#include "auditor/report/escape.h"
#include "auditor/rules/rules.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/fail_on_option.h"
#include "cli/jobs_option.h"
#include "cli/output_options.h"
#include "cli/progress.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

struct CompareOptions {
  std::string old_build;
  std::string now;
  std::string patches;
  OutputOptions output;
  FailOnOption fail_on;
  std::string rules;
  DatabaseOptions databases;
  JobsOption jobs;
};

int compare_exit_code(const auditor::Comparison& comparison, const CompareOptions& options) {
  if (std::ranges::any_of(comparison.damage, &signatures::Damage::grave)) return exit_incomplete;
  const auto least = options.fail_on.severity();
  const bool failed =
      least && std::ranges::any_of(comparison.differences, [&](const auditor::ComparedDifference& compared) {
        return compared.patches.empty() && compared.severity >= *least;
      });
  return failed ? exit_findings : exit_clean;
}

int run_compare(const CompareOptions& options) {
  const auto book = load_rules(options.rules);
  if (!book) return exit_usage;
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  auditor::provenance::ComparisonRequest request;
  request.old_build = options.old_build;
  request.now = options.now;
  if (!options.patches.empty()) request.patches = options.patches;
  request.jobs = options.jobs.count();
  request.places = &book->places;
  request.database = &database;
  signatures::Expected<auditor::Comparison> comparison;
  {
    Progress progress(!options.output.quiet);
    request.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    comparison = auditor::provenance::compare(request);
  }
  for (const signatures::Damage& refused : database.refused()) complain(refused);
  if (!comparison) {
    complain(comparison.error());
    return exit_incomplete;
  }
  auditor::judgement::judge(*comparison, *book);
  if (!print_document(*comparison, &auditor::report::Format::comparison, options.output)) return exit_incomplete;
  return database.refused().empty() ? compare_exit_code(*comparison, options) : static_cast<int>(exit_incomplete);
}

}  // namespace

void add_compare(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command =
      app.add_subcommand("compare", "List what changed from OLD to NEW, two builds of NumPy, by class of difference");
  command->footer(
      "OLD, NEW: a folder that holds one NumPy (or the package folder itself), a wheel, sdist or .deb, or numpy==X "
      "of\nthe signature database. Nothing in them is run.\n\n"
      "Exit codes: 0 no difference at or above --fail-on, except those that a patch explains; 1 there are others;\n"
      "2 wrong usage; 3 the comparison could not be completed. Differences of the API, of compiled code and\n"
      "monkeypatches are errors, private code is a warning, all others are notes.");
  command->add_option("OLD", options->old_build, "The build to start from")->required();
  command->add_option("NEW", options->now, "The build to compare with it")->required();
  command
      ->add_option("--patches", options->patches,
                   "Match the differences with these patches (a quilt series, or *.patch)")
      ->type_name("DIR");
  add_format_option(*command, options->output, &auditor::report::Format::comparison);
  add_output_option(*command, options->output);
  add_fail_on_option(*command, options->fail_on);
  add_rules_option(*command, options->rules,
                   "Use the rules of FILE instead of the built-in ones: their places decide classes");
  add_database_options(*command, options->databases);
  add_detail_options(*command, options->output, "List every difference", "Print only the first line");
  add_jobs_option(*command, options->jobs);
  command->callback([options, &chosen] { chosen = [options] { return run_compare(*options); }; });
}

}  // namespace fairplay::cli
