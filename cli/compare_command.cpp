#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "auditor/judgement/compared.h"
#include "auditor/provenance/comparison/compare.h"
#include "auditor/report/report.h"
#include "auditor/rules/rules.h"
#include "cli/command.h"
#include "cli/databases.h"
#include "cli/output_options.h"
#include "cli/progress.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

struct Options {
  std::string old_build;
  std::string now;
  std::string patches;
  std::string format = "text";
  std::string output;
  std::string fail_on = "error";
  std::string rules;
  DatabaseOptions databases;
  int verbose = 0;
  bool quiet = false;
  std::string color = "auto";
  unsigned jobs = 0;
};

int exit_code(const auditor::Comparison& comparison, const Options& options) {
  if (std::ranges::any_of(comparison.damage, &signatures::Damage::grave)) return exit_incomplete;
  const auto least = severity_threshold(options.fail_on);
  const bool failed =
      least && std::ranges::any_of(comparison.differences, [&](const auditor::ComparedDifference& compared) {
        return compared.patches.empty() && compared.severity >= *least;
      });
  return failed ? exit_findings : exit_clean;
}

int run(const Options& options) {
  const auto book = load_rules(options.rules);
  if (!book) return exit_usage;
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  auditor::provenance::ComparisonRequest request;
  request.old_build = options.old_build;
  request.now = options.now;
  if (!options.patches.empty()) request.patches = options.patches;
  request.jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  request.places = &book->places;
  request.database = &database;
  signatures::Expected<auditor::Comparison> comparison;
  {
    Progress progress(!options.quiet);
    request.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    comparison = auditor::provenance::compare(request);
  }
  for (const signatures::Damage& refused : database.refused()) complain(refused);
  if (!comparison) {
    complain(comparison.error());
    return exit_incomplete;
  }
  auditor::judge(*comparison, *book);
  if (!write_document(render(*comparison, options), options.output)) return exit_incomplete;
  return database.refused().empty() ? exit_code(*comparison, options) : static_cast<int>(exit_incomplete);
}

}  // namespace

void add_compare(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "compare", "What NEW means to whoever knows OLD: the differences between two NumPys, by class");
  command->footer(
      "OLD, NEW: a folder that holds one NumPy (or the package folder itself), a wheel, sdist or .deb, or numpy==X of "
      "the\n"
      "signature database. Nothing of them is run.\n\n"
      "Exit codes: 0 no difference at or above --fail-on that no patch explains, 1 there are some, 2 wrong usage,\n"
      "3 the comparison could not be completed. Differences of the API, of compiled code and monkeypatches are\n"
      "errors, private code is a warning, the others are notes.");
  command->add_option("OLD", options->old_build, "What is known")->required();
  command->add_option("NEW", options->now, "What is held against it")->required();
  command
      ->add_option("--patches", options->patches,
                   "Patches (a quilt series, or *.patch) that ought to explain the differences")
      ->type_name("DIR");
  command->add_option("--format", options->format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  command->add_option("--output", options->output, "Write the document to FILE")->type_name("FILE");
  command->add_option("--fail-on", options->fail_on, "Least severity that makes the exit code 1")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}))
      ->capture_default_str();
  command->add_option("--rules", options->rules, "Rules in place of the built-in ones: their places decide classes")
      ->type_name("FILE");
  add_database_options(*command, options->databases);
  command->add_flag("-v,--verbose", options->verbose, "List every difference");
  command->add_flag("-q,--quiet", options->quiet, "Only the first line");
  command->add_option("--color", options->color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command->add_option("--jobs", options->jobs, "Threads; 0: one a core")
      ->check(CLI::Range(0U, 256U))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
