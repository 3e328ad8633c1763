#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "auditor/report/escape.h"
#include "auditor/rules/rules.h"
#include "auditor/workflow/audit.h"
#include "auditor/workflow/probe_audited.h"
#include "cli/advisory_book.h"
#include "cli/command.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/discovery_environment.h"
#include "cli/fail_on_option.h"
#include "cli/output_options.h"
#include "cli/probing_options.h"
#include "cli/rule_book.h"
#include "cli/target_options.h"

namespace fairplay::cli {
namespace {

struct AuditOptions {
  std::vector<std::string> subjects;
  OutputOptions output;
  FailOnOption fail_on;
  TargetOptions target;
  bool strict = false;
  bool probe = false;
  FailGradeOption fail_grade;
  std::string rules;
  std::string advisories;
  std::string waivers;
  std::string from;
  DatabaseOptions databases;
  JobsOption jobs;
};

bool has_unknown_verdict(const auditor::Subject& subject) {
  return subject.intact.verdict == auditor::Verdict::unknown ||
         subject.original.verdict == auditor::OriginVerdict::unknown;
}

int audit_exit_code(const auditor::AuditResult& result, const AuditOptions& options) {
  // A refused database might have known what the others don't.
  if (!result.unreadable.empty() || !result.refused.empty()) return exit_incomplete;
  if (std::ranges::any_of(result.subjects, &auditor::Subject::incomplete)) return exit_incomplete;
  if (options.strict && std::ranges::any_of(result.subjects, has_unknown_verdict)) return exit_incomplete;
  const auto least = options.fail_on.severity();
  const bool failed = least && std::ranges::any_of(result.findings, [least](const auditor::Finding& finding) {
                        return !finding.waived && finding.severity >= *least;
                      });
  return failed ? exit_findings : exit_clean;
}

/// The waivers of --waivers FILE; none for an empty path. Nullopt and a message on stderr where they are wrong.
std::optional<std::vector<auditor::rules::Waiver>> load_waivers(const std::string& path) {
  if (path.empty()) return std::vector<auditor::rules::Waiver>();
  const auto text = read_configuration(path);
  if (!text) return std::nullopt;
  auto waivers = auditor::rules::parse_waivers(*text, path);
  if (waivers) return std::move(*waivers);
  complain(waivers.error());
  return std::nullopt;
}

/// glibc gives each thread a heap of its own, and raises the size from which on it gives memory back. The threads of an
/// audit mostly hash, take small blocks from caches of their own, and need few large ones: two of them share a heap.
void keep_memory_small([[maybe_unused]] unsigned jobs) {
#ifdef __GLIBC__
  constexpr int large = 128 << 10;
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, jobs / 2)));
  mallopt(M_MMAP_THRESHOLD, large);
#endif
}

int run_audit(const AuditOptions& options) {
  keep_memory_small(options.jobs.count());
  const auto book = load_rules(options.rules);
  const auto advisories = load_advisories(options.advisories);
  if (!book || !advisories) return exit_usage;
  auto waivers = load_waivers(options.waivers);
  if (!waivers) return exit_usage;
  auto target = target_of(options.target);
  if (!target) return exit_usage;
  const auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  signatures::database::Database database(*sources);
  auditor::AuditRequest request;
  request.subjects = options.subjects;
  request.environment = discovery_environment();
  if (!options.from.empty()) {
    std::error_code error;
    request.script_folder = std::filesystem::absolute(options.from, error).lexically_normal().string();
  }
  request.target = std::move(*target);
  request.jobs = options.jobs.count();
  request.rules = &*book;
  request.database = &database;
  request.without_built_in_database = !sources->built_in_digest.empty() && sources->built_in_folder.empty();
  request.advisories = &*advisories;
  request.waivers = std::move(*waivers);
  request.today = sources->today;
  request.tool_version = FAIRPLAY_VERSION;

  auditor::AuditResult result;
  {
    Progress progress(!options.output.quiet);
    request.progress = [&](std::string_view what) { progress.at(auditor::report::escape_terminal(what)); };
    result = auditor::audit(request);
  }
  bool deviates = false;
  if (options.probe) {
    auditor::ProbeWorkRequest probing;
    probing.subjects = options.subjects;
    probing.environment = request.environment;
    probing.rules = &*book;
    probing.advisories = &*advisories;
    Progress progress(!options.output.quiet, "probing");
    set_up_probing(probing, options.fail_grade, options.jobs, progress);
    if (const auto probed = auditor::probe_audited(result, probing); !probed) {
      complain(probed.error().message);
      return exit_incomplete;
    }
    deviates = auditor::has_new_defects(result, probing);
  }
  for (const signatures::Damage& refused : result.refused) complain(refused);
  if (!print_document(result, &auditor::report::Format::audit, options.output)) return exit_incomplete;
  const int code = audit_exit_code(result, options);
  return code == exit_clean && deviates ? exit_findings : code;
}

}  // namespace

void add_audit(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* command = app.add_subcommand("audit",
                                         "Check that NumPy and BLAS builds are intact, and that they are what "
                                         "upstream released. Without SUBJECT: all builds on this machine");
  command->footer(
      "SUBJECT: a folder (site-packages, venv, conda prefix, unpacked root), an interpreter, a wheel, sdist or\n"
      ".deb, a ZIP or tar of installed packages (layer, zipapp, pex, venv), a shared library, or pid:N for what\n"
      "a running process has loaded. Nothing in it is run without --probe.\n\n"
      "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or configuration,\n"
      "3 the audit could not be completed.");
  command->add_option("SUBJECT", options->subjects, "What to audit");
  add_format_option(*command, options->output, &auditor::report::Format::audit);
  add_output_option(*command, options->output);
  add_fail_on_option(*command, options->fail_on);
  command->add_flag("--strict", options->strict, "Exit with 3 if an `intact` or `original` verdict is unknown");
  auto* probe = command->add_flag(
      "--probe", options->probe,
      "Also answer `sound?`: run the NumPys and BLAS libraries in limited child processes, as `fairplay probe` does. A "
      "NumPy that does what no build of its release does makes the exit code 1");
  add_fail_grade_option(*command, options->fail_grade)->needs(probe);
  add_target_options(*command, options->target);
  add_rules_option(*command, options->rules);
  add_advisories_option(*command, options->advisories);
  command
      ->add_option("--waivers", options->waivers,
                   "Accept the findings that FILE lists, each with a reason and an optional expiry date")
      ->type_name("FILE");
  command
      ->add_option("--from", options->from,
                   "Say what a script in FOLDER would import: Python looks in the script's folder first")
      ->type_name("FOLDER")
      ->check(CLI::ExistingDirectory);
  add_database_options(*command, options->databases);
  add_detail_options(*command, options->output, "Show evidence, every difference and what was not checked",
                     "Print only the summary and errors");
  add_jobs_option(*command, options->jobs);
  command->callback([options, &chosen] { chosen = [options] { return run_audit(*options); }; });
}

}  // namespace fairplay::cli
