#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>

#include "auditor/report/report.h"
#include "auditor/rules/rules.h"
#include "auditor/workflow/audit.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/databases.h"
#include "cli/discovery_environment.h"
#include "cli/output_options.h"
#include "cli/progress.h"
#include "cli/rule_book.h"

namespace fairplay::cli {
namespace {

struct Options {
  std::vector<std::string> subjects;
  std::string format = "text";
  std::string output;
  std::string fail_on = "error";
  bool strict = false;
  std::string rules;
  std::string advisories;
  std::string waivers;
  DatabaseOptions databases;
  int verbose = 0;
  bool quiet = false;
  std::string color = "auto";
  unsigned jobs = 0;
};

bool is_unknown(const auditor::Subject& subject) {
  return subject.intact.verdict == auditor::Verdict::unknown ||
         subject.original.verdict == auditor::OriginVerdict::unknown;
}

int exit_code(const auditor::AuditResult& result, const Options& options) {
  // A database that was refused may have known what the others don't.
  if (!result.unreadable.empty() || !result.refused.empty()) return exit_incomplete;
  if (options.strict && std::any_of(result.subjects.begin(), result.subjects.end(), is_unknown)) return exit_incomplete;
  const auto least = severity_threshold(options.fail_on);
  const bool failed =
      least && std::any_of(result.findings.begin(), result.findings.end(), [least](const auditor::Finding& finding) {
        return !finding.waived && finding.severity >= *least;
      });
  return failed ? exit_findings : exit_clean;
}

int run(const Options& options) {
  const auto book = load_rules(options.rules);
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  auditor::AuditRequest request;
  request.advisories = &*advisories;
  if (!options.waivers.empty()) {
    std::string text;
    if (!read_configuration(options.waivers, text)) return exit_usage;
    auto waivers = auditor::rules::parse_waivers(text, options.waivers);
    if (!waivers) {
      complain(waivers.error());
      return exit_usage;
    }
    request.waivers = std::move(*waivers);
  }
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  request.database = &database;
  request.subjects = options.subjects;
  request.environment = discovery_environment();
  request.jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  request.rules = &*book;
  request.today = sources->today;
  request.tool_version = FAIRPLAY_VERSION;

  auditor::AuditResult result;
  {
    Progress progress(!options.quiet);
    request.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    result = auditor::audit(request);
  }
  for (const signatures::Damage& refused : result.refused) complain(refused);
  if (!write_document(render(result, options), options.output)) return exit_incomplete;
  return exit_code(result, options);
}

}  // namespace

void add_audit(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "audit", "Is every NumPy and every BLAS intact, and what upstream released? Without SUBJECT: this machine");
  command->footer(
      "SUBJECT: a folder (site-packages, venv, conda prefix, unpacked root), an interpreter, a wheel, sdist or\n"
      ".deb, a shared library, or pid:N for what a running process has loaded. Nothing of it is run.\n\n"
      "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or configuration,\n"
      "3 the audit could not be completed.");
  command->add_option("SUBJECT", options->subjects, "What to audit");
  command->add_option("--format", options->format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  command->add_option("--output", options->output, "Write the document to FILE")->type_name("FILE");
  command->add_option("--fail-on", options->fail_on, "Least severity that makes the exit code 1")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}))
      ->capture_default_str();
  command->add_flag("--strict", options->strict, "Exit with 3 where intact or original is unknown");
  command->add_option("--rules", options->rules, "Rules in place of the built-in ones")->type_name("FILE");
  command
      ->add_option("--advisories", options->advisories, "Known defects of BLAS libraries in place of the built-in ones")
      ->type_name("FILE");
  command->add_option("--waivers", options->waivers, "Findings to let pass, with reason and expiry")->type_name("FILE");
  add_database_options(*command, options->databases);
  command->add_flag("-v,--verbose", options->verbose, "Show evidence, every difference and what was not checked");
  command->add_flag("-q,--quiet", options->quiet, "Only the summary and errors");
  command->add_option("--color", options->color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command->add_option("--jobs", options->jobs, "Threads; 0: one a core")
      ->check(CLI::Range(0U, 256U))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
